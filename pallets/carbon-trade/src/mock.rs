//! A park with one enterprise, and a trading desk that records its orders.

use crate as pallet_carbon_trade;
use crate::{Instruction, Surplus};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, Hooks},
};
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};
use zeropark_primitives::{
	compliance::{CarbonBasket, CarbonFill, CarbonUse, Compliance, Enterprises, Position},
	ids::{CycleId, EntityId, RemoteOrderId},
	market::{Balance, Price, Quantity},
	time::{DAY, HOUR},
	trading::{RemoteOrder, TradingDesk},
	units::TonnesCo2e,
};

pub type AccountId = AccountId32;

pub const OWNER: AccountId = AccountId::new([1; 32]);
pub const STRANGER: AccountId = AccountId::new([2; 32]);
pub const SELLER: AccountId = AccountId::new([3; 32]);
pub const ENTITY: EntityId = 4;
/// The cycle that the enterprise is enrolled in.
pub const CYCLE: CycleId = 1;
pub const CHAIN: u32 = 2_000;
/// The deposit for an instruction.
pub const DEPOSIT: Balance = 7;
pub const MONEY: Balance = 1_000;
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
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type CarbonTrade = pallet_carbon_trade;
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

pub type Order = RemoteOrder<AccountId, CarbonBasket, Compliance>;

parameter_types! {
	/// The error with which the desk refuses orders and cancellations.
	pub static DeskError: Option<DispatchError> = None;
	/// How the enterprise stands; `None` once its cycle is closed.
	pub static Stands: Option<Position> = None;
	/// Whose the enterprise is.
	pub static OwnedBy: AccountId = OWNER;
	/// The orders that the desk received.
	pub static Placed: Vec<Order> = vec![];
	/// The orders that were cancelled, and by whom.
	pub static Cancelled: Vec<(AccountId, RemoteOrderId)> = vec![];
}

pub struct Park;
impl Enterprises<AccountId> for Park {
	fn owner(entity: EntityId) -> Option<AccountId> {
		(entity == ENTITY).then_some(OwnedBy::get())
	}

	fn position(entity: EntityId, cycle: CycleId) -> Option<Position> {
		Stands::get().filter(|_| (entity, cycle) == (ENTITY, CYCLE))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(owner: &AccountId, position: Position) -> EntityId {
		OwnedBy::set(owner.clone());
		Stands::set(Some(position));
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
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type InstructionDeposit = ConstU128<DEPOSIT>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Park;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_carbon_trade::BenchmarkHelper<AccountId> for Park {
	fn open_channel() {}

	fn fund(who: &AccountId) {
		let _ = <Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(who, MONEY);
	}

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
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [OWNER, STRANGER].map(|who| (who, MONEY)).to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		DeskError::set(None);
		Stands::set(Some(Position::default()));
		OwnedBy::set(OWNER);
		Placed::set(vec![]);
		Cancelled::set(vec![]);
		System::set_block_number(1);
		test();
		CarbonTrade::do_try_state().expect("invariants hold");
	});
}

/// Buys credits up to 60 and allowances up to 70, and sells for 50 or more but two.
pub const INSTRUCTION: Instruction = Instruction {
	allowances: Some(Price(70)),
	credits: Some(Price(60)),
	surplus: Some(Surplus { least: Price(50), keep: TonnesCo2e(2) }),
	hours: 24,
};

/// When an order of the instruction expires that is placed half an hour after the epoch.
pub const EXPIRES: u64 = 25 * HOUR;

/// Has the market tell how the enterprise stands.
pub fn tell(sequence: u32, missing: u64, free: u64, credit_room: u64) {
	let [missing, free, credit_room] = [missing, free, credit_room].map(TonnesCo2e);
	let position = Position { sequence, missing, free, credit_room, ..Default::default() };
	Stands::set(Some(position));
	<CarbonTrade as zeropark_primitives::compliance::PositionListener>::position_taken(
		ENTITY, CYCLE,
	);
}

pub fn set_time(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

pub fn next_block() {
	set_time(1_800);
	CarbonTrade::on_initialize(1);
}
