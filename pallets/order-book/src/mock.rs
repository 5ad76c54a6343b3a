//! A market with four classes of two quarters.

use crate as pallet_order_book;
use crate::{Event, Validity};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{Inspect as _, InspectHold as _},
		fungibles::Inspect as _,
		AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, UnixTime,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use sp_runtime::{traits::IdentityLookup, BuildStorage, Permill};
pub use zeropark_primitives::market::CloseReason;
use zeropark_primitives::{
	ids::OrderId,
	market::{Baskets, Catalogue, Instrument, Price, Quantity},
};

pub type AccountId = u64;

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
/// The fee pot.
pub const POT: AccountId = 50;
/// The money that each trader starts with.
pub const MONEY: u128 = 1_000_000;
pub const CERTIFICATES: u128 = 10_000;
pub const DEPOSIT: u128 = 10;
pub const DAY: u64 = 86_400;
pub const FILLS: u32 = 4;
pub const TRADERS: [AccountId; 3] = [ALICE, BOB, CHARLIE];
pub const CLASSES: [u32; 4] = [10, 11, 20, 21];

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
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(5)]
	pub type OrderBook = pallet_order_book;
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

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = u128;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
}

parameter_types! {
	/// The least price.
	pub static MinPrice: Price = Price(1);
	pub const FeeRate: Permill = Permill::from_parts(2_000);
	pub const FeePot: AccountId = POT;
	pub const MarketId: PalletId = PalletId(*b"zp/order");
	/// A class that can no longer be traded.
	pub static Withdrawn: Option<u32> = None;
}

/// Classes 10 to 19 belong to quarter 1, and classes 20 to 29 to quarter 2. Basket 1 or 2 has all
/// classes of the quarter; basket 101 or 102 has the even ones.
pub struct Registry;
impl Catalogue for Registry {
	type Class = u32;
	type Basket = u32;

