//! The weights that this pallet takes from the runtime.

use frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
	/// Weight of `open_period`.
	fn open_period() -> Weight;
	/// Weight of `close_period`.
	fn close_period() -> Weight;
	/// Weight of `cancel_period`.
	fn cancel_period() -> Weight;
	/// Weight of `register_source`.
	fn register_source() -> Weight;
	/// Weight of `withdraw_source`.
	fn withdraw_source() -> Weight;
	/// Weight of `approve_source`.
	fn approve_source() -> Weight;
	/// Weight of `end_source`.
	fn end_source() -> Weight;
	/// Weight of `report_activity`.
	fn report_activity() -> Weight;
	/// Weight of `confirm_removal`.
	fn confirm_removal() -> Weight;
	/// Weight of `drop_removal`.
	fn drop_removal() -> Weight;
	/// Weight of `publish_grid_factor`.
	fn publish_grid_factor() -> Weight;
	/// Weight of `set_vintage`.
	fn set_vintage() -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn open_period() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn close_period() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn cancel_period() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn register_source() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn withdraw_source() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn approve_source() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn end_source() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn report_activity() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn confirm_removal() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn drop_removal() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn publish_grid_factor() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn set_vintage() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
}
