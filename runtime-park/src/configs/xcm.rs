//! Messages between chains, and whom the park trusts with what.

use super::{Weigher, XcmRouter};
use crate::*;
use ::xcm::latest::AssetId;
use frame_support::parameter_types;
use zeropark_runtime_common::xcm_types::{self, AssetsOf, GreencertLocation, HereLocation};

parameter_types! {
	/// The settlement currency, which is at home here.
	pub SettlementAssetId: AssetId = AssetId(HereLocation::get());
}

/// Where the park is.
pub type UniversalLocation = xcm_types::UniversalLocation<parachain_info::Pallet<Runtime>>;

/// Moves settlement money, and certificates whose home is the green certificate market.
pub type AssetTransactor = (
	xcm_types::SettlementTransactor<Balances, HereLocation>,
	xcm_types::ForeignTransactor<ForeignAssets, AssetsOf<GreencertLocation>>,
);

/// Certificates come from the green certificate market.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type Reserves = AssetsOf<GreencertLocation>;
/// What an arriving asset weighs is measured here for the chains that have one.
#[cfg(feature = "runtime-benchmarks")]
pub type Reserves = xcm_types::ReserveOf<HereLocation, crate::benchmarks::CarbonLocation>;

/// What a message may call: the market reports on purchases.
pub struct Transactable;
impl frame_support::traits::Contains<RuntimeCall> for Transactable {
	fn contains(call: &RuntimeCall) -> bool {
		// A remark is what is measured.
		cfg!(feature = "runtime-benchmarks")
			|| matches!(
				call,
				RuntimeCall::PowerPurchase(pallet_power_purchase::Call::report { .. })
			)
	}
}

/// How messages are executed.
pub struct XcmConfig;

zeropark_runtime_common::impl_xcm_executor! {
	settlement: HereLocation,
	transactor: AssetTransactor,
	reserves: Reserves,
	transact: Transactable,
}
