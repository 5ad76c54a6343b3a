//! Weights that the runtimes share: of what the SDK ships none for, of money, against which ours are read, and of range
//! proofs. Measured by `make weights`, never edited.

pub mod pallet_balances;
pub mod pallet_range_proof;
pub mod pallet_xcm;
pub mod pallet_xcm_benchmarks_fungible;
pub mod pallet_xcm_benchmarks_generic;
