//! Purchases for enterprises' emissions, and sales of allowances that they have left.

use crate::*;
use frame_support::{parameter_types, traits::Get};
use zeropark_runtime_common::constants::currency::deposit;

parameter_types! {
	// Its encoded size with its key, rounded up to tens.
	pub const InstructionDeposit: Balance = deposit(1, 290);
}

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
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type InstructionDeposit = InstructionDeposit;
	type WeightInfo = weights::pallet_carbon_trade::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
