//! Figures that are committed to and proven to lie in a range, without being shown.

use crate::ids::DeviceId;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{dispatch::DispatchResult, traits::ConstU32, weights::Weight, BoundedVec};
use scale_info::TypeInfo;

/// The most values of one proof.
pub const MAX_VALUES: u32 = 64;

/// The length of the longest proof, in bytes.
pub const MAX_PROOF: u32 = 1_056;

/// A Pedersen commitment v·B + r·B̃ over Ristretto, as a compressed point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Commitment(pub [u8; 32]);

/// The commitments of one proof.
pub type Commitments = BoundedVec<Commitment, ConstU32<MAX_VALUES>>;

/// A Bulletproof, as the crate `bulletproofs` 5.0 writes it.
pub type Proof = BoundedVec<u8, ConstU32<MAX_PROOF>>;

/// The number of bits n of a range `[0, 2^n)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Bits {
	/// `[0, 2^8)`.
	#[codec(index = 0)]
	Eight,
	/// `[0, 2^16)`.
	#[codec(index = 1)]
	Sixteen,
	/// `[0, 2^32)`.
	#[codec(index = 2)]
	ThirtyTwo,
	/// `[0, 2^64)`.
	#[codec(index = 3)]
	SixtyFour,
}

/// The smallest and the largest value, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Bounds {
	/// The smallest value.
	pub min: u64,
	/// The largest value.
	pub max: u64,
}

/// What is proven of every value: that it lies in `[0, 2^n)`, or in an interval of at most 2^n values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ProvenRange {
	/// The bits n.
	pub bits: Bits,
	/// The interval; `None` for `[0, 2^n)`.
	pub interval: Option<Bounds>,
}

/// Whose figures a proof is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofSubject<AccountId> {
	/// An account.
	Account(AccountId),
	/// A device.
	Device(DeviceId),
}

impl<AccountId: Encode> ProofSubject<AccountId> {
	/// Returns the bytes of the id to which a proof is bound: its encoding.
	pub fn encode_id(&self) -> Vec<u8> {
		match self {
			Self::Account(id) => id.encode(),
			Self::Device(id) => id.encode(),
		}
	}
}

/// The claim of a pallet's user that all of some values lie in a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeClaim<AccountId> {
	/// The pallet and the call that take the proof, as in `RangeProof.prove`. A call has a name that
	/// no other has.
	pub call: &'static str,
	/// Whose figures these are.
	pub subject: ProofSubject<AccountId>,
	/// A number that the subject uses once. The pallet that takes the proof sees to it.
	pub nonce: u64,
	/// What else the call says: a purpose, a period.
	pub details: Vec<u8>,
	/// The commitments.
	pub commitments: Commitments,
	/// What is proven of each.
	pub range: ProvenRange,
	/// The proof.
	pub proof: Proof,
}

/// Checks range proofs, on the chain where they are made for.
pub trait RangeProofs<AccountId> {
	/// Checks claims, many together for less than one by one. If one does not hold, none is taken as
	/// proven. The cost is [`weight`](Self::weight) for each at most.
	fn verify(claims: &[RangeClaim<AccountId>]) -> DispatchResult;

	/// Returns the weight of checking a claim about `values` values.
	fn weight(range: &ProvenRange, values: u32) -> Weight;
}
