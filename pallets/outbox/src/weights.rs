//! The weights that this pallet needs.

use frame_support::weights::Weight;

/// Weights of the hooks.
pub trait WeightInfo {
	/// Weight of trying `n` waiting messages.
	fn send_waiting(n: u32) -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn send_waiting(n: u32) -> Weight {
		Weight::from_parts(10_000_000 + 100_000_000 * u64::from(n), 4_000)
	}
}
