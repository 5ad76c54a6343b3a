//! Compliance cycles, and the allowances of enterprises.

use super::{governance::IndependentVerifiers, order_book::MarketAccount, outbox::ParkMessenger};
use crate::*;
use frame_support::{
	parameter_types,
	traits::{Contains, SortedMembers},
	PalletId,
};
use frame_system::EnsureSignedBy;
use zeropark_runtime_common::{
	chains::Parks, constants::currency::deposit, xcm_types::EnsureSibling,
};

parameter_types! {
	pub const AllowancesId: PalletId = PalletId(*b"zp/allow");
	// Encoded sizes with their keys, rounded up to tens. A cycle has a class of asset and its name.
	pub const CycleDeposit: Balance = deposit(3, 560);
	pub const EntityDeposit: Balance = deposit(1, 290);
	// With the compliance account's entry of the class.
	pub const ObligationDeposit: Balance = deposit(2, 450);
	pub const CancellationDeposit: Balance = deposit(1, 340);
}

impl pallet_carbon_allowances::Config for Runtime {
	type RegulatorOrigin = EnsureSignedBy<Regulators, AccountId>;
	type ParkOrigin = EnsureSibling<Parks>;
	type Barred = Barred;
	type Verifiers = IndependentVerifiers;
	type Currency = Balances;
	type Assets = Assets;
	type Credits = Ccer;
	type Parks = ParkMessenger;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = AllowancesId;
	type CycleDeposit = CycleDeposit;
	type EntityDeposit = EntityDeposit;
	type ObligationDeposit = ObligationDeposit;
	type CancellationDeposit = CancellationDeposit;
	type WeightInfo = weights::pallet_carbon_allowances::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// The accounts that may not own an enterprise under quota (Decree 775).
pub struct Barred;
impl Contains<AccountId> for Barred {
	fn contains(who: &AccountId) -> bool {
		*who == MarketAccount::get() || <Regulators as SortedMembers<_>>::contains(who)
	}
}
