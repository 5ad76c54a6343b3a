//! Configurations: what every chain has alike here, what is this chain's own in the modules.

mod assets;
pub mod xcm;

use crate::*;

zeropark_runtime_common::impl_infrastructure! {
	transfers: [Balances, Assets, PolkadotXcm],
	fee_asset: xcm::SettlementAssetId,
}
