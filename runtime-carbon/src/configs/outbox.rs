//! The messages of this chain to parks.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	traits::{
		fungible::Inspect,
		tokens::{Fortitude::Polite, Preservation::Preserve},
		ConstU32,
	},
};
use zeropark_primitives::{
	compliance::{CycleSpan, Parks, Positions},
	ids::ParaId,
};
use zeropark_runtime_common::messaging::{
	calls::park::PositionsToPark, fees::answer_fee, registers_account, transport::SiblingTransport,
};

impl pallet_outbox::Config for Runtime {
	type Message = PositionsToPark;
	type Transport = SiblingTransport<Runtime, ParachainSystem, XcmpQueue, (), PositionsToPark>;
	type MaxWaiting = ConstU32<1_024>;
	type MaxLanes = ConstU32<64>;
	// Less than a fiftieth of a block.
	type MaxSent = ConstU32<8>;
	type WeightInfo = weights::pallet_outbox::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Speaks to parks, for whoever pays.
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
		// What a park's reports did not use up goes home.
		let fee = answer_fee(positions.len());
		let money = if *payer == registers_account(chain) {
			fee.max(Balances::reducible_balance(payer, Preserve, Polite))
		} else {
			fee
		};
		let message = PositionsToPark { cycle, positions, payer: payer.clone(), money };
		Outbox::submit(payer, Preserve, chain, message).map(drop)
	}
}
