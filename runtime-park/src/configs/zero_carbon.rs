//! Meters and the period ledger.

use crate::{types::Signature, *};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use frame_system::EnsureSignedBy;
use sp_runtime::traits::Verify;
use zeropark_primitives::units::DAY;
use zeropark_runtime_common::constants::currency::deposit;

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens: 297 bytes and 3 months of 111 bytes, 250 and 168 bytes.
	pub const DeviceDeposit: Balance = deposit(4, 630);
	pub const PeriodDeposit: Balance = deposit(1, 250);
	pub const SourceDeposit: Balance = deposit(1, 170);
}

impl pallet_metering::Config for Runtime {
	type RegistrarOrigin = EnsureSignedBy<Operators, AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type DeviceDeposit = DeviceDeposit;
	type Signature = Signature;
	type Signer = <Signature as Verify>::Signer;
	type Ledger = ZeroCarbon;
	type Registry = super::power_purchase::ToMarket;
	type Time = Timestamp;
	// A day of quarter hours: what a meter that lost its line sends when it is back.
	type MaxReadings = ConstU32<96>;
	type MaxDevices = ConstU32<10_000>;
	type WeightInfo = weights::pallet_metering::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_zero_carbon::Config for Runtime {
	type OperatorOrigin = EnsureSignedBy<Operators, AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PeriodDeposit = PeriodDeposit;
	type SourceDeposit = SourceDeposit;
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
