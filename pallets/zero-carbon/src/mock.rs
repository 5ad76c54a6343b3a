//! A ledger with room for two open periods and two sources. Every signed account is an operator,
//! but only [`OPERATOR`] has money for deposits.

use crate as pallet_zero_carbon;
use frame_support::{
	derive_impl,
	traits::{ConstU128, ConstU32, ConstU64},
};
use frame_system::EnsureSigned;
use sp_runtime::BuildStorage;
use zeropark_primitives::{
	metering::{AccuracyClass, DeviceKind, ReadingSink},
	time::{Interval, Seconds, HOUR},
	units::{GramsCo2e, MilliUnits, MilligramsPerUnit, WattHours},
};

pub const OPERATOR: u64 = 1;
pub const REPORTER: u64 = 2;
pub const PERIOD_DEPOSIT: u128 = 10;
pub const SOURCE_DEPOSIT: u128 = 5;
/// The grid's factor: 570.3 gCO2e/kWh.
pub const GRID: MilligramsPerUnit = MilligramsPerUnit(570_300);

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
	pub type ZeroCarbon = pallet_zero_carbon;
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

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_zero_carbon::BenchmarkHelper for Helper {
	fn set_time(seconds: Seconds) {
		set_time(seconds);
	}
}

impl pallet_zero_carbon::Config for Test {
	type OperatorOrigin = EnsureSigned<u64>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PeriodDeposit = ConstU128<PERIOD_DEPOSIT>;
	type SourceDeposit = ConstU128<SOURCE_DEPOSIT>;
	type Time = Timestamp;
	type MaxOpenPeriods = ConstU32<2>;
	type MaxPeriodLength = ConstU64<{ 31 * 24 * HOUR }>;
	type MaxSources = ConstU32<2>;
	type MaxLabel = ConstU32<16>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

pub fn operator() -> RuntimeOrigin {
	RuntimeOrigin::signed(OPERATOR)
}

pub fn set_time(seconds: Seconds) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Opens the period of hour `n`, counted from 0.
pub fn open_hour(n: u64) {
	ZeroCarbon::open_period(operator(), n * HOUR, (n + 1) * HOUR, GRID).expect("it is valid");
}

/// Registers a source with a factor of `factor` mgCO2e per unit and class 1.
pub fn register_source(kind: crate::SourceKind, factor: u64) -> crate::SourceId {
	let id = crate::NextSourceId::<Test>::get();
	ZeroCarbon::register_source(
		operator(),
		REPORTER,
		kind,
		MilligramsPerUnit(factor),
		AccuracyClass(100),
		b"diesel, litres".to_vec().try_into().expect("the label fits"),
	)
	.expect("the source is valid");
	id
}

/// Reports `quantity` thousandths of a unit for the period of hour 0.
pub fn report(source: u32, quantity: u64) -> frame_support::dispatch::DispatchResult {
	ZeroCarbon::report_activity(RuntimeOrigin::signed(REPORTER), source, 0, MilliUnits(quantity))
}

/// Records a reading of class 0.5, in Wh, in the first quarter of hour 0.
pub fn record(kind: DeviceKind, energy: i64) {
	let quarter = Interval { start: 0, end: 900 };
	<ZeroCarbon as ReadingSink>::record(kind, AccuracyClass(50), &quarter, WattHours(energy))
		.expect("the period is open");
}

pub fn grams(amount: i64) -> GramsCo2e {
	GramsCo2e(amount)
}

/// Runs `test` with a funded operator, and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(OPERATOR, 1_000)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		test();
		ZeroCarbon::do_try_state().expect("invariants hold");
	});
}
