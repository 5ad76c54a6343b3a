//! What enterprises of the park emit goes to the carbon market by itself, allowances are set aside for
//! it there, and what is surrendered counts on the park.

use crate::chains::*;
use codec::Encode;
use frame_support::assert_ok;
use pallet_carbon_allowances::{Method, Rules, Standing};
use pallet_zero_carbon::SourceKind;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, EveStash};
use sp_runtime::Permill;
use xcm::latest::prelude::*;
use xcm_emulator::TestExt;
use zeropark_primitives::{
	compliance::Register,
	ids::EntityId,
	market::Price,
	metering::AccuracyClass,
	time::{Interval, Month, DAY},
	units::{GramsCo2e, MilliUnits, MilligramsPerUnit, TonnesCo2e},
};
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	messaging::{
		calls::{
			carbon::{CarbonAllowancesCall, CarbonCall},
			park::{EmissionRegistersCall, ParkCall},
		},
		registers_account,
	},
	types::AccountId,
};

/// The month of the cycle and of the park's period.
const OCTOBER: Month = Month(49 * 12 + 9);
pub const CYCLE: u32 = 0;
/// Bob's heating plant.
pub const PLANT: EntityId = 0;

pub fn span() -> Interval {
	Interval { start: OCTOBER.start(), end: OCTOBER.after(1).start() }
}

pub fn on_park(who: AccountId) -> runtime_park::RuntimeOrigin {
	runtime_park::RuntimeOrigin::signed(who)
}

pub fn on_carbon(who: AccountId) -> runtime_carbon::RuntimeOrigin {
	runtime_carbon::RuntimeOrigin::signed(who)
}

/// A network in October 2019: a park whose plant burns gas, with a period open, and a carbon market
/// with a cycle. The plant is registered on both.
pub fn registered() {
	use runtime_park::{EmissionRegisters, ZeroCarbon};
	Zeropark::init();
	set_time(span().start + DAY);
	CarbonChain::execute_with(|| ());
	let text = |text: &str| text.as_bytes().to_vec().try_into().expect("is short");
	ParkChain::execute_with(|| {
		open_period(span().start, span().end);
		let operator = || on_park(Alice.to_account_id());
		assert_ok!(EmissionRegisters::register_entity(
			operator(),
			Bob.to_account_id(),
			text("Heating plant"),
		));
		assert_ok!(ZeroCarbon::register_source(
			operator(),
			Bob.to_account_id(),
			SourceKind::Emission,
			MilligramsPerUnit(2_162_200),
			AccuracyClass(150),
			b"natural gas, m3".to_vec().try_into().expect("is short"),
			Default::default(),
			Some(PLANT),
		));
		assert_ok!(ZeroCarbon::approve_source(on_park(EveStash.to_account_id()), 0));
	});
	CarbonChain::execute_with(|| {
		use runtime_carbon::CarbonAllowances;
		let regulator = || on_carbon(Alice.to_account_id());
		let rules = Rules {
			credits: Permill::from_percent(5),
			credits_registered_from: 0,
			fine: 5_000,
			fine_price: Price(50_000_000),
			deduct: false,
			banking: None,
		};
		let deadline = span().end + 30 * DAY;
		let cap = TonnesCo2e(1_000);
		assert_ok!(CarbonAllowances::open_cycle(regulator(), span(), deadline, rules, cap));
		assert_ok!(CarbonAllowances::register_entity(
			regulator(),
			chains::PARK,
			PLANT,
			Bob.to_account_id(),
			Charlie.to_account_id(),
			text("Heating plant"),
			true,
		));
	});
}

pub fn enrol() {
	CarbonChain::execute_with(|| {
		let regulator = on_carbon(Alice.to_account_id());
		let (cycle, chain) = (CYCLE, chains::PARK);
		assert_ok!(runtime_carbon::CarbonAllowances::enrol(regulator, cycle, chain, PLANT));
	});
	settle();
}

pub fn allocate(tonnes: u64) {
	CarbonChain::execute_with(|| {
		let regulator = on_carbon(Alice.to_account_id());
		assert_ok!(runtime_carbon::CarbonAllowances::allocate(
			regulator,
			CYCLE,
			chains::PARK,
			PLANT,
			Method::Amount(TonnesCo2e(tonnes)),
			Permill::one(),
		));
	});
	settle();
}

/// Gives the account that pays for reports money on the park.
pub fn fund() {
	ParkChain::execute_with(|| {
		assert_ok!(runtime_park::Balances::transfer_keep_alive(
			on_park(Alice.to_account_id()),
			registers_account(chains::PARK).into(),
			100 * PCNY,
		));
	});
}

/// The plant burns so many thousandths of a cubic metre.
pub fn burn(quantity: u64) {
	ParkChain::execute_with(|| {
		let bob = on_park(Bob.to_account_id());
		let quantity = MilliUnits(quantity);
		let evidence = Default::default();
		assert_ok!(runtime_park::ZeroCarbon::report_activity(bob, 0, 0, quantity, evidence));
	});
}

fn surrender() {
	CarbonChain::execute_with(|| {
		let bob = on_carbon(Bob.to_account_id());
		let (cycle, chain) = (CYCLE, chains::PARK);
		assert_ok!(runtime_carbon::CarbonAllowances::settle(bob, cycle, chain, PLANT));
	});
	settle();
}

/// What the market makes of what it was told.
pub fn standing() -> Standing {
	let standing = CarbonChain::ext_wrapper(|| {
		runtime_carbon::CarbonAllowances::standing(CYCLE, chains::PARK, PLANT)
	});
	standing.expect("is enrolled")
}

