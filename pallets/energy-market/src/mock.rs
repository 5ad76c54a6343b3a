//! A carrier whose provider is [`PROVIDER`], with its consortium. A school draws, a roof delivers.

use crate as pallet_energy_market;
use crate::{Steps, Terms};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::Inspect, ConstU128, ConstU16, ConstU32, ConstU64, OnInitialize, Randomness,
	},
	PalletId,
};
use frame_system::EnsureSignedBy;
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchResult};
use zeropark_clearing::{Grid, Step, Tariff};
use zeropark_primitives::{
	certificates::Text,
	energy::{start_of, Capacity, PointId, Slot},
	market::Balance,
	time::{Seconds, HOUR, QUARTER_HOUR},
};

pub type AccountId = u64;

pub const PROVIDER: AccountId = 1;
pub const SCHOOL: AccountId = 2;
pub const ROOF: AccountId = 3;
pub const STRANGER: AccountId = 4;
/// Where the grid's fees go.
pub const GRID: AccountId = 5;
pub const METERS: [AccountId; 2] = [20, 30];
pub const MONEY: Balance = 1_000_000_000_000;
/// The slot that most tests are about.
pub const SLOT: Slot = 1_900_000;
/// 0.35 and 0.90 PCNY, 3 % and 0.05 PCNY.
pub const TERMS: Terms = Terms {
	from: 0,
	tariff: Tariff { feed_in: 350, retail: 900 },
	grid: Grid { losses: 30_000, fee: 50_000 },
};

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
	pub type Consortium = pallet_consortium;
	#[runtime::pallet_index(4)]
	pub type EnergyMarket = pallet_energy_market;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type MinimumPeriod = ConstU64<1>;
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
	pub const MakerId: PalletId = PalletId(*b"zp/maker");
	pub const GridAccount: AccountId = GRID;
}

impl pallet_consortium::Config for Test {
	type ProviderOrigin = EnsureSignedBy<Provider, AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Market = EnergyMarket;
	type MemberDeposit = ConstU128<5>;
	type PointDeposit = ConstU128<3>;
	type MaxPoints = ConstU32<100>;
	type WeightInfo = NoWeight;
}

/// The weights of the neighbour do not matter here.
pub struct NoWeight;
impl pallet_consortium::WeightInfo for NoWeight {
	fn admit() -> Weight {
		Weight::zero()
	}
	fn remove() -> Weight {
		Weight::zero()
	}
	fn offer_point(_: u32) -> Weight {
		Weight::zero()
	}
	fn accept_point() -> Weight {
		Weight::zero()
	}
	fn suspend_point() -> Weight {
		Weight::zero()
	}
	fn resume_point() -> Weight {
		Weight::zero()
	}
	fn leave() -> Weight {
		Weight::zero()
	}
	fn release_margin() -> Weight {
		Weight::zero()
	}
}
use frame_support::weights::Weight;

pub struct Dice;
impl Randomness<H256, u64> for Dice {
	fn random(_: &[u8]) -> (H256, u64) {
		(H256::repeat_byte(7), 0)
	}
}

impl pallet_energy_market::Config for Test {
	type ProviderOrigin = EnsureSignedBy<Provider, AccountId>;
	type Points = Consortium;
	type Currency = Balances;
	type Time = Timestamp;
	type Randomness = Dice;
	type GridAccount = GridAccount;
	type PalletId = MakerId;
	type MaxRetail = ConstU16<1_000>;
	type MaxLosses = ConstU32<200_000>;
	type MaxFee = ConstU32<200_000>;
	type PagesPerBlock = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_energy_market::BenchmarkHelper<AccountId> for Helper {
	fn set_time(seconds: Seconds) {
		set_time(seconds);
	}

	fn fund(who: &AccountId) {
		let _ = <Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(who, MONEY);
	}
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

pub fn set_time(seconds: Seconds) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Begins blocks until nothing is due at this time, with none before it.
pub fn wake_at(seconds: Seconds) {
	set_time(seconds);
	for _ in 0..200 {
		EnergyMarket::on_initialize(1);
	}
}

/// Begins blocks from now on until nothing is due at this time.
pub fn work_at(seconds: Seconds) {
	let mut now = pallet_timestamp::Now::<Test>::get() / 1_000;
	while now > 0 && now.saturating_add(QUARTER_HOUR) < seconds {
		now += QUARTER_HOUR;
		wake_at(now);
	}
	wake_at(seconds);
}

/// The time at which the gate of a slot is still open for a second.
pub fn before_gate(slot: Slot) -> Seconds {
	start_of(slot) - HOUR - 1
}

/// The time at which a slot is settled.
pub fn settled_at(slot: Slot) -> Seconds {
	start_of(slot + 1) + HOUR
}

pub fn steps(steps: &[(u16, i32)]) -> Steps {
	let steps = steps.iter().map(|(limit, energy)| Step { limit: *limit, energy: *energy });
	Steps::truncate_from(steps.collect())
}

/// Offers a member a point that draws up to 500 Wh.
pub fn offer(owner: AccountId, meter: AccountId) -> PointId {
	let point = pallet_consortium::NextPointId::<Test>::get();
	let meters = vec![meter].try_into().expect("is one");
	let capacity = Capacity { load: 500, generation: 0 };
	Consortium::offer_point(provider(), owner, text("A point"), capacity, meters).expect("offers");
	point
}

/// Bids of a point for [`SLOT`].
pub fn bid(owner: AccountId, point: PointId, bid: &[(u16, i32)]) -> DispatchResult {
	EnergyMarket::bid(signed(owner), point, SLOT, steps(bid))
}

/// Reports what the meter of a point read in [`SLOT`].
pub fn read(point: PointId, drawn: u32, delivered: u32) -> DispatchResult {
	EnergyMarket::report_reading(signed(METERS[point as usize]), SLOT, drawn, delivered)
}

/// The money of the members, of the market maker and of the grid.
pub fn money() -> [Balance; 4] {
	[SCHOOL, ROOF, EnergyMarket::account_id(), GRID].map(|who| Balances::total_balance(&who))
}

/// Runs `test` with two points and a market maker with money, while [`SLOT`] takes bids, and checks the
/// invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let maker = EnergyMarket::account_id();
	let accounts = [PROVIDER, SCHOOL, ROOF, STRANGER, GRID, maker];
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: accounts.map(|who| (who, MONEY)).to_vec(),
			..Default::default()
		},
		energy_market: pallet_energy_market::GenesisConfig {
			tariff: (TERMS.tariff.feed_in, TERMS.tariff.retail),
			losses: TERMS.grid.losses,
			fee: TERMS.grid.fee,
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		for ((owner, capacity), meter) in [
			(SCHOOL, Capacity { load: 5_000, generation: 0 }),
			(ROOF, Capacity { load: 100, generation: 4_000 }),
		]
		.into_iter()
		.zip(METERS)
		{
			let point = pallet_consortium::NextPointId::<Test>::get();
			let meters = vec![meter].try_into().expect("is one");
			Consortium::admit(provider(), owner, text("A member")).expect("admits");
			Consortium::offer_point(provider(), owner, text("A point"), capacity, meters)
				.expect("offers");
			Consortium::accept_point(signed(owner), point).expect("accepts");
		}
		work_at(before_gate(SLOT) - 2 * HOUR);
		test();
		EnergyMarket::do_try_state().expect("invariants hold");
	});
}
