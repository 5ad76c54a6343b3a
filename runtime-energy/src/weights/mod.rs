//! Weights of this chain's own pallets: measured by `make weights`, never edited.

pub mod pallet_consortium;
pub mod pallet_energy_market;
