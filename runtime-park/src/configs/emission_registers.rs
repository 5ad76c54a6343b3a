//! The registers of enterprises' emissions, for the carbon market.

use super::outbox::CarbonMessenger;
use crate::*;
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::EnsureSignedBy;
use zeropark_runtime_common::{
	chains::Carbons, constants::currency::deposit, messaging::registers_account,
	xcm_types::EnsureSibling,
};

parameter_types! {
	// Encoded size with its key, rounded up to tens: 230 bytes.
	pub const EntityDeposit: Balance = deposit(1, 230);
	pub ReportPayer: AccountId = registers_account(ParachainInfo::parachain_id().into());
}

impl pallet_emission_registers::Config for Runtime {
	type Listener = CarbonTrade;
	type OperatorOrigin = EnsureSignedBy<Operators, AccountId>;
	type MarketOrigin = EnsureSibling<Carbons>;
	type Market = CarbonMessenger;
	type Payer = ReportPayer;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type EntityDeposit = EntityDeposit;
	type MaxEntities = ConstU32<1_000>;
	// All enterprises in two cycles: the one that runs, and the one that is being settled.
	type MaxUnreported = ConstU32<2_000>;
	// A year of days.
	type MaxPeriods = ConstU32<366>;
	// A minute.
	type ReportInterval = ConstU32<10>;
	type WeightInfo = weights::pallet_emission_registers::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
