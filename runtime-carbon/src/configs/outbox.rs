//! The messages of this chain to parks.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		fungible::Inspect,
		tokens::{
			Fortitude::Polite,
			Preservation::{Expendable, Preserve},
		},
		ConstU32,
	},
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	compliance::{CarbonFill, CycleSpan, Parks, Positions},
	ids::{ParaId, RemoteOrderId},
	market::{Quantity, Side},
	trading::{DeliveryTransport, RemoteAccount, Report},
};
use zeropark_runtime_common::messaging::{
	calls::park::{FromCarbon, PositionsToPark, ToPark},
	fees::{self, answer_fee},
	registers_account,
	transport::SiblingTransport,
};

/// A lane in which so many messages wait takes no more positions.
const POSITIONS_WAITING: u32 = 512;

impl pallet_outbox::Config for Runtime {
	type Message = FromCarbon;
	type Transport = SiblingTransport<Runtime, ParachainSystem, XcmpQueue, (), FromCarbon>;
	type MaxWaiting = ConstU32<{ 2 * POSITIONS_WAITING }>;
	type MaxLanes = ConstU32<64>;
	// Less than a fiftieth of a block.
	type MaxSent = ConstU32<8>;
	type WeightInfo = weights::pallet_outbox::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Speaks to parks, for whoever pays and out of the accounts of their orders.
pub struct ParkMessenger;

impl Parks<AccountId> for ParkMessenger {
	fn payer(chain: ParaId) -> AccountId {
		registers_account(chain)
	}

	fn tell(
		payer: &AccountId,
		chain: ParaId,
		cycle: CycleSpan,
		positions: Positions,
	) -> DispatchResult {
		// The rest of a lane is for the reports of orders, which bring money home: whoever pays for
		// positions must not keep them waiting.
		let room = Outbox::lane(chain).waiting() < POSITIONS_WAITING.into();
		ensure!(room, pallet_outbox::Error::<Runtime>::LaneFull);
		// What a park's reports did not use up goes home.
		let fee = answer_fee(positions.len());
		let money = if *payer == registers_account(chain) {
			fee.max(Balances::reducible_balance(payer, Preserve, Polite))
		} else {
			fee
		};
		let message = PositionsToPark { cycle, positions, payer: payer.clone(), money };
		Outbox::submit(payer, Preserve, chain, FromCarbon::Positions(message)).map(drop)
	}
}

impl DeliveryTransport<AccountId, u32, CarbonFill> for ParkMessenger {
	fn overhead(quantity: Quantity, _: bool) -> Balance {
		fees::carbon_overhead(Side::Bids, quantity)
	}

	/// Allowances and credits stay on this chain.
	fn report(
		chain: ParaId,
		beneficiary: AccountId,
		number: RemoteOrderId,
		report: Report<CarbonFill>,
		from: &AccountId,
		units: Option<(u32, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		ensure!(units.is_none(), DispatchError::Unavailable);
		let message = ToPark { report: Some((number, report)), beneficiary, units, money };
		Outbox::submit(from, Expendable, chain, FromCarbon::Order(message)).map(drop)
	}

	fn deliver(
		_: RemoteAccount<AccountId>,
		_: &AccountId,
		_: (u32, Quantity),
		_: Balance,
	) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}
}
