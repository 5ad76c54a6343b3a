//! Blindings that can be found again.

use super::*;

/// Computed with another implementation of SHA3, by the formula of the documentation.
#[test]
fn a_blinding_should_follow_the_formula() {
	let expected = [
		0xc4, 0x0a, 0xab, 0x54, 0x2d, 0x26, 0xa6, 0x99, 0x94, 0x33, 0x83, 0x95, 0xf7, 0x42, 0x90,
		0xa5, 0x73, 0xc3, 0xa6, 0x17, 0x5a, 0x46, 0xed, 0x2c, 0x30, 0x7a, 0xa6, 0x4a, 0xec, 0x70,
		0x48, 0x04,
	];
	assert_eq!(BlindingKey::new(&[7; 32]).blinding(&CONTEXT, 5).to_bytes(), expected);
}

#[test]
fn everything_should_change_a_blinding() {
	let key = BlindingKey::new(&[7; 32]);
	let others = [
		Context { genesis_hash: &[8; 32], ..CONTEXT },
		Context { para_id: 2001, ..CONTEXT },
		Context { call: b"RangeProof.other", ..CONTEXT },
		Context { subject: Subject::Account(&[8; 32]), ..CONTEXT },
		Context { subject: Subject::Device(&[2; 32]), ..CONTEXT },
		Context { nonce: 4, ..CONTEXT },
		Context { details: b"capacitz", ..CONTEXT },
	];
	let mut blindings: Vec<_> = others.iter().map(|other| key.blinding(other, 0)).collect();
	blindings.push(key.blinding(&CONTEXT, 0));
	blindings.push(key.blinding(&CONTEXT, 1));
	blindings.push(BlindingKey::new(&[8; 32]).blinding(&CONTEXT, 0));
	for (i, blinding) in blindings.iter().enumerate() {
		assert!(!blindings[..i].contains(blinding), "{i}");
	}
}

#[test]
fn an_owner_should_open_what_was_proven_by_the_key_alone() {
	let case = Case::new(&[11, 12], Range::bits(crate::Bits::Eight));
	let key = BlindingKey::new(&[7; 32]);
	let blinding = key.blinding(&CONTEXT, 1).to_bytes();
	assert!(case.commitments[1].opens(12, &blinding));
	assert!(!case.commitments[1].opens(13, &blinding));
	assert!(!case.commitments[0].opens(12, &blinding));
}
