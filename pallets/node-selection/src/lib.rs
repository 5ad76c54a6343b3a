//! # Node selection
//!
//! Chooses, in rounds, which nodes make blocks and which give access to other chains: near to all others,
//! by the paper's ant colony. Section 3.1.1 of the paper, equations (3) to (6).
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! Nodes register with the roles that they offer and a bond. In each round they report what they
//! measured: the round-trip times to the others. Then the rows are frozen, and a seed is drawn. The
//! off-chain workers of registered nodes let ants search from that seed, and submit what they found. The
//! chain does not search. It computes the cost of what is submitted, checks that no swap improves it,
//! takes it if it is better than all before, and certifies by how much it can be above the optimum at
//! most. At the end of the round the best choice takes over.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::register`], [`Call::leave`], [`Call::withdraw`] | anybody, for a node of their own |
//! | [`Call::report`], [`Call::submit`] | a registered node, free of charge if it is accepted |
//!
//! ```text
//! measuring: rows --> frozen --> seed --> searching: choices --> adopted, and the next round begins
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Roster**: the nodes that are registered when a round begins. A row has an entry for each of them.
//! - **Instance**: what is searched: the nodes of the roster with a row, and the longer of the two
//!   times of each pair, which counts up to four times what is usual. To look nearer than one is takes
//!   both ends; to look farther weighs no more than four usual nodes do.
//! - **Place**: a node's number in the instance, in the order of the roster.
//! - **Candidate**: a node that offers the role, stayed when the round began, and is not far from
//!   everybody: half of its
//!   times are at most twice what is usual. Else whoever says that it is far would be chosen, to serve
//!   itself.
//! - **Bar**: what the nodes that have the roles would cost in this round. They stay unless somebody
//!   finds better ones, or one of them has no row. So without any worker nothing changes, but that who
//!   leaves loses its role at the end of the round.
//! - **Worker**: it runs in every node that has a key of a registered node, once a round, and signs with
//!   one such key. It is deterministic: the same seed finds the same choice, so anybody can repeat it. So
//!   that not all pay for the same find, each has a turn of its own, and sends only what is better.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/rounds.rs", the_nodes_in_the_middle_should_be_chosen)]
//!
//! ## Invariants
//!
//! 1. Every node has its bond on hold, and there are not more than fit a round.
//! 2. A row is of a node of the roster, and has an entry for each node of it.
//! 3. The best choice of a round costs less than the bar.

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
mod worker;

