//! The weights that this pallet needs.

use frame_support::weights::Weight;

/// Weights of the calls; `n` is the number of resting orders that the order meets.
pub trait WeightInfo {
	/// Weight of `place_bid` when the order meets no other and rests.
	fn rest_bid() -> Weight;
	/// Weight of `place_bid` when the order meets `n` others and its remainder rests.
	fn place_bid(n: u32) -> Weight;
	/// Weight of `place_ask` when the order meets no other and rests.
	fn rest_ask() -> Weight;
	/// Weight of `place_ask` when the order meets `n` others and its remainder rests.
	fn place_ask(n: u32) -> Weight;
	/// Weight of `cancel_order`.
	fn cancel_order() -> Weight;
	/// Weight of `set_halted`.
	fn set_halted() -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn rest_bid() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn place_bid(n: u32) -> Weight {
		Weight::from_parts(100_000_000 + 100_000_000 * u64::from(n), 4_000)
	}
	fn rest_ask() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn place_ask(n: u32) -> Weight {
		Weight::from_parts(100_000_000 + 100_000_000 * u64::from(n), 4_000)
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn set_halted() -> Weight {
		Weight::from_parts(10_000_000, 4_000)
	}
}
