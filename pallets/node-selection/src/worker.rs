//! The off-chain worker: it reports what its node measured, and lets the ants search.

use crate::{
	pallet::{BestChoice, Call, Config, CurrentRound, Pallet, Rows},
	types::{Choice, Multipliers, Phase, Places, RoundId, Row},
};
use codec::Decode;
use frame_support::{traits::Get, BoundedVec};
use frame_system::{
	offchain::{AppCrypto, SendSignedTransaction, Signer},
	pallet_prelude::BlockNumberFor,
};
use sp_core::{crypto::KeyTypeId, H256};
use sp_runtime::{
	offchain::storage::{MutateStorageError, StorageRetrievalError, StorageValueRef},
	traits::{IdentifyAccount, Saturating, TrailingZeroInput},
	RuntimeAppPublic,
};
use zeropark_ant_colony as ants;

/// The kind of the workers' keys in a node's keystore.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"ants");

/// The measurements of a node: the round, in the order of whose roster they are, and the row.
pub type Measured = (RoundId, Row);

/// Under this key of the persistent off-chain storage a node leaves what it measured: [`Measured`],
/// encoded.
pub const ROW_KEY: &[u8] = b"zeropark/node-selection/row";

/// Remembers the newest search that a worker here has done, by its round and seed: on another fork there
/// may be another one.
const DONE_KEY: &[u8] = b"zeropark/node-selection/done";

/// How many iterations of the bound there are for one of the ants: they are much shorter.
const BOUNDING: u32 = 10;

/// The keys with which workers sign.
pub mod crypto {
	use super::{AppCrypto, KEY_TYPE};
	use sp_core::sr25519::Signature as Sr25519Signature;
	use sp_runtime::{traits::Verify, MultiSignature, MultiSigner};

	mod app {
		use sp_application_crypto::sr25519;
		sp_application_crypto::app_crypto!(sr25519, super::KEY_TYPE);
	}

	/// An sr25519 key.
	pub struct AuthorityId;

	impl AppCrypto<MultiSigner, MultiSignature> for AuthorityId {
		type RuntimeAppPublic = app::Public;
		type GenericPublic = sp_core::sr25519::Public;
		type GenericSignature = sp_core::sr25519::Signature;
	}

	impl AppCrypto<<Sr25519Signature as Verify>::Signer, Sr25519Signature> for AuthorityId {
		type RuntimeAppPublic = app::Public;
		type GenericPublic = sp_core::sr25519::Public;
		type GenericSignature = sp_core::sr25519::Signature;
	}
}

impl<T: Config> Pallet<T> {
	/// Does this node's part of the round, once.
	pub(crate) fn run_worker(now: BlockNumberFor<T>) {
		let Some(round) = CurrentRound::<T>::get() else { return };
		let Some((number, key)) = Self::own_key() else { return };
		match round.phase {
			Phase::Measuring { .. } if !Rows::<T>::contains_key(number) => {
				Self::report_row(round.id, key);
			},
			Phase::Searching { until, seed } if Self::is_turn(number, seed, until, now) => {
				if !Self::claim(round.id, seed) {
					return;
				}
				let choice = Self::search(seed, T::Iterations::get());
				let best = BestChoice::<T>::get().map(|best| best.cost).or(round.bar);
				let better = choice.filter(|choice| best.is_none_or(|best| choice.cost < best));
				if let Some(choice) = better {
					let is_sent = Self::send(key, Call::submit { round: round.id, choice });
					if !is_sent {
						// The next block tries again.
						StorageValueRef::persistent(DONE_KEY).clear();
					}
				}
			},
			Phase::Measuring { .. } | Phase::Frozen { .. } | Phase::Searching { .. } => {},
		}
	}

	/// The first key here that is a node's of the roster, and the node's number.
	fn own_key() -> Option<(u16, T::Public)> {
		let keys = <T::AuthorityId as AppCrypto<_, _>>::RuntimeAppPublic::all();
		keys.into_iter().find_map(|key| {
			let key: <T::AuthorityId as AppCrypto<T::Public, T::Signature>>::GenericPublic =
				key.into();
			let key: T::Public = key.into();
			Some((Self::number_of(&key.clone().into_account())?, key))
		})
	}

	/// Whether a node's turn to search has come: each has one in the first half of the phase, so that not
	/// all send the same.
	fn is_turn(number: u16, seed: H256, until: BlockNumberFor<T>, now: BlockNumberFor<T>) -> bool {
		let phase = T::SearchingBlocks::get();
		let turns = (phase / 2u32.into()).max(1u32.into());
		let first = u32::decode(&mut TrailingZeroInput::new(seed.as_bytes())).unwrap_or(0);
		let turn = BlockNumberFor::<T>::from(first.wrapping_add(number.into())) % turns;
		until.saturating_sub(phase).saturating_add(turn) <= now
	}

	/// Whether nobody here has done this search yet: marks it as done.
	fn claim(round: RoundId, seed: H256) -> bool {
		let done = StorageValueRef::persistent(DONE_KEY);
		let claimed = done.mutate(
			|known: Result<Option<(RoundId, H256)>, StorageRetrievalError>| match known {
				Ok(Some(known)) if known == (round, seed) => Err(()),
				_ => Ok((round, seed)),
			},
		);
		!matches!(
			claimed,
			Err(MutateStorageError::ValueFunctionFailed(()))
				| Err(MutateStorageError::ConcurrentModification(_))
		)
	}

	/// Reports what the node measured for this round. It is sent again until it is in a block.
	fn report_row(round: RoundId, key: T::Public) {
		let measured = StorageValueRef::persistent(ROW_KEY).get::<Measured>();
		if let Ok(Some((of, row))) = measured {
			// In another round the numbers stand for other nodes.
			if of == round {
				Self::send(key, Call::report { round, row });
			}
		}
	}

	/// Sends a call, signed with a key, and returns whether the pool took it.
	fn send(key: T::Public, call: Call<T>) -> bool {
		let signer = Signer::<T, T::AuthorityId>::any_account().with_filter(alloc::vec![key]);
		let sent = signer.send_signed_transaction(|_| call.clone());
		let is_sent = matches!(sent, Some((_, Ok(()))));
		if !is_sent {
			log::warn!(target: "node-selection", "a transaction of the worker was not taken");
		}
		is_sent
	}

	/// Lets the ants search for so many iterations, and certifies what they found. The same state and
	/// seed find the same.
	pub(crate) fn search(seed: H256, iterations: u32) -> Option<Choice> {
		let (_, instance) = Self::search_instance()?;
		let number = u64::decode(&mut TrailingZeroInput::new(seed.as_bytes())).ok()?;
		let parameters = ants::Parameters::of(&instance);
		let mut colony = ants::Colony::new(&instance, parameters, number).ok()?;
		for _ in 0..iterations {
			colony.step();
		}
		let best = colony.best()?;
		let mut relaxation = ants::Relaxation::new(&instance, &best.selection);
		for _ in 0..iterations.saturating_mul(BOUNDING) {
			if !relaxation.step(best.cost) {
				break;
			}
		}
		let ants::Multipliers { consensus, exchange, delta } = relaxation.multipliers().clone();
		Some(Choice {
			consensus: Places::truncate_from(best.selection.consensus.clone()),
			exchange: Places::truncate_from(best.selection.exchange.clone()),
			cost: best.cost,
			multipliers: Multipliers {
				consensus: BoundedVec::truncate_from(consensus),
				exchange: BoundedVec::truncate_from(exchange),
				delta,
			},
		})
	}
}
