//! What the weights of this pallet depend on.

use frame_support::weights::Weight;

/// Weights of the calls; `n` is the number of orders met, or gone through.
pub trait WeightInfo {
	/// Weight of `place_bid`.
	fn place_bid(n: u32) -> Weight;
	/// Weight of `place_ask`.
	fn place_ask(n: u32) -> Weight;
	/// Weight of `cancel_order`.
	fn cancel_order() -> Weight;
	/// Weight of `set_halted`.
	fn set_halted() -> Weight;
	/// Weight of closing what has expired.
	fn close_expired(n: u32) -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn place_bid(n: u32) -> Weight {
		Weight::from_parts(100_000_000 + 100_000_000 * u64::from(n), 4_000)
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
	fn close_expired(n: u32) -> Weight {
		Weight::from_parts(10_000_000 + 100_000_000 * u64::from(n), 4_000)
	}
}
