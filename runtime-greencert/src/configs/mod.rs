//! Configurations: what every chain has alike here, what is this chain's own in the modules.

mod assets;
pub mod certificates;
mod remote_orders;
pub mod xcm;

use crate::*;

zeropark_runtime_common::impl_infrastructure! {
	transfers: [Balances, Assets, GreenCertificates, OrderBook, PolkadotXcm, RemoteOrders],
	// Who empties an account of a class would burn it behind the registry's back.
	forbidden: [RuntimeCall::Assets(pallet_assets::Call::refund { allow_burn: true, .. })],
	partner: Some(zeropark_runtime_common::xcm_types::ParkLocation::get()),
	fee_asset: xcm::SettlementAssetId,
}
