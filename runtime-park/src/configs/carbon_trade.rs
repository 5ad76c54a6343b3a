//! What enterprises buy for their emissions.

use crate::*;
use frame_support::traits::Get;

/// This park's parachain id.
pub struct ChainId;
impl Get<u32> for ChainId {
	fn get() -> u32 {
		ParachainInfo::parachain_id().into()
	}
}

impl pallet_carbon_trade::Config for Runtime {
	type ChainId = ChainId;
	type Enterprises = EmissionRegisters;
	type Desk = CarbonDesk;
	type WeightInfo = weights::pallet_carbon_trade::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
