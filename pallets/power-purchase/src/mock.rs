//! A ledger with one open period, and a broker that keeps what it is given.

use crate as pallet_power_purchase;
use crate::Usage;
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{
		fungible::Mutate,
		tokens::{Fortitude, Precision, Preservation},
		ConstU128, ConstU64,
	},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};
use zeropark_primitives::{
	carbon::PeriodSpan,
	market::{
		Balance, CertificateBasket, Month, Price, Quantity, Quarter, SerialRange, Technology,
	},
	purchase::{Broker, Delivery, PowerLedger, PowerOrder, PurchaseId, Retired, Text},
	units::DAY,
	PeriodId, Seconds, WattHours,
};

pub type AccountId = AccountId32;

pub const BUYER: AccountId = AccountId::new([1; 32]);
pub const OTHER: AccountId = AccountId::new([2; 32]);
pub const OPERATOR: AccountId = AccountId::new([3; 32]);
pub const SELLER: AccountId = AccountId::new([4; 32]);
pub const MONEY: Balance = 1_000_000;
pub const PURCHASE_DEPOSIT: Balance = 50;
pub const AGREEMENT_DEPOSIT: Balance = 20;
pub const OVERHEAD: Balance = 500;
pub const FEE: Balance = 30;
/// The open period.
pub const PERIOD: PeriodId = 4;
pub const DEADLINE: Seconds = DAY;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type PowerPurchase = pallet_power_purchase;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type MinimumPeriod = ConstU64<1>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
}

parameter_types! {
	/// What the period lacks; `None` once it is closed.
	pub static Lacking: Option<WattHours> = Some(WattHours(2_500_000));
	/// What was added to it.
	pub static Added: WattHours = WattHours::ZERO;
	/// What the broker says.
	pub static BrokerError: Option<DispatchError> = None;
	/// Orders that were placed.
	pub static Placed: Vec<(PurchaseId, PowerOrder<AccountId>)> = vec![];
	/// Purchases that were called back.
	pub static Cancelled: Vec<PurchaseId> = vec![];
}

pub struct Park;
impl PowerLedger for Park {
	fn open_span(period: PeriodId) -> Option<PeriodSpan> {
		(period == PERIOD && Lacking::get().is_some())
			.then_some(PeriodSpan { start: 0, end: 7 * DAY })
	}

	fn shortfall(period: PeriodId) -> Option<WattHours> {
		Lacking::get().filter(|_| period == PERIOD).map(|lacking| lacking - Added::get())
	}

	fn add_purchased(period: PeriodId, energy: WattHours) -> DispatchResult {
		Self::open_span(period).ok_or(DispatchError::Other("closed"))?;
		Added::mutate(|added| *added = *added + energy);
		Ok(())
	}

	fn remove_purchased(period: PeriodId, energy: WattHours) -> DispatchResult {
		assert_eq!(period, PERIOD);
		Added::mutate(|added| *added = *added - energy);
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(shortfall: WattHours) -> PeriodId {
		Lacking::set(Some(shortfall));
		PERIOD
	}
}

fn pay(payer: &AccountId, amount: Balance) -> DispatchResult {
	BrokerError::get().map_or(Ok(()), Err)?;
	Balances::burn_from(payer, amount, Preservation::Preserve, Precision::Exact, Fortitude::Polite)
		.map(drop)
}

impl Broker<AccountId> for Park {
	fn overhead(_: &PowerOrder<AccountId>) -> Balance {
		OVERHEAD
	}

	fn place(
		payer: &AccountId,
		purchase: PurchaseId,
		order: PowerOrder<AccountId>,
	) -> DispatchResult {
		pay(payer, order.price.of(order.quantity) + OVERHEAD)?;
		Placed::mutate(|placed| placed.push((purchase, order)));
		Ok(())
	}

	fn cancel(payer: &AccountId, purchase: PurchaseId) -> DispatchResult {
		pay(payer, FEE)?;
		Cancelled::mutate(|cancelled| cancelled.push(purchase));
		Ok(())
	}
}

ord_parameter_types! {
	pub const Operator: AccountId = OPERATOR;
}

impl pallet_power_purchase::Config for Test {
	type OperatorOrigin = EnsureSignedBy<Operator, AccountId>;
	type MarketOrigin = EnsureRoot<AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Broker = Park;
	type Ledger = Park;
	type Time = Timestamp;
	type PurchaseDeposit = ConstU128<PURCHASE_DEPOSIT>;
	type AgreementDeposit = ConstU128<AGREEMENT_DEPOSIT>;
	type MaxValidity = ConstU64<{ 30 * DAY }>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn basket() -> CertificateBasket {
	CertificateBasket { technology: Some(Technology::Wind), quarter: Quarter(199) }
}

pub fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("is short")
}

pub fn retire() -> Usage {
	Usage::Retire { period: PERIOD, beneficiary: text("works"), purpose: text("week") }
}

/// Orders `quantity` at 100 apiece.
pub fn order(quantity: Quantity, usage: Usage) -> DispatchResult {
	PowerPurchase::order_power(signed(BUYER), basket(), quantity, Price(100), DEADLINE, usage)
}

/// What a trade of `quantity` at 90 apiece brings; each quantity has a receipt of its own.
pub fn delivery(quantity: Quantity, retired: bool) -> Delivery {
	let serials = SerialRange { start: 1_000, end: 1_000 + quantity };
	Delivery {
		seller: SELLER,
		batch: 7,
		batch_serials: SerialRange { start: 1_000, end: 2_000 },
		technology: Technology::Wind,
		month: Month(597),
		quantity,
		price: Price(90),
		time: 5,
		retired: retired.then_some(Retired { retirement: quantity + 1, serials }),
	}
}

/// Runs a test on a new chain and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		for who in [BUYER, OTHER, OPERATOR] {
			Balances::mint_into(&who, MONEY).expect("mints");
		}
		test();
		PowerPurchase::do_try_state().expect("invariants hold");
	});
}
