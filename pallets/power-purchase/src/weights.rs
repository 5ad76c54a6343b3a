//! The weights that this pallet needs.

use frame_support::weights::Weight;

/// Weights of the calls, including the shares of the trading desk and the outbox.
pub trait WeightInfo {
	/// Weight of `order_power`.
	fn order_power() -> Weight;
	/// Weight of `order_shortfall`.
	fn order_shortfall() -> Weight;
	/// Weight of `cancel_purchase`.
	fn cancel_purchase() -> Weight;
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
}
