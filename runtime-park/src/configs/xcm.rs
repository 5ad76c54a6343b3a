//! How this chain executes messages, and which calls they may make.

use super::{Weigher, XcmRouter};
use crate::*;
use frame_support::traits::Contains;
use zeropark_runtime_common::{routes, xcm_types};

/// The settlement currency's location, as this chain names it.
pub type SettlementLocation = routes::SettlementLocation<Runtime>;
/// The settlement currency's id, as this chain names it.
pub type SettlementAssetId = routes::SettlementAssetId<Runtime>;

/// Where the park is.
pub type UniversalLocation = xcm_types::UniversalLocation<parachain_info::Pallet<Runtime>>;

/// Moves settlement money, and assets that are at home on other chains.
pub type AssetTransactor = (
	xcm_types::SettlementTransactor<Balances, SettlementLocation>,
	xcm_types::ForeignTransactor<crate::ForeignAssets, routes::ForeignAssets<Runtime>>,
);

/// Assets come from their homes.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type Reserves = routes::Reserves<Runtime>;
/// The weight of an arriving asset is measured here for the chains that money arrives on.
#[cfg(feature = "runtime-benchmarks")]
pub type Reserves = crate::benchmarks::ReservesForBenchmarks;

/// The calls that a message may make: the markets report on orders, and the carbon market says how
/// enterprises stand.
pub struct Transactable;
impl Contains<RuntimeCall> for Transactable {
	fn contains(call: &RuntimeCall) -> bool {
		// A remark is measured.
		cfg!(feature = "runtime-benchmarks")
			|| matches!(
				call,
				RuntimeCall::PowerDesk(pallet_trading_desk::Call::report { .. })
					| RuntimeCall::CarbonDesk(pallet_trading_desk::Call::report { .. })
					| RuntimeCall::EmissionRegisters(
						pallet_emission_registers::Call::take_positions { .. }
					)
			)
	}
}

/// How messages are executed.
pub struct XcmConfig;

zeropark_runtime_common::impl_xcm_executor! {
	settlement: SettlementLocation,
	transactor: AssetTransactor,
	reserves: Reserves,
	transact: Transactable,
}
