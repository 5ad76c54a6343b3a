//! Orders from other chains and for them, and the messages that answer them.

use super::certificates::ParkId;
use crate::*;
use ::xcm::latest::{prelude::*, AssetTransferFilter};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	parameter_types,
	traits::{
		fungible::Mutate as _, fungibles::Mutate, tokens::Preservation::Expendable, ConstU32,
		Equals,
	},
	PalletId,
};
use zeropark_primitives::{
	market::Quantity,
	purchase::{Courier, PowerOrder, PurchaseId, RemoteAccount, Report},
};
use zeropark_runtime_common::{
	chains,
	purchases::{
		self, ParkCall, PowerPurchaseCall, RECEIPT_DEPOSIT, REMOTE_ORDERS, REMOTE_ORDER_DEPOSIT,
		REPORT_FEE,
	},
	xcm_types::{self, EnsureSibling, ParkLocation},
};

parameter_types! {
	pub const RemoteOrdersId: PalletId = REMOTE_ORDERS;
	pub const RemoteOrderDeposit: Balance = REMOTE_ORDER_DEPOSIT;
	pub const ReceiptDeposit: Balance = RECEIPT_DEPOSIT;
	pub const ReportFee: Balance = REPORT_FEE;
}

impl pallet_remote_orders::Config for Runtime {
	type ChainOrigin = EnsureSibling<Equals<ParkId>>;
	type ChainId = ConstU32<{ chains::GREENCERT }>;
	type Destinations = Equals<ParkId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Exchange = OrderBook;
	type Registry = GreenCertificates;
	type Courier = ToBuyer;
	type PalletId = RemoteOrdersId;
	type Deposit = RemoteOrderDeposit;
	type ReceiptDeposit = ReceiptDeposit;
	type ReportFee = ReportFee;
	// Less than a fiftieth of a block.
	type MaxNews = ConstU32<8>;
	type WeightInfo = weights::pallet_remote_orders::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Sends reports and certificates to the park by XCM, as this chain itself.
pub struct ToBuyer;
impl ToBuyer {
	/// Sends `certificates` and `money` out of `from` to `beneficiary`, and has `call` executed over there.
	fn carry(
		chain: u32,
		beneficiary: AccountId,
		from: &AccountId,
		certificates: Option<(u32, Quantity)>,
		money: Balance,
		call: Option<ParkCall>,
	) -> DispatchResult {
		let settlement = |amount: Balance| {
			AssetTransferFilter::ReserveWithdraw(Definite((ParkLocation::get(), amount).into()))
		};
		let fee = REPORT_FEE.min(money);
		let mut along = Vec::from_iter((money > fee).then(|| settlement(money - fee)));
		if let Some((batch, quantity)) = certificates {
			let id = [PalletInstance(chains::HOME_ASSETS), GeneralIndex(batch.into())];
			let certificates: Asset = (Location::new(0, id), Balance::from(quantity)).into();
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
		let transact = call.map(|call| Transact {
			origin_kind: OriginKind::Native,
			fallback_max_weight: None,
			call: call.encode().into(),
		});
		// Money first, whatever becomes of the call.
		let mut program = vec![claimer, deposit(rest.clone())];
		program.extend(transact);
		program.extend([deposit(AllCounted(1)), RefundSurplus, deposit(rest)]);
		let fund = || -> DispatchResult {
			let sender = xcm_types::chain_account();
			Balances::transfer(from, &sender, money, Expendable)?;
			if let Some((batch, quantity)) = certificates {
				let quantity = quantity.into();
				<crate::Assets as Mutate<_>>::transfer(batch, from, &sender, quantity, Expendable)?;
			}
			Ok(())
		};
		let program = Xcm(program);
		xcm_types::send::<Runtime, XcmpQueue>(chain, fund, settlement(fee), along, program)
	}
}

impl Courier<AccountId> for ToBuyer {
	fn overhead(order: &PowerOrder<AccountId>) -> Balance {
		purchases::overhead(order)
	}

	fn send(
		chain: u32,
		beneficiary: AccountId,
		purchase: PurchaseId,
		report: Report,
		from: &AccountId,
		certificates: Option<(u32, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		let call = ParkCall::PowerPurchase(PowerPurchaseCall::Report { purchase, report });
		Self::carry(chain, beneficiary, from, certificates, money, Some(call))
	}

	fn deliver(
		recipient: RemoteAccount<AccountId>,
		from: &AccountId,
		certificates: (u32, Quantity),
		money: Balance,
	) -> DispatchResult {
		Self::carry(recipient.chain, recipient.account, from, Some(certificates), money, None)
	}
}
