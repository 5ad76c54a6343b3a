//! A market that trades when a test says so, a registry, and a transport that records its messages.

use crate as pallet_remote_orders;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::Preservation,
		ConstU128, ConstU32, EnsureOrigin, Equals, Hooks,
	},
	weights::Weight,
	PalletId,
};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};
use zeropark_primitives::{
	certificates::{Retired, SerialRange},
	ids::{OrderId, RemoteOrderId},
	market::{Balance, CloseReason, OrderListener, Price, Quantity, Side, Trade, Venue},
	time::Seconds,
	trading::{
		Bought, DeliveryTransport, Disposal, Fulfilled, Fulfilment, Offer, OrderPurpose,
		RejectReason, RemoteAccount, RemoteOrder, Report, Sales,
	},
};

pub type AccountId = AccountId32;

/// The chain that orders.
pub const CHAIN: u32 = 2000;
/// This chain.
pub const HOME: u32 = 2001;
pub const BUYER: AccountId = AccountId::new([1; 32]);
pub const SELLER: AccountId = AccountId::new([2; 32]);
pub const DEPOSIT: Balance = 100;
pub const FEE: Balance = 10;
pub const RECEIPT_DEPOSIT: Balance = 30;
pub const MONEY: Balance = 10_000;
pub const BATCH: u32 = 7;
/// The basket of every order in these tests.
pub const BASKET: u32 = 3;
/// The only purpose that units have in these tests.
pub const PURPOSE: Purpose = Purpose(1);
/// A purpose of another chain.
pub const FOREIGN: Purpose = Purpose(2);
/// The weight of placing a remainder, at most.
pub const ONE_PLACING: Weight = Weight::from_parts(110_001_000, 4_000);
/// The weight of a bid.
pub const BID_WEIGHT: Weight = Weight::from_parts(10, 0);

/// A fill as it is reported: the class, the quantity, and the retirement if there was one.
pub type Fill = (u32, Quantity, Option<Retired>);
/// An order as another chain places it.
pub type Order = RemoteOrder<AccountId, u32, Purpose>;
/// A report that the transport took: the order's number, the report, the units and the money.
pub type Carried = (RemoteOrderId, Report<Fill>, Option<(u32, Quantity)>, Balance);

/// A purpose, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Purpose(pub u8);

impl OrderPurpose for Purpose {
	fn is_of(&self, chain: u32) -> bool {
		(*self == PURPOSE) == (chain == CHAIN)
	}
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
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type RemoteOrders = pallet_remote_orders;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
}

parameter_types! {
	pub const Id: PalletId = PalletId(*b"zp/remot");
	/// The open orders, with their owners.
	pub static Open: Vec<(OrderId, AccountId)> = vec![];
	/// How many units the next order buys at once before it closes.
	pub static AtOnce: Quantity = 0;
	/// The number of the last order.
	pub static LastOrder: OrderId = 0;
	/// How many units there are to be sold. What fails must leave them.
	pub storage Stock: Quantity = 10;
	/// How many units were sold, as the stock hears it.
	pub static SoldUnits: Quantity = 0;
	/// The error with which the market rejects bids.
	pub static MarketError: Option<DispatchError> = None;
	/// The error with which the registry refuses retirements.
	pub static RegistryError: Option<DispatchError> = None;
	/// The number of the next receipt.
	pub static NextRetirement: u64 = 3;
	/// Whether units are used without a receipt.
	pub static NoReceipts: bool = false;
	/// The error with which the transport fails.
	pub static TransportError: Option<DispatchError> = None;
	/// The reports that the transport took.
	pub static Sent: Vec<Carried> = vec![];
	/// The weight in which a block places remainders: that of one.
	pub static MaxPlacing: Weight = ONE_PLACING;
	/// The deliveries for orders of this chain: recipient, units and money.
	pub static Delivered: Vec<(RemoteAccount<AccountId>, (u32, Quantity), Balance)> = vec![];
}

/// The root origin is the chain that orders.
pub struct EnsureChain;
impl EnsureOrigin<RuntimeOrigin> for EnsureChain {
	type Success = u32;

	fn try_origin(origin: RuntimeOrigin) -> Result<u32, RuntimeOrigin> {
		frame_system::EnsureRoot::<AccountId>::try_origin(origin).map(|()| CHAIN)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::root())
	}
}

pub struct Market;
impl Venue<AccountId> for Market {
	type Basket = u32;
	type Class = u32;

	fn bid_weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn ask_weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn cancel_weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn ask(
		owner: AccountId,
		class: u32,
		_: Price,
		_: Quantity,
		_: Seconds,
	) -> Result<(OrderId, Weight), DispatchError> {
		assert_eq!(class, BATCH);
		MarketError::get().map_or(Ok(()), Err)?;
		let order = LastOrder::get() + 1;
		LastOrder::set(order);
		Open::mutate(|open| open.push((order, owner)));
		Ok((order, BID_WEIGHT))
	}

