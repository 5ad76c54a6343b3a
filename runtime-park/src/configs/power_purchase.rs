//! Green power from the certificate market.

use crate::*;
use frame_system::EnsureSignedBy;

impl pallet_power_purchase::Config for Runtime {
	type OperatorOrigin = EnsureSignedBy<Operators, AccountId>;
	type Desk = PowerDesk;
	type Ledger = ZeroCarbon;
	type Consumers = Metering;
	type Time = Timestamp;
	type WeightInfo = weights::pallet_power_purchase::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
