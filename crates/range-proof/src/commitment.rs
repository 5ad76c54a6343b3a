//! Commitments.

use crate::{
	generators::{blinding_base, value_base},
	Error,
};
use curve25519_dalek::{
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
	traits::MultiscalarMul,
};

/// A Pedersen commitment v·B + r·B̃, as a compressed point. It may be anything until it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(pub [u8; 32]);

impl Commitment {
	/// Commits to a value. The time it takes does not depend on value and blinding.
	pub fn commit(value: u128, blinding: &Scalar) -> Self {
		Self::of(&commit(value, blinding))
	}

	/// Tells whether this is the commitment to `value` with this blinding, in canonical bytes.
	pub fn opens(&self, value: u128, blinding: &[u8; 32]) -> bool {
		let blinding: Option<Scalar> = Scalar::from_canonical_bytes(*blinding).into();
		blinding.is_some_and(|blinding| Self::commit(value, &blinding) == *self)
	}

	/// Returns the commitment to the sum of the values, by the sum of the blindings. [`Sum`](crate::Sum)
	/// also says that the sum cannot wrap.
	///
	/// Error: `InvalidCommitment`.
	pub fn plus(&self, other: &Self) -> Result<Self, Error> {
		Ok(Self::of(&(self.point()? + other.point()?)))
	}

	/// Returns the commitment to the difference of the values, by the difference of the blindings. A
	/// negative difference is in no range.
	///
	/// Error: `InvalidCommitment`.
	pub fn minus(&self, other: &Self) -> Result<Self, Error> {
		Ok(Self::of(&(self.point()? - other.point()?)))
	}

	/// Returns the commitment to `value` less what this one has, by the negative blinding: with a range
	/// proof it shows that `value` covers it.
	///
	/// Error: `InvalidCommitment`.
	pub fn subtracted_from(&self, value: u128) -> Result<Self, Error> {
		Ok(Self::of(&(Scalar::from(value) * value_base() - self.point()?)))
	}

	/// Checks that this is a point and not the identity.
	///
	/// Errors: `IdentityCommitment`, `InvalidCommitment`.
	pub fn check(&self) -> Result<(), Error> {
		self.hiding_point().map(|_| ())
	}

	pub(crate) fn of(point: &RistrettoPoint) -> Self {
		Self(point.compress().0)
	}

	pub(crate) fn point(&self) -> Result<RistrettoPoint, Error> {
		CompressedRistretto(self.0).decompress().ok_or(Error::InvalidCommitment)
	}

	/// Returns the point, which is not the identity.
	pub(crate) fn hiding_point(&self) -> Result<RistrettoPoint, Error> {
		if self.0 == [0; 32] {
			return Err(Error::IdentityCommitment);
		}
		self.point()
	}
}

pub(crate) fn commit(value: u128, blinding: &Scalar) -> RistrettoPoint {
	RistrettoPoint::multiscalar_mul(
		[Scalar::from(value), *blinding],
		[value_base(), blinding_base()],
	)
}
