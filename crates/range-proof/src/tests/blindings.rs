//! Blindings that can be found again.

use super::*;

/// Computed with another implementation of SHA3, by the formula of the documentation.
#[test]
fn a_blinding_should_follow_the_formula() {
	let expected = [
		0xef, 0x09, 0xf3, 0x2c, 0x1b, 0x34, 0xef, 0xd7, 0x6f, 0x5f, 0xf8, 0x8e, 0xc2, 0x9d, 0xfe,
		0x91, 0x5c, 0xea, 0x5e, 0x8c, 0x4f, 0x10, 0x08, 0xc5, 0x28, 0xc0, 0x94, 0xa1, 0xc7, 0x64,
		0x14, 0x0c,
	];
	let range = Range::interval(crate::Bits::Sixteen, 5, 5_000).expect("is an interval");
	let openings = BlindingKey::new(&[7; 32]).openings(&CONTEXT, &range, &[4_200, 3_900, 17]);
	assert_eq!(openings[2].blinding.to_bytes(), expected);
}

#[test]
fn everything_should_change_a_blinding() {
	let key = BlindingKey::new(&[7; 32]);
	let range = Range::bits(crate::Bits::Eight);
	let interval = |bits, min, max| Range::interval(bits, min, max).expect("is an interval");
	let first = |key: &BlindingKey, context: &Context<'_>, range: &Range, values: &[u64]| {
		key.openings(context, range, values)[0].blinding
	};
	let contexts = [
		CONTEXT,
		Context { genesis_hash: &[8; 32], ..CONTEXT },
		Context { para_id: 2001, ..CONTEXT },
		Context { call: b"RangeProof.other", ..CONTEXT },
		Context { subject: Subject::Account(&[8; 32]), ..CONTEXT },
		Context { subject: Subject::Device(&[2; 32]), ..CONTEXT },
		Context { nonce: 4, ..CONTEXT },
		Context { details: b"capacitz", ..CONTEXT },
	];
	let ranges = [
		Range::bits(crate::Bits::Sixteen),
		interval(crate::Bits::Eight, 0, 255),
		interval(crate::Bits::Eight, 0, 254),
		interval(crate::Bits::Eight, 1, 255),
	];
	let mut blindings: Vec<_> =
		contexts.iter().map(|context| first(&key, context, &range, &[11, 12])).collect();
	blindings.extend(ranges.iter().map(|range| first(&key, &CONTEXT, range, &[11, 12])));
	for values in [&[11][..], &[11, 13], &[10, 12], &[11, 12, 0]] {
		blindings.push(first(&key, &CONTEXT, &range, values));
	}
	blindings.push(key.openings(&CONTEXT, &range, &[11, 12])[1].blinding);
	blindings.push(first(&BlindingKey::new(&[8; 32]), &CONTEXT, &range, &[11, 12]));
	for (i, blinding) in blindings.iter().enumerate() {
		assert!(!blindings[..i].contains(blinding), "{i}");
	}
}

#[test]
fn an_owner_should_open_what_was_proven_by_the_key_and_the_values() {
	let range = Range::bits(crate::Bits::SixtyFour);
	let case = Case::new(&[11, 12], range);
	let opening = BlindingKey::new(&[7; 32]).openings(&CONTEXT, &range, &[11, 12])[1];
	let blinding = opening.blinding.to_bytes();
	assert!(case.commitments[1].opens(12, &blinding));
	assert!(!case.commitments[1].opens(13, &blinding));
	assert!(!case.commitments[0].opens(12, &blinding));
}
