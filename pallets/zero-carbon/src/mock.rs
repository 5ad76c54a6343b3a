//! A ledger with room for two open periods and two sources. Every signed account is an operator,
//! but only [`OPERATOR`] and [`REPORTER`] have money for deposits. The meters' totals are what a
//! test says.

use crate as pallet_zero_carbon;
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64},
};
use frame_system::{EnsureSigned, EnsureSignedBy};
use sp_core::H256;
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;
use zeropark_primitives::{
	compliance::{Covered, EmissionRegisters},
	ids::{EntityId, PeriodId, SpanId},
	metering::{AccuracyClass, ByKind, DeviceKind, Flow, Meters, Totals},
	purchase::Purchases,
	time::{Interval, Seconds, HOUR},
	units::{GramsCo2e, Joules, MilliUnits, MilligramsPerUnit, WattHours},
};

pub const OPERATOR: u64 = 1;
pub const REPORTER: u64 = 2;
pub const VERIFIER: u64 = 3;
pub const PERIOD_DEPOSIT: u128 = 10;
pub const SOURCE_DEPOSIT: u128 = 5;
pub const ACTIVITY_DEPOSIT: u128 = 3;
/// The only enterprise there is.
pub const ENTITY: EntityId = 4;
/// The digest of the evidence of everything in the tests.
pub const EVIDENCE: H256 = H256::repeat_byte(9);
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

parameter_types! {
	/// The totals of each period.
	pub static MeterTotals: BTreeMap<SpanId, ByKind<Totals>> = BTreeMap::new();
	/// The purchases that are under way, for any period.
	pub static UnderWay: u32 = 0;
	/// What was added to the register of [`ENTITY`].
	pub static Registered: GramsCo2e = GramsCo2e(0);
	/// What was surrendered for any period: allowances and credits, in grams.
	pub static CoveredGrams: (i64, i64) = (0, 0);
}

pub struct Park;
impl Meters for Park {
	fn span_opened(id: SpanId, _: &Interval) {
		MeterTotals::mutate(|all| {
			all.entry(id).or_default();
		});
	}

	fn span_dropped(id: SpanId) {
		MeterTotals::mutate(|all| all.remove(&id));
	}

	fn totals(id: SpanId) -> ByKind<Totals> {
		MeterTotals::get().remove(&id).unwrap_or_default()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: SpanId, drawn: WattHours) {
		change_totals(id, DeviceKind::Load, |totals| totals.drawn = drawn);
	}
}

impl Purchases for Park {
	fn under_way(_: PeriodId) -> u32 {
		UnderWay::get()
	}
}

impl EmissionRegisters for Park {
	fn add(
		_: EntityId,
		_: PeriodId,
		_: &Interval,
		emitted: GramsCo2e,
		_: H256,
	) -> sp_runtime::DispatchResult {
		Registered::mutate(|sum| *sum = *sum + emitted);
		Ok(())
	}

	fn exists(entity: EntityId) -> bool {
		entity == ENTITY
	}

	fn covered(_: PeriodId) -> Covered {
		let (allowances, credits) = CoveredGrams::get();
		Covered { allowances: GramsCo2e(allowances), credits: GramsCo2e(credits), ..Covered::NONE }
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare() -> EntityId {
		ENTITY
	}
}

ord_parameter_types! {
	pub const Verifier: u64 = VERIFIER;
}

impl pallet_zero_carbon::Config for Test {
	type OperatorOrigin = EnsureSigned<u64>;
	type VerifierOrigin = EnsureSignedBy<Verifier, u64>;
	type Meters = Park;
	type Purchases = Park;
	type Registers = Park;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PeriodDeposit = ConstU128<PERIOD_DEPOSIT>;
	type SourceDeposit = ConstU128<SOURCE_DEPOSIT>;
	type ActivityDeposit = ConstU128<ACTIVITY_DEPOSIT>;
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

pub fn verifier() -> RuntimeOrigin {
	RuntimeOrigin::signed(VERIFIER)
}

/// Opens the period of hour `n`, counted from 0.
pub fn open_hour(n: u64) {
	ZeroCarbon::open_period(operator(), Some(n * HOUR), (n + 1) * HOUR).expect("it is valid");
}

/// Closes a period at its end.
pub fn close(period: PeriodId) {
	set_time(ZeroCarbon::period(period).expect("the period exists").span.end);
	ZeroCarbon::close_period(operator(), period, true).expect("it has ended");
}

/// Registers a source with a factor of `factor` mgCO2e per unit and class 1, and has it approved.
pub fn register_source(kind: crate::SourceKind, factor: u64) -> crate::SourceId {
	let id = crate::NextSourceId::<Test>::get();
	ZeroCarbon::register_source(
		operator(),
		REPORTER,
		kind,
		MilligramsPerUnit(factor),
		AccuracyClass(100),
		b"diesel, litres".to_vec().try_into().expect("the label fits"),
		EVIDENCE,
		None,
	)
	.expect("the source is valid");
	ZeroCarbon::approve_source(verifier(), id).expect("it waits");
	id
}

/// Reports `quantity` thousandths of a unit for the period of hour 0.
pub fn report(source: u32, quantity: u64) -> frame_support::dispatch::DispatchResult {
	let reporter = RuntimeOrigin::signed(REPORTER);
	ZeroCarbon::report_activity(reporter, source, 0, MilliUnits(quantity), EVIDENCE)
}

/// Reports a removal for the period of hour 0, and has it confirmed.
pub fn remove(source: u32, quantity: u64) {
	let removal = crate::NextRemovalId::<Test>::get();
	report(source, quantity).expect("the report is valid");
	ZeroCarbon::confirm_removal(verifier(), removal).expect("it waits");
}

pub fn change_totals(period: PeriodId, kind: DeviceKind, change: impl FnOnce(&mut Totals)) {
	MeterTotals::mutate(|all| change(all.entry(period).or_default().get_mut(kind)));
}

/// Records a reading of class 0.5, in Wh, in the first period.
pub fn record(kind: DeviceKind, energy: i64) {
	let Flow { delivered, drawn } = Flow::of(kind, WattHours(energy));
	change_totals(0, kind, |totals| {
		totals.delivered = totals.delivered + delivered;
		totals.drawn = totals.drawn + drawn;
		totals.error = totals.error + WattHours(AccuracyClass(50).error_of(energy));
		totals.expected += 1;
		totals.received += 1;
	});
}

/// Leaves a reading of a load out that can draw `energy` Wh meanwhile, in the first period.
pub fn leave_out(energy: u64) {
	change_totals(0, DeviceKind::Load, |totals| {
		totals.expected += 1;
		totals.owed = totals.owed + Joules(u128::from(energy) * u128::from(HOUR));
	});
}

pub fn grams(amount: i64) -> GramsCo2e {
	GramsCo2e(amount)
}

pub type Statement = zeropark_primitives::carbon::Statement<u64>;

pub fn statement() -> Statement {
	ZeroCarbon::statement(None).expect("there is a period")
}

/// Runs `test` with a funded operator and the grid's factor of 1970, and checks the invariants
/// after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(OPERATOR, 1_000), (REPORTER, 1_000)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		MeterTotals::set(BTreeMap::new());
		UnderWay::set(0);
		Registered::set(GramsCo2e(0));
		CoveredGrams::set((0, 0));
		System::set_block_number(1);
		ZeroCarbon::publish_grid_factor(verifier(), 1970, GRID, EVIDENCE).expect("is valid");
		test();
		ZeroCarbon::do_try_state().expect("invariants hold");
	});
}
