//! Messages between chains, and whom the park trusts with what.

use super::{Weigher, XcmRouter};
use crate::*;
use ::xcm::latest::AssetId;
use frame_support::parameter_types;
use zeropark_runtime_common::xcm_types::{self, HereLocation};

parameter_types! {
	/// The settlement currency, which is at home here.
	pub SettlementAssetId: AssetId = AssetId(HereLocation::get());
}

/// Where the park is.
pub type UniversalLocation = xcm_types::UniversalLocation<parachain_info::Pallet<Runtime>>;

/// Moves settlement money.
pub type AssetTransactor = xcm_types::SettlementTransactor<Balances, HereLocation>;

/// Nothing that comes here has its home elsewhere.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type Reserves = ();
/// What an arriving asset weighs is measured here for the chains that have one.
#[cfg(feature = "runtime-benchmarks")]
pub type Reserves = xcm_types::ReserveOf<HereLocation, crate::benchmarks::CarbonLocation>;

/// No message may call anything; only then could a call be measured.
#[cfg(not(feature = "runtime-benchmarks"))]
type Transactable = frame_support::traits::Nothing;
#[cfg(feature = "runtime-benchmarks")]
type Transactable = frame_support::traits::Everything;

/// How messages are executed.
pub struct XcmConfig;

zeropark_runtime_common::impl_xcm_executor! {
	settlement: HereLocation,
	transactor: AssetTransactor,
	reserves: Reserves,
	transact: Transactable,
}
