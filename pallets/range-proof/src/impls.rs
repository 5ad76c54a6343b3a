//! The bodies of the calls, and the checks for other pallets.

use crate::{
	pallet::{Config, Error, Event, HoldReason, Pallet, Provers, Statements},
	types::{Proven, Prover, Statement},
	weights::WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::MutateHold, tokens::Precision, Get},
	weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchError};
use zeropark_primitives::proofs::{
	Bits, Commitment, Proof, ProofSubject, ProvenRange, RangeClaim, RangeProofs,
};
use zeropark_range_proof as verifier;

/// The name of the call [`prove`](Pallet::prove) in the context of its proofs.
pub const CALL: &str = "RangeProof.prove";

impl<T: Config> Pallet<T> {
	pub(crate) fn do_prove(
		who: T::AccountId,
		statement: Statement,
		nonce: u64,
		proof: Proof,
	) -> DispatchResult {
		let known = Provers::<T>::get(&who);
		let next = known.as_ref().map_or(0, |prover| prover.next);
		ensure!(nonce == next, Error::<T>::WrongNonce);
		let next = next.checked_add(1).ok_or(Error::<T>::NoncesExhausted)?;
		let digest = statement.digest();
		ensure!(!Statements::<T>::contains_key(&who, digest), Error::<T>::AlreadyExists);
		Self::verify(&[RangeClaim {
			call: CALL,
			subject: ProofSubject::Account(who.clone()),
			nonce,
			details: statement.purpose.to_vec(),
			commitments: statement.commitments.clone(),
			range: statement.range,
			proof,
		}])?;

		let kept = match known {
			Some(prover) => prover.deposit,
			None => {
				let deposit = T::ProverDeposit::get();
				T::Currency::hold(&HoldReason::Prover.into(), &who, deposit)?;
				deposit
			},
		};
		let deposit = T::StatementDeposit::get();
		T::Currency::hold(&HoldReason::Statement.into(), &who, deposit)?;
		Provers::<T>::insert(&who, Prover { next, deposit: kept });
		let block = frame_system::Pallet::<T>::block_number();
		Statements::<T>::insert(&who, digest, Proven { nonce, block, deposit });
		Self::deposit_event(Event::StatementProven { who, nonce, digest, statement });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId, digest: H256) -> DispatchResult {
		let proven = Statements::<T>::take(&who, digest).ok_or(Error::<T>::NotFound)?;
		let reason = HoldReason::Statement.into();
		T::Currency::release(&reason, &who, proven.deposit, Precision::Exact)?;
		Self::deposit_event(Event::StatementWithdrawn { who, digest });
		Ok(())
	}
}

impl<T: Config> RangeProofs<T::AccountId> for Pallet<T> {
	fn verify(claims: &[RangeClaim<T::AccountId>]) -> DispatchResult {
		let genesis_hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		let subjects = claims.iter().map(|claim| claim.subject.encode_id()).collect::<Vec<_>>();
		let commitments = claims
			.iter()
			.map(|claim| claim.commitments.iter().map(own).collect::<Vec<_>>())
			.collect::<Vec<_>>();
		let claims = claims
			.iter()
			.zip(&subjects)
			.zip(&commitments)
			.map(|((claim, subject), commitments)| {
				Ok(verifier::Claim {
					context: verifier::Context {
						genesis_hash: genesis_hash.as_ref(),
						para_id: T::ParaId::get(),
						call: claim.call.as_bytes(),
						subject: match claim.subject {
							ProofSubject::Account(_) => verifier::Subject::Account(subject),
							ProofSubject::Device(_) => verifier::Subject::Device(subject),
						},
						nonce: claim.nonce,
						details: &claim.details,
					},
					commitments,
					range: range(&claim.range).map_err(refusal::<T>)?,
					proof: &claim.proof,
				})
			})
			.collect::<Result<Vec<_>, DispatchError>>()?;
		verifier::verify_batch(&claims).map_err(refusal::<T>)
	}

	fn weight(given: &ProvenRange, values: u32) -> Weight {
		let values = usize::try_from(values).unwrap_or(usize::MAX);
		let shape = range(given).and_then(|range| range.shape(values));
		// What has no shape is refused before anything is computed.
		let Ok(shape) = shape else { return Weight::zero() };
		let proven = u32::try_from(shape.proven).unwrap_or(u32::MAX);
		match given.bits {
			Bits::Eight => T::WeightInfo::verify_8(proven),
			Bits::Sixteen => T::WeightInfo::verify_16(proven),
			Bits::ThirtyTwo => T::WeightInfo::verify_32(proven),
			Bits::SixtyFour => T::WeightInfo::verify_64(proven),
		}
	}
}

fn own(commitment: &Commitment) -> verifier::Commitment {
	verifier::Commitment(commitment.0)
}

/// The range as the verifier knows it.
pub(crate) fn range(range: &ProvenRange) -> Result<verifier::Range, verifier::Error> {
	let bits = match range.bits {
		Bits::Eight => verifier::Bits::Eight,
		Bits::Sixteen => verifier::Bits::Sixteen,
		Bits::ThirtyTwo => verifier::Bits::ThirtyTwo,
		Bits::SixtyFour => verifier::Bits::SixtyFour,
	};
	match range.interval {
		None => Ok(verifier::Range::bits(bits)),
		Some(bounds) => verifier::Range::interval(bits, bounds.min, bounds.max),
	}
}

fn refusal<T: Config>(error: verifier::Error) -> DispatchError {
	match error {
		verifier::Error::NoValues => Error::<T>::NoValues,
		verifier::Error::TooManyValues => Error::<T>::TooManyValues,
		verifier::Error::InvalidInterval => Error::<T>::InvalidInterval,
		verifier::Error::WrongLength => Error::<T>::WrongProofLength,
		verifier::Error::InvalidScalar => Error::<T>::InvalidScalar,
		verifier::Error::InvalidPoint => Error::<T>::InvalidPoint,
		verifier::Error::IdentityPoint => Error::<T>::IdentityPoint,
		verifier::Error::InvalidCommitment => Error::<T>::InvalidCommitment,
		verifier::Error::IdentityCommitment => Error::<T>::IdentityCommitment,
		// The others are of provers and sums, or cannot be: the tests read the whole table of
		// generators.
		verifier::Error::Refused
		| verifier::Error::OutOfRange
		| verifier::Error::Overflow
		| verifier::Error::Generators => Error::<T>::ProofRefused,
	}
	.into()
}
