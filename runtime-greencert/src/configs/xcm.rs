//! How this chain executes messages, and which calls they may make.

use super::{Weigher, XcmRouter};
use crate::*;
use frame_support::traits::Contains;
use zeropark_runtime_common::{routes, xcm_types};

/// The settlement currency's location, as this chain names it.
pub type SettlementLocation = routes::SettlementLocation<Runtime>;
/// The settlement currency's id, as this chain names it.
pub type SettlementAssetId = routes::SettlementAssetId<Runtime>;

/// Where this chain is.
pub type UniversalLocation = xcm_types::UniversalLocation<parachain_info::Pallet<Runtime>>;

/// Moves settlement money, and the certificates that are at home here.
pub type AssetTransactor = (
	xcm_types::SettlementTransactor<Balances, SettlementLocation>,
	xcm_types::HomeTransactor<Assets>,
);

/// The calls that a message may make: a meter's chain reports its output, and parks order.
pub struct Transactable;
impl Contains<RuntimeCall> for Transactable {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::GreenCertificates(
				pallet_green_certificates::Call::report_output { .. }
					| pallet_green_certificates::Call::occupy_permit { .. }
			) | RuntimeCall::RemoteOrders(
				pallet_remote_orders::Call::place { .. }
					| pallet_remote_orders::Call::cancel { .. }
			)
		)
	}
}

/// How messages are executed.
pub struct XcmConfig;

zeropark_runtime_common::impl_xcm_executor! {
	settlement: SettlementLocation,
	transactor: AssetTransactor,
	reserves: routes::Reserves<Runtime>,
	transact: Transactable,
}
