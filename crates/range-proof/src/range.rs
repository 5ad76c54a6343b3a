//! What is proven of a value.

use crate::{Error, MAX_PROVEN};

/// The number of bits n of a range `[0, 2^n)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
	/// `[0, 2^8)`.
	Eight,
	/// `[0, 2^16)`.
	Sixteen,
	/// `[0, 2^32)`.
	ThirtyTwo,
	/// `[0, 2^64)`.
	SixtyFour,
}

impl Bits {
	/// Every number of bits, smallest first.
	pub const ALL: [Self; 4] = [Self::Eight, Self::Sixteen, Self::ThirtyTwo, Self::SixtyFour];

	/// Returns n.
	pub const fn count(self) -> usize {
		match self {
			Self::Eight => 8,
			Self::Sixteen => 16,
			Self::ThirtyTwo => 32,
			Self::SixtyFour => 64,
		}
	}

	/// Returns the largest value, 2^n - 1.
	pub const fn max(self) -> u64 {
		u64::MAX >> (64 - self.count())
	}
}

/// The range that every value of a claim lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
	bits: Bits,
	interval: Option<(u64, u64)>,
}

/// The size of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
	/// The number of bits n of each value.
	pub bits: Bits,
	/// The number m of values that are proven: a power of two, up to [`MAX_PROVEN`].
	pub proven: usize,
}

impl Shape {
	/// Returns the number of generators on each side, n·m.
	pub const fn generators(&self) -> usize {
		self.bits.count() * self.proven
	}
}

impl Range {
	/// Returns the range `[0, 2^n)`.
	pub const fn bits(bits: Bits) -> Self {
		Self { bits, interval: None }
	}

	/// Returns the range `[min, max]`, both included, proven by n bits on each side.
	///
	/// Since v - min and max - v are both in `[0, 2^n)`, and their sum is far below the order of the
	/// group, neither wrapped.
	///
	/// Error: `InvalidInterval` if `max` is less than `min`, or `[min, max]` has more than 2^n values.
	pub fn interval(bits: Bits, min: u64, max: u64) -> Result<Self, Error> {
		match max.checked_sub(min) {
			Some(width) if width <= bits.max() => Ok(Self { bits, interval: Some((min, max)) }),
			_ => Err(Error::InvalidInterval),
		}
	}

	/// Returns the smallest and the largest value.
	pub fn bounds(&self) -> (u64, u64) {
		self.interval.unwrap_or((0, self.bits.max()))
	}

	/// Returns the bits by which a side is proven.
	#[cfg(feature = "prover")]
	pub(crate) fn bits_of_side(&self) -> u8 {
		self.bits.count() as u8
	}

	/// Returns the ends of the interval, if both sides are proven.
	pub(crate) fn ends(&self) -> Option<(u64, u64)> {
		self.interval
	}

	/// Returns the size of a proof of `values` values: those of an interval count twice, and the sum is
	/// padded to a power of two.
	///
	/// Errors: `NoValues`, `TooManyValues`.
	pub fn shape(&self, values: usize) -> Result<Shape, Error> {
		let sides = if self.interval.is_some() { 2 } else { 1 };
		let proven = values.checked_mul(sides).ok_or(Error::TooManyValues)?;
		if proven == 0 {
			return Err(Error::NoValues);
		}
		if proven > MAX_PROVEN {
			return Err(Error::TooManyValues);
		}
		Ok(Shape { bits: self.bits, proven: proven.next_power_of_two() })
	}
}
