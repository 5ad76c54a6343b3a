//! A park with one enterprise, and a trading desk that records its orders.

use crate as pallet_carbon_trade;
use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};
use zeropark_primitives::{
	compliance::{CarbonBasket, CarbonFill, CarbonUse, Compliance, Enterprises},
	ids::{CycleId, EntityId, RemoteOrderId},
	market::{Balance, Price, Quantity},
	time::DAY,
	trading::{RemoteOrder, TradingDesk},
};

pub type AccountId = AccountId32;

pub const OWNER: AccountId = AccountId::new([1; 32]);
pub const STRANGER: AccountId = AccountId::new([2; 32]);
pub const SELLER: AccountId = AccountId::new([3; 32]);
pub const ENTITY: EntityId = 4;
/// The cycle that the enterprise is enrolled in.
pub const CYCLE: CycleId = 1;
pub const CHAIN: u32 = 2_000;
/// The money that the desk sends for an order.
pub const SENT: Balance = 900;

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
	pub type CarbonTrade = pallet_carbon_trade;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
}

pub type Order = RemoteOrder<AccountId, CarbonBasket, Compliance>;

parameter_types! {
	/// The error with which the desk refuses orders and cancellations.
	pub static DeskError: Option<DispatchError> = None;
	/// The orders that the desk received.
	pub static Placed: Vec<Order> = vec![];
	/// The orders that were cancelled, and by whom.
	pub static Cancelled: Vec<(AccountId, RemoteOrderId)> = vec![];
}

pub struct Park;
impl Enterprises<AccountId> for Park {
	fn owner(entity: EntityId) -> Option<AccountId> {
		(entity == ENTITY).then_some(OWNER)
	}

	fn is_enrolled(entity: EntityId, cycle: CycleId) -> bool {
		(entity, cycle) == (ENTITY, CYCLE)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(_: &AccountId) -> EntityId {
		ENTITY
	}
}

impl TradingDesk<AccountId, CarbonBasket, Compliance> for Park {
	fn place(order: Order) -> Result<(RemoteOrderId, Balance), DispatchError> {
		DeskError::get().map_or(Ok(()), Err)?;
		let number = Placed::get().len() as RemoteOrderId;
		Placed::mutate(|placed| placed.push(order));
		Ok((number, SENT))
	}

	fn cancel(owner: &AccountId, number: RemoteOrderId) -> DispatchResult {
		DeskError::get().map_or(Ok(()), Err)?;
		Cancelled::mutate(|cancelled| cancelled.push((owner.clone(), number)));
		Ok(())
	}
}

impl pallet_carbon_trade::Config for Test {
	type ChainId = ConstU32<CHAIN>;
	type Enterprises = Park;
	type Desk = Park;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Park;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_carbon_trade::BenchmarkHelper<AccountId> for Park {
	fn open_channel() {}

	fn fund(_: &AccountId) {}

	fn set_time(_: u64) {}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Has `who` order 10 tonnes at 100 each.
pub fn buy(
	who: AccountId,
	entity: EntityId,
	cycle: CycleId,
	basket: CarbonBasket,
) -> DispatchResult {
	CarbonTrade::buy(signed(who), entity, cycle, basket, 10, Price(100), DAY)
}

pub fn fill(quantity: Quantity) -> CarbonFill {
	let used = CarbonUse::Deposited;
	CarbonFill { seller: SELLER, class: CYCLE, quantity, price: Price(90), time: 5, used }
}

/// Runs a test on a new chain and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		DeskError::set(None);
		Placed::set(vec![]);
		Cancelled::set(vec![]);
		System::set_block_number(1);
		test();
		CarbonTrade::do_try_state().expect("invariants hold");
	});
}
