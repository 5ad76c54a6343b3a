//! Members, delivery points and margins.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU32, EnsureOrigin, OriginTrait},
};
use zeropark_runtime_common::constants::currency::deposit;

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens.
	pub const MemberDeposit: Balance = deposit(1, 190);
	// A point, eight meters, its peak, and its part of the books and readings that are not settled.
	pub const PointDeposit: Balance = deposit(12, 3_200);
}

impl pallet_consortium::Config for Runtime {
	type ProviderOrigin = EnsureProvider;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Market = EnergyMarket;
	type MemberDeposit = MemberDeposit;
	type PointDeposit = PointDeposit;
	type MaxPoints = ConstU32<10_000>;
	type WeightInfo = weights::pallet_consortium::WeightInfo<Runtime>;
}

/// The carrier's provider: the account that is root of its chain.
pub struct EnsureProvider;
impl EnsureOrigin<RuntimeOrigin> for EnsureProvider {
	type Success = AccountId;

	fn try_origin(origin: RuntimeOrigin) -> Result<AccountId, RuntimeOrigin> {
		match (origin.as_signer(), pallet_sudo::Key::<Runtime>::get()) {
			(Some(who), Some(provider)) if *who == provider => Ok(provider),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		let provider = AccountId::from([1; 32]);
		pallet_sudo::Key::<Runtime>::put(&provider);
		Ok(RuntimeOrigin::signed(provider))
	}
}
