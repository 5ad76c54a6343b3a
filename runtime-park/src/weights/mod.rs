//! Weights of the park's own pallets, measured with `make weights`.

pub mod pallet_metering;
pub mod pallet_zero_carbon;