	fn bid(
		owner: AccountId,
		_: u32,
		_: Price,
		quantity: Quantity,
		_: Seconds,
	) -> Result<(OrderId, Weight), DispatchError> {
		if let Some(error) = MarketError::get() {
			return Err(error);
		}
		let order = LastOrder::get() + 1;
		LastOrder::set(order);
		Open::mutate(|open| open.push((order, owner)));
		// There are asks for `at_once` units; the fill limit is reached behind them.
		let at_once = quantity.min(AtOnce::take());
		if at_once > 0 {
			trade(order, at_once);
			let all = at_once == quantity;
			close(order, if all { CloseReason::Filled } else { CloseReason::FillLimit });
		}
		Ok((order, BID_WEIGHT))
	}

	fn reject_reason(error: DispatchError) -> RejectReason {
		match error {
			DispatchError::Unavailable => RejectReason::MarketHalted,
			_ => RejectReason::Other,
		}
	}

	fn is_open(order: OrderId) -> bool {
		Open::get().iter().any(|(open, _)| *open == order)
	}

	fn cancel(order: OrderId) -> DispatchResult {
		close(order, CloseReason::Cancelled);
		Ok(())
	}
}

/// Closes an order.
pub fn close(order: OrderId, reason: CloseReason) {
	let owner = Open::get().into_iter().find(|(open, _)| *open == order).expect("is open").1;
	Open::mutate(|open| open.retain(|(open, _)| *open != order));
	RemoteOrders::closed(order, &owner, reason);
}

/// Has an order buy units of `BATCH`, which cost its account 100 each.
pub fn trade(order: OrderId, quantity: Quantity) {
	trade_in(BATCH, order, quantity);
}

/// Has an order buy units of a class, which cost its account 100 each.
pub fn trade_in(class: u32, order: OrderId, quantity: Quantity) {
	let buyer = Open::get().into_iter().find(|(open, _)| *open == order).expect("is open").1;
	Balances::transfer(&buyer, &SELLER, 100 * u128::from(quantity), Preservation::Expendable)
		.expect("pays");
	RemoteOrders::traded(&Trade {
		bid: order,
		ask: 0,
		buyer,
		seller: SELLER,
		class,
		quantity,
		price: Price(100),
		fee: 0,
		time: 5,
	});
}

/// Has the order of a sale sell units of `BATCH` for 100 each, less a fee of 1.
pub fn sell(order: OrderId, quantity: Quantity) {
	let seller = Open::get().into_iter().find(|(open, _)| *open == order).expect("is open").1;
	Balances::mint_into(&seller, 99 * u128::from(quantity)).expect("mints");
	RemoteOrders::traded(&Trade {
		bid: 0,
		ask: order,
		buyer: SELLER,
		seller,
		class: BATCH,
		quantity,
		price: Price(100),
		fee: quantity.into(),
		time: 5,
	});
}

impl Fulfilment<AccountId> for Market {
	type Class = u32;
	type Purpose = Purpose;
	type Fill = Fill;

	fn fulfil(
		_: &AccountId,
		_: &AccountId,
		bought: &Bought<AccountId, u32>,
		purpose: Option<&Purpose>,
	) -> Result<Fulfilled<Fill>, DispatchError> {
		let (class, quantity) = (bought.class, bought.quantity);
		if class != BATCH {
			return Err(DispatchError::Corruption);
		}
		let Some(purpose) = purpose else {
			return Ok(Fulfilled { fill: (class, quantity, None), units: Disposal::ToSend });
		};
		assert_eq!(*purpose, PURPOSE);
		RegistryError::get().map_or(Ok(()), Err)?;
		let retirement = NextRetirement::mutate(|next| {
			*next += 1;
			*next - 1
		});
		let serials = SerialRange { start: 1_000, end: 1_000 + quantity };
		let fill = (class, quantity, Some(Retired { retirement, serials }));
		let units = if NoReceipts::get() { Disposal::Used } else { Disposal::Claimed(retirement) };
		Ok(Fulfilled { fill, units })
	}
}

/// Has [`Stock`] units, of which all are of the class [`BATCH`].
impl Sales<AccountId, u32, u32, Purpose> for Market {
	const ENABLED: bool = true;

	fn draw(
		_: &AccountId,
		beneficiary: &AccountId,
		basket: &u32,
		quantity: Quantity,
		purpose: Option<&Purpose>,
	) -> Result<u32, DispatchError> {
		assert_eq!((beneficiary, *basket, purpose), (&BUYER, BASKET, Some(&PURPOSE)));
		let rest = Stock::get().checked_sub(quantity).ok_or(DispatchError::Exhausted)?;
		Stock::set(&rest);
		Ok(BATCH)
	}

