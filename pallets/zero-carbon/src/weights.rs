//! The weights that this pallet takes from the runtime.

use frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
	/// Weight of `open_period`.
	fn open_period() -> Weight;
	/// Weight of `close_period`.
	fn close_period() -> Weight;
	/// Weight of `register_source`.
	fn register_source() -> Weight;
	/// Weight of `remove_source`.
	fn remove_source() -> Weight;
	/// Weight of `report_activity`.
	fn report_activity() -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn open_period() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn close_period() -> Weight {
		Weight::from_parts(30_000_000, 4_000)
	}
	fn register_source() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn remove_source() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn report_activity() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
	}
}
