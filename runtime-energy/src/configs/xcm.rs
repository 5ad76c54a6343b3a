//! Messages between chains, and whom this chain trusts with what.

use super::{Weigher, XcmRouter};
use crate::*;
use ::xcm::latest::AssetId;
use frame_support::parameter_types;
use zeropark_runtime_common::xcm_types::{self, ParkLocation, ReserveOf};

parameter_types! {
	/// The settlement currency, which is at home on the park.
	pub SettlementAssetId: AssetId = AssetId(ParkLocation::get());
}

/// Where this chain is.
pub type UniversalLocation = xcm_types::UniversalLocation<parachain_info::Pallet<Runtime>>;

/// Moves settlement money.
pub type AssetTransactor = xcm_types::SettlementTransactor<Balances, ParkLocation>;

/// Settlement money comes from the park.
pub type Reserves = ReserveOf<ParkLocation, ParkLocation>;

/// How messages are executed.
pub struct XcmConfig;

zeropark_runtime_common::impl_xcm_executor! {
	settlement: ParkLocation,
	transactor: AssetTransactor,
	reserves: Reserves,
	transact: frame_support::traits::Nothing,
}
