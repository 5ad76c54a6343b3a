//! The crate `bulletproofs` is the oracle.

mod agreement;
mod batch;
mod blindings;
mod equality;
mod equations;
mod generators;
mod interval;
mod refused;
mod sums;

use crate::{
	prove, verifier, verify, BlindingKey, Claim, Commitment, Context, Error, Opening, Range,
	Scalar, Subject,
};
use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::ristretto::CompressedRistretto;
use std::sync::LazyLock;

/// The generators of the oracle.
static GENERATORS: LazyLock<BulletproofGens> = LazyLock::new(|| BulletproofGens::new(64, 64));

const CONTEXT: Context<'static> = Context {
	genesis_hash: &[1; 32],
	para_id: 2000,
	call: b"RangeProof.prove",
	subject: Subject::Account(&[2; 32]),
	nonce: 3,
	details: b"capacity",
};

/// The openings of values, as an owner makes them for a range of 64 bits.
fn openings(values: &[u64]) -> Vec<Opening> {
	let range = Range::bits(crate::Bits::SixtyFour);
	BlindingKey::new(&[7; 32]).openings(&CONTEXT, &range, values)
}

/// A claim that owns what it is about.
#[derive(Clone)]
struct Case {
	context: Context<'static>,
	commitments: Vec<Commitment>,
	range: Range,
	proof: Vec<u8>,
}

impl Case {
	/// Proves that the values lie in the range.
	fn new(values: &[u64], range: Range) -> Self {
		let openings = openings(values);
		Self {
			context: CONTEXT,
			commitments: openings.iter().map(Opening::commitment).collect(),
			range,
			proof: prove(&CONTEXT, &openings, &range, &[9; 32]).expect("is in range"),
		}
	}

	fn claim(&self) -> Claim<'_> {
		Claim {
			context: self.context,
			commitments: &self.commitments,
			range: self.range,
			proof: &self.proof,
		}
	}

	fn verify(&self) -> Result<(), Error> {
		verify(&self.claim())
	}

	/// Returns the verdict of the crate `bulletproofs`.
	fn oracle(&self) -> bool {
		let Ok(shape) = self.range.shape(self.commitments.len()) else { return false };
		let base = PedersenGens::default();
		let points: Option<Vec<_>> = self
			.commitments
			.iter()
			.map(|commitment| CompressedRistretto(commitment.0).decompress())
			.collect();
		let Some(points) = points else { return false };
		let mut proven: Vec<_> = match self.range.ends() {
			None => points.iter().map(|point| point.compress()).collect(),
			Some((min, max)) => {
				let lower = points.iter().map(|point| point - Scalar::from(min) * base.B);
				let upper = points.iter().map(|point| Scalar::from(max) * base.B - point);
				lower.chain(upper).map(|point| point.compress()).collect()
			},
		};
		proven.resize(shape.proven, base.B_blinding.compress());
		let mut transcript =
			verifier::transcript(&self.context, &self.range, self.commitments.len());
		let proof = RangeProof::from_bytes(&self.proof);
		let verdict = proof.and_then(|proof| {
			let bits = shape.bits.count();
			proof.verify_multiple(&GENERATORS, &base, &mut transcript, &proven, bits)
		});
		verdict.is_ok()
	}
}
