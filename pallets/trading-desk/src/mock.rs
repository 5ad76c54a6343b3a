//! A market that records its orders, and a listener that records what it hears.

use crate as pallet_trading_desk;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::Mutate,
		tokens::{Fortitude, Precision, Preservation},
		ConstU128, ConstU64,
	},
};
use frame_system::EnsureRoot;
use scale_info::TypeInfo;
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};
use zeropark_primitives::{
	ids::{RemoteOrderId, RetirementId},
	market::{Balance, Price, Quantity, Side},
	time::{Seconds, DAY},
	trading::{DeskListener, FillTerms, RemoteMarket, RemoteOrder, TradingDesk},
};

pub const OWNER: u64 = 1;
pub const OTHER: u64 = 2;
pub const MONEY: Balance = 1_000_000;
pub const ORDER_DEPOSIT: Balance = 50;
pub const FILL_DEPOSIT: Balance = 20;
pub const OVERHEAD: Balance = 500;
pub const FEE: Balance = 30;
pub const DEADLINE: Seconds = DAY;

/// An order as the market receives it.
pub type Order = RemoteOrder<u64, u32, u8>;

/// A trade of so many units, at 90 each.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Fill(pub Quantity);
impl FillTerms for Fill {
	fn quantity(&self) -> Quantity {
		self.0
	}

	fn price(&self) -> Price {
		Price(90)
	}
}

/// An event that a listener heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
	Filled(RemoteOrderId, u64, Quantity),
	Ended(RemoteOrderId, Quantity),
	ClaimVoided(RemoteOrderId, RetirementId),
}

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
	pub type Desk = pallet_trading_desk;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
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
	/// The error with which the market's messenger fails.
	pub static MarketError: Option<DispatchError> = None;
	/// The error with which the listener refuses fills.
	pub static ListenerError: Option<DispatchError> = None;
	/// The orders that were sent, with their money.
	pub static Placed: Vec<(RemoteOrderId, Order, Balance)> = vec![];
	/// The orders that were cancelled.
	pub static Cancelled: Vec<RemoteOrderId> = vec![];
	/// The events that the listener heard.
	pub static HeardEvents: Vec<Heard> = vec![];
}

pub struct Market;

fn pay(payer: &u64, amount: Balance) -> DispatchResult {
	MarketError::get().map_or(Ok(()), Err)?;
	Balances::burn_from(payer, amount, Preservation::Preserve, Precision::Exact, Fortitude::Polite)
		.map(drop)
}

impl RemoteMarket<u64, u32, u8> for Market {
	fn overhead(_: Side, _: Quantity, _: bool) -> Balance {
		OVERHEAD
	}

	fn place(payer: &u64, number: RemoteOrderId, order: Order, money: Balance) -> DispatchResult {
		pay(payer, money)?;
		Placed::mutate(|placed| placed.push((number, order, money)));
		Ok(())
	}

	fn cancel(payer: &u64, number: RemoteOrderId) -> DispatchResult {
		pay(payer, FEE)?;
		Cancelled::mutate(|cancelled| cancelled.push(number));
		Ok(())
	}
}

pub struct Listener;
impl DeskListener<u64, Fill> for Listener {
	fn filled(number: RemoteOrderId, owner: &u64, fill: &Fill) -> DispatchResult {
		ListenerError::get().map_or(Ok(()), Err)?;
		HeardEvents::mutate(|heard| heard.push(Heard::Filled(number, *owner, fill.0)));
		Ok(())
	}

	fn ended(number: RemoteOrderId, unfilled: Quantity) {
		HeardEvents::mutate(|heard| heard.push(Heard::Ended(number, unfilled)));
	}

	fn claim_voided(number: RemoteOrderId, retirement: RetirementId) -> DispatchResult {
		HeardEvents::mutate(|heard| heard.push(Heard::ClaimVoided(number, retirement)));
		Ok(())
	}
}

impl pallet_trading_desk::Config for Test {
	type MarketOrigin = EnsureRoot<u64>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Basket = u32;
	type Purpose = u8;
	type Fill = Fill;
	type Market = Market;
	type Listener = Listener;
	type Time = Timestamp;
	type OrderDeposit = ConstU128<ORDER_DEPOSIT>;
	type FillDeposit = ConstU128<FILL_DEPOSIT>;
	type MaxValidity = ConstU64<{ 30 * DAY }>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Market;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_trading_desk::BenchmarkHelper<Test, ()> for Market {
	fn order_and_fill() -> Result<(RemoteOrderId, Fill), frame_benchmarking::v2::BenchmarkError> {
		Balances::mint_into(&OWNER, MONEY)?;
		Ok((place(1)?, Fill(1)))
	}
}

/// An order for `quantity` units at 100 each.
pub fn order(quantity: Quantity) -> Order {
	RemoteOrder {
		beneficiary: OWNER,
		side: Side::Bids,
		basket: 7,
		quantity,
		price: Price(100),
		deadline: DEADLINE,
		purpose: Some(3),
	}
}

/// Places an order for `quantity` units at 100 each. Returns its number.
pub fn place(quantity: Quantity) -> Result<RemoteOrderId, DispatchError> {
	Desk::place(order(quantity)).map(|(number, _)| number)
}

/// Runs a test on a new chain and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		MarketError::set(None);
		ListenerError::set(None);
		Placed::set(vec![]);
		Cancelled::set(vec![]);
		HeardEvents::set(vec![]);
		System::set_block_number(1);
		for who in [OWNER, OTHER] {
			Balances::mint_into(&who, MONEY).expect("mints");
		}
		test();
		Desk::do_try_state().expect("invariants hold");
	});
}
