//! Configurations: what every chain has alike here, what is this chain's own in the modules.

mod assets;
pub mod xcm;

use crate::*;

zeropark_runtime_common::impl_infrastructure! {
	transfers: [Balances, Assets, PolkadotXcm],
	// Who empties an account of a class would burn it.
	forbidden: [RuntimeCall::Assets(pallet_assets::Call::refund { allow_burn: true, .. })],
	partner: None,
	fee_asset: xcm::SettlementAssetId,
}
