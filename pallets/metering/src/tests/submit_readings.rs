use crate::{mock::*, Devices, Error, Event};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok, assert_storage_noop,
	dispatch::{DispatchClass, GetDispatchInfo, Pays},
};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring::{self, Alice, Eve, Ferdie};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	DispatchError,
};
use zeropark_primitives::{
	metering::{DeviceKind, Limits},
	units::{Joules, WattHours, Watts},
};

/// Asks whether a batch may enter, as the pool or a block does.
fn check(batch: &Batch, key: Sr25519Keyring, in_block: bool) -> Result<(), InvalidTransaction> {
	let answer = Metering::check_batch(&key.to_account_id(), batch, false, in_block);
	answer.map_err(|error| match error {
		TransactionValidityError::Invalid(invalid) => invalid,
		unknown => panic!("{unknown:?}"),
	})
}

fn refused(error: Error<Test>) -> Result<(), InvalidTransaction> {
	Err(InvalidTransaction::Custom(error.encode()[0]))
}

/// Asserts that the pool refuses a batch with the error's code, and a block with the error.
fn assert_refused(batch: Batch, error: Error<Test>) {
	let in_pool = assert_storage_noop_and_return(|| check(&batch, Eve, false));
	let code = error.encode();
	assert_eq!(in_pool, refused(error));
	let in_block = assert_storage_noop_and_return(|| submit(batch));
	let Err(DispatchError::Module(module)) = in_block else { panic!("{in_block:?}") };
	assert_eq!(module.error[0], code[0]);
}

fn assert_storage_noop_and_return<R>(call: impl FnOnce() -> R) -> R {
	let result = std::cell::OnceCell::new();
	assert_storage_noop!(assert!(result.set(call()).is_ok()));
	result.into_inner().expect("the macro runs its argument")
}

#[docify::export]
#[test]
fn submit_readings_should_add_to_the_totals() {
	new_test_ext_execute(|| {
		// A photovoltaic plant of 1 kW, which reads quarter hours and signs with Eve's key.
		let device = register();
		set_time(3_600);
		// It delivered 250 Wh in the first quarter hour, and drew 3 Wh in the third.
		let batch = batch(device, 0, &[(0, 250), (1_800, -3)]);
		assert_ok!(check(&batch, Eve, true));
		assert_ok!(submit(batch));
		let totals = Metering::totals(0).photovoltaic;
		assert_eq!((totals.delivered, totals.drawn), (WattHours(250), WattHours(3)));
		// Its class allows an error of 0.5 % of each reading, rounded up.
		assert_eq!((totals.received, totals.error), (2, WattHours(2 + 1)));
	});
}

#[test]
fn submit_readings_should_advance_the_sequence_and_the_register() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		let batch = batch(device, 0, &[(0, 250), (1_800, -3)]);
		let digest = batch.extend(&Default::default());
		assert_ok!(submit(batch));
		let after = Metering::device(device).expect("is in service");
		assert_eq!((after.sequence, after.read_until), (1, 2_700));
		assert_eq!(after.register.received, 2);
		assert_eq!(after.register.delivered, WattHours(250));
		assert_eq!(after.register.drawn, WattHours(3));
		assert_eq!(after.register.digest, digest);
		System::assert_last_event(
			Event::ReadingsRecorded {
				device,
				sequence: 0,
				start: 0,
				end: 2_700,
				count: 2,
				energy: WattHours(247),
			}
			.into(),
		);
	});
}

#[test]
fn submit_readings_should_be_refused_when_the_device_is_unknown() {
	new_test_ext_execute(|| assert_refused(batch(9, 0, &[(0, 1)]), Error::NotFound));
}

#[test]
fn submit_readings_should_be_refused_when_a_reading_is_invalid() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(CLOSED + 900);
		assert_refused(batch(device, 0, &[]), Error::EmptyBatch);
		assert_refused(batch(device, 0, &[(1, 1)]), Error::NotAligned);
		assert_refused(batch(device, 0, &[(900, 1), (0, 1)]), Error::Overlap);
		assert_refused(batch(device, 0, &[(900, 1), (900, 1)]), Error::Overlap);
		assert_refused(batch(device, 0, &[(0, 251)]), Error::LimitExceeded);
		assert_refused(batch(device, 0, &[(0, -4)]), Error::LimitExceeded);
		assert_refused(batch(device, 0, &[(CLOSED, 1)]), Error::PeriodNotOpen);
		assert_refused(batch(device, 0, &[(CLOSED + 900, 1)]), Error::InFuture);
		assert_refused(batch(device, 0, &[(u64::MAX / 900 * 900, 1)]), Error::InFuture);
		assert_eq!(Metering::totals(0).photovoltaic.received, 0);
	});
}

#[test]
fn a_missing_reading_should_count_as_all_that_the_device_can_draw() {
	new_test_ext_execute(|| {
		let device = register();
		let owed = Metering::totals(0).photovoltaic;
		// 12 W for 25 hours.
		assert_eq!((owed.expected, owed.gap()), (100, WattHours(300)));
		read(device, 0, &[(0, 250), (1_800, 0)]);
		let totals = Metering::totals(0).photovoltaic;
		assert_eq!((totals.received, totals.gap()), (2, WattHours(300 - 6)));
	});
}

