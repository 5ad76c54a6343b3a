//! Independent proofs, checked together.

use super::*;
use crate::{verify_batch, Bits};

fn cases() -> Vec<Case> {
	let interval = Range::interval(Bits::ThirtyTwo, 10, 1_000_000).expect("is an interval");
	vec![
		Case::new(&[1], Range::bits(Bits::SixtyFour)),
		Case::new(&[1, 2, 3, 4, 5], Range::bits(Bits::Eight)),
		Case::new(&[10, 77], interval),
		Case::new(&[3], Range::bits(Bits::Sixteen)),
	]
}

fn verify_all(cases: &[Case]) -> Result<(), Error> {
	verify_batch(&cases.iter().map(Case::claim).collect::<Vec<_>>())
}

#[test]
fn proofs_of_several_shapes_should_be_accepted() {
	assert_eq!(verify_all(&cases()), Ok(()));
	assert_eq!(verify_all(&[]), Ok(()));
}

#[test]
fn one_wrong_proof_should_be_enough() {
	for i in 0..cases().len() {
		let mut cases = cases();
		cases[i].context.nonce += 1;
		assert_eq!(verify_all(&cases), Err(Error::Refused), "{i}");
	}
}

/// Errors that would cancel if the proofs had the same weight.
#[test]
fn opposite_errors_should_not_cancel() {
	let one = Case::new(&[5], Range::bits(Bits::Eight));
	let mut cases = [one.clone(), one];
	// The blinding of A and S, which enters the equation by itself.
	for (case, by) in cases.iter_mut().zip([Scalar::ONE, -Scalar::ONE]) {
		let at = 32 * 6;
		let bytes: [u8; 32] = case.proof[at..at + 32].try_into().expect("has 32 bytes");
		let e = Option::<Scalar>::from(Scalar::from_canonical_bytes(bytes)).expect("is canonical");
		case.proof[at..at + 32].copy_from_slice(&(e + by).to_bytes());
	}
	assert_eq!(verify_all(&cases), Err(Error::Refused));
}

#[test]
fn what_is_malformed_should_be_told() {
	let mut cases = cases();
	cases[2].commitments[0] = Commitment([0; 32]);
	assert_eq!(verify_all(&cases), Err(Error::IdentityCommitment));
	cases[3].proof.push(0);
	assert_eq!(verify_all(&cases), Err(Error::WrongLength));
}
