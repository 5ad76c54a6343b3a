//! The off-chain worker: it reports what its node measured, and lets the ants search.

use crate::{
	pallet::{Call, Config, CurrentRound, Pallet, Rows},
	types::{Choice, Multipliers, Phase, Places, RoundId, Row},
};
use alloc::vec::Vec;
use codec::Decode;
use frame_support::{traits::Get, BoundedVec};
use frame_system::offchain::{AppCrypto, ForAll, SendSignedTransaction, Signer};
use sp_core::{crypto::KeyTypeId, H256};
use sp_runtime::{
	offchain::storage::{MutateStorageError, StorageRetrievalError, StorageValueRef},
	traits::{IdentifyAccount, TrailingZeroInput},
	RuntimeAppPublic,
};
use zeropark_ant_colony as ants;

/// The kind of the workers' keys in a node's keystore.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"ants");

/// Under this key of the persistent off-chain storage a node leaves what it measured: a [`Row`], encoded,
/// in the order of the roster.
pub const ROW_KEY: &[u8] = b"zeropark/node-selection/row";

/// Remembers the newest round for which a worker has done its part.
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
	pub(crate) fn run_worker() {
		let Some(round) = CurrentRound::<T>::get() else { return };
		let signer = Signer::<T, T::AuthorityId>::all_accounts();
		if !signer.can_sign() {
			return;
		}
		match round.phase {
			Phase::Measuring { .. } => Self::report_row(round.id),
			Phase::Searching { seed, .. } if Self::claim(round.id) => {
				if let Some(choice) = Self::search(seed, T::Iterations::get()) {
					let is_better = round.bar.is_none_or(|bar| choice.cost < bar);
					if is_better {
						Self::send(&signer, round.id, choice);
					}
				}
			},
			Phase::Frozen { .. } | Phase::Searching { .. } => {},
		}
	}

	/// Whether nobody here has done this round's search yet: marks it as done.
	fn claim(round: RoundId) -> bool {
		let done = StorageValueRef::persistent(DONE_KEY);
		let claimed =
			done.mutate(|known: Result<Option<RoundId>, StorageRetrievalError>| match known {
				Ok(Some(known)) if known >= round => Err(()),
				_ => Ok(round),
			});
		!matches!(
			claimed,
			Err(MutateStorageError::ValueFunctionFailed(()))
				| Err(MutateStorageError::ConcurrentModification(_))
		)
	}

	/// Reports what the node measured for those of its accounts that have not reported. It is sent again
	/// until it is in a block.
	fn report_row(round: RoundId) {
		let measured = StorageValueRef::persistent(ROW_KEY).get::<Row>();
		let Ok(Some(row)) = measured else { return };
		let keys = <T::AuthorityId as AppCrypto<_, _>>::RuntimeAppPublic::all();
		let lacking = keys.into_iter().map(|key| {
			let key: <T::AuthorityId as AppCrypto<T::Public, T::Signature>>::GenericPublic =
				key.into();
			let key: T::Public = key.into();
			key
		});
		let lacking = lacking.filter(|key| {
			let number = Self::number_of(&key.clone().into_account());
			number.is_some_and(|number| !Rows::<T>::contains_key(number))
		});
		let lacking = lacking.collect::<Vec<_>>();
		if lacking.is_empty() {
			return;
		}
		let signer = Signer::<T, T::AuthorityId>::all_accounts().with_filter(lacking);
		signer.send_signed_transaction(|_| Call::report { round, row: row.clone() });
	}

	fn send(signer: &Signer<T, T::AuthorityId, ForAll>, round: RoundId, choice: Choice) {
		let results =
			signer.send_signed_transaction(|_| Call::submit { round, choice: choice.clone() });
		for (account, result) in results {
			if result.is_err() {
				log::warn!(target: "node-selection", "no transaction from {:?}", account.id);
			}
		}
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