#[test]
fn storage_should_deliver_no_more_than_it_was_seen_to_draw() {
	new_test_ext_execute(|| {
		let limits = Limits { delivers: Watts(1_000), draws: Watts(1_000) };
		let battery = register_as(Eve.to_account_id(), DeviceKind::Storage, limits);
		let unassured = |span| Metering::totals(span).storage.unassured;
		read(battery, 0, &[(0, 100), (900, -200), (1_800, 150)]);
		assert_eq!(unassured(0), WattHours(100));
		// 50 Wh are left, and a missing reading takes nothing of them.
		read(battery, 1, &[(3_600, 60)]);
		assert_eq!(unassured(0), WattHours(110));
		// What it held before a time that no span covers is unknown.
		read(battery, 2, &[(4_500, -200), (CLOSED + 900, 30)]);
		assert_eq!((unassured(0), unassured(1)), (WattHours(110), WattHours(30)));
	});
}

#[test]
fn submit_readings_should_be_refused_when_a_reading_precedes_the_admission() {
	new_test_ext_execute(|| {
		set_time(1_000);
		let device = register();
		set_time(3_600);
		assert_refused(batch(device, 0, &[(900, 1)]), Error::Overlap);
	});
}

#[test]
fn submit_readings_should_be_refused_when_replayed() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		let first = batch(device, 0, &[(0, 1)]);
		assert_ok!(submit(first.clone()));
		assert_eq!(check(&first, Eve, false), Err(InvalidTransaction::Stale));
		assert_noop!(submit(first), Error::<Test>::SequenceMismatch);
	});
}

#[test]
fn submit_readings_should_be_refused_when_another_key_sends_them() {
	new_test_ext_execute(|| {
		let device = register();
		register_as(Ferdie.to_account_id(), DeviceKind::Storage, LIMITS);
		set_time(3_600);
		let batch = batch(device, 0, &[(0, 1)]);
		for key in [Ferdie, Alice] {
			assert_eq!(check(&batch, key, false), refused(Error::NotAuthorized));
			let origin = RuntimeOrigin::signed(key.to_account_id());
			assert_noop!(
				Metering::submit_readings(origin, batch.clone()),
				Error::<Test>::NotAuthorized
			);
		}
		let nobody = Metering::submit_readings(RuntimeOrigin::none(), batch);
		assert_noop!(nobody, DispatchError::BadOrigin);
	});
}

#[test]
fn submit_readings_should_be_free_and_take_no_tip() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		let batch = batch(device, 0, &[(0, 1)]);
		let call = crate::Call::<Test>::submit_readings { batch: batch.clone() };
		let info = call.get_dispatch_info();
		assert_eq!((info.class, info.pays_fee), (DispatchClass::Operational, Pays::No));
		// A tip would buy a place before those who pay.
		let with_tip = Metering::check_batch(&Eve.to_account_id(), &batch, true, false);
		let code = Error::<Test>::TipRefused.encode()[0];
		assert_eq!(with_tip, Err(InvalidTransaction::Custom(code).into()));
	});
}

#[test]
fn a_devices_account_should_exist_without_money() {
	new_test_ext_execute(|| {
		register();
		let key = Eve.to_account_id();
		assert_eq!((System::sufficients(&key), Balances::free_balance(&key)), (1, 0));
		assert_ok!(end_device(0));
		assert_eq!(System::sufficients(&key), 1);
	});
}

#[test]
fn submit_readings_should_wait_in_the_pool_when_earlier_batches_wait_too() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		let at = |sequence| batch(device, sequence, &[(1_800, 1)]);
		for (sequence, in_pool) in [(0, true), (2, true), (16, true), (17, false)] {
			let answer = check(&at(sequence), Eve, false);
			let expected = if in_pool { Ok(()) } else { refused(Error::SequenceMismatch) };
			assert_eq!(answer, expected);
		}
		assert_eq!(check(&at(0), Eve, true), Ok(()));
		assert_eq!(check(&at(1), Eve, true), refused(Error::SequenceMismatch));
	});
}

#[test]
fn submit_readings_should_fail_when_every_number_has_been_used() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		Devices::<Test>::mutate(device, |device| {
			device.as_mut().expect("in service").sequence = u32::MAX;
		});
		assert_noop!(submit(batch(device, u32::MAX, &[(0, 1)])), Error::<Test>::NumbersExhausted);
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// Whatever a device sends, the readings in the ledger never overlap, and none exceeds
	/// capacity x time.
	#[test]
	fn accepted_readings_should_never_overlap_or_exceed_capacity(
		batches in prop::collection::vec(prop::collection::vec((0u64..40, -300i64..300), 0..8), 1..12)
	) {
		new_test_ext_execute(|| {
			let device = register();
			set_time(40 * 900);
			let mut sequence = 0;
			for readings in &batches {
				let readings = readings.iter().map(|(slot, wh)| (slot * 900, *wh)).collect::<Vec<_>>();
				if submit(batch(device, sequence, &readings)).is_ok() {
					sequence += 1;
				}
			}
			let totals = Metering::totals(0).photovoltaic;
			let register = Devices::<Test>::get(device).expect("in service").register;
			assert_eq!((register.delivered, register.drawn), (totals.delivered, totals.drawn));
			assert_eq!(register.received, totals.received);
			// At most 40 readings of 250 Wh and 3 Wh each.
			assert!(totals.received <= 40);
			assert!(totals.delivered.0 <= 250 * totals.received as i64);
			assert!(totals.drawn.0 <= 3 * totals.received as i64);
			assert_eq!(totals.covered, Joules::from_power(LIMITS.draws, 900 * totals.received));
		});
	}
}
