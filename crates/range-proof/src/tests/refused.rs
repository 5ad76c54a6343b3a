//! What is refused, and as what.

use super::*;
use crate::Bits;

/// The order of the group, little-endian: the smallest scalar that is not canonical.
const ORDER: [u8; 32] = [
	0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
];

fn case() -> Case {
	Case::new(&[200, 100], Range::bits(Bits::Eight))
}

#[test]
fn every_byte_of_a_proof_should_matter() {
	let case = case();
	for at in 0..case.proof.len() {
		for by in [1, 0x80, 0x5a] {
			let mut broken = case.clone();
			broken.proof[at] ^= by;
			assert!(broken.verify().is_err(), "byte {at}");
		}
	}
	assert_eq!(case.verify(), Ok(()));
}

#[test]
fn every_byte_of_a_commitment_should_matter() {
	let case = case();
	for at in 0..64 {
		let mut broken = case.clone();
		broken.commitments[at / 32].0[at % 32] ^= 2;
		assert!(broken.verify().is_err(), "byte {at}");
	}
}

#[test]
fn every_part_of_a_context_should_matter() {
	let mut genesis = [1; 32];
	genesis[31] = 0;
	let genesis: &'static [u8; 32] = Box::leak(Box::new(genesis));
	let others = [
		Context { genesis_hash: genesis, ..CONTEXT },
		Context { genesis_hash: &[1; 31], ..CONTEXT },
		Context { para_id: 2001, ..CONTEXT },
		Context { call: b"RangeProof.provf", ..CONTEXT },
		Context { call: b"", ..CONTEXT },
		Context { subject: Subject::Account(&[3; 32]), ..CONTEXT },
		Context { subject: Subject::Device(&[2; 32]), ..CONTEXT },
		Context { nonce: 2, ..CONTEXT },
		Context { details: b"capacitx", ..CONTEXT },
		Context { details: b"capacity ", ..CONTEXT },
	];
	for context in others {
		let other = Case { context, ..case() };
		assert_eq!(other.verify(), Err(Error::Refused), "{context:?}");
		assert!(!other.oracle());
	}
}

#[test]
fn every_part_of_a_range_should_matter() {
	let interval = |bits, min, max| Range::interval(bits, min, max).expect("is an interval");
	let case = Case::new(&[7], interval(Bits::Eight, 5, 9));
	for range in [
		interval(Bits::Eight, 5, 8),
		interval(Bits::Eight, 5, 10),
		interval(Bits::Eight, 4, 9),
		interval(Bits::Eight, 6, 9),
	] {
		assert_eq!(Case { range, ..case.clone() }.verify(), Err(Error::Refused));
	}
	// One bound, of a proof with as many bytes.
	let range = interval(Bits::Sixteen, 5, 9);
	assert_eq!(Case { range, ..case.clone() }.verify(), Err(Error::WrongLength));
	let both = vec![case.commitments[0]; 2];
	let range = Range::bits(Bits::Eight);
	assert_eq!(Case { range, commitments: both, ..case }.verify(), Err(Error::Refused));
}

#[test]
fn commitments_should_have_their_places() {
	let mut case = case();
	case.commitments.swap(0, 1);
	assert_eq!(case.verify(), Err(Error::Refused));
}

#[test]
fn the_padding_should_not_be_claimed() {
	let case = Case::new(&[1, 2, 3], Range::bits(Bits::Eight));
	let mut padded = case.clone();
	padded.commitments.push(Commitment(crate::generators::BLINDING_BASE));
	assert_eq!(case.verify(), Ok(()));
	assert_eq!(padded.verify(), Err(Error::Refused));
}

#[test]
fn a_proof_should_have_its_length() {
	let case = case();
	for length in (0..case.proof.len()).chain(case.proof.len() + 1..case.proof.len() + 70) {
		let mut other = case.clone();
		other.proof.resize(length, 0);
		assert_eq!(other.verify(), Err(Error::WrongLength), "{length}");
	}
}

#[test]
fn a_number_of_values_should_be_possible() {
	let with = |count: usize, range: Range| {
		let mut case = case();
		case.commitments = vec![case.commitments[0]; count];
		case.range = range;
		case.verify()
	};
	let (bits, interval) =
		(Range::bits(Bits::Eight), Range::interval(Bits::Eight, 1, 2).expect("is an interval"));
	assert_eq!(with(0, bits), Err(Error::NoValues));
	assert_eq!(with(64, bits), Err(Error::WrongLength));
	assert_eq!(with(65, bits), Err(Error::TooManyValues));
	assert_eq!(with(32, interval), Err(Error::WrongLength));
	assert_eq!(with(33, interval), Err(Error::TooManyValues));
}

