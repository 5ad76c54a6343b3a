//! Benchmarks of the calls, and of checking proofs.

use crate::{
	impls::range,
	pallet::{Call, Config, Error, Pallet, Statements},
	types::{Purpose, Statement, MAX_PURPOSE},
	CALL,
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, Get};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::Zero;
use zeropark_primitives::proofs::{
	Bits, Bounds, Commitment, Commitments, Proof, ProofSubject, ProvenRange, RangeClaim,
	RangeProofs, MAX_VALUES,
};
use zeropark_range_proof::{self as prover, proof_length, Context, Opening, Scalar, Subject};

/// A statement about one value of 8 bits, and its proof as the first of `who`.
fn proven<T: Config>(who: &T::AccountId) -> Result<(Statement, Proof), BenchmarkError> {
	let range_of_all = ProvenRange { bits: Bits::Eight, interval: None };
	let opening = Opening { value: 200, blinding: Scalar::from(7u64) };
	let purpose = Purpose::truncate_from(vec![b'x'; MAX_PURPOSE as usize]);
	let subject = ProofSubject::Account(who.clone()).encode_id();
	let genesis_hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
	let context = Context {
		genesis_hash: genesis_hash.as_ref(),
		para_id: T::ParaId::get(),
		call: CALL.as_bytes(),
		subject: Subject::Account(&subject),
		nonce: 0,
		details: &purpose,
	};
	let range = range(&range_of_all).map_err(|_| BenchmarkError::Weightless)?;
	let proof = prover::prove(&context, &[opening], &range, &[9; 32])
		.map_err(|_| BenchmarkError::Weightless)?;
	let commitments = Commitments::truncate_from(vec![Commitment(opening.commitment().0)]);
	let statement = Statement { purpose, commitments, range: range_of_all };
	Ok((statement, Proof::truncate_from(proof)))
}

/// A claim about `m` values, rounded up to a power of two, of which everything is valid but the proof.
/// That costs as much as a proof that holds: only the last comparison tells. Both sides of an interval
/// are the costlier half: its commitments are shifted.
///
/// Between powers of two the cost is flat, so that the line through the measurements is above it where
/// a proof can be.
fn wrong<T: Config>(bits: Bits, m: u32) -> Result<RangeClaim<T::AccountId>, BenchmarkError> {
	let m = m.next_power_of_two();
	let interval = (m > 1).then_some(Bounds { min: 1, max: 255 });
	let values = if m > 1 { m / 2 } else { 1 };
	let range_of_all = ProvenRange { bits, interval };
	let shape = range(&range_of_all)
		.and_then(|range| range.shape(values as usize))
		.map_err(|_| BenchmarkError::Weightless)?;
	let point = |i: u64| {
		let opening = Opening { value: i, blinding: Scalar::from(i.saturating_add(1)) };
		opening.commitment().0
	};
	let elements = proof_length(&shape) / 32;
	let mut proof = vec![];
	for (element, i) in (0..elements).zip(1_000u64..) {
		if (4..7).contains(&element) || element.saturating_add(2) >= elements {
			// Below the order of the group, and as long.
			let mut scalar = [0x5a; 32];
			scalar[31] = 0x0f;
			proof.extend(scalar);
		} else {
			proof.extend(point(i));
		}
	}
	let commitments = (0..u64::from(values)).map(|i| Commitment(point(i)));
	Ok(RangeClaim {
		call: CALL,
		subject: ProofSubject::Device(0),
		nonce: 0,
		details: vec![],
		commitments: Commitments::truncate_from(commitments.collect()),
		range: range_of_all,
		proof: Proof::truncate_from(proof),
	})
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn prove() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = whitelisted_caller();
		let _ = T::Currency::mint_into(&caller, 1_000_000_000u32.into());
		let (statement, proof) = proven::<T>(&caller)?;
		let digest = statement.digest();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), statement, 0, proof);
		assert!(Statements::<T>::contains_key(caller, digest));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = whitelisted_caller();
		let _ = T::Currency::mint_into(&caller, 1_000_000_000u32.into());
		let (statement, proof) = proven::<T>(&caller)?;
		let digest = statement.digest();
		Pallet::<T>::do_prove(caller.clone(), statement, 0, proof)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), digest);
		assert!(!Statements::<T>::contains_key(caller, digest));
		Ok(())
	}

	#[benchmark]
	fn verify_8(m: Linear<1, { MAX_VALUES }>) -> Result<(), BenchmarkError> {
		let claims = [wrong::<T>(Bits::Eight, m)?];
		let verdict;
		#[block]
		{
			verdict = Pallet::<T>::verify(&claims);
		}
		assert_eq!(verdict, Err(Error::<T>::ProofRefused.into()));
		Ok(())
	}

	#[benchmark]
	fn verify_16(m: Linear<1, { MAX_VALUES }>) -> Result<(), BenchmarkError> {
		let claims = [wrong::<T>(Bits::Sixteen, m)?];
		let verdict;
		#[block]
		{
			verdict = Pallet::<T>::verify(&claims);
		}
		assert_eq!(verdict, Err(Error::<T>::ProofRefused.into()));
		Ok(())
	}

	#[benchmark]
	fn verify_32(m: Linear<1, { MAX_VALUES }>) -> Result<(), BenchmarkError> {
		let claims = [wrong::<T>(Bits::ThirtyTwo, m)?];
		let verdict;
		#[block]
		{
			verdict = Pallet::<T>::verify(&claims);
		}
		assert_eq!(verdict, Err(Error::<T>::ProofRefused.into()));
		Ok(())
	}

	#[benchmark]
	fn verify_64(m: Linear<1, { MAX_VALUES }>) -> Result<(), BenchmarkError> {
		let claims = [wrong::<T>(Bits::SixtyFour, m)?];
		let verdict;
		#[block]
		{
			verdict = Pallet::<T>::verify(&claims);
		}
		assert_eq!(verdict, Err(Error::<T>::ProofRefused.into()));
		Ok(())
	}
}
