//! The same verdict as the crate `bulletproofs`. `PROPTEST_CASES=100000` makes it a long test.

use super::*;
use crate::{proof_length, Bits};
use curve25519_dalek::ristretto::RistrettoPoint;
use proptest::prelude::*;

#[test]
fn both_should_accept_each_shape() {
	for bits in Bits::ALL {
		for values in [1, 2, 3, 4, 7, 8] {
			let values: Vec<u64> = (0..values).map(|i| bits.max() - i).collect();
			let case = Case::new(&values, Range::bits(bits));
			assert_eq!(case.verify(), Ok(()));
			assert!(case.oracle());
			let shape = case.range.shape(values.len()).expect("is a shape");
			assert_eq!(case.proof.len(), proof_length(&shape));
		}
	}
}

#[test]
fn both_should_accept_the_largest_proof() {
	let values: Vec<u64> = (0..64).map(|i| u64::MAX - i).collect();
	let case = Case::new(&values, Range::bits(Bits::SixtyFour));
	assert_eq!(case.proof.len(), crate::MAX_PROOF_LENGTH);
	assert_eq!(case.verify(), Ok(()));
	assert!(case.oracle());
}

#[test]
fn proofs_of_the_crate_should_be_accepted() {
	for (bits, count) in [(Bits::Eight, 1), (Bits::ThirtyTwo, 2), (Bits::SixtyFour, 4)] {
		let values: Vec<u64> = (0..count).collect();
		let openings = openings(&values);
		let range = Range::bits(bits);
		let mut transcript = verifier::transcript(&CONTEXT, &range, openings.len());
		let blindings: Vec<Scalar> = openings.iter().map(|opening| opening.blinding).collect();
		let (proof, commitments) = RangeProof::prove_multiple(
			&GENERATORS,
			&PedersenGens::default(),
			&mut transcript,
			&values,
			&blindings,
			bits.count(),
		)
		.expect("proves");
		let commitments: Vec<_> = commitments.iter().map(|point| Commitment(point.0)).collect();
		let ours: Vec<_> = openings.iter().map(Opening::commitment).collect();
		assert_eq!(commitments, ours);
		let case = Case { context: CONTEXT, commitments, range, proof: proof.to_bytes() };
		assert_eq!(case.verify(), Ok(()));
	}
}

/// What is done to a valid claim.
#[derive(Clone, Debug)]
enum Damage {
	None,
	Byte { at: usize, by: u8 },
	Swap { one: usize, other: usize },
	Point { at: usize, seed: u8 },
	Length(usize),
	Commitment { at: usize, by: u8 },
	OtherCommitment,
	Nonce,
}

fn damage() -> impl Strategy<Value = Damage> {
	prop_oneof![
		Just(Damage::None),
		(any::<usize>(), 1..=u8::MAX).prop_map(|(at, by)| Damage::Byte { at, by }),
		any::<(usize, usize)>().prop_map(|(one, other)| Damage::Swap { one, other }),
		any::<(usize, u8)>().prop_map(|(at, seed)| Damage::Point { at, seed }),
		(0usize..2_000).prop_map(Damage::Length),
		(any::<usize>(), 1..=u8::MAX).prop_map(|(at, by)| Damage::Commitment { at, by }),
		Just(Damage::OtherCommitment),
		Just(Damage::Nonce),
	]
}

impl Damage {
	fn apply(&self, case: &mut Case) {
		let elements = case.proof.len() / 32;
		match *self {
			Self::None => (),
			Self::Byte { at, by } => {
				let at = at % case.proof.len();
				case.proof[at] ^= by;
			},
			Self::Swap { one, other } => {
				for i in 0..32 {
					case.proof.swap(one % elements * 32 + i, other % elements * 32 + i);
				}
			},
			Self::Point { at, seed } => {
				let at = at % elements * 32;
				let point = RistrettoPoint::from_uniform_bytes(&[seed; 64]).compress();
				case.proof[at..at + 32].copy_from_slice(&point.0);
			},
			Self::Length(length) => case.proof.resize(length, 0),
			Self::Commitment { at, by } => {
				let count = case.commitments.len();
				case.commitments[at / 32 % count].0[at % 32] ^= by;
			},
			Self::OtherCommitment => {
				case.commitments[0] = Commitment::commit(1, &Scalar::from(5u64))
			},
			Self::Nonce => case.context.nonce += 1,
		}
	}
}

/// How many claims are compared, unless `PROPTEST_CASES` says otherwise.
fn cases() -> u32 {
	let given = std::env::var("PROPTEST_CASES").ok();
	given.and_then(|given| given.parse().ok()).unwrap_or(128)
}

proptest! {
	#![proptest_config(ProptestConfig { cases: cases(), ..Default::default() })]

	#[test]
	fn both_should_agree(
		bits in prop::sample::select(Bits::ALL.to_vec()),
		values in prop::collection::vec(any::<u64>(), 1..=4),
		interval in any::<bool>(),
		damage in damage(),
	) {
		let values: Vec<u64> = values.iter().map(|value| value & bits.max()).collect();
		let range = if interval {
			let (min, max) = (values.iter().min(), values.iter().max());
			Range::interval(bits, *min.unwrap(), *max.unwrap()).expect("is an interval")
		} else {
			Range::bits(bits)
		};
		let mut case = Case::new(&values, range);
		damage.apply(&mut case);
		let verdict = case.verify();
		prop_assert_eq!(verdict.is_ok(), case.oracle(), "{:?}: {:?}", damage, verdict);
	}
}

proptest! {
	#[test]
	fn any_bytes_should_be_refused_without_a_panic(
		bits in prop::sample::select(Bits::ALL.to_vec()),
		commitments in prop::collection::vec(any::<[u8; 32]>(), 0..=70),
		interval in prop::option::of(any::<(u64, u64)>()),
		proof in prop::collection::vec(any::<u8>(), 0..=1_200),
		fits in any::<bool>(),
	) {
		let range = interval.map_or(Ok(Range::bits(bits)), |(min, max)| {
			Range::interval(bits, min, max)
		});
		let Ok(range) = range else { return Ok(()) };
		let mut case = Case {
			context: CONTEXT,
			commitments: commitments.into_iter().map(Commitment).collect(),
			range,
			proof,
		};
		if let (true, Ok(shape)) = (fits, range.shape(case.commitments.len())) {
			case.proof.resize(proof_length(&shape), 7);
		}
		prop_assert!(case.verify().is_err());
	}
}
