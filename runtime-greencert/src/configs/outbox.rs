//! The messages of this chain to parks.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	traits::{tokens::Preservation::Expendable, ConstU32},
};
use zeropark_primitives::{
	ids::{BatchId, ParaId, RemoteOrderId},
	market::Quantity,
	purchase::Delivery,
	trading::{DeliveryTransport, RemoteAccount, Report},
};
use zeropark_runtime_common::messaging::{
	calls::park::ToPark,
	fees,
	transport::{HomeUnits, SiblingTransport},
};

impl pallet_outbox::Config for Runtime {
	type Message = ToPark<Delivery>;
	type Transport =
		SiblingTransport<Runtime, ParachainSystem, XcmpQueue, HomeUnits<Assets>, ToPark<Delivery>>;
	type MaxWaiting = ConstU32<1_024>;
	type MaxLanes = ConstU32<64>;
	// Less than a fiftieth of a block.
	type MaxSent = ConstU32<8>;
	type WeightInfo = weights::pallet_outbox::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Speaks to parks, out of the accounts of their orders.
pub struct ParkMessenger;

impl DeliveryTransport<AccountId, BatchId, Delivery> for ParkMessenger {
	fn overhead(quantity: Quantity, has_purpose: bool) -> Balance {
		fees::overhead(quantity, has_purpose)
	}

	fn report(
		chain: ParaId,
		beneficiary: AccountId,
		number: RemoteOrderId,
		report: Report<Delivery>,
		from: &AccountId,
		units: Option<(BatchId, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		let message = ToPark { report: Some((number, report)), beneficiary, units, money };
		Outbox::submit(from, Expendable, chain, message).map(drop)
	}

	fn deliver(
		recipient: RemoteAccount<AccountId>,
		from: &AccountId,
		units: (BatchId, Quantity),
		money: Balance,
	) -> DispatchResult {
		let RemoteAccount { chain, account: beneficiary } = recipient;
		let message = ToPark { report: None, beneficiary, units: Some(units), money };
		Outbox::submit(from, Expendable, chain, message).map(drop)
	}
}
