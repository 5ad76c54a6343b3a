//! A chain that has nothing but the values of its network.

use crate as pallet_network;
use crate::{SessionLength, SettlementHome};
use frame_support::derive_impl;
use sp_runtime::BuildStorage;
use zeropark_primitives::ids::ParaId;

const PARK: ParaId = 2000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Network = pallet_network;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

impl pallet_network::Config for Test {}

/// Runs a test on a new chain and checks the invariants after it.
fn run(session_length: u64, test: impl FnOnce()) {
	let network = pallet_network::GenesisConfig { settlement_home: PARK, session_length };
	let storage =
		RuntimeGenesisConfig { network, ..Default::default() }.build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		test();
		Network::do_try_state().expect("invariants hold");
	});
}

#[docify::export]
#[test]
fn genesis_should_set_the_values_of_a_network() {
	run(600, || {
		assert_eq!(SettlementHome::<Test>::get(), PARK);
		assert_eq!(SessionLength::<Test>::get(), 600);
	});
}

#[test]
fn a_session_should_have_one_block_when_genesis_says_zero() {
	run(0, || assert_eq!(SessionLength::<Test>::get(), 1));
}
