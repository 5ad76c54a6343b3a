//! Sums, and what covers them.

use super::*;
use crate::{Bits, Sum};

fn add(openings: &[Opening], most: u64) -> Result<Sum, Error> {
	openings.iter().try_fold(Sum::EMPTY, |sum, opening| sum.add(&opening.commitment(), most))
}

fn blinding(openings: &[Opening]) -> [u8; 32] {
	openings.iter().map(|opening| opening.blinding).sum::<Scalar>().to_bytes()
}

#[test]
fn only_the_exact_sum_should_open() {
	let openings = openings(&[5, 0, u64::MAX]);
	let sum = add(&openings, u64::MAX).expect("adds");
	let total = u128::from(u64::MAX) + 5;
	assert!(sum.opens(total, &blinding(&openings)));
	assert!(!sum.opens(total - 1, &blinding(&openings)));
	assert!(!sum.opens(total, &blinding(&openings[1..])));
	assert_eq!(sum.most, 3 * u128::from(u64::MAX));
}

/// 2^256 less twice the order is canonical neither as a scalar.
#[test]
fn a_blinding_should_be_canonical() {
	let openings = openings(&[5]);
	assert!(!add(&openings, 9).expect("adds").opens(5, &[0xff; 32]));
}

/// A sum of 8 and -3 is 5, but -3 is in no range.
#[test]
fn a_sum_should_not_wrap() {
	let range = Range::bits(Bits::SixtyFour);
	let minus_3 = Scalar::ZERO - Scalar::from(3u64);
	let base = PedersenGens::default();
	let negative = base.commit(minus_3, Scalar::from(7u64)).compress();
	let case = Case::new(&[u64::MAX - 2], range);
	let case = Case { commitments: vec![Commitment(negative.0)], ..case };
	assert_eq!(case.verify(), Err(Error::Refused));

	let full = Sum { most: u128::MAX - 1, ..Sum::EMPTY };
	let one = openings(&[1])[0].commitment();
	let fuller = full.add(&one, 1).expect("fits");
	assert_eq!(fuller.most, u128::MAX);
	assert_eq!(fuller.add(&one, 1), Err(Error::Overflow));
}

#[test]
fn an_opening_above_the_most_should_be_refused() {
	let openings = openings(&[10]);
	let sum = add(&openings, 9).expect("adds");
	assert!(!sum.opens(10, &blinding(&openings)));
}

#[test]
fn an_identity_should_not_be_added() {
	assert_eq!(Sum::EMPTY.add(&Commitment([0; 32]), 1), Err(Error::IdentityCommitment));
	assert_eq!(Sum::EMPTY.add(&Commitment([0xff; 32]), 1), Err(Error::InvalidCommitment));
}

/// What is surrendered, 100, covers what was emitted, 40 and 59, and nobody sees how much is left.
#[test]
fn what_covers_a_sum_should_be_proven() {
	let emitted = openings(&[40, 59]);
	let sum = add(&emitted, u64::MAX).expect("adds");
	let blinding = emitted.iter().map(|opening| -opening.blinding).sum();
	let range = Range::bits(Bits::ThirtyTwo);
	let proof = |left| prove(&CONTEXT, &[Opening { value: left, blinding }], &range, &[9; 32]);
	let proof = proof(1).expect("proves");
	let with = |surrendered| {
		let left = sum.commitment.subtracted_from(surrendered).expect("is a point");
		let commitments = vec![left];
		Case { context: CONTEXT, commitments, range, proof: proof.clone() }.verify()
	};
	assert_eq!(with(100), Ok(()));
	assert_eq!(with(99), Err(Error::Refused));
	assert_eq!(with(98), Err(Error::Refused));
}

#[test]
fn a_difference_should_be_that_of_the_values() {
	let openings = openings(&[9, 4]);
	let [one, other] = [openings[0].commitment(), openings[1].commitment()];
	let difference = one.minus(&other).expect("are points");
	let blinding = (openings[0].blinding - openings[1].blinding).to_bytes();
	assert!(difference.opens(5, &blinding));
	assert_eq!(difference.plus(&other), Ok(one));
}
