//! A market that trades when a test says so, a registry, and a courier that keeps what it carries.

use crate as pallet_remote_orders;
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
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};
use zeropark_primitives::{
	market::{
		Balance, CertificateBasket, Closure, Month, OrderId, OrderListener, Price, Quantity,
		Quarter, SerialRange, Technology, Trade,
	},
	purchase::{
		BatchInfo, Claim, Courier, Exchange, PowerOrder, PurchaseId, Refusal, Registry,
		RemoteAccount, Report, Retired,
	},
	Interval, Seconds,
};

pub type AccountId = AccountId32;

/// The chain that buys.
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
/// What a bid weighs.
pub const BID_WEIGHT: Weight = Weight::from_parts(10, 0);

/// What a courier carried: purchase, report, certificates, money.
pub type Carried = (PurchaseId, Report, Option<(u32, Quantity)>, Balance);

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
	/// Orders that stand, with their owners.
	pub static Open: Vec<(OrderId, AccountId)> = vec![];
	/// How much the next order buys at once, before it is closed.
	pub static AtOnce: Quantity = 0;
	/// The number of the last order.
	pub static LastOrder: OrderId = 0;
	/// What the market says to the next order.
	pub static MarketError: Option<DispatchError> = None;
	/// What the registry says to a retirement.
	pub static RegistryError: Option<DispatchError> = None;
	/// The number of the next receipt.
	pub static NextRetirement: u64 = 3;
	/// What the courier says.
	pub static CourierError: Option<DispatchError> = None;
	/// What was carried.
	pub static Sent: Vec<Carried> = vec![];
	/// What was delivered for orders of this chain: to whom, certificates, money.
	pub static Delivered: Vec<(RemoteAccount<AccountId>, (u32, Quantity), Balance)> = vec![];
}

/// The root origin stands for the chain that buys.
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
impl Exchange<AccountId> for Market {
	fn bid_weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn cancel_weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn bid(
		owner: AccountId,
		_: CertificateBasket,
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
		// As many others as it may meet at once are there.
		let at_once = quantity.min(AtOnce::take());
		if at_once > 0 {
			trade(order, at_once);
			let all = at_once == quantity;
			close(order, if all { Closure::Filled } else { Closure::FillLimit });
		}
		Ok((order, BID_WEIGHT))
	}

	fn refusal(error: DispatchError) -> Refusal {
		match error {
			DispatchError::Unavailable => Refusal::MarketHalted,
			_ => Refusal::Other,
		}
	}

	fn is_open(order: OrderId) -> bool {
		Open::get().iter().any(|(open, _)| *open == order)
	}

	fn cancel(order: OrderId) -> DispatchResult {
		close(order, Closure::Cancelled);
		Ok(())
	}
}

/// An order is done with.
pub fn close(order: OrderId, closure: Closure) {
	let owner = Open::get().into_iter().find(|(open, _)| *open == order).expect("stands").1;
	Open::mutate(|open| open.retain(|(open, _)| *open != order));
	RemoteOrders::closed(order, &owner, closure);
}

/// An order buys, which costs its account 100 apiece.
pub fn trade(order: OrderId, quantity: Quantity) {
	trade_in(BATCH, order, quantity);
}

/// The same, of certificates of another batch.
pub fn trade_in(class: u32, order: OrderId, quantity: Quantity) {
	let buyer = Open::get().into_iter().find(|(open, _)| *open == order).expect("stands").1;
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

impl Registry<AccountId> for Market {
	fn batch(batch: u32) -> Option<BatchInfo> {
		(batch == BATCH).then_some(BatchInfo {
			technology: Technology::Wind,
			month: Month(597),
			serials: SerialRange { start: 1_000, end: 2_000 },
		})
	}

	fn retire(
		_: AccountId,
		_: u32,
		quantity: Quantity,
		_: Claim,
	) -> Result<Retired, DispatchError> {
		let serials = SerialRange { start: 1_000, end: 1_000 + quantity };
		RegistryError::get().map_or(Ok(()), Err)?;
		let retirement = NextRetirement::mutate(|next| {
			*next += 1;
			*next - 1
		});
		Ok(Retired { retirement, serials })
	}
}

impl Courier<AccountId> for Market {
	fn overhead(order: &PowerOrder<AccountId>) -> Balance {
		DEPOSIT + FEE * Balance::from(order.quantity) + 1
	}

	fn send(
		chain: u32,
		beneficiary: AccountId,
		purchase: PurchaseId,
		report: Report,
		from: &AccountId,
		certificates: Option<(u32, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		assert_eq!((chain, beneficiary), (CHAIN, BUYER));
		burn(from, money)?;
		CourierError::get().map_or(Ok(()), Err)?;
		Sent::mutate(|sent| sent.push((purchase, report, certificates, money)));
		Ok(())
	}

	fn deliver(
		recipient: RemoteAccount<AccountId>,
		from: &AccountId,
		certificates: (u32, Quantity),
		money: Balance,
	) -> DispatchResult {
		burn(from, money)?;
		CourierError::get().map_or(Ok(()), Err)?;
		Delivered::mutate(|delivered| delivered.push((recipient, certificates, money)));
		Ok(())
	}
}

/// What a message takes along is gone from this chain.
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
	type Exchange = Market;
	type Registry = Market;
	type Courier = Market;
	type PalletId = Id;
	type Deposit = ConstU128<DEPOSIT>;
	type ReceiptDeposit = ConstU128<RECEIPT_DEPOSIT>;
	type ReportFee = ConstU128<FEE>;
	type MaxNews = ConstU32<3>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// An order for `quantity`, to be retired or not.
pub fn order(quantity: Quantity, retire: bool) -> PowerOrder<AccountId> {
	let claim = Claim {
		beneficiary: b"works".to_vec().try_into().expect("is short"),
		purpose: b"week".to_vec().try_into().expect("is short"),
		period: Interval { start: 0, end: 604_800 },
	};
	PowerOrder {
		beneficiary: BUYER,
		basket: CertificateBasket { technology: None, quarter: Quarter(199) },
		quantity,
		price: Price(100),
		deadline: 3_600,
		claim: retire.then_some(claim),
	}
}

/// Sends a purchase's money, as the buyer's chain does before it places the order.
pub fn fund(purchase: PurchaseId) {
	mint(RemoteOrders::account_of((CHAIN, purchase)), MONEY);
}

pub fn money(purchase: PurchaseId) -> Balance {
	total(RemoteOrders::account_of((CHAIN, purchase)))
}

pub fn total(who: AccountId) -> Balance {
	Balances::total_balance(&who)
}

pub fn mint(who: AccountId, money: Balance) {
	Balances::mint_into(&who, money).expect("mints");
}

/// The next block, and what its start weighs.
pub fn next_block() -> Weight {
	RemoteOrders::on_initialize(0)
}

/// Runs a test on a new chain and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		MarketError::set(None);
		RegistryError::set(None);
		CourierError::set(None);
		Open::set(vec![]);
		Sent::set(vec![]);
		Delivered::set(vec![]);
		LastOrder::set(0);
		AtOnce::set(0);
		NextRetirement::set(3);
		System::set_block_number(1);
		Balances::mint_into(&SELLER, 1).expect("mints");
		test();
		RemoteOrders::do_try_state().expect("invariants hold");
	});
}
