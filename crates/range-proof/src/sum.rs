//! Sums of committed values.

use crate::{Commitment, Error};

/// The commitment to a sum, and the most that the sum can be.
///
/// A commitment fixes its value modulo the order of the group, about 2^252. What was proven to lie in a
/// range is a whole number, and a sum of such numbers below 2^128 is one, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
	/// The commitment to the sum. That of nothing is the identity, which hides nothing.
	pub commitment: Commitment,
	/// The largest value that the sum can have.
	pub most: u128,
}

impl Sum {
	/// The sum of nothing.
	pub const EMPTY: Self = Self { commitment: Commitment([0; 32]), most: 0 };

	/// Adds a value that was proven to be `most` at most.
	///
	/// Errors: `Overflow`, `IdentityCommitment`, `InvalidCommitment`.
	pub fn add(&self, commitment: &Commitment, most: u64) -> Result<Self, Error> {
		let most = self.most.checked_add(u128::from(most)).ok_or(Error::Overflow)?;
		commitment.check()?;
		Ok(Self { commitment: self.commitment.plus(commitment)?, most })
	}

	/// Tells whether the sum is `value`, by the sum of the blindings in canonical bytes.
	pub fn opens(&self, value: u128, blinding: &[u8; 32]) -> bool {
		value <= self.most && self.commitment.opens(value, blinding)
	}
}
