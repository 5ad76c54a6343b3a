//! Weights of what the SDK ships none for and all four runtimes have: measured by `make weights`, never edited.

pub mod pallet_xcm;
pub mod pallet_xcm_benchmarks_fungible;
pub mod pallet_xcm_benchmarks_generic;
