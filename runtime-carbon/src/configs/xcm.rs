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

/// Moves settlement money.
pub type AssetTransactor = xcm_types::SettlementTransactor<Balances, SettlementLocation>;

/// The calls that a message may make: parks report what their enterprises emitted, and place and cancel
/// orders.
pub struct Transactable;
impl Contains<RuntimeCall> for Transactable {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_remote_orders::Call::{cancel, place};
		matches!(
			call,
			RuntimeCall::CarbonAllowances(pallet_carbon_allowances::Call::report { .. })
				| RuntimeCall::RemoteOrders(place { .. } | cancel { .. })
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
