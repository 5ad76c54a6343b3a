//! What the weights of this pallet depend on.

use frame_support::weights::Weight;

/// Weights of the calls; `n` is the number of orders met.
pub trait WeightInfo {
	/// Weight of `place_bid` when it meets nobody.
	fn rest_bid() -> Weight;
	/// Weight of `place_bid`.
	fn place_bid(n: u32) -> Weight;
	/// Weight of `place_ask` when it meets nobody.
	fn rest_ask() -> Weight;
	/// Weight of `place_ask`.
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
