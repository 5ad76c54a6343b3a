//! A small generator of random integers.

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers everywhere for a seed.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
	pub(crate) fn new(seed: u64) -> Self {
		Self(seed)
	}

	pub(crate) fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ (mixed >> 31)
	}

	/// A number below `end`; 0 if there is none. None is likelier than another by more than
	/// `end / 2^64`.
	pub(crate) fn below(&mut self, end: u64) -> u64 {
		((u128::from(self.next()) * u128::from(end)) >> 64) as u64
	}

	/// A place below `end`, which is the length of a list.
	pub(crate) fn index(&mut self, end: usize) -> usize {
		self.below(end as u64) as usize
	}

	/// A place in `weights`, drawn in proportion to them. `total` is their sum, and not 0.
	pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = u64>, total: u64) -> usize {
		let mut rest = self.below(total);
		let mut last = 0;
		for (place, weight) in weights.enumerate() {
			if rest < weight {
				return place;
			}
			rest -= weight;
			last = place;
		}
		last
	}
}
