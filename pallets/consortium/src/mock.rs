//! A carrier whose provider is [`PROVIDER`], with a market in which every watt-hour may cost a
//! hundredth.

use crate as pallet_consortium;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32},
};
use frame_system::EnsureSignedBy;
use sp_runtime::{traits::IdentityLookup, BuildStorage};
use zeropark_primitives::{
	certificates::Text,
	energy::{Capacity, EnergyMarket, PointId, Slot},
	market::Balance,
};

pub type AccountId = u64;

pub const PROVIDER: AccountId = 1;
/// Who has a school and a roof with solar panels.
pub const SCHOOL: AccountId = 2;
pub const FACTORY: AccountId = 3;
/// Where the market's money is.
pub const POT: AccountId = 9;
pub const MONEY: Balance = 10_000;

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
	pub type Consortium = pallet_consortium;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
}

frame_support::ord_parameter_types! {
	pub const Provider: AccountId = PROVIDER;
}

parameter_types! {
	/// The first slot that is not settled, and the first that is not open.
	pub static Unsettled: (Slot, Slot) = (100, 112);
}

pub struct Market;
impl EnergyMarket<AccountId> for Market {
	fn account() -> AccountId {
		POT
	}

	fn worst_debt(capacity: &Capacity) -> Balance {
		Balance::from(capacity.load + capacity.generation).div_ceil(100)
	}

	fn unsettled() -> (Slot, Slot) {
		Unsettled::get()
	}
}

impl pallet_consortium::Config for Test {
	type ProviderOrigin = EnsureSignedBy<Provider, AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Market = Market;
	type MemberDeposit = ConstU128<5>;
	type PointDeposit = ConstU128<3>;
	type MaxPoints = ConstU32<4>;
	type WeightInfo = ();
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn provider() -> RuntimeOrigin {
	signed(PROVIDER)
}

pub fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("is short")
}

pub fn capacity(load: u64, generation: u64) -> Capacity {
	Capacity { load, generation }
}

/// Offers a point with one meter.
pub fn offer(owner: AccountId, load: u64, meter: AccountId) -> PointId {
	let id = crate::NextPointId::<Test>::get();
	let meters = vec![meter].try_into().expect("is one");
	Consortium::offer_point(provider(), owner, text("A point"), capacity(load, 0), meters)
		.expect("offers");
	id
}

/// Runs `test` with the school as a member, and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [PROVIDER, SCHOOL, FACTORY].map(|who| (who, MONEY)).to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		Unsettled::set((100, 112));
		Consortium::admit(provider(), SCHOOL, text("School")).expect("admits");
		test();
		Consortium::do_try_state().expect("invariants hold");
	});
}
