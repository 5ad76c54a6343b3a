//! Whatever the operator does, a statement never says zero of a period that was not.
//!
//! A small park has true readings for every device and every quarter of an hour. The operator
//! decides which of them are sent, and opens, closes and cancels periods as it likes. The test
//! computes beside the chain, from all readings, whether a period was at zero at the upper bound of
//! what its meters allow.

use super::preset_ext;
use crate::*;
use frame_support::{assert_ok, dispatch::DispatchResult};
use pallet_metering::Batch;
use proptest::prelude::*;
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, EveStash, Ferdie};
use zeropark_primitives::{
	carbon::Statement,
	ids::{DeviceId, PeriodId},
	metering::{AccuracyClass, Calendar, DeviceKind, Limits, Reading},
	purchase::PeriodLedger,
	time::Interval,
	units::{MilligramsPerUnit, WattHours, Watts},
};

/// The length of a reading, in seconds.
const QUARTER: u64 = 900;
/// The readings of each device.
const SLOTS: usize = 32;
/// The start of the first slot: a quarter of an hour of 2019.
const START: u64 = 1_570_406_400;
/// One per cent, in ten-thousandths.
const CLASS: u16 = 100;

/// The devices: their keys, kinds, and limits in W.
const DEVICES: [(Sr25519Keyring, DeviceKind, u64, u64); 4] = [
	(Bob, DeviceKind::Load, 0, 4_000),
	(Charlie, DeviceKind::Load, 0, 2_000),
	(Dave, DeviceKind::Photovoltaic, 8_000, 40),
	(Ferdie, DeviceKind::Storage, 4_000, 4_000),
];

/// The true readings of each device, in Wh.
type Truth = [[i64; SLOTS]; 4];

/// What the operator does.
#[derive(Clone, Debug)]
enum Step {
	/// Lets a device send the readings of some slots; each bit of the mask is a slot.
	Send {
		device: usize,
		from: usize,
		mask: u8,
	},
	/// Lets all devices send all that is due.
	SendAll,
	/// Lets time pass.
	Wait(usize),
	/// Opens a period: from the end of the one before, or from a slot, for a number of slots.
	Open {
		from: Option<usize>,
		length: usize,
	},
	Close(PeriodId),
	Cancel,
	/// Tries to end a device.
	End(usize),
	/// Tries to register a device again, with its own key or with another.
	RegisterAgain {
		device: usize,
		own_key: bool,
	},
	/// Buys green power, in Wh.
	Buy(PeriodId, i64),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		3 => (0..4usize, 0..SLOTS, any::<u8>())
			.prop_map(|(device, from, mask)| Step::Send { device, from, mask }),
		3 => Just(Step::SendAll),
		4 => (1..12usize).prop_map(Step::Wait),
		4 => (prop::option::of(0..SLOTS), 1..16usize)
			.prop_map(|(from, length)| Step::Open { from, length }),
		3 => (0..4u32).prop_map(Step::Close),
		1 => Just(Step::Cancel),
		1 => (0..4usize).prop_map(Step::End),
		1 => (0..4usize, any::<bool>())
			.prop_map(|(device, own_key)| Step::RegisterAgain { device, own_key }),
		3 => (0..4u32, 0..60_000i64).prop_map(|(period, energy)| Step::Buy(period, energy)),
	]
}

/// True readings: loads draw, the plant delivers or draws a little, and the battery, which is empty
/// at first, delivers no more than it has drawn.
fn truth() -> impl Strategy<Value = Truth> {
	prop::collection::vec((0..=1_000i64, 0..=500i64, -10..=2_000i64, -1_000..=1_000i64), SLOTS)
		.prop_map(|slots| {
			let mut truth = [[0; SLOTS]; 4];
			let mut content = 0;
			for (slot, (first, second, plant, battery)) in slots.into_iter().enumerate() {
				let battery = battery.min(content);
				content -= battery;
				for (device, energy) in [first, second, plant, battery].into_iter().enumerate() {
					truth[device][slot] = energy;
				}
			}
			truth
		})
}

fn operator() -> RuntimeOrigin {
	RuntimeOrigin::signed(Alice.to_account_id())
}

fn verifier() -> RuntimeOrigin {
	RuntimeOrigin::signed(EveStash.to_account_id())
}

fn register(device: usize, key: Sr25519Keyring) -> DispatchResult {
	let (_, kind, delivers, draws) = DEVICES[device];
	Metering::register_device(
		operator(),
		Alice.to_account_id(),
		key.to_account_id(),
		kind,
		Limits { delivers: Watts(delivers), draws: Watts(draws) },
		AccuracyClass(CLASS),
		QUARTER as u32,
		kind.earns_certificates().then(|| H256::repeat_byte(device as u8)),
	)
}

/// The park of the test, and what its operator has done.
struct Park {
	truth: Truth,
	now: usize,
}

impl Park {
	fn new(truth: Truth) -> Self {
		let park = Self { truth, now: 0 };
		park.set_time();
		assert_ok!(ZeroCarbon::publish_grid_factor(
			verifier(),
			2019,
			MilligramsPerUnit(570_300),
			H256::zero()
		));
		for (device, (key, ..)) in DEVICES.into_iter().enumerate() {
			assert_ok!(register(device, key));
			assert_ok!(Metering::approve_device(verifier(), device as DeviceId, H256::zero()));
		}
		park
	}

	fn set_time(&self) {
		pallet_timestamp::Now::<Runtime>::put((START + self.now as u64 * QUARTER) * 1_000);
	}

