//! Meters and their readings.

use crate::*;
use frame_support::{pallet_prelude::TransactionValidityError, parameter_types, traits::ConstU32};
use frame_system::EnsureSignedBy;
use pallet_metering::Call;
use zeropark_runtime_common::{
	constants::currency::deposit,
	fees::{FreeCalls, Stage},
};

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens: 363 bytes, 3 months of 111 bytes, the key
	// and the count of loads of 84 bytes each, the permit of 68 bytes.
	pub const DeviceDeposit: Balance = deposit(7, 940);
}

impl pallet_metering::Config for Runtime {
	type RegistrarOrigin = EnsureSignedBy<Operators, AccountId>;
	type VerifierOrigin = super::governance::EnsureVerifier;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type DeviceDeposit = DeviceDeposit;
	type Calendar = ZeroCarbon;
	type Registry = super::outbox::GreencertMessenger;
	type Time = Timestamp;
	// A day of quarter hours: what a meter that lost its line sends when it is back.
	type MaxReadings = ConstU32<96>;
	type MaxDevices = ConstU32<10_000>;
	type WeightInfo = weights::pallet_metering::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Readings are free, and so must hold before they enter.
pub struct FreeReadings;

impl FreeCalls<AccountId, RuntimeCall> for FreeReadings {
	fn check(
		who: &AccountId,
		call: &RuntimeCall,
		has_tip: bool,
		stage: Stage,
	) -> Result<(), TransactionValidityError> {
		match call {
			RuntimeCall::Metering(Call::submit_readings { batch }) => {
				Metering::check_batch(who, batch, has_tip, stage == Stage::Block)
			},
			_ => Ok(()),
		}
	}
}
