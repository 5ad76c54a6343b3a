//! Orders of other chains, and the messages that answer them.

use super::certificates::ParkId;
use crate::*;
use ::xcm::latest::{prelude::*, AssetTransferFilter};
use alloc::vec;
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	ensure, parameter_types,
	storage::with_storage_layer,
	traits::{
		fungible::Mutate as _, fungibles::Mutate, tokens::Preservation::Expendable, ConstU32,
		Equals,
	},
	BoundedVec, PalletId,
};
use polkadot_runtime_parachains::FeeTracker;
use zeropark_primitives::{
	market::Quantity,
	purchase::{Courier, PurchaseId, Report},
};
use zeropark_runtime_common::{
	chains,
	purchases::{ParkCall, PowerPurchaseCall, REMOTE_ORDERS, REMOTE_ORDER_DEPOSIT, REPORT_FEE},
	xcm_types::{self, EnsureSibling, ParkLocation},
};

parameter_types! {
	pub const RemoteOrdersId: PalletId = REMOTE_ORDERS;
	pub const RemoteOrderDeposit: Balance = REMOTE_ORDER_DEPOSIT;
	pub const ReportFee: Balance = REPORT_FEE;
}

impl pallet_remote_orders::Config for Runtime {
	type ChainOrigin = EnsureSibling<Equals<ParkId>>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Exchange = OrderBook;
	type Registry = GreenCertificates;
	type Courier = ToBuyer;
	type PalletId = RemoteOrdersId;
	type Deposit = RemoteOrderDeposit;
	type ReportFee = ReportFee;
	// A twentieth of a block at most.
	type MaxNews = ConstU32<8>;
	type WeightInfo = weights::pallet_remote_orders::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Sends reports to the park by XCM, as this chain itself.
pub struct ToBuyer;
impl Courier<AccountId> for ToBuyer {
	fn send(
		chain: u32,
		beneficiary: AccountId,
		purchase: PurchaseId,
		report: Report,
		from: &AccountId,
		certificates: Option<(u32, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		// Messages of the chain itself are not priced by the channel: news waits in its own queue while that is full.
		let idle = XcmpQueue::get_fee_factor(chain.into()) <= XcmpQueue::MIN_FEE_FACTOR;
		ensure!(idle, pallet_xcm::Error::<Runtime>::SendFailure);
		let sender = xcm_types::chain_account();
		let settlement = |amount: Balance| -> Asset { (ParkLocation::get(), amount).into() };
		let mut taken = vec![settlement(money)];
		let fee = REPORT_FEE.min(money);
		let mut along =
			vec![AssetTransferFilter::ReserveWithdraw(Definite(settlement(money - fee).into()))];
		along.truncate(usize::from(money > fee));
		if let Some((batch, quantity)) = certificates {
			let quantity = Balance::from(quantity);
			let id = [PalletInstance(chains::HOME_ASSETS), GeneralIndex(batch.into())];
			let certificates: Asset = (Location::new(0, id), quantity).into();
			taken.push(certificates.clone());
			along.push(AssetTransferFilter::ReserveDeposit(Definite(certificates.into())));
		}

		let claimer = xcm_types::claimed_by(&beneficiary);
		let beneficiary = Location::new(0, [AccountId32 { network: None, id: beneficiary.into() }]);
		let deposit = |assets: WildAsset| DepositAsset {
			assets: Wild(assets),
			beneficiary: beneficiary.clone(),
		};
		// At home, money has no parents.
		let rest = AllOf { id: Location::here().into(), fun: WildFungible };
		let call = ParkCall::PowerPurchase(PowerPurchaseCall::Report { purchase, report });
		let over_there = Xcm(vec![
			claimer,
			// Money first, whatever becomes of the report; certificates once it has made room for them.
			deposit(rest.clone()),
			Transact {
				origin_kind: OriginKind::Native,
				fallback_max_weight: None,
				call: call.encode().into(),
			},
			deposit(AllCounted(1)),
			RefundSurplus,
			deposit(rest),
		]);
		with_storage_layer(|| {
			Balances::transfer(from, &sender, money, Expendable)?;
			if let Some((batch, quantity)) = certificates {
				let quantity = quantity.into();
				<crate::Assets as Mutate<_>>::transfer(batch, from, &sender, quantity, Expendable)?;
			}
			xcm_types::execute::<Runtime>(Xcm(vec![
				WithdrawAsset(taken.into()),
				InitiateTransfer {
					destination: Location::new(1, [Parachain(chain)]),
					remote_fees: Some(AssetTransferFilter::ReserveWithdraw(Definite(
						settlement(fee).into(),
					))),
					preserve_origin: true,
					assets: BoundedVec::truncate_from(along),
					remote_xcm: over_there,
				},
			]))
		})
	}
}