	/// Lets a device send the readings of `slots` that are past and that it has not sent.
	fn send(&self, device: usize, slots: impl Iterator<Item = usize>) -> DispatchResult {
		let known = Metering::device(device as DeviceId).expect("is registered");
		let readings = slots
			.filter(|slot| *slot < SLOTS.min(self.now))
			.map(|slot| Reading {
				start: START + slot as u64 * QUARTER,
				energy: WattHours(self.truth[device][slot]),
			})
			.filter(|reading| reading.start >= known.read_until)
			.filter(|reading| {
				let interval = Interval { start: reading.start, end: reading.start + QUARTER };
				ZeroCarbon::open_spans().iter().any(|open| open.span.encloses(&interval))
			})
			.collect::<Vec<_>>();
		let readings = readings.try_into().expect("fits");
		let batch = Batch { device: device as DeviceId, sequence: known.sequence, readings };
		let (key, ..) = DEVICES[device];
		Metering::submit_readings(RuntimeOrigin::signed(key.to_account_id()), batch)
	}

	fn take(&mut self, step: Step) -> DispatchResult {
		match step {
			Step::Send { device, from, mask } => {
				let slots = (0..8).filter(|bit| mask >> bit & 1 == 1).map(|bit| from + bit);
				self.send(device, slots)
			},
			Step::SendAll => {
				for device in 0..DEVICES.len() {
					// A device may have nothing to send.
					let _ = self.send(device, 0..SLOTS);
				}
				Ok(())
			},
			Step::Wait(slots) => {
				self.now += slots;
				self.set_time();
				Ok(())
			},
			Step::Open { from, length } => {
				let start = from.map(|slot| START + slot as u64 * QUARTER);
				let begin = start.or_else(|| {
					let newest = pallet_zero_carbon::NewestPeriod::<Runtime>::get()?;
					Some(ZeroCarbon::period(newest)?.span.end)
				});
				let end = begin.unwrap_or(START) + length as u64 * QUARTER;
				// Of later slots there is no truth.
				let end = end.min(START + SLOTS as u64 * QUARTER);
				ZeroCarbon::open_period(operator(), start, end)
			},
			Step::Close(period) => ZeroCarbon::close_period(operator(), period, false),
			Step::Cancel => {
				let newest = pallet_zero_carbon::NewestPeriod::<Runtime>::get();
				ZeroCarbon::cancel_period(operator(), newest.unwrap_or_default())
			},
			Step::End(device) => Metering::end_device(operator(), device as DeviceId, H256::zero()),
			Step::RegisterAgain { device, own_key } => {
				let (key, ..) = DEVICES[device];
				register(device, if own_key { key } else { Sr25519Keyring::One })
			},
			Step::Buy(period, energy) => {
				<ZeroCarbon as PeriodLedger>::add_purchased(period, WattHours(energy))
			},
		}
	}

	/// The most that the park can have taken from the grid in a period, in hundredths of a Wh,
	/// below zero if it had green power to spare: every meter erred by its whole class in the
	/// park's favour.
	fn grid_at_most(&self, statement: &Statement<AccountId>) -> i64 {
		let slot = |time: u64| time.saturating_sub(START) / QUARTER;
		let mut grid = -100 * statement.power.purchased.0;
		for (device, (_, kind, ..)) in DEVICES.into_iter().enumerate() {
			for slot in slot(statement.period.start)..slot(statement.period.end) {
				let energy = self.truth[device][slot as usize];
				let drawn = if kind == DeviceKind::Load { energy } else { -energy };
				// A class of 1 % is a hundredth of the reading.
				grid += 100 * drawn + energy.abs();
			}
		}
		grid
	}

	fn check(&self) {
		for period in 0..pallet_zero_carbon::NextPeriodId::<Runtime>::get() {
			let Some(statement) = ZeroCarbon::statement(Some(period)) else { continue };
			let grid = self.grid_at_most(&statement);
			assert!(!statement.is_zero || grid <= 0, "{grid}: {statement:?}");
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn no_behaviour_of_the_operator_should_make_a_statement_zero_that_is_not(
		truth in truth(),
		steps in prop::collection::vec(step(), 1..40),
	) {
		preset_ext("development").execute_with(|| {
			let mut park = Park::new(truth);
			for step in steps {
				// What is refused changes nothing.
				let _ = frame_support::storage::with_storage_layer(|| park.take(step));
				park.check();
			}
		});
	}
}

/// Whether a park whose load and plant read the same in every slot is at zero, if it buys so much
/// green power, in Wh.
fn is_zero_with(purchased: i64) -> bool {
	preset_ext("development").execute_with(|| {
		let mut truth = [[0; SLOTS]; 4];
		truth[0] = [1_000; SLOTS];
		truth[2] = [400; SLOTS];
		let mut park = Park::new(truth);
		for step in [
			Step::Open { from: Some(0), length: SLOTS },
			Step::Wait(SLOTS),
			Step::SendAll,
			Step::Buy(0, purchased),
			Step::Close(0),
		] {
			assert_ok!(park.take(step));
		}
		park.check();
		ZeroCarbon::statement(None).expect("is closed").is_zero
	})
}

#[test]
fn a_park_should_be_at_zero_when_it_buys_all_that_is_in_doubt() {
	// 600 Wh and an error of 14 Wh in each slot.
	let lacking = 614 * SLOTS as i64;
	assert!(!is_zero_with(lacking - 1));
	assert!(is_zero_with(lacking));
}
