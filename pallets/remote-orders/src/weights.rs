//! What the weights of this pallet depend on.

use frame_support::weights::Weight;

/// Weights of the calls; `n` is the number of pieces of news.
pub trait WeightInfo {
	/// Weight of `place` but for the market's share.
	fn place() -> Weight;
	/// Weight of `cancel` but for the market's share.
	fn cancel() -> Weight;
	/// Weight of `place_for` but for the market's share.
	fn place_for() -> Weight;
	/// Weight of sending news.
	fn send_news(n: u32) -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn place() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn cancel() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn place_for() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn send_news(n: u32) -> Weight {
		Weight::from_parts(10_000_000 + 100_000_000 * u64::from(n), 4_000)
	}
}
