//! The weights that this pallet needs.

use frame_support::weights::Weight;

/// Weights of the calls and of the hooks; `n` is the number of tasks.
pub trait WeightInfo {
	/// Weight of `place` without the market's share.
	fn place() -> Weight;
	/// Weight of `place` for a sale, without the market's share.
	fn place_sale() -> Weight;
	/// Weight of `cancel` without the market's share.
	fn cancel() -> Weight;
	/// Weight of `place_for` without the market's share.
	fn place_for() -> Weight;
	/// Weight of doing `n` tasks.
	fn do_tasks(n: u32) -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn place() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn place_sale() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn cancel() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn place_for() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn do_tasks(n: u32) -> Weight {
		Weight::from_parts(10_000_000 + 100_000_000 * u64::from(n), 4_000)
	}
}
