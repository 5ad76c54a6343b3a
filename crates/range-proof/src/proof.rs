//! The bytes of a proof.

use crate::{Error, Shape};
use alloc::vec::Vec;
use curve25519_dalek::{
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
};

/// Returns the length of a proof of this size, in bytes: nine elements of 32 bytes, and two for each
/// time that n·m is halved.
pub const fn proof_length(shape: &Shape) -> usize {
	32 * (9 + 2 * shape.generators().ilog2() as usize)
}

/// A point, and its canonical encoding.
pub(crate) struct Point {
	pub(crate) bytes: [u8; 32],
	pub(crate) point: RistrettoPoint,
}

/// A proof, of which all points and scalars are valid. The names are those of `bulletproofs`.
pub(crate) struct Proof {
	pub(crate) a_bits: Point,
	pub(crate) s_bits: Point,
	pub(crate) t_1: Point,
	pub(crate) t_2: Point,
	pub(crate) t_x: Scalar,
	pub(crate) t_x_blinding: Scalar,
	pub(crate) e_blinding: Scalar,
	pub(crate) rounds: Vec<(Point, Point)>,
	pub(crate) a: Scalar,
	pub(crate) b: Scalar,
}

impl Proof {
	/// Reads a proof of this size.
	///
	/// Errors: `WrongLength`, `InvalidPoint`, `IdentityPoint`, `InvalidScalar`.
	pub(crate) fn read(bytes: &[u8], shape: &Shape) -> Result<Self, Error> {
		if bytes.len() != proof_length(shape) {
			return Err(Error::WrongLength);
		}
		let mut elements = bytes.chunks_exact(32);
		Ok(Self {
			a_bits: point(elements.next())?,
			s_bits: point(elements.next())?,
			t_1: point(elements.next())?,
			t_2: point(elements.next())?,
			t_x: scalar(elements.next())?,
			t_x_blinding: scalar(elements.next())?,
			e_blinding: scalar(elements.next())?,
			rounds: (0..shape.generators().ilog2())
				.map(|_| Ok((point(elements.next())?, point(elements.next())?)))
				.collect::<Result<_, Error>>()?,
			a: scalar(elements.next())?,
			b: scalar(elements.next())?,
		})
	}
}

fn element(bytes: Option<&[u8]>) -> Result<[u8; 32], Error> {
	bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(Error::WrongLength)
}

/// Reads a point that is not the identity.
pub(crate) fn point(bytes: Option<&[u8]>) -> Result<Point, Error> {
	let bytes = element(bytes)?;
	if bytes == [0; 32] {
		return Err(Error::IdentityPoint);
	}
	let point = CompressedRistretto(bytes).decompress().ok_or(Error::InvalidPoint)?;
	Ok(Point { bytes, point })
}

/// Reads a scalar below the order of the group.
pub(crate) fn scalar(bytes: Option<&[u8]>) -> Result<Scalar, Error> {
	Option::from(Scalar::from_canonical_bytes(element(bytes)?)).ok_or(Error::InvalidScalar)
}
