//! Green power from the certificate market, the messages that order it, and those that report what the park's meters read.

use crate::*;
use ::xcm::latest::{prelude::*, AssetTransferFilter};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	parameter_types,
	traits::{fungible::Mutate as _, tokens::Preservation::Preserve, ConstU64, Equals},
};
use frame_system::EnsureSignedBy;
use sp_core::H256;
use zeropark_primitives::{
	metering::OutputRegistry,
	purchase::{Broker, PowerOrder, PurchaseId},
	DeviceId, Interval, WattHours,
};
use zeropark_runtime_common::{
	chains,
	constants::currency::deposit,
	purchases::{
		account, overhead, GreenCertificatesCall, GreencertCall, RemoteOrdersCall,
		CANCELLATION_FEE, MAX_VALIDITY, OUTPUT_FEE, PLACEMENT_FEE,
	},
	xcm_types::{self, EnsureSibling},
};

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens; an agreement is listed by its period and its receipt too.
	pub const PurchaseDeposit: Balance = deposit(1, 200);
	pub const AgreementDeposit: Balance = deposit(3, 330);
	pub const GreencertId: u32 = chains::GREENCERT;
}

impl pallet_power_purchase::Config for Runtime {
	type OperatorOrigin = EnsureSignedBy<Operators, AccountId>;
	type MarketOrigin = EnsureSibling<Equals<GreencertId>>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Broker = ToMarket;
	type Ledger = ZeroCarbon;
	type Time = Timestamp;
	type PurchaseDeposit = PurchaseDeposit;
	type AgreementDeposit = AgreementDeposit;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type WeightInfo = weights::pallet_power_purchase::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Sends orders to the certificate market by XCM, as this chain itself.
pub struct ToMarket;

impl ToMarket {
	/// Sends `money` of `payer`, of which `fee` pays for `program` over there; all of it or nothing.
	fn send(payer: &AccountId, money: Balance, fee: Balance, program: Xcm<()>) -> DispatchResult {
		let settlement = |amount: Balance| {
			AssetTransferFilter::ReserveDeposit(Definite((Location::here(), amount).into()))
		};
		let along = Vec::from_iter((money > fee).then(|| settlement(money - fee)));
		let mut instructions = vec![xcm_types::claimed_by(payer)];
		instructions.extend(program.0);
		let fund =
			|| Balances::transfer(payer, &xcm_types::chain_account(), money, Preserve).map(drop);
		xcm_types::send::<Runtime, XcmpQueue>(
			chains::GREENCERT,
			fund,
			settlement(fee),
			along,
			Xcm(instructions),
		)
	}

	/// A call of the market's chain, made by the park itself.
	fn call(call: GreencertCall) -> Instruction<()> {
		Transact {
			origin_kind: OriginKind::Native,
			fallback_max_weight: None,
			call: call.encode().into(),
		}
	}

	/// A call of its `remote-orders`.
	fn order_call(call: RemoteOrdersCall) -> Instruction<()> {
		Self::call(GreencertCall::RemoteOrders(call))
	}

	/// Gives what there is to an account over there.
	fn deposit_to(account: AccountId) -> Instruction<()> {
		DepositAsset {
			assets: Wild(AllCounted(1)),
			beneficiary: Location::new(0, [AccountId32 { network: None, id: account.into() }]),
		}
	}

	/// Gives what there is to a purchase's account over there.
	fn deposit(purchase: PurchaseId) -> Instruction<()> {
		Self::deposit_to(account(chains::PARK, purchase))
	}
}

impl Broker<AccountId> for ToMarket {
	fn overhead(order: &PowerOrder<AccountId>) -> Balance {
		overhead(order)
	}

	fn place(
		payer: &AccountId,
		purchase: PurchaseId,
		order: PowerOrder<AccountId>,
	) -> DispatchResult {
		let money = order.price.of(order.quantity).saturating_add(overhead(&order));
		let beneficiary = order.beneficiary.clone();
		let program = Xcm(vec![
			// An order that cannot be placed is called back at once: the money comes home.
			SetErrorHandler(Xcm(vec![
				RefundSurplus,
				Self::deposit(purchase),
				Self::order_call(RemoteOrdersCall::Cancel { purchase, beneficiary }),
			])),
			Self::deposit(purchase),
			Self::order_call(RemoteOrdersCall::Place { purchase, order }),
			ExpectTransactStatus(MaybeErrorCode::Success),
			// What the handler would have cost is refunded once there is another in its place.
			SetErrorHandler(Xcm(vec![])),
			RefundSurplus,
			Self::deposit(purchase),
		]);
		Self::send(payer, money, PLACEMENT_FEE, program)
	}

	fn cancel(payer: &AccountId, purchase: PurchaseId) -> DispatchResult {
		let beneficiary = payer.clone();
		let program = Xcm(vec![
			Self::order_call(RemoteOrdersCall::Cancel { purchase, beneficiary }),
			RefundSurplus,
			Self::deposit(purchase),
		]);
		Self::send(payer, CANCELLATION_FEE, CANCELLATION_FEE, program)
	}
}

impl OutputRegistry<AccountId> for ToMarket {
	fn report(
		payer: &AccountId,
		device: DeviceId,
		span: Interval,
		energy: WattHours,
		evidence: H256,
	) -> DispatchResult {
		// The period ledger counts it as the park's own.
		let own_use = true;
		let report =
			GreenCertificatesCall::ReportOutput { device, span, energy, own_use, evidence };
		let program = Xcm(vec![
			Self::call(GreencertCall::GreenCertificates(report)),
			RefundSurplus,
			Self::deposit_to(payer.clone()),
		]);
		Self::send(payer, OUTPUT_FEE, OUTPUT_FEE, program)
	}
}
