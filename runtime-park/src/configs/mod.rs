//! Configurations: what every chain has alike here, what is the park's own in the modules.

mod assets;
mod governance;
mod power_purchase;
pub mod xcm;
mod zero_carbon;

use crate::*;

zeropark_runtime_common::impl_infrastructure! {
	transfers: [Balances, ForeignAssets, Metering, PolkadotXcm, PowerPurchase],
	// Who empties an account of a class would burn what has its home elsewhere.
	forbidden: [
		RuntimeCall::ForeignAssets(pallet_assets::Call::refund { allow_burn: true, .. })
	],
	partner: Some(zeropark_runtime_common::xcm_types::GreencertLocation::get()),
	fee_asset: xcm::SettlementAssetId,
}
