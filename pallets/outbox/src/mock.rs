//! A transport that accepts messages unless a test closes the channel, and records them.

use crate as pallet_outbox;
use crate::Transport;
use frame_support::{
	derive_impl, parameter_types,
	traits::{tokens::Preservation, ConstU32, Hooks},
	weights::Weight,
};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};
use std::collections::BTreeMap;
use zeropark_primitives::ids::ParaId;

pub const PAYER: u64 = 1;
pub const GREENCERT: ParaId = 2001;
pub const CARBON: ParaId = 2002;
pub const MAX_WAITING: u32 = 5;
pub const MAX_SENT: u32 = 3;

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
	pub type Outbox = pallet_outbox;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	/// The chains whose channels accept nothing.
	pub static Closed: Vec<ParaId> = vec![];
	/// The messages that have left, by chain.
	pub static Sent: BTreeMap<ParaId, Vec<u32>> = BTreeMap::new();
	/// The chains for which a message waited in a block, in order.
	pub static Waited: Vec<ParaId> = vec![];
	/// The money of the payer.
	pub static Money: u32 = 100;
	/// The money in custody for waiting messages. Each message carries one unit.
	pub storage Custody: u32 = 0;
}

pub struct Post;
impl Transport<u64> for Post {
	type Message = u32;

	fn collect(payer: &u64, _: Preservation, _: ParaId, _: &u32) -> DispatchResult {
		assert_eq!(*payer, PAYER);
		let left = Money::get().checked_sub(1).ok_or(DispatchError::Exhausted)?;
		Money::set(left);
		Custody::set(&(Custody::get() + 1));
		Ok(())
	}

	fn send(lane: ParaId, message: u32) -> DispatchResult {
		// This write must be undone when the channel refuses.
		Custody::set(&(Custody::get() - 1));
		if Closed::get().contains(&lane) {
			return Err(DispatchError::Unavailable);
		}
		Sent::mutate(|sent| sent.entry(lane).or_default().push(message));
		Ok(())
	}

	fn waited(lane: ParaId) {
		Waited::mutate(|waited| waited.push(lane));
	}
}

impl pallet_outbox::Config for Test {
	type Message = u32;
	type Transport = Post;
	type MaxWaiting = ConstU32<MAX_WAITING>;
	type MaxLanes = ConstU32<2>;
	type MaxSent = ConstU32<MAX_SENT>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Post;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_outbox::BenchmarkHelper<u64, u32> for Post {
	fn message(_: &u64) -> (ParaId, u32) {
		Closed::set(vec![GREENCERT]);
		(GREENCERT, 0)
	}

	fn open_channel(_: ParaId) {
		Closed::set(vec![]);
	}
}

/// Submits a message that carries one unit of money.
pub fn submit(lane: ParaId, message: u32) -> Result<u64, DispatchError> {
	Outbox::submit(&PAYER, Preservation::Preserve, lane, message)
}

/// The messages that have left for a chain.
pub fn sent(lane: ParaId) -> Vec<u32> {
	Sent::get().remove(&lane).unwrap_or_default()
}

/// Starts the next block, and returns the weight of its hook.
pub fn next_block() -> Weight {
	Outbox::on_initialize(0)
}

/// Runs a test on a new chain and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		Closed::set(vec![]);
		Sent::set(BTreeMap::new());
		Money::set(100);
		Waited::set(vec![]);
		System::set_block_number(1);
		test();
		Outbox::do_try_state().expect("invariants hold");
	});
}
