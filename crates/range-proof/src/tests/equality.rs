//! Two commitments with the same value.

use super::*;
use crate::{prove_equality, verify_equality, EQUALITY_PROOF_LENGTH};

fn pair(left: u64, right: u64) -> [Opening; 2] {
	let openings = openings(&[left, right]);
	[openings[0], openings[1]]
}

#[test]
fn the_same_value_should_be_accepted() {
	let [left, right] = pair(5, 5);
	let proof = prove_equality(&CONTEXT, &left, &right, &[9; 32]).expect("proves");
	let (left, right) = (left.commitment(), right.commitment());
	assert_eq!(proof.len(), EQUALITY_PROOF_LENGTH);
	assert_eq!(verify_equality(&CONTEXT, &left, &right, &proof), Ok(()));
}

#[test]
fn everything_else_should_be_refused() {
	let [left, right] = pair(5, 5);
	let proof = prove_equality(&CONTEXT, &left, &right, &[9; 32]).expect("proves");
	let (left, right) = (left.commitment(), right.commitment());
	for at in 0..proof.len() {
		let mut broken = proof.clone();
		broken[at] ^= 1;
		assert!(verify_equality(&CONTEXT, &left, &right, &broken).is_err(), "byte {at}");
	}
	let other = Context { nonce: 4, ..CONTEXT };
	assert_eq!(verify_equality(&other, &left, &right, &proof), Err(Error::Refused));
	assert_eq!(verify_equality(&CONTEXT, &right, &left, &proof), Err(Error::Refused));
	let six = pair(5, 6)[1].commitment();
	assert_eq!(verify_equality(&CONTEXT, &left, &six, &proof), Err(Error::Refused));
	let short = &proof[..63];
	assert_eq!(verify_equality(&CONTEXT, &left, &right, short), Err(Error::WrongLength));
	let identity = Commitment([0; 32]);
	let verdict = verify_equality(&CONTEXT, &identity, &right, &proof);
	assert_eq!(verdict, Err(Error::IdentityCommitment));
}

#[test]
fn different_values_should_not_be_proven() {
	let [left, right] = pair(5, 6);
	assert_eq!(prove_equality(&CONTEXT, &left, &right, &[9; 32]), Err(Error::OutOfRange));
}
