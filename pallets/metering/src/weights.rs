//! The weights that this pallet takes from the runtime.

use frame_support::weights::Weight;

/// Weights of the calls. `n` is the number of readings in a batch.
pub trait WeightInfo {
	/// Weight of `register_device`.
	fn register_device() -> Weight;
	/// Weight of `approve_device`.
	fn approve_device() -> Weight;
	/// Weight of `end_device`.
	fn end_device() -> Weight;
	/// Weight of `report_output`, including the message to the registry.
	fn report_output() -> Weight;
	/// Weight of `submit_readings`, and of the two checks before it.
	fn submit_readings(n: u32) -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn register_device() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn approve_device() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn end_device() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
	}
	fn report_output() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn submit_readings(n: u32) -> Weight {
		Weight::from_parts(30_000_000 + 10_000_000 * u64::from(n), 4_000)
	}
}
