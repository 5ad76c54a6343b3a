//! Statements, and what is kept of them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};
use zeropark_primitives::proofs::{Commitments, ProvenRange};

/// The longest purpose, in bytes.
pub const MAX_PURPOSE: u32 = 64;

/// What a statement is for, in words of whoever asked for it.
pub type Purpose = BoundedVec<u8, ConstU32<MAX_PURPOSE>>;

/// The statement that every committed figure lies in a range.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Statement {
	/// What it is for.
	pub purpose: Purpose,
	/// The commitments to the figures.
	pub commitments: Commitments,
	/// The range of each figure.
	pub range: ProvenRange,
}

impl Statement {
	/// Returns the digest of the statement: Blake2b-256 of its encoding.
	pub fn digest(&self) -> H256 {
		BlakeTwo256::hash_of(self)
	}
}

/// An account that has proven something.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Prover<Balance> {
	/// The number of its next proof.
	pub next: u64,
	/// The deposit that is held for this entry.
	pub deposit: Balance,
}

/// What is kept of a statement that was proven.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Proven<Balance, BlockNumber> {
	/// The number of the proof.
	pub nonce: u64,
	/// The block that took it.
	pub block: BlockNumber,
	/// The deposit that is held for this entry.
	pub deposit: Balance,
}
