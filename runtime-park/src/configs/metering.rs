//! Meters and their readings.

use crate::{types::Signature, *};
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::EnsureSignedBy;
use sp_runtime::traits::Verify;
use zeropark_runtime_common::constants::currency::deposit;

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens: 297 bytes and 3 months of 111 bytes.
	pub const DeviceDeposit: Balance = deposit(4, 630);
}

impl pallet_metering::Config for Runtime {
	type RegistrarOrigin = EnsureSignedBy<Operators, AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type DeviceDeposit = DeviceDeposit;
	type Signature = Signature;
	type Signer = <Signature as Verify>::Signer;
	type ReadingSink = ZeroCarbon;
	type Registry = super::outbox::GreencertMessenger;
	type Time = Timestamp;
	// A day of quarter hours: what a meter that lost its line sends when it is back.
	type MaxReadings = ConstU32<96>;
	type MaxDevices = ConstU32<10_000>;
	type WeightInfo = weights::pallet_metering::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
