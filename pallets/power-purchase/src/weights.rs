//! What the weights of this pallet depend on.

use frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
	/// Weight of `order_power`, the carrier's share included.
	fn order_power() -> Weight;
	/// Weight of `order_shortfall`, the carrier's share included.
	fn order_shortfall() -> Weight;
	/// Weight of `cancel_purchase`, the carrier's share included.
	fn cancel_purchase() -> Weight;
	/// Weight of `report`.
	fn report() -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn order_power() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn order_shortfall() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn cancel_purchase() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn report() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
}
