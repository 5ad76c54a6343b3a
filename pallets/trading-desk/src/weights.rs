//! The weights that this pallet needs.

use frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
	/// Weight of `report`, including the listener's share.
	fn report() -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
	fn report() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
}
