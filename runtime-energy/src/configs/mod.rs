//! Configurations: what every chain has alike here, what is this chain's own in the modules.

pub mod xcm;

use crate::*;

zeropark_runtime_common::impl_infrastructure! {
	transfers: [Balances, PolkadotXcm],
	forbidden: [],
	partner: None,
	fee_asset: xcm::SettlementAssetId,
}

impl pallet_carrier::Config for Runtime {}
