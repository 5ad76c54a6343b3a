//! The registry of green certificates.

use super::order_book::MarketAccount;
use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU16, ConstU32, ConstU64, Contains},
	PalletId,
};
use frame_system::EnsureSignedBy;
use zeropark_primitives::time::DAY;
use zeropark_runtime_common::{
	chains::{self, Parks},
	constants::currency::deposit,
	messaging::fees,
	xcm_types::{self, EnsureSibling},
};

parameter_types! {
	pub const RegistryId: PalletId = PalletId(*b"zp/green");
	// Encoded sizes with their keys, rounded up to tens. A generator has entries for its meter and
	// its permit.
	pub const GeneratorDeposit: Balance = deposit(3, 610);
	pub const RequestDeposit: Balance = deposit(1, 90);
	// The batch, its class of asset and the name of the class, the owner's account of it, and its
	// place in the queue of what expires.
	pub const BatchDeposit: Balance = deposit(5, 640);
	pub const PermitDeposit: Balance = fees::PERMIT_DEPOSIT;
	pub const RetirementDeposit: Balance = fees::RETIREMENT_DEPOSIT;
}

impl pallet_green_certificates::Config for Runtime {
	type RegulatorOrigin = EnsureSignedBy<Regulators, AccountId>;
	type ReporterOrigin = EnsureSibling<Parks>;
	type Currency = Balances;
	type Assets = Assets;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = RegistryId;
	type GeneratorDeposit = GeneratorDeposit;
	type RequestDeposit = RequestDeposit;
	type BatchDeposit = BatchDeposit;
	type PermitDeposit = PermitDeposit;
	type RetirementDeposit = RetirementDeposit;
	type Custodians = Custodians;
	type ClaimListener = RemoteOrders;
	type ValidityMonths = ConstU16<24>;
	type MinRemainingLife = ConstU64<DAY>;
	type MaxExpiries = ConstU32<16>;
	type WeightInfo = weights::pallet_green_certificates::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Accounts that keep certificates for others: the market's for its sellers, this chain's for
/// transfers it sends, those of other chains for the holders there, and those of remote orders
/// until their trades are reported.
pub struct Custodians;
impl Contains<AccountId> for Custodians {
	fn contains(who: &AccountId) -> bool {
		*who == MarketAccount::get()
			|| *who == xcm_types::chain_account()
			|| chains::ids().any(|chain| *who == chains::sovereign_account(chain))
			|| pallet_remote_orders::OrderAccounts::<Runtime>::contains_key(who)
	}
}
