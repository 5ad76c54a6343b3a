//! Configurations, a file per pallet or concern of this chain's own.
//!
//! The pallets that do the same on every chain are configured in `runtime-common/src/configs`, by
//! the macros below.

mod assets;
mod carbon_desk;
mod carbon_trade;
mod emission_registers;
mod governance;
mod metering;
mod node_selection;
pub mod outbox;
mod power_desk;
mod power_purchase;
pub mod system;
pub mod xcm;
mod zero_carbon;

use crate::*;
use zeropark_runtime_common::configs::messaging;

/// Messages to siblings go by XCMP; the relay chain takes none.
pub type XcmRouter = messaging::XcmRouter<XcmpQueue>;
/// Weighs messages with the measured weights of their instructions.
pub type Weigher = messaging::Weigher<Runtime, RuntimeCall>;

zeropark_runtime_common::impl_system_configs! {
	call_filter: system::CallFilter,
	migrations: migrations::Migrations,
}
zeropark_runtime_common::impl_monetary_configs!(free_calls: metering::FreeReadings);
zeropark_runtime_common::impl_consensus_configs!(sessions: node_selection::ChosenCollators);
zeropark_runtime_common::impl_messaging_configs! {
	settlement_asset: xcm::SettlementAssetId,
	xcm_config: xcm::XcmConfig,
}
zeropark_runtime_common::impl_governance_configs!();
zeropark_runtime_common::impl_proof_configs!();