	fn baskets(class: &u32) -> Option<Baskets<u32>> {
		if Withdrawn::get() == Some(*class) {
			return None;
		}
		let quarter = class / 10;
		let all =
			if class.is_multiple_of(2) { vec![quarter, quarter + 100] } else { vec![quarter] };
		Some(Baskets::truncate_from(all))
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_order_book::BenchmarkHelper<Test> for Registry {
	fn class(_: u32, owner: &AccountId, quantity: Quantity) -> u32 {
		use frame_support::traits::fungibles::{Create, Mutate};
		let _ = <Assets as Create<_>>::create(10, ALICE, true, 1);
		Assets::mint_into(10, owner, quantity.into()).expect("mints");
		10
	}

	fn basket(_: &u32) -> u32 {
		1
	}

	fn listen(_: &AccountId) {}

	fn set_time(seconds: u64) {
		set_time(seconds);
	}
}

impl pallet_order_book::Config for Test {
	type Currency = Balances;
	type Assets = Assets;
	type PalletId = MarketId;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Catalogue = Registry;
	type Listener = ();
	type OperatorOrigin = EnsureRoot<AccountId>;
	type Time = Timestamp;
	type FeeRate = FeeRate;
	type FeePot = FeePot;
	type OrderDeposit = ConstU128<DEPOSIT>;
	type MinLot = ConstU64<1>;
	type MinPrice = MinPrice;
	type MaxValidity = ConstU64<{ 30 * DAY }>;
	type MaxFills = ConstU32<FILLS>;
	type MaxExpiries = ConstU32<3>;
	type PageSize = ConstU32<4>;
	type MaxPages = ConstU32<8>;
	type MaxTrades = ConstU32<8>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Registry;
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn now() -> u64 {
	<Timestamp as UnixTime>::now().as_secs()
}

pub fn set_time(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

pub fn in_a_day() -> Validity {
	Validity::Until(now() + DAY)
}

/// Places a bid for a class that rests for up to a day. Returns its id.
pub fn bid(who: AccountId, class: u32, price: u64, quantity: Quantity) -> OrderId {
	place_bid(who, Instrument::Class(class), price, quantity)
}

/// Places a bid that rests for up to a day. Returns its id.
pub fn place_bid(
	who: AccountId,
	market: Instrument<u32, u32>,
	price: u64,
	quantity: Quantity,
) -> OrderId {
	let id = crate::NextOrderId::<Test>::get();
	OrderBook::place_bid(signed(who), market, Price(price), quantity, in_a_day(), FILLS)
		.expect("bids");
	id
}

/// Places an ask that rests for up to a day. Returns its id.
pub fn ask(who: AccountId, class: u32, price: u64, quantity: Quantity) -> OrderId {
	let id = crate::NextOrderId::<Test>::get();
	OrderBook::place_ask(signed(who), class, Price(price), quantity, in_a_day(), FILLS)
		.expect("asks");
	id
}

/// The remaining quantity of an order, or zero if the order is not open.
pub fn remaining(order: OrderId) -> Quantity {
	crate::Orders::<Test>::get(order).map_or(0, |order| order.remaining)
}

/// The orders that closed and the reasons, oldest first.
pub fn closures() -> Vec<(OrderId, CloseReason)> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::OrderBook(Event::OrderClosed { order, reason, .. }) => {
				Some((order, reason))
			},
			_ => None,
		})
		.collect()
}

/// The money and the units of class 10 that an account can spend.
pub fn free(who: AccountId) -> (u128, u128) {
	(Balances::balance(&who), Assets::balance(10, who))
}

/// Runs `test` on a new market. Checks afterwards that the invariants hold and that nothing was
/// created or lost.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: TRADERS.iter().map(|who| (*who, MONEY)).chain([(POT, 1)]).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: CLASSES.iter().map(|class| (*class, ALICE, true, 1)).collect(),
			accounts: CLASSES
				.iter()
				.flat_map(|class| TRADERS.map(|who| (*class, who, CERTIFICATES)))
				.collect(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		Withdrawn::set(None);
		System::set_block_number(1);
		set_time(1_000 * DAY);
		test();
		assert_sound();
	});
}

/// Asserts that the invariants hold, that the escrow is exactly that of the orders, and that every
/// account has what its trades left it.
pub fn assert_sound() {
	OrderBook::do_try_state().expect("invariants hold");
	let orders = crate::Orders::<Test>::iter_values().collect::<Vec<_>>();
	for who in TRADERS {
		let of = orders.iter().filter(|order| order.owner == who);
		let held = Balances::balance_on_hold(&crate::HoldReason::Order.into(), &who);
		assert_eq!(held, of.map(crate::Order::held).sum::<u128>(), "on hold of {who}");
	}
	for class in CLASSES {
		let asks = orders.iter().filter(
			|order| matches!(order.terms, crate::Terms::Ask { class: sold, .. } if sold == class),
		);
		let kept = asks.map(|order| u128::from(order.remaining)).sum::<u128>();
		assert_eq!(Assets::balance(class, OrderBook::account_id()), kept, "kept of {class}");
	}
	let trades = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::OrderBook(Event::Traded { trade }) => Some(trade),
			_ => None,
		})
		.collect::<Vec<_>>();
	for who in TRADERS {
		let mut money = MONEY;
		for trade in &trades {
			let paid = trade.price.of(trade.quantity);
			money += if trade.seller == who { paid - trade.fee } else { 0 };
			money -= if trade.buyer == who { paid } else { 0 };
		}
		assert_eq!(Balances::total_balance(&who), money, "what {who} has");
	}
	let fees = trades.iter().map(|trade| trade.fee).sum::<u128>();
	assert_eq!(Balances::total_balance(&POT), 1 + fees);
	for class in CLASSES {
		assert_eq!(Assets::total_issuance(class), 3 * CERTIFICATES);
	}
}
