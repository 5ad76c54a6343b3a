//! Assets whose home is another chain: certificates, allowances and credits that came here.

use crate::*;
use frame_support::traits::{AsEnsureOriginWithArg, ConstU128, ConstU32};
use frame_system::{EnsureNever, EnsureRoot};
use zeropark_runtime_common::configs::assets::{
	ApprovalDeposit, AssetAccountDeposit, AssetDeposit,
};

impl pallet_assets::Config<pallet_assets::Instance2> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type AssetId = ::xcm::latest::Location;
	type AssetIdParameter = ::xcm::latest::Location;
	type ReserveData = ();
	type Currency = Balances;
	// A class comes into being where its home says so, never by an account's wish.
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = AssetDeposit;
	type AssetAccountDeposit = AssetAccountDeposit;
	// Only the chain itself names a class, when it makes it, and its home pays for the class.
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ApprovalDeposit;
	type StringLimit = ConstU32<50>;
	type Holder = ();
	type Freezer = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type RemoveItemsLimit = ConstU32<1_000>;
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::ForeignAssetsHelper;
}
