use crate::{mock::*, Call, Devices, Error, Event};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok, assert_storage_noop,
	pallet_prelude::{Authorize, TransactionSource},
};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring::{Eve, Ferdie};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionValidityError, ValidTransaction},
	DispatchError, DispatchResult,
};
use zeropark_primitives::{metering::DeviceKind::Photovoltaic, time::Interval, units::WattHours};

/// Asks for a batch's authorisation, as the pool or a block does.
fn authorize(
	batch: &Batch,
	key: sp_keyring::Sr25519Keyring,
	source: TransactionSource,
) -> Result<ValidTransaction, TransactionValidityError> {
	let call = Call::<Test>::submit_readings { batch: batch.clone(), signature: sign(batch, key) };
	call.authorize(source).expect("the call has an authorisation").map(|(valid, _)| valid)
}

fn dispatch(batch: Batch) -> DispatchResult {
	let signature = sign(&batch, Eve);
	Metering::submit_readings(frame_system::Origin::<Test>::Authorized.into(), batch, signature)
}

fn refused(error: Error<Test>) -> Result<ValidTransaction, TransactionValidityError> {
	Err(InvalidTransaction::Custom(error.encode()[0]).into())
}

/// Asserts that the pool refuses a batch with the error's code, and a block with the error.
fn assert_refused(batch: Batch, error: Error<Test>) {
	let in_pool =
		assert_storage_noop_and_return(|| authorize(&batch, Eve, TransactionSource::External));
	let code = error.encode();
	assert_eq!(in_pool, refused(error));
	let in_block = assert_storage_noop_and_return(|| dispatch(batch));
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
fn submit_readings_should_reach_the_ledger() {
	new_test_ext_execute(|| {
		// A photovoltaic plant of 1 kW, which reads quarter hours and signs with Eve's key.
		let device = register();
		set_time(3_600);
		// It delivered 250 Wh in the first quarter hour, and drew 3 Wh in the third.
		let batch = batch(device, 0, &[(0, 250), (1_800, -3)]);
		assert_ok!(authorize(&batch, Eve, TransactionSource::InBlock));
		assert_ok!(dispatch(batch));
		assert_eq!(
			Recorded::get(),
			vec![
				(Photovoltaic, Interval { start: 0, end: 900 }, WattHours(250)),
				(Photovoltaic, Interval { start: 1_800, end: 2_700 }, WattHours(-3)),
			]
		);
	});
}

#[test]
fn submit_readings_should_advance_the_sequence_and_the_register() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		let batch = batch(device, 0, &[(0, 250), (1_800, -3)]);
		let digest = batch.extend(&Default::default());
		assert_ok!(dispatch(batch));
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
		assert_refused(batch(device, 0, &[(0, 251)]), Error::CapacityExceeded);
		assert_refused(batch(device, 0, &[(0, -251)]), Error::CapacityExceeded);
		assert_refused(batch(device, 0, &[(CLOSED, 1)]), Error::PeriodNotOpen);
		assert_refused(batch(device, 0, &[(CLOSED + 900, 1)]), Error::InFuture);
		assert_refused(batch(device, 0, &[(u64::MAX / 900 * 900, 1)]), Error::InFuture);
		assert!(Recorded::get().is_empty());
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
		assert_ok!(dispatch(first.clone()));
		assert_eq!(
			authorize(&first, Eve, TransactionSource::External),
			Err(InvalidTransaction::Stale.into())
		);
		assert_noop!(dispatch(first), Error::<Test>::SequenceMismatch);
	});
}

#[test]
fn submit_readings_should_be_refused_when_the_device_did_not_sign_the_batch() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		let honest = batch(device, 0, &[(0, 1)]);
		assert_eq!(
			authorize(&honest, Ferdie, TransactionSource::External),
			Err(InvalidTransaction::BadProof.into())
		);
		let call = Call::<Test>::submit_readings {
			batch: batch(device, 0, &[(0, 2)]),
			signature: sign(&honest, Eve),
		};
		assert_eq!(
			call.authorize(TransactionSource::External)
				.expect("the call has an authorisation")
				.map(|_| ()),
			Err(InvalidTransaction::BadProof.into())
		);
	});
}

#[test]
fn submit_readings_should_wait_in_the_pool_when_an_earlier_batch_is_missing() {
	new_test_ext_execute(|| {
		let device = register();
		set_time(3_600);
		let tag = |sequence: u32| ("Metering", (device, sequence)).encode();
		let later = batch(device, 2, &[(1_800, 1)]);
		let valid = authorize(&later, Eve, TransactionSource::External).expect("it may wait");
		assert_eq!((valid.requires, valid.provides), (vec![tag(1)], vec![tag(2)]));
		assert_eq!(
			authorize(&later, Eve, TransactionSource::InBlock),
			refused(Error::SequenceMismatch)
		);
		assert_eq!(
			authorize(&batch(device, 17, &[(1_800, 1)]), Eve, TransactionSource::External),
			refused(Error::SequenceMismatch)
		);
		let next = batch(device, 0, &[(0, 1)]);
		let valid = authorize(&next, Eve, TransactionSource::External).expect("it is the next");
		assert_eq!((valid.requires, valid.provides), (vec![], vec![tag(0)]));
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
		assert_noop!(dispatch(batch(device, u32::MAX, &[(0, 1)])), Error::<Test>::NumbersExhausted);
	});
}

#[test]
fn submit_readings_should_fail_when_the_origin_is_an_account() {
	new_test_ext_execute(|| {
		let device = register();
		let batch = batch(device, 0, &[(0, 1)]);
		let signature = sign(&batch, Eve);
		assert_noop!(
			Metering::submit_readings(RuntimeOrigin::signed(registrar()), batch, signature),
			DispatchError::BadOrigin
		);
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
				if dispatch(batch(device, sequence, &readings)).is_ok() {
					sequence += 1;
				}
			}
			let recorded = Recorded::get();
			assert!(recorded.windows(2).all(|pair| pair[0].1.end <= pair[1].1.start));
			assert!(recorded.iter().all(|(_, _, energy)| energy.magnitude() <= WattHours(250)));
			let register = Devices::<Test>::get(device).expect("in service").register;
			let net: WattHours = recorded.iter().map(|(_, _, energy)| *energy).sum();
			assert_eq!(register.delivered - register.drawn, net);
			assert_eq!(register.received, recorded.len() as u64);
		});
	}
}