fn register() -> Register {
	let account = ParkChain::ext_wrapper(|| runtime_park::EmissionRegisters::account(CYCLE, PLANT));
	account.expect("is enrolled").register
}

/// What the park was told of what was reported.
fn told() -> GramsCo2e {
	let account = ParkChain::ext_wrapper(|| runtime_park::EmissionRegisters::account(CYCLE, PLANT));
	account.expect("is enrolled").position.reported
}

/// What the statement offsets by allowances, in grams.
fn offset() -> i64 {
	let statement = ParkChain::ext_wrapper(|| runtime_park::ZeroCarbon::statement(None));
	statement.expect("is open").carbon.offset.allowances.0
}

/// With nothing under way, what was set aside for is what was registered, and the answer is there.
/// Lets the park's interval between reports pass.
fn await_report() {
	for _ in 0..4 {
		settle();
	}
}

fn assert_level() {
	assert_eq!(standing().emitted, register().total);
	assert_eq!(told(), register().total);
	assert_conserved();
}

#[test]
fn what_is_emitted_should_be_set_aside_for_and_what_is_surrendered_should_count() {
	registered();
	fund();
	enrol();
	allocate(50);
	burn(21_000_000);
	settle();
	// 21,000 m3 at 2.1622 kg.
	assert_eq!(register().total, GramsCo2e(45_406_200));
	let stands = standing();
	assert_eq!((stands.committed, stands.missing), (TonnesCo2e(46), TonnesCo2e(0)));
	assert_eq!(offset(), 0);
	assert_level();

	surrender();
	assert_eq!(offset(), 45_406_200);
	// And what comes after, in its turn.
	burn(1_000_000);
	await_report();
	// 46 t were surrendered, of which 594 kg were not due yet; 48 t are due now.
	assert_eq!((standing().committed, offset()), (TonnesCo2e(2), 46_000_000));
	surrender();
	assert_eq!(offset(), 47_568_400);
	assert_level();
}

#[test]
fn emissions_before_the_enrolment_should_be_reported_with_it() {
	registered();
	fund();
	burn(1_000_000);
	settle();
	enrol();
	settle();
	assert_eq!(standing().emitted, GramsCo2e(2_162_200));
	assert_level();
}

#[test]
fn a_report_that_nobody_pays_for_should_wait_and_lose_nothing() {
	registered();
	enrol();
	allocate(50);
	burn(1_000_000);
	settle();
	burn(1_000_000);
	settle();
	assert_eq!(standing().emitted, GramsCo2e(0));
	fund();
	await_report();
	assert_eq!(standing().emitted, GramsCo2e(4_324_400));
	assert_level();
}

#[test]
fn a_crowded_channel_should_delay_reports_and_the_next_one_should_say_everything() {
	use polkadot_runtime_parachains::FeeTracker;
	use sp_runtime::FixedU128;
	registered();
	fund();
	enrol();
	allocate(50);
	let factor = |factor| {
		ParkChain::execute_with(|| {
			runtime_park::XcmpQueue::set_fee_factor(chains::CARBON.into(), factor);
		});
	};
	factor(FixedU128::from_u32(1_000));
	burn(1_000_000);
	burn(1_000_000);
	ParkChain::execute_with(|| ());
	assert_eq!(standing().emitted, GramsCo2e(0));
	factor(FixedU128::from_u32(1));
	await_report();
	assert_eq!(standing().emitted, GramsCo2e(4_324_400));
	assert_level();
}

/// Has a chain send a call to another in its own name, with money for it.
fn forged(call: Vec<u8>) -> Xcm<()> {
	let money: Asset = (Location::here(), PCNY).into();
	Xcm(vec![
		UnpaidExecution { weight_limit: Unlimited, check_origin: None },
		WithdrawAsset(money.into()),
		Transact { origin_kind: OriginKind::Native, fallback_max_weight: None, call: call.into() },
	])
}

#[test]
fn no_other_chain_should_report_or_tell() {
	registered();
	fund();
	enrol();
	allocate(50);
	burn(1_000_000);
	settle();
	let before = (standing(), register());
	// The heat chain reports for the park's plant, and tells the park that all is covered.
	let register = Register { sequence: 9, total: GramsCo2e(1), ..Default::default() };
	let registers =
		vec![zeropark_primitives::compliance::EntityRegister { entity: PLANT, register }];
	let report = CarbonCall::CarbonAllowances(CarbonAllowancesCall::Report {
		cycle: CYCLE,
		registers: registers.try_into().expect("is one"),
	});
	let told = zeropark_primitives::compliance::EntityPosition {
		entity: PLANT,
		position: zeropark_primitives::compliance::Position { sequence: 99, ..Default::default() },
	};
	let tell = ParkCall::EmissionRegisters(EmissionRegistersCall::TakePositions {
		cycle: zeropark_primitives::compliance::CycleSpan { cycle: CYCLE, span: span() },
		positions: vec![told].try_into().expect("is one"),
	});
	for (to, call) in [(chains::CARBON, report.encode()), (chains::PARK, tell.encode())] {
		HeatChain::execute_with(|| {
			assert_ok!(runtime_energy::PolkadotXcm::send_xcm(
				Here,
				Location::new(1, Parachain(to)),
				forged(call),
			));
		});
		settle();
	}
	assert_eq!((standing(), self::register()), before);
	assert_level();
}
