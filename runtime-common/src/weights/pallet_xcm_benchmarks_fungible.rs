//! Weights of `pallet_xcm_benchmarks::fungible`, measured with `make weights` on 2026-11-22.
//!
//! Steps 50, repeats 20, Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs, unused_parens)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of the instructions of `pallet_xcm_benchmarks::fungible`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo<T> {
	pub fn withdraw_asset() -> Weight {
		Weight::from_parts(84_761_000, 3593)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	pub fn transfer_asset() -> Weight {
		Weight::from_parts(210_155_000, 6196)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	pub fn transfer_reserve_asset() -> Weight {
		Weight::from_parts(284_688_000, 8799)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	pub fn reserve_asset_deposited() -> Weight {
		Weight::from_parts(21_005_000, 0)
			.saturating_add(T::DbWeight::get().reads(0))
			.saturating_add(T::DbWeight::get().writes(0))
	}
	pub fn initiate_reserve_withdraw() -> Weight {
		Weight::from_parts(319_278_000, 6196)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	pub fn deposit_asset() -> Weight {
		Weight::from_parts(118_122_000, 3593)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	pub fn deposit_reserve_asset() -> Weight {
		Weight::from_parts(290_934_000, 3769)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	pub fn initiate_teleport() -> Weight {
		Weight::from_parts(204_312_000, 3629)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	pub fn initiate_transfer() -> Weight {
		Weight::from_parts(253_358_000, 6196)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
