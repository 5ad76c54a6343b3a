//! Credits for reduced emissions.

use super::governance::EnsureVerifier;
use crate::*;
use frame_support::{parameter_types, PalletId};
use frame_system::EnsureSignedBy;
use zeropark_runtime_common::{constants::currency::deposit, messaging::fees};

parameter_types! {
	pub const CcerId: PalletId = PalletId(*b"zp/ccers");
	// Encoded sizes with their keys, rounded up to tens. A batch has a class of asset, its name, and
	// the owner's account of it.
	pub const ProjectDeposit: Balance = deposit(1, 520);
	pub const ReportDeposit: Balance = deposit(0, 140);
	pub const DeviceDeposit: Balance = deposit(1, 40);
	pub const BatchDeposit: Balance = deposit(4, 600);
	pub const UseDeposit: Balance = fees::SURRENDER_DEPOSIT;
}

impl pallet_ccer::Config for Runtime {
	type RegulatorOrigin = EnsureSignedBy<Regulators, AccountId>;
	type VerifierOrigin = EnsureVerifier;
	type Currency = Balances;
	type Assets = Assets;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = CcerId;
	type ProjectDeposit = ProjectDeposit;
	type DeviceDeposit = DeviceDeposit;
	type ReportDeposit = ReportDeposit;
	type BatchDeposit = BatchDeposit;
	type UseDeposit = UseDeposit;
	type WeightInfo = weights::pallet_ccer::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
