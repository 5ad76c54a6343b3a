//! # Outbox
//!
//! Sends this chain's own messages to other chains. Each message leaves exactly once, in the order
//! in which the chain made it, however long its channel is crowded or closed.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the storage, events and errors. The outbox has no calls: other
//! pallets submit messages through the runtime's messengers, which call [`Pallet::submit`].
//!
//! ## Overview
//!
//! A pallet with a message for another chain can neither wait until the channel has room nor lose
//! the message. It hands the message to the outbox, together with the money and assets that the
//! message carries. The message leaves at once if no other waits before it and the channel accepts
//! it. Otherwise it waits in its lane.
//!
//! ```text
//! submit --channel accepts--> sent
//!       \--> waiting --retried in every block, oldest first--> sent
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Lane**: the messages to one chain. A lane numbers its messages from 0 and keeps their order:
//!   a message that cannot leave holds back the later ones of its lane, and no other lane.
//! - **Custody**: [`Transport::collect`] takes what a message carries when the message is
//!   submitted, so a waiting message can always pay for its delivery.
//! - **Retry**: every block sends up to [`Config::MaxSent`] waiting messages before anything else,
//!   and an idle block sends more. Crowded lanes take turns at being first.
//!
//! ## Example
//!
//! In a test a message waits behind an older one, although its channel is open again:
#![doc = docify::embed!("src/tests/submit.rs", submit_should_wait_when_older_messages_wait)]
//!
//! ## Invariants
//!
//! 1. A lane has exactly the messages from its first number up to, but not including, its next
//!    number. There are at most [`Config::MaxWaiting`] of them.
//! 2. [`CrowdedLanes`] names exactly the lanes in which messages wait, each once.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{Lane, Transport};
pub use weights::WeightInfo;

/// The target of this pallet's log lines.
const LOG_TARGET: &str = "runtime::outbox";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::ids::ParaId;

	/// The most waiting messages that an idle block sends, whatever weight is left.
	const MAX_IDLE: u64 = 64;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// A message from this chain to another.
		type Message: Parameter + MaxEncodedLen;

		/// Carries messages to their chains.
		type Transport: Transport<Self::AccountId, Message = Self::Message>;

		/// The most messages that may wait in a lane.
		#[pallet::constant]
		type MaxWaiting: Get<u32>;

		/// The most lanes in which messages may wait. It should be the number of other chains.
		#[pallet::constant]
		type MaxLanes: Get<u32>;

		/// The most waiting messages that a block sends before anything else. An idle block sends
		/// more.
		#[pallet::constant]
		type MaxSent: Get<u32>;

		/// Weights of the hooks.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, Self::Message>;
	}

	/// The position of each lane. There is one lane for each chain that a message was submitted
	/// for, so the number of chains bounds them.
	#[pallet::storage]
	pub type Lanes<T: Config> = StorageMap<_, Twox64Concat, ParaId, Lane, ValueQuery>;

	/// Messages that have not left, by lane and number: at most `MaxWaiting` in a lane. Whoever
	/// submits a message pays for it with what the message carries.
	#[pallet::storage]
	pub type Messages<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ParaId, Twox64Concat, u64, T::Message>;

	/// The lanes in which messages wait, in the order in which they are tried next.
	#[pallet::storage]
	pub type CrowdedLanes<T: Config> = StorageValue<_, BoundedVec<ParaId, T::MaxLanes>, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A message left.
		MessageSent {
			/// The chain it goes to.
			lane: ParaId,
			/// Its number in the lane.
			number: u64,
		},
		/// A message waits in its lane, because its channel did not accept it or older messages
		/// wait.
		MessageQueued {
			/// The chain it goes to.
			lane: ParaId,
			/// Its number in the lane.
			number: u64,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// Too many messages wait for this chain. Try again when its channel is open and has room.
		LaneFull,
		/// Messages wait in too many other lanes. Try again when one of them is empty.
		TooManyLanes,
		/// The lane has no message numbers left.
		NumbersExhausted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::weight_of(Self::send_waiting(T::MaxSent::get()))
		}

		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let least = T::WeightInfo::send_waiting(0);
			let each = T::WeightInfo::send_waiting(1).saturating_sub(least);
			let room = remaining.saturating_sub(least).checked_div_per_component(&each);
			let limit = u32::try_from(room.unwrap_or(0).min(MAX_IDLE)).unwrap_or(0);
			Self::weight_of(Self::send_waiting(limit))
		}

		fn integrity_test() {
			assert!(T::MaxSent::get() > 0, "waiting messages must be able to leave");
			assert!(T::MaxWaiting::get() > 0, "a message must be able to wait");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the position of the lane to a chain, by its parachain id: the number of the
		/// oldest message that waits, and the number of the next message. They are equal if none
		/// waits.
		pub fn lane(chain: ParaId) -> Lane {
			Lanes::<T>::get(chain)
		}

		/// Returns a message that waits in the lane to a chain, by its number. `None` if it has
		/// left or was never submitted.
		pub fn message(chain: ParaId, number: u64) -> Option<T::Message> {
			Messages::<T>::get(chain, number)
		}
	}
}
