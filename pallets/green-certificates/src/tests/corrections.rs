use crate::{mock::*, Batches, Error, Event, Generators, Retirements, Standing};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use sp_runtime::DispatchError;
use zeropark_primitives::{market::SerialRange, WattHours};

#[test]
fn cancel_should_take_a_holders_certificates_and_name_them() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		let cancel = |origin, quantity| {
			Certificates::cancel(origin, batch, ALICE, quantity, text("left the registry"))
		};
		assert_noop!(cancel(signed(ALICE), 4), DispatchError::BadOrigin);
		assert_noop!(cancel(regulator(), 0), Error::<Test>::InvalidQuantity);
		assert_noop!(
			Certificates::cancel(regulator(), batch, MARKET, 1, text("listed")),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(cancel(regulator(), 4));
		System::assert_last_event(
			Event::Cancelled {
				batch,
				holder: ALICE,
				serials: SerialRange { start: 0, end: 4 },
				reason: text("left the registry"),
			}
			.into(),
		);
		assert_eq!(certificates(ALICE, batch), 6);
	});
}

#[test]
fn a_withdrawn_batch_should_be_void_and_its_retirements_be_reopened_one_by_one() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		assert_ok!(Certificates::retire(signed(ALICE), batch, 3, claim()));
		assert_noop!(Certificates::reopen_retirement(regulator(), 0), Error::<Test>::NotReopenable);
		let withdraw = |origin| Certificates::withdraw_batch(origin, batch, text("meter error"));
		assert_noop!(withdraw(signed(ALICE)), DispatchError::BadOrigin);
		assert_ok!(withdraw(regulator()));
		assert_noop!(withdraw(regulator()), Error::<Test>::NotValid);
		assert_noop!(
			Certificates::retire(signed(ALICE), batch, 1, claim()),
			Error::<Test>::NotValid
		);
		assert!(Certificates::tradable(batch).is_none());

		let serials = SerialRange { start: 0, end: 3 };
		assert_ok!(Certificates::reopen_retirement(regulator(), 0));
		System::assert_last_event(
			Event::RetirementReopened { retirement: 0, batch, serials }.into(),
		);
		assert!(Retirements::<Test>::get(0).is_some_and(|retirement| retirement.reopened));
		assert_noop!(Certificates::reopen_retirement(regulator(), 0), Error::<Test>::NotReopenable);
		let batch = Batches::<Test>::get(batch).expect("is on record");
		assert_eq!((batch.standing, batch.retired, batch.withdrawn), (Standing::Withdrawn, 0, 10));
	});
}

#[test]
fn output_of_a_withdrawn_batch_should_be_certified_anew_once_no_claim_stands() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(0, 100), 5_900_000));
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert_ok!(Certificates::retire(signed(ALICE), 0, 1, claim()));
		assert_ok!(Certificates::withdraw_batch(regulator(), 0, text("meter error")));
		// What it carried over came of the wrong reading.
		assert_eq!(Generators::<Test>::get(device).map(|device| device.carry), Some(WattHours(0)));
		assert_noop!(request(device, hours(0, 100), 3 * MWH), Error::<Test>::Overlap);
		assert_ok!(Certificates::reopen_retirement(regulator(), 0));
		assert_ok!(request(device, hours(0, 100), 3 * MWH));
		assert_ok!(Certificates::approve_issuance(regulator(), 1));
		assert_eq!(certificates(ALICE, 1), 3);
	});
}

#[test]
fn an_expired_batch_should_still_be_withdrawn() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		assert_ok!(Certificates::retire(signed(ALICE), batch, 3, claim()));
		set_time(OCTOBER.after(24).start());
		Certificates::on_initialize(1);
		assert_ok!(Certificates::withdraw_batch(regulator(), batch, text("fraud")));
		assert_ok!(Certificates::reopen_retirement(regulator(), 0));
		let batch = Batches::<Test>::get(batch).expect("is on record");
		assert_eq!((batch.expired, batch.withdrawn, batch.retired), (7, 3, 0));
	});
}
