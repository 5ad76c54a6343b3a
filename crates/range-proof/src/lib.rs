//! Range proofs: a committed figure lies in a range, and nobody learns more than that. Section 3.1.2
//! of the paper, equations (7) and (8).
//!
//! A [`Commitment`] to the value v is v·B + r·B̃ over Ristretto, with a secret blinding r. A proof is a
//! Bulletproof, byte for byte as the crate `bulletproofs` 5.0 writes it, after a transcript that says
//! what the proof is for ([`Context`]): it holds for no other chain, call, account, device or nonce.
//!
//! - [`verify`] checks a [`Claim`], [`verify_batch`] many independent ones, each with one multiscalar
//!   multiplication. The generators are a table of constants, and what is computed for them is computed
//!   once for a whole batch.
//! - [`Range`] is `[0, 2^n)` for n of 8, 16, 32 or 64, or an interval `[min, max]`: then v - min and
//!   max - v are both proven.
//! - [`Sum`] adds commitments and refuses a total that could wrap.
//! - [`verify_equality`] checks that two commitments have the same value.
//! - With the feature `prover`: [`prove`], [`prove_equality`], and [`BlindingKey`], from which blindings
//!   can be found again.
//!
//! ## The equations
//!
//! A proof of m values of n bits is accepted if, with the names of `bulletproofs`,
//!
//! ```text
//! 0 = A + x·S + Σ u_i²·L_i + Σ u_i⁻²·R_i - e·B̃ + w·(t - a·b)·B
//!       + Σ (-z - a·s_i)·G_i + Σ (z + y⁻ⁱ·(z^(2+j)·2^k - b/s_i))·H_i
//!   + c·(x·T₁ + x²·T₂ + Σ z^(2+j)·V_j + (δ(y, z) - t)·B - t̃·B̃)
//! ```
//!
//! The first two lines are the inner-product argument, the third is the polynomial. The factor c keeps
//! them apart, and another factor keeps the proofs of a batch apart. Both are a hash of all claims,
//! their commitments and their proofs, for a chain has no randomness that a prover cannot foresee.
//!
//! ## What it costs
//!
//! `curve25519-dalek` 4.1 has no public constructor of a point from its coordinates: `EdwardsPoint` and
//! `RistrettoPoint` have private fields. So the table is of compressed points, and a proof of n·m bits
//! decompresses 2·n·m of them, a square root each. A batch does that once for its largest proof.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod commitment;
mod context;
mod equality;
mod generators;
mod proof;
#[cfg(feature = "prover")]
mod prover;
mod range;
mod sum;
#[cfg(all(test, feature = "oracle"))]
mod tests;
mod transcript;
mod verifier;

pub use commitment::Commitment;
pub use context::{Context, Subject};
pub use curve25519_dalek::scalar::Scalar;
pub use equality::{verify_equality, EQUALITY_PROOF_LENGTH};
pub use proof::proof_length;
#[cfg(feature = "prover")]
pub use prover::{prove, prove_equality, BlindingKey, Opening};
pub use range::{Bits, Range, Shape};
pub use sum::Sum;
pub use verifier::{verify, verify_batch, Claim};

/// The most values of one proof, with those that pad it and both sides of each interval.
pub const MAX_PROVEN: usize = 64;

/// The length of the longest proof, in bytes: that of [`MAX_PROVEN`] values of 64 bits.
pub const MAX_PROOF_LENGTH: usize = 1_056;

/// Why a proof was refused, or could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
	/// A claim is about one value at least.
	NoValues,
	/// There are more than [`MAX_PROVEN`] values to prove.
	TooManyValues,
	/// An interval has its ends in order, and 2^n values at most.
	InvalidInterval,
	/// The proof is shorter or longer than one of its number of values and bits.
	WrongLength,
	/// A scalar of the proof, or a blinding, is not the canonical one.
	InvalidScalar,
	/// A point of the proof is not the canonical encoding of a point.
	InvalidPoint,
	/// A point of the proof is the identity.
	IdentityPoint,
	/// A commitment is not the canonical encoding of a point.
	InvalidCommitment,
	/// A commitment, or what is left of it at an end of its interval, is the identity: it hides
	/// nothing.
	IdentityCommitment,
	/// The proof does not hold: for these commitments, this range, or this context.
	Refused,
	/// A value does not lie in the range. Only a prover says so.
	OutOfRange,
	/// The sum of the largest values would be 2^128 or more.
	Overflow,
	/// The table of generators is damaged. A test checks all of it.
	Generators,
}