/// Elements 0 to 3 and 7 on are points, 4 to 6 and the last two are scalars.
#[test]
fn points_and_scalars_should_be_canonical() {
	let case = case();
	let elements = case.proof.len() / 32;
	let is_scalar = |element: usize| (4..7).contains(&element) || element + 2 >= elements;
	for element in 0..elements {
		let with = |bytes: [u8; 32]| {
			let mut case = case.clone();
			case.proof[32 * element..32 * element + 32].copy_from_slice(&bytes);
			case.verify()
		};
		if is_scalar(element) {
			assert_eq!(with(ORDER), Err(Error::InvalidScalar), "{element}");
			assert_eq!(with([0xff; 32]), Err(Error::InvalidScalar), "{element}");
			// The same number modulo the order.
			let mut sum = [0; 32];
			let mut carry = 0u16;
			for (i, byte) in sum.iter_mut().enumerate() {
				carry += u16::from(case.proof[32 * element + i]) + u16::from(ORDER[i]);
				*byte = carry as u8;
				carry >>= 8;
			}
			assert_eq!(with(sum), Err(Error::InvalidScalar), "{element}");
		} else {
			assert_eq!(with([0; 32]), Err(Error::IdentityPoint), "{element}");
			assert_eq!(with([0xff; 32]), Err(Error::InvalidPoint), "{element}");
			// The prime of the field: zero, written otherwise.
			let mut prime = [0xff; 32];
			(prime[0], prime[31]) = (0xed, 0x7f);
			assert_eq!(with(prime), Err(Error::InvalidPoint), "{element}");
			// A negative number.
			let mut one = [0; 32];
			one[0] = 1;
			assert_eq!(with(one), Err(Error::InvalidPoint), "{element}");
		}
	}
}

#[test]
fn commitments_should_be_points_and_hide_something() {
	let with = |bytes: [u8; 32]| {
		let mut case = case();
		case.commitments[1] = Commitment(bytes);
		case.verify()
	};
	assert_eq!(with([0; 32]), Err(Error::IdentityCommitment));
	assert_eq!(with([0xff; 32]), Err(Error::InvalidCommitment));
	let mut prime = [0xff; 32];
	(prime[0], prime[31]) = (0xed, 0x7f);
	assert_eq!(with(prime), Err(Error::InvalidCommitment));
}

/// The crate accepts a commitment to 0 with the blinding 0. Here it hides nothing, and is refused.
#[test]
fn an_identity_should_be_refused_even_with_a_proof() {
	let nothing = Opening { value: 0, blinding: Scalar::ZERO };
	let range = Range::bits(Bits::Eight);
	let proof = prove(&CONTEXT, &[nothing], &range, &[9; 32]).expect("proves");
	let case = Case { context: CONTEXT, commitments: vec![nothing.commitment()], range, proof };
	assert!(case.oracle());
	assert_eq!(case.verify(), Err(Error::IdentityCommitment));
}

#[test]
fn a_proof_should_not_be_made_of_a_value_outside() {
	let made = |value, range| prove(&CONTEXT, &openings(&[value]), &range, &[9; 32]).map(|_| ());
	assert_eq!(made(255, Range::bits(Bits::Eight)), Ok(()));
	assert_eq!(made(256, Range::bits(Bits::Eight)), Err(Error::OutOfRange));
	assert_eq!(prove(&CONTEXT, &[], &Range::bits(Bits::Eight), &[9; 32]), Err(Error::NoValues));
}

/// A prover that does not look at the value: its bits are those of 256 modulo 2^8, and of -1.
#[test]
fn a_commitment_to_a_value_outside_should_be_refused() {
	let range = Range::bits(Bits::Eight);
	for (outside, inside) in [(Scalar::from(256u64), 0), (-Scalar::ONE, 255)] {
		let case = Case::new(&[inside], range);
		let shift = outside - Scalar::from(inside);
		let point =
			case.commitments[0].point().expect("is a point") + shift * PedersenGens::default().B;
		let other = Case { commitments: vec![Commitment(point.compress().0)], ..case };
		assert_eq!(other.verify(), Err(Error::Refused));
	}
}
