//! The runtime APIs.

use crate::{
	configs::{
		xcm::{SettlementAssetId, XcmConfig},
		XcmRouter,
	},
	*,
};
use alloc::{vec, vec::Vec};
use sp_runtime::traits::Block as BlockT;

zeropark_runtime_common::impl_runtime_apis! {
	settlement_asset: SettlementAssetId,
	genesis_presets: genesis_config_presets,
}
