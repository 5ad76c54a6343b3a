//! # Range proof
//!
//! Checks proofs that committed figures lie in a range, for accounts and for other pallets, and keeps
//! what an account has proven. Section 3.1.2 of the paper, equations (7) and (8).
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors. Other pallets
//! use the trait [`RangeProofs`](zeropark_primitives::proofs::RangeProofs).
//!
//! ## Overview
//!
//! Somebody commits to figures and proves that each lies in a range. Nobody learns the figures. A
//! proof is bound to this chain, to the account, to its next number, and to the purpose that it names.
//! What was proven is kept under the account for as long as its deposit is held.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::prove`] | anybody |
//! | [`Call::withdraw`] | whoever proved it |
//!
//! ```text
//! figures --commit, prove--> statement --withdraw--> gone, deposit back
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Statement**: a purpose, commitments, and the range of each value. It is known by its digest;
//!   its commitments are in the event of the block that took it.
//! - **Number**: each account numbers its proofs from 0. The number is part of what a proof is bound
//!   to, so that none is taken twice. The entry stays, and so does its deposit.
//! - **Verifier**: `zeropark-range-proof`, in plain wasm. Its randomness is a hash of everything that
//!   is checked.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/prove.rs", what_is_proven_should_be_kept)]
//!
//! ## Invariants
//!
//! 1. Each statement has a number below the next one of its account, and no other has that number.
//! 2. Each account has the deposits of its entry and of its statements on hold.

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

pub use impls::CALL;
pub use pallet::*;
pub use types::{Proven, Prover, Purpose, Statement, MAX_PURPOSE};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use zeropark_primitives::{
		ids::ParaId,
		proofs::{Proof, RangeProofs},
	};

	/// The balance type of the currency.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

	/// The [`Proven`] of a runtime.
	pub type ProvenOf<T> = Proven<BalanceOf<T>, BlockNumberFor<T>>;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The id of this parachain. Proofs are bound to it.
		type ParaId: Get<ParaId>;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit for an account that proves something, in the smallest unit of the currency. It
		/// is never returned, because its number stays.
		#[pallet::constant]
		type ProverDeposit: Get<BalanceOf<Self>>;

		/// The deposit for a statement, in the smallest unit of the currency.
		#[pallet::constant]
		type StatementDeposit: Get<BalanceOf<Self>>;

		/// Weights of the calls, and of the checks.
		type WeightInfo: WeightInfo;
	}

	/// The reasons for which this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of an account that proves something.
		#[codec(index = 0)]
		Prover,
		/// The deposit of a statement.
		#[codec(index = 1)]
		Statement,
	}

	/// The accounts that have proven something, for ever. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Provers<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Prover<BalanceOf<T>>>;

	/// What each account has proven, by the digest of the statement. The deposit of each pays for its
	/// entry.
	#[pallet::storage]
	pub type Statements<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, H256, ProvenOf<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A statement was proven.
		StatementProven {
			/// Who proved it.
			who: T::AccountId,
			/// The number of the proof.
			nonce: u64,
			/// The digest of the statement.
			digest: H256,
			/// The statement, with its commitments.
			statement: Statement,
		},
		/// A statement was withdrawn, and its deposit returned.
		StatementWithdrawn {
			/// Who had proven it.
			who: T::AccountId,
			/// The digest of the statement.
			digest: H256,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account has no such statement.
		NotFound,
		/// The account has proven this statement already. Withdraw it first, or name another purpose.
		AlreadyExists,
		/// The number is not the account's next one. Prove with the next number.
		WrongNonce,
		/// The account has used every number.
		NoncesExhausted,
		/// A statement is about one value at least.
		NoValues,
		/// There are more values than one proof can have. Those of an interval count twice.
		TooManyValues,
		/// An interval must have its ends in order, and 2^n values at most.
		InvalidInterval,
		/// The proof is shorter or longer than one of its number of values and bits.
		WrongProofLength,
		/// A scalar of the proof is not the canonical one.
		InvalidScalar,
		/// A point of the proof is not the canonical encoding of a point.
		InvalidPoint,
		/// A point of the proof is the identity.
		IdentityPoint,
		/// A commitment is not the canonical encoding of a point.
		InvalidCommitment,
		/// A commitment is the identity, or is so at an end of its interval: it hides nothing. Commit
		/// with a random blinding.
		IdentityCommitment,
		/// The proof does not hold for these commitments and this range, or was made for another chain,
		/// account, number or purpose.
		ProofRefused,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the number that the next proof of an account must bear.
		pub fn next_nonce(who: T::AccountId) -> u64 {
			Provers::<T>::get(who).map_or(0, |prover| prover.next)
		}

		/// Returns when and as what number an account proved a statement. `None` if it did not, or
		/// withdrew it.
		pub fn proven(who: T::AccountId, digest: H256) -> Option<ProvenOf<T>> {
			Statements::<T>::get(who, digest)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Proves that committed figures lie in a range. The deposit of the statement is held, and with
		/// the first proof that of the account.
		///
		/// Origin: anybody.
		///
		/// - `statement`: the purpose, the commitments, and the range of each value;
		/// - `nonce`: the account's next number;
		/// - `proof`: one proof for all values.
		///
		/// Errors: every one but `NotFound`, or that of the hold. Event: `StatementProven`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::prove().saturating_add(
			Pallet::<T>::weight(&statement.range, statement.commitments.len() as u32)
		))]
		pub fn prove(
			origin: OriginFor<T>,
			statement: Statement,
			nonce: u64,
			proof: Proof,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_prove(who, statement, nonce, proof)
		}

		/// Withdraws a statement: it is no longer kept, and its deposit returns.
		///
		/// Origin: whoever proved it.
		///
		/// - `digest`: the digest of the statement.
		///
		/// Error: `NotFound`. Event: `StatementWithdrawn`.
		#[pallet::call_index(1)]
		pub fn withdraw(origin: OriginFor<T>, digest: H256) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(who, digest)
		}
	}
}
