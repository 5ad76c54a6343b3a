//! The generators, as constants.
//!
//! `generators.bin` has 64 generators G for each of 64 values, then as many H, each a compressed point
//! of 32 bytes: those of `BulletproofGens::new(64, 64)`. A test makes them anew, and can write the file.

use crate::{Error, MAX_PROVEN};
use curve25519_dalek::{
	constants::RISTRETTO_BASEPOINT_POINT,
	ristretto::{CompressedRistretto, RistrettoPoint},
};

/// The number of generators of one value on each side.
const PER_VALUE: usize = 64;

/// The table: both sides, for each value, for each bit.
pub(crate) static TABLE: &[u8; 2 * MAX_PROVEN * PER_VALUE * 32] = include_bytes!("generators.bin");

/// SHA3-512 of the compressed basepoint, from which [`blinding_base`] is made.
pub(crate) const BLINDING_SEED: [u8; 64] = [
	0xe7, 0xb3, 0x20, 0x7e, 0xec, 0xbf, 0x36, 0x7e, 0x6b, 0xbb, 0xbd, 0x3a, 0xac, 0x88, 0x0b, 0xe6,
	0x44, 0xfc, 0x0c, 0xe9, 0xc4, 0xd6, 0x89, 0x50, 0x8e, 0x76, 0x15, 0x43, 0x22, 0xd7, 0x2c, 0x1f,
	0x42, 0xd8, 0xc5, 0x35, 0x4f, 0xed, 0x12, 0x89, 0x8b, 0x41, 0x13, 0x9e, 0x83, 0x32, 0x3a, 0x7e,
	0x2f, 0x3d, 0x05, 0x93, 0x67, 0x93, 0x97, 0x3a, 0xb1, 0xc6, 0xb5, 0xe2, 0x47, 0x80, 0x18, 0x7c,
];

/// The base of blindings, compressed. It is the commitment to 0 with the blinding 1, too, and as such
/// it pads a proof to a power of two.
pub(crate) const BLINDING_BASE: [u8; 32] = [
	0x8c, 0x92, 0x40, 0xb4, 0x56, 0xa9, 0xe6, 0xdc, 0x65, 0xc3, 0x77, 0xa1, 0x04, 0x8d, 0x74, 0x5f,
	0x94, 0xa0, 0x8c, 0xdb, 0x7f, 0x44, 0xcb, 0xcd, 0x7b, 0x46, 0xf3, 0x40, 0x48, 0x87, 0x11, 0x34,
];

/// The two sides of the generators.
#[derive(Clone, Copy)]
pub(crate) enum Side {
	/// Those of the bits.
	G,
	/// Those of the bits less one.
	H,
}

/// Returns B, the base of values.
pub(crate) fn value_base() -> RistrettoPoint {
	RISTRETTO_BASEPOINT_POINT
}

/// Returns B̃, the base of blindings. Nobody knows its logarithm to the base B.
pub(crate) fn blinding_base() -> RistrettoPoint {
	RistrettoPoint::from_uniform_bytes(&BLINDING_SEED)
}

/// Returns the generator of bit `bit` of value number `value`, both less than 64.
pub(crate) fn generator(side: Side, value: usize, bit: usize) -> Result<RistrettoPoint, Error> {
	let offset = match side {
		Side::G => 0,
		Side::H => MAX_PROVEN,
	};
	let start = 32 * (PER_VALUE * (offset + value) + bit);
	let bytes: Option<[u8; 32]> =
		TABLE.get(start..start + 32).and_then(|bytes| bytes.try_into().ok());
	bytes.and_then(|bytes| CompressedRistretto(bytes).decompress()).ok_or(Error::Generators)
}