	fn settle(
		_: &AccountId,
		beneficiary: &AccountId,
		offer: Offer<u32>,
		sold: Quantity,
		_: Option<&Purpose>,
	) -> DispatchResult {
		assert_eq!((beneficiary, offer.class), (&BUYER, BATCH));
		Stock::set(&(Stock::get() + offer.unsold));
		SoldUnits::mutate(|units| *units += sold);
		Ok(())
	}
}

impl DeliveryTransport<AccountId, u32, Fill> for Market {
	fn overhead(quantity: Quantity, _: bool) -> Balance {
		DEPOSIT + FEE * Balance::from(quantity) + 1
	}

	fn report(
		chain: u32,
		beneficiary: AccountId,
		number: RemoteOrderId,
		report: Report<Fill>,
		from: &AccountId,
		units: Option<(u32, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		assert_eq!((chain, beneficiary), (CHAIN, BUYER));
		burn(from, money)?;
		TransportError::get().map_or(Ok(()), Err)?;
		Sent::mutate(|sent| sent.push((number, report, units, money)));
		Ok(())
	}

	fn deliver(
		recipient: RemoteAccount<AccountId>,
		from: &AccountId,
		units: (u32, Quantity),
		money: Balance,
	) -> DispatchResult {
		burn(from, money)?;
		TransportError::get().map_or(Ok(()), Err)?;
		Delivered::mutate(|delivered| delivered.push((recipient, units, money)));
		Ok(())
	}
}

/// Burns the money that a message takes along, because it leaves this chain.
fn burn(from: &AccountId, money: Balance) -> DispatchResult {
	Balances::burn_from(
		from,
		money,
		Preservation::Expendable,
		frame_support::traits::tokens::Precision::Exact,
		frame_support::traits::tokens::Fortitude::Polite,
	)?;
	Ok(())
}

impl pallet_remote_orders::Config for Test {
	type ChainOrigin = EnsureChain;
	type ChainId = ConstU32<HOME>;
	type Destinations = Equals<ConstU32<CHAIN>>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Class = u32;
	type Basket = u32;
	type Purpose = Purpose;
	type Fill = Fill;
	type Venue = Market;
	type Fulfilment = Market;
	type Sales = Market;
	type Transport = Market;
	type PalletId = Id;
	type Deposit = ConstU128<DEPOSIT>;
	type ReceiptDeposit = ConstU128<RECEIPT_DEPOSIT>;
	type ReportFee = ConstU128<FEE>;
	type MaxTasks = ConstU32<3>;
	type MaxPlacing = MaxPlacing;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Market;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_remote_orders::BenchmarkHelper<Test> for Market {
	fn open_channel(_: u32) {}

	fn class(_: &AccountId, _: Quantity) -> u32 {
		BATCH
	}

	fn basket() -> u32 {
		BASKET
	}

	fn sale_basket() -> u32 {
		BASKET
	}

	fn purpose() -> Purpose {
		PURPOSE
	}

	fn set_time(_: u64) {}
}

/// An order for `quantity` units, with a purpose if they are to be `used`.
pub fn order(quantity: Quantity, used: bool) -> Order {
	RemoteOrder {
		side: Side::Bids,
		beneficiary: BUYER,
		basket: BASKET,
		quantity,
		price: Price(100),
		deadline: 3_600,
		purpose: used.then_some(PURPOSE),
	}
}

/// Funds an order's account, as the ordering chain does before it places the order.
pub fn fund(number: RemoteOrderId) {
	mint(RemoteOrders::account_of((CHAIN, number)), MONEY);
}

pub fn money(number: RemoteOrderId) -> Balance {
	total(RemoteOrders::account_of((CHAIN, number)))
}

pub fn total(who: AccountId) -> Balance {
	Balances::total_balance(&who)
}

pub fn mint(who: AccountId, money: Balance) {
	Balances::mint_into(&who, money).expect("mints");
}

/// Starts the next block, and returns the weight of its hook.
pub fn next_block() -> Weight {
	RemoteOrders::on_initialize(0)
}

/// Runs a test on a new chain and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		MarketError::set(None);
		RegistryError::set(None);
		TransportError::set(None);
		NoReceipts::set(false);
		SoldUnits::set(0);
		Open::set(vec![]);
		Sent::set(vec![]);
		Delivered::set(vec![]);
		MaxPlacing::set(ONE_PLACING);
		LastOrder::set(0);
		AtOnce::set(0);
		NextRetirement::set(3);
		System::set_block_number(1);
		Balances::mint_into(&SELLER, 1).expect("mints");
		test();
		RemoteOrders::do_try_state().expect("invariants hold");
	});
}
