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

/// Moves settlement money, and the certificates that are at home here.
pub type AssetTransactor =
	(xcm_types::SettlementTransactor<Balances, ParkLocation>, xcm_types::HomeTransactor<Assets>);

/// Settlement money comes from the park.
pub type Reserves = ReserveOf<ParkLocation, ParkLocation>;

/// What a message may call: a meter's chain reports its output, and the park buys.
pub struct Transactable;
impl frame_support::traits::Contains<RuntimeCall> for Transactable {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::GreenCertificates(pallet_green_certificates::Call::report_output { .. })
				| RuntimeCall::RemoteOrders(
					pallet_remote_orders::Call::place { .. }
						| pallet_remote_orders::Call::cancel { .. }
				)
		)
	}
}

/// How messages are executed.
pub struct XcmConfig;

zeropark_runtime_common::impl_xcm_executor! {
	settlement: ParkLocation,
	transactor: AssetTransactor,
	reserves: Reserves,
	transact: Transactable,
}
