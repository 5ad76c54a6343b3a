//! A park whose operator is [`OPERATOR`], with a carbon market that is account [`MARKET`].

use crate as pallet_emission_registers;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, EnsureOrigin, OnInitialize, OriginTrait},
};
use frame_system::EnsureSignedBy;
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError, DispatchResult};
use zeropark_primitives::{
	certificates::Text,
	compliance::{
		CarbonMarket, Covered, CycleSpan, EmissionRegisters as _, EntityPosition, Position,
		Registers,
	},
	ids::{CycleId, EntityId, PeriodId},
	time::{Interval, DAY},
	units::GramsCo2e,
};

pub type AccountId = u64;

pub const OPERATOR: AccountId = 1;
pub const OWNER: AccountId = 2;
pub const PAYER: AccountId = 3;
/// The account that acts as the carbon market.
pub const MARKET: AccountId = 90;
pub const MONEY: u128 = 1_000;
/// The cycle that most tests are about: periods 0 to 9 lie in it.
pub const CYCLE: CycleSpan = CycleSpan { cycle: 4, span: Interval { start: 0, end: 10 * DAY } };

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
	pub type EmissionRegisters = pallet_emission_registers;
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

pub struct FromMarket;
impl EnsureOrigin<RuntimeOrigin> for FromMarket {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin) -> Result<(), RuntimeOrigin> {
		match origin.as_signer() {
			Some(&MARKET) => Ok(()),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(MARKET))
	}
}

frame_support::ord_parameter_types! {
	pub const Operator: AccountId = OPERATOR;
}

parameter_types! {
	pub const ReportPayer: AccountId = PAYER;
	/// What was reported.
	pub static Reports: Vec<(CycleId, Registers)> = Vec::new();
	/// Whether nothing can be reported.
	pub static Mute: bool = false;
}

pub struct Messenger;
impl CarbonMarket<AccountId> for Messenger {
	fn report(payer: &AccountId, cycle: CycleId, registers: Registers) -> DispatchResult {
		assert_eq!(*payer, PAYER);
		if Mute::get() {
			return Err(DispatchError::Unavailable);
		}
		Reports::mutate(|reports| reports.push((cycle, registers)));
		Ok(())
	}
}

impl pallet_emission_registers::Config for Test {
	type OperatorOrigin = EnsureSignedBy<Operator, AccountId>;
	type MarketOrigin = FromMarket;
	type Market = Messenger;
	type Listener = ();
	type Payer = ReportPayer;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type EntityDeposit = ConstU128<3>;
	type MaxEntities = ConstU32<70>;
	type MaxUnreported = ConstU32<140>;
	type MaxPeriods = ConstU32<12>;
	type ReportInterval = ConstU64<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_emission_registers::BenchmarkHelper for Helper {
	fn open_channel() {}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("is short")
}

/// Registers an enterprise.
pub fn entity() -> EntityId {
	let id = crate::NextEntityId::<Test>::get();
	let label = text("Heating plant");
	EmissionRegisters::register_entity(signed(OPERATOR), OWNER, label).expect("registers");
	id
}

/// The bounds of a period: a day each.
pub fn span(period: PeriodId) -> Interval {
	let start = u64::from(period) * DAY;
	Interval { start, end: start + DAY }
}

/// Adds emissions of a period.
pub fn add(entity: EntityId, period: PeriodId, grams: i64) -> DispatchResult {
	let digest = H256::repeat_byte(period as u8 + 1);
	EmissionRegisters::add(entity, period, &span(period), GramsCo2e(grams), digest)
}

/// Has the market tell a position.
pub fn tell(cycle: CycleSpan, entity: EntityId, position: Position) {
	let positions = vec![EntityPosition { entity, position }].try_into().expect("is one");
	EmissionRegisters::take_positions(signed(MARKET), cycle, positions).expect("is taken");
}

/// A position on a register of `reported` grams, of which so many are covered.
pub fn position(sequence: u32, reported: i64, allowances: i64, credits: i64) -> Position {
	Position {
		sequence,
		reported: GramsCo2e(reported),
		emitted: GramsCo2e(reported),
		covered: Covered {
			allowances: GramsCo2e(allowances),
			credits: GramsCo2e(credits),
			..Covered::NONE
		},
		..Default::default()
	}
}

/// Has the market enrol an enterprise in [`CYCLE`].
pub fn enrol(entity: EntityId) {
	tell(CYCLE, entity, position(1, 0, 0, 0));
}

/// What is covered of a period, by allowances and by credits, in grams.
pub fn covered(period: PeriodId) -> (i64, i64) {
	let covered = EmissionRegisters::covered(period);
	(covered.allowances.0, covered.credits.0)
}

/// Begins a block.
pub fn next_block() {
	let block = System::block_number() + 1;
	System::set_block_number(block);
	EmissionRegisters::on_initialize(block);
}

/// Runs `test`, and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(OPERATOR, MONEY), (OWNER, MONEY)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		Reports::set(Vec::new());
		Mute::set(false);
		test();
		EmissionRegisters::do_try_state().expect("invariants hold");
	});
}
