//! Rounds in which nodes are chosen, and who makes the blocks after them.

use crate::*;
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains},
};
use pallet_session::SessionManager;
use sp_staking::SessionIndex;
use zeropark_runtime_common::{
	constants::currency::{deposit, PCNY},
	types::ParentHash,
};

parameter_types! {
	pub const Bond: Balance = 1_000 * PCNY;
	// An account's entry, its place in a roster, and a row.
	pub const ApplicationDeposit: Balance = deposit(3, 920);
	// Ten minutes, and five.
	pub const MeasuringBlocks: u32 = 100;
	pub const SearchingBlocks: u32 = 50;
}

zeropark_runtime_common::impl_worker_configs!();

impl pallet_node_selection::Config for Runtime {
	type AuthorityId = pallet_node_selection::crypto::AuthorityId;
	type Authors = Authors;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	// The seed makes a search repeatable. Any better choice is welcome, whatever seed it is from.
	type Randomness = ParentHash<Runtime>;
	type Bond = Bond;
	type ApplicationDeposit = ApplicationDeposit;
	type ConsensusNodes = ConstU32<3>;
	type ExchangeNodes = ConstU32<2>;
	type MeasuringBlocks = MeasuringBlocks;
	type SearchingBlocks = SearchingBlocks;
	type Iterations = ConstU32<100>;
	type WeightInfo = weights::pallet_node_selection::WeightInfo<Runtime>;
}

/// Those who make blocks in this session or the next.
pub struct Authors;

impl Contains<AccountId> for Authors {
	fn contains(who: &AccountId) -> bool {
		let queued = pallet_session::QueuedKeys::<Runtime>::get();
		pallet_session::Validators::<Runtime>::get().contains(who)
			|| queued.iter().any(|(queued, _)| queued == who)
	}
}

/// The collators that collator-selection names, and behind them the chosen consensus nodes. Those without
/// session keys are left out by the session.
pub struct ChosenCollators;

impl SessionManager<AccountId> for ChosenCollators {
	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		<CollatorSelection as SessionManager<_>>::new_session(index).map(NodeSelection::with_chosen)
	}

	fn start_session(index: SessionIndex) {
		<CollatorSelection as SessionManager<_>>::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		<CollatorSelection as SessionManager<_>>::end_session(index);
	}
}
