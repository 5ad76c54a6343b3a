//! The registry of green certificates and their market.

use crate::*;
use alloc::string::String;
use frame_support::{
	parameter_types,
	traits::{ConstU16, ConstU32, ConstU64, Contains, Equals},
	PalletId,
};
use frame_system::EnsureSignedBy;
use sp_runtime::{traits::AccountIdConversion, Permill};
use zeropark_primitives::{
	market::{Baskets, Catalogue, CertificateBasket, Receipt},
	Interval, PeriodSpan,
};
use zeropark_runtime_common::{
	chains,
	constants::currency::deposit,
	purchases,
	types::CollatorPot,
	xcm_types::{self, EnsureSibling},
};

parameter_types! {
	pub const RegistryId: PalletId = PalletId(*b"zp/green");
	pub const MarketId: PalletId = PalletId(*b"zp/order");
	// Encoded sizes with their keys, rounded up to tens; the entries of its meter and permit come
	// with a device.
	pub const GeneratorDeposit: Balance = deposit(3, 610);
	pub const RequestDeposit: Balance = deposit(1, 90);
	// The batch, its class of asset, the owner's account of it, and its place in the queue of what expires.
	pub const BatchDeposit: Balance = deposit(4, 510);
	pub const RetirementDeposit: Balance = purchases::RETIREMENT_DEPOSIT;
	pub const OrderDeposit: Balance = purchases::ORDER_DEPOSIT;
	// Two per mille, of the seller.
	pub const FeeRate: Permill = Permill::from_parts(2_000);
	pub const ParkId: u32 = chains::PARK;
	pub MarketAccount: AccountId = MarketId::get().into_account_truncating();
}

impl pallet_membership::Config<pallet_membership::Instance1> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AddOrigin = frame_system::EnsureRoot<AccountId>;
	type RemoveOrigin = frame_system::EnsureRoot<AccountId>;
	type SwapOrigin = frame_system::EnsureRoot<AccountId>;
	type ResetOrigin = frame_system::EnsureRoot<AccountId>;
	type PrimeOrigin = frame_system::EnsureRoot<AccountId>;
	type MembershipInitialized = ();
	type MembershipChanged = ();
	type MaxMembers = ConstU32<16>;
	type WeightInfo = pallet_membership::weights::SubstrateWeight<Runtime>;
}

impl pallet_green_certificates::Config for Runtime {
	type RegulatorOrigin = EnsureSignedBy<Regulators, AccountId>;
	type ReporterOrigin = EnsureSibling<Equals<ParkId>>;
	type Currency = Balances;
	type Assets = Assets;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = RegistryId;
	type GeneratorDeposit = GeneratorDeposit;
	type RequestDeposit = RequestDeposit;
	type BatchDeposit = BatchDeposit;
	type RetirementDeposit = RetirementDeposit;
	type Custodians = Custodians;
	type ClaimListener = RemoteOrders;
	type ValidityMonths = ConstU16<24>;
	type MaxExpiries = ConstU32<16>;
	type WeightInfo = weights::pallet_green_certificates::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Who keeps certificates for others: the market for its sellers, this chain for what it sends, the accounts of other chains for
/// their holders over there, and those of purchases until they are reported.
pub struct Custodians;
impl Contains<AccountId> for Custodians {
	fn contains(who: &AccountId) -> bool {
		*who == MarketAccount::get()
			|| *who == xcm_types::chain_account()
			|| chains::ALL.into_iter().any(|chain| *who == chains::sovereign_account(chain))
			|| pallet_remote_orders::Purchases::<Runtime>::contains_key(who)
	}
}

/// Certificates are alike by their technology and quarter, or by their quarter alone.
pub struct Registry;
impl Catalogue for Registry {
	type Class = u32;
	type Basket = CertificateBasket;

	fn baskets(class: &u32) -> Option<Baskets<CertificateBasket>> {
		let batch = GreenCertificates::tradable(*class)?;
		let quarter = batch.month.quarter();
		let baskets = [Some(batch.technology), None]
			.map(|technology| CertificateBasket { technology, quarter });
		Some(Baskets::truncate_from(baskets.to_vec()))
	}
}

impl pallet_order_book::Config for Runtime {
	type Currency = Balances;
	type Assets = Assets;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Catalogue = Registry;
	type Listener = RemoteOrders;
	type OperatorOrigin = EnsureSignedBy<Regulators, AccountId>;
	type Time = Timestamp;
	type PalletId = MarketId;
	type FeeRate = FeeRate;
	type FeePot = CollatorPot<Runtime>;
	type OrderDeposit = OrderDeposit;
	type MinLot = ConstU64<1>;
	type MaxValidity = ConstU64<{ purchases::MAX_VALIDITY }>;
	// Less than a fiftieth of a block, in time and in proof.
	type MaxFills = ConstU32<20>;
	// At the least; an idle block closes more.
	type MaxExpiries = ConstU32<16>;
	// 10,000 orders fit however they come: a third of 256 pages of 128.
	type PageSize = ConstU32<128>;
	type MaxPages = ConstU32<256>;
	// What a market page shows; older trades are in the blocks' events.
	type MaxTrades = ConstU32<4_096>;
	type WeightInfo = weights::pallet_order_book::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// The receipt of a retirement.
pub fn receipt(retirement: u64) -> Option<Receipt> {
	let record = GreenCertificates::receipt(retirement)?;
	let batch = GreenCertificates::batch(record.batch)?;
	let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	let Interval { start, end } = record.claim.period;
	Some(Receipt {
		retirement,
		batch: record.batch,
		technology: batch.technology,
		month: batch.month,
		serials: record.serials,
		holder: record.holder,
		beneficiary: text(&record.claim.beneficiary),
		purpose: text(&record.claim.purpose),
		period: PeriodSpan { start, end },
		time: record.time,
		reopened: record.reopened,
	})
}