pub use pallet::*;
pub use types::{
	Best, Choice, Endpoint, Multipliers, Node, Phase, Places, Roles, Round, RoundId, Row, Selected,
	MAX_NODES,
};
pub use weights::WeightInfo;
pub use worker::{crypto, Measured, ROW_KEY};

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::WithPostDispatchInfo,
		pallet_prelude::*,
		traits::{fungible, Contains, Randomness},
	};
	use frame_system::{
		offchain::{AppCrypto, CreateSignedTransaction},
		pallet_prelude::*,
	};
	use zeropark_primitives::market::Balance;

	/// The [`Round`] of a runtime.
	pub type RoundOf<T> = Round<BlockNumberFor<T>>;

	/// The [`Selected`] nodes of a runtime.
	pub type SelectedOf<T> = Selected<<T as frame_system::Config>::AccountId>;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: CreateSignedTransaction<Call<Self>> + frame_system::Config {
		/// The keys with which workers sign: those of registered nodes' accounts.
		type AuthorityId: AppCrypto<Self::Public, Self::Signature>;

		/// Holds the bonds.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The accounts that make blocks in this session or the next. Their bonds stay.
		type Authors: Contains<Self::AccountId>;

		/// Nobody knows it before the block in which it is asked for.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;

		/// The bond of a node that offers a role, in the smallest unit of the currency.
		#[pallet::constant]
		type Bond: Get<Balance>;

		/// The deposit of a node that offers none, in the smallest unit of the currency.
		#[pallet::constant]
		type ApplicationDeposit: Get<Balance>;

		/// `k1`: how many consensus nodes are chosen.
		#[pallet::constant]
		type ConsensusNodes: Get<u32>;

		/// `k2`: how many exchange nodes are chosen.
		#[pallet::constant]
		type ExchangeNodes: Get<u32>;

		/// For how many blocks a round takes rows.
		#[pallet::constant]
		type MeasuringBlocks: Get<BlockNumberFor<Self>>;

		/// For how many blocks a round takes choices.
		#[pallet::constant]
		type SearchingBlocks: Get<BlockNumberFor<Self>>;

		/// How many iterations of the ants a worker lets run.
		#[pallet::constant]
		type Iterations: Get<u32>;

		/// Weights of the calls and of the hook.
		type WeightInfo: WeightInfo;
	}

	/// The reasons for which this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of a node.
		#[codec(index = 0)]
		Bond,
	}

	/// The registered nodes. The bond of each pays for its entry.
	#[pallet::storage]
	pub type Nodes<T: Config> = CountedStorageMap<_, Blake2_128Concat, T::AccountId, Node>;

	/// The round that runs; `None` before the first block.
	#[pallet::storage]
	pub type CurrentRound<T: Config> = StorageValue<_, RoundOf<T>>;

	/// The nodes of the round that runs.
	#[pallet::storage]
	pub type Roster<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, ConstU32<MAX_NODES>>, ValueQuery>;

	/// What the nodes of the roster measured in this round, by their number in it.
	#[pallet::storage]
	pub type Rows<T: Config> = StorageMap<_, Twox64Concat, u16, Row>;

	/// The best choice of this round so far.
	#[pallet::storage]
	pub type BestChoice<T: Config> = StorageValue<_, Best<T::AccountId>>;

	/// The nodes that have the roles now.
	#[pallet::storage]
	pub type CurrentlySelected<T: Config> = StorageValue<_, SelectedOf<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node was registered.
		Registered {
			/// Its account.
			node: T::AccountId,
			/// The roles that it offers.
			roles: Roles,
		},
		/// A node will leave.
		Leaving {
			/// Its account.
			node: T::AccountId,
			/// The round in which it may take its bond.
			round: RoundId,
		},
		/// A node has left, and its bond returned.
		Withdrawn {
			/// Its account.
			node: T::AccountId,
		},
		/// A round began.
		RoundBegan {
			/// Its number.
			round: RoundId,
			/// The nodes that it is about.
			nodes: u32,
		},
		/// A node reported what it measured.
		Reported {
			/// The round.
			round: RoundId,
			/// The node.
			node: T::AccountId,
		},
		/// Choices are taken. The seed of the search was drawn.
		SearchBegan {
			/// The round.
			round: RoundId,
			/// The nodes with a row.
			nodes: u32,
			/// The seed.
			seed: T::Hash,
			/// What the nodes that have the roles would cost; `None` if they cannot stay.
			bar: Option<u64>,
		},
		/// A choice was better than all before.
		ChoiceTaken {
			/// The round.
			round: RoundId,
			/// Who submitted it.
			by: T::AccountId,
			/// Its cost.
			cost: u64,
			/// By how much it is above the least possible cost at most, in millionths.
			gap: u32,
		},
		/// A round is over, and others have the roles now.
		Adopted {
			/// The nodes.
			selected: SelectedOf<T>,
		},
		/// A round is over, and nothing changes: nobody found better nodes, or too few reported.
		Kept {
			/// The round.
			round: RoundId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account has no node, or the node is not in this round.
		NotFound,
		/// The account has a node already.
		AlreadyRegistered,
		/// There are as many nodes as a round can have.
		TooManyNodes,
		/// The node must wait for the round that was named when it left, and until it makes no blocks any
		/// more.
		NotYet,
		/// The node leaves already.
		AlreadyLeaving,
		/// The round does not take this now, or is another one.
		WrongPhase,
		/// The node has reported in this round.
		AlreadyReported,
		/// A row has an entry for each node of the roster.
		WrongLength,
		/// A role has more or fewer nodes than it should, or the multipliers are not as many as the
		/// nodes.
		WrongSize,
		/// A node does not exist in this round, may not have the role, or is chosen twice.
		NotEligible,
		/// A swap of two nodes would make the choice better.
		Improvable,
		/// The choice does not cost what it says.
		WrongCost,
		/// It is not better than what there is: neither cheaper, nor as cheap with half the gap.
		NotBetter,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			Self::work(now)
		}

		fn offchain_worker(now: BlockNumberFor<T>) {
			Self::run_worker(now);
		}

		fn integrity_test() {
			let chosen = T::ConsensusNodes::get().saturating_add(T::ExchangeNodes::get());
			assert!(chosen > 0 && chosen <= MAX_NODES, "some nodes are chosen, and not too many");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the round that runs, and how far it is.
		pub fn round() -> Option<RoundOf<T>> {
			CurrentRound::<T>::get()
		}

		/// Returns a registered node. `None` if the account has none.
		pub fn node(node: T::AccountId) -> Option<Node> {
			Nodes::<T>::get(node)
		}

		/// Returns the nodes of the round that runs, in the order in which rows have them.
		pub fn roster() -> Vec<T::AccountId> {
			Roster::<T>::get().into_inner()
		}

		/// Returns what is searched: the nodes of the roster with a row, in the order of their places, with
		/// the roles that each can have, and the distance of each pair as it counts, row by row, in tenths of
		/// a millisecond. `None` if too few nodes have a row.
		pub fn instance() -> Option<(Vec<u16>, Vec<Roles>, Vec<u32>)> {
			Self::view_instance()
		}

		/// Returns the best choice of this round so far.
		pub fn best() -> Option<Best<T::AccountId>> {
			BestChoice::<T>::get()
		}

		/// Returns the nodes that have the roles now.
		pub fn selected() -> Option<SelectedOf<T>> {
			CurrentlySelected::<T>::get()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Registers a node of the caller's. Its bond is held. It takes part from the next round on.
		///
		/// Origin: anybody, with the account whose key the node has.
		///
		/// - `roles`: what it offers; nothing for an application node;
		/// - `endpoint`: where others reach it.
		///
		/// Errors: `AlreadyRegistered`, `TooManyNodes`, or that of the hold. Event: `Registered`.
		#[pallet::call_index(0)]
		pub fn register(origin: OriginFor<T>, roles: Roles, endpoint: Endpoint) -> DispatchResult {
			let node = ensure_signed(origin)?;
			Self::do_register(node, roles, endpoint)
		}

		/// Announces that a node leaves. It is in no further round.
		///
		/// Origin: the node's account.
		///
		/// Errors: `NotFound`, `AlreadyLeaving`. Event: `Leaving`.
		#[pallet::call_index(1)]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let node = ensure_signed(origin)?;
			Self::do_leave(node)
		}

		/// Takes the bond of a node that left, a whole round later, and not while it makes blocks.
		///
		/// Origin: the node's account.
		///
		/// Errors: `NotFound`, `NotYet`. Event: `Withdrawn`.
		#[pallet::call_index(2)]
		pub fn withdraw(origin: OriginFor<T>) -> DispatchResult {
			let node = ensure_signed(origin)?;
			Self::do_withdraw(node)
		}

		/// Reports what a node measured. It is free of charge if it is accepted.
		///
		/// Origin: the account of a node of the roster, once a round.
		///
		/// - `round`: the round, which takes rows;
		/// - `row`: the round-trip time to each node of the roster, in tenths of a millisecond; 0 where
		///   nothing was measured.
		///
		/// Errors: `NotFound`, `WrongPhase`, `AlreadyReported`, `WrongLength`. Event: `Reported`.
		#[pallet::call_index(3)]
		pub fn report(
			origin: OriginFor<T>,
			round: RoundId,
			row: Row,
		) -> DispatchResultWithPostInfo {
			let node = ensure_signed(origin)?;
			Self::do_report(node, round, row)?;
			Ok(Pays::No.into())
		}

		/// Submits a choice. It is free of charge if it is better than all before, or as good and certified
		/// with half the gap.
		///
		/// Origin: the account of a node of the roster.
		///
		/// - `round`: the round, which takes choices;
		/// - `choice`: the nodes by their places, what they cost, and the multipliers.
		///
		/// Errors: `NotFound`, `WrongPhase`, `WrongSize`, `NotEligible`, `Improvable`, `WrongCost`,
		/// `NotBetter`. Event: `ChoiceTaken`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::submit(MAX_NODES))]
		pub fn submit(
			origin: OriginFor<T>,
			round: RoundId,
			choice: Choice,
		) -> DispatchResultWithPostInfo {
			let node = ensure_signed(origin)?;
			// A choice that is refused before it is checked costs little.
			let cheap = T::WeightInfo::submit(0);
			Self::may_submit(&node, round, choice.cost).map_err(|e| e.with_weight(cheap))?;
			let nodes = Self::do_submit(node, round, &choice)?;
			Ok((Some(T::WeightInfo::submit(nodes)), Pays::No).into())
		}
	}
}
