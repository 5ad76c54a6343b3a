//! Configurations: what every chain has alike here, what is the park's own in the modules.

mod assets;
mod governance;
pub mod xcm;
mod zero_carbon;

use crate::*;

zeropark_runtime_common::impl_infrastructure! {
	transfers: [Balances, ForeignAssets, PolkadotXcm],
	fee_asset: xcm::SettlementAssetId,
}
