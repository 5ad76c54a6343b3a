//! The table against the crate's generators.

use super::*;
use crate::generators::{
	blinding_base, generator, value_base, Side, BLINDING_BASE, BLINDING_SEED, TABLE,
};
use curve25519_dalek::ristretto::RistrettoPoint;
use sha3::{
	digest::{ExtendableOutput, Update, XofReader},
	Digest, Sha3_512, Shake256,
};

/// Makes the table as `bulletproofs` makes its generators.
fn table() -> Vec<u8> {
	let mut table = Vec::new();
	for side in [b'G', b'H'] {
		for value in 0u32..64 {
			let mut hash = Shake256::default();
			hash.update(b"GeneratorsChain");
			hash.update(&[side]);
			hash.update(&value.to_le_bytes());
			let mut reader = hash.finalize_xof();
			for _ in 0..64 {
				let mut uniform = [0; 64];
				reader.read(&mut uniform);
				table.extend(RistrettoPoint::from_uniform_bytes(&uniform).compress().0);
			}
		}
	}
	table
}

/// Writes the file; `cargo test write_the_table -- --ignored` in `oracle/`.
#[test]
#[ignore = "writes the constants"]
fn write_the_table() {
	let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/generators.bin");
	std::fs::write(path, table()).expect("is written");
}

#[test]
fn the_table_should_be_made_as_the_crate_makes_it() {
	assert!(TABLE.as_slice() == table());
}

/// The crate shows the side G only. The proofs that both accept are about H, too.
#[test]
fn the_table_should_have_the_generators_of_the_crate() {
	for value in 0..64 {
		for (bit, expected) in GENERATORS.share(value).G(64).enumerate() {
			assert_eq!(generator(Side::G, value, bit), Ok(*expected));
			assert!(generator(Side::H, value, bit).is_ok_and(|point| point != *expected));
		}
	}
}

#[test]
fn the_bases_should_be_those_of_the_crate() {
	let bases = PedersenGens::default();
	assert_eq!(value_base(), bases.B);
	assert_eq!(blinding_base(), bases.B_blinding);
	assert_eq!(bases.B_blinding.compress().0, BLINDING_BASE);
	let seed = <Sha3_512 as Digest>::digest(bases.B.compress().0);
	assert_eq!(seed.as_slice(), BLINDING_SEED);
}
