//! The period ledger.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use frame_system::EnsureSignedBy;
use zeropark_primitives::time::DAY;
use zeropark_runtime_common::constants::currency::deposit;

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens: 332 bytes and the totals of 484 bytes, and
	// what was surrendered for it; 247 bytes; 164 bytes, and the emissions of an enterprise.
	pub const PeriodDeposit: Balance = deposit(3, 860);
	pub const SourceDeposit: Balance = deposit(1, 250);
	pub const ActivityDeposit: Balance = deposit(2, 270);
}

impl pallet_zero_carbon::Config for Runtime {
	type OperatorOrigin = EnsureSignedBy<Operators, AccountId>;
	type VerifierOrigin = super::governance::EnsureVerifier;
	type Meters = Metering;
	type Purchases = PowerPurchase;
	type Registers = EmissionRegisters;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PeriodDeposit = PeriodDeposit;
	type SourceDeposit = SourceDeposit;
	type ActivityDeposit = ActivityDeposit;
	type Time = Timestamp;
	// The one that runs, the one being settled, and the next.
	type MaxOpenPeriods = ConstU32<3>;
	type MaxPeriodLength = ConstU64<{ 366 * DAY }>;
	type MaxSources = ConstU32<1_000>;
	type MaxLabel = ConstU32<64>;
	type WeightInfo = weights::pallet_zero_carbon::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
