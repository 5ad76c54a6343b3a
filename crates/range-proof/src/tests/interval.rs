//! Intervals, by both sides.

use super::*;
use crate::Bits;

fn interval(bits: Bits, min: u64, max: u64) -> Range {
	Range::interval(bits, min, max).expect("is an interval")
}

#[test]
fn both_ends_should_be_included() {
	for (bits, min, max) in [
		(Bits::Eight, 1_000, 1_255),
		(Bits::Eight, 0, 9),
		(Bits::Sixteen, 5, 5),
		(Bits::ThirtyTwo, u64::MAX - 10, u64::MAX),
		(Bits::SixtyFour, 0, u64::MAX),
	] {
		let range = interval(bits, min, max);
		let case = Case::new(&[min, max, min + (max - min) / 2], range);
		assert_eq!(case.verify(), Ok(()), "{range:?}");
		assert!(case.oracle());
	}
}

#[test]
fn a_value_outside_should_be_refused() {
	let range = interval(Bits::Eight, 10, 20);
	for value in [9, 21, 0, u64::MAX] {
		assert_eq!(prove(&CONTEXT, &openings(&[value]), &range, &[9; 32]), Err(Error::OutOfRange));
	}
	// One proof for both sides of another value.
	let case = Case::new(&[20], range);
	let one_more = openings(&[21]).iter().map(Opening::commitment).collect();
	assert_eq!(Case { commitments: one_more, ..case }.verify(), Err(Error::Refused));
}

#[test]
fn an_interval_should_be_in_order_and_within_its_bits() {
	assert_eq!(Range::interval(Bits::Eight, 2, 1), Err(Error::InvalidInterval));
	assert_eq!(Range::interval(Bits::Eight, 1, 257), Err(Error::InvalidInterval));
	assert!(Range::interval(Bits::Eight, 1, 256).is_ok());
}

#[test]
fn an_end_without_a_blinding_should_be_refused() {
	let range = interval(Bits::Eight, 10, 20);
	for value in [10, 20] {
		let bare = Opening { value, blinding: Scalar::ZERO };
		let proof = prove(&CONTEXT, &[bare], &range, &[9; 32]).expect("proves");
		let commitments = vec![bare.commitment()];
		let case = Case { context: CONTEXT, commitments, range, proof };
		assert_eq!(case.verify(), Err(Error::IdentityCommitment));
	}
}
