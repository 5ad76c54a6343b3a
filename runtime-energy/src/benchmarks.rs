//! Benchmarks of this chain's own pallets; what all four share is measured on the park.

use crate::*;
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{
	fungible::Mutate, StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
};
use zeropark_primitives::time::Seconds;
use zeropark_runtime_common::constants::currency::PCNY;

frame_benchmarking::define_benchmarks!(
	[pallet_consortium, Consortium]
	[pallet_energy_market, EnergyMarket]
);

/// The benchmarks there are.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Prepares the state that benchmarks need.
pub struct Helper;

impl pallet_energy_market::BenchmarkHelper<AccountId> for Helper {
	fn set_time(seconds: Seconds) {
		pallet_timestamp::Now::<Runtime>::put(seconds * 1_000);
	}

	fn fund(who: &AccountId) {
		let _ = Balances::mint_into(who, 1_000_000_000 * PCNY);
	}
}
