use crate::{
	mock::*, Batches, Error, Event, Generator, GeneratorId, Generators, Retirements, Standing,
	Status, MAX_FREED,
};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use proptest::prelude::*;
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
		assert_noop!(request(device, hours(0, 100), 3 * MWH), Error::<Test>::Overlap);
		assert_ok!(Certificates::reopen_retirement(regulator(), 0));
		// What it carried over came of the wrong reading.
		assert_eq!(carry(device), WattHours(0));
		assert_ok!(request(device, hours(0, 100), 3 * MWH));
		assert_ok!(Certificates::approve_issuance(regulator(), 1));
		assert_eq!(certificates(ALICE, 1), 3);
	});
}

/// Issues whole megawatt-hours of `count` hours from hour `start` of October.
fn issue(device: GeneratorId, start: u64, count: u64, certificates: i64) {
	assert_ok!(request(device, hours(start, count), certificates * MWH));
	let request = crate::NextRequestId::<Test>::get() - 1;
	assert_ok!(Certificates::approve_issuance(regulator(), request));
}

fn withdraw(batch: u32) {
	assert_ok!(Certificates::withdraw_batch(regulator(), batch, text("meter error")));
}

#[test]
fn output_should_be_certified_anew_in_parts_when_later_output_was_certified_meanwhile() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 5);
		issue(device, 100, 100, 5);
		assert_noop!(request(device, hours(0, 100), 1), Error::<Test>::Overlap);
		withdraw(0);
		// What was not withdrawn stays certified.
		for span in [hours(0, 101), hours(99, 2), hours(100, 100)] {
			assert_noop!(request(device, span, 1), Error::<Test>::Overlap);
		}
		issue(device, 40, 20, 2);
		for span in [hours(0, 41), hours(40, 20), hours(59, 2), hours(0, 100)] {
			assert_noop!(request(device, span, 1), Error::<Test>::Overlap);
		}
		issue(device, 60, 40, 2);
		issue(device, 0, 40, 1);
		assert!(Generators::<Test>::get(device).is_some_and(|device| device.freed.is_empty()));
		assert_noop!(request(device, hours(0, 1), 1), Error::<Test>::Overlap);
		issue(device, 200, 1, 1);
	});
}

#[test]
fn output_should_be_certified_with_what_follows_when_the_newest_batch_is_withdrawn() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 5);
		issue(device, 100, 100, 5);
		withdraw(1);
		withdraw(0);
		issue(device, 50, 200, 9);
		assert_noop!(request(device, hours(50, 1), 1), Error::<Test>::Overlap);
		issue(device, 0, 50, 1);
		issue(device, 250, 1, 1);
	});
}

#[test]
fn output_should_stay_free_when_a_later_request_waited_at_the_withdrawal() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 5);
		assert_ok!(request(device, hours(100, 100), MWH));
		withdraw(0);
		assert_ok!(Certificates::approve_issuance(regulator(), 1));
		issue(device, 0, 100, 4);
	});
}

/// What a device carries over.
fn carry(device: GeneratorId) -> WattHours {
	Generators::<Test>::get(device).expect("is there").carry
}

/// Issues `energy` of ten hours of October, the `index`th, and says how many certificates that is.
fn issue_energy(device: GeneratorId, index: u64, energy: i64) -> u64 {
	let before = crate::NextSerial::<Test>::get();
	assert_ok!(request(device, hours(10 * index, 10), energy));
	let request = crate::NextRequestId::<Test>::get() - 1;
	assert_ok!(Certificates::approve_issuance(regulator(), request));
	crate::NextSerial::<Test>::get() - before
}

#[test]
fn what_was_carried_over_should_be_made_up_for_when_its_batch_is_withdrawn() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_eq!(issue_energy(device, 0, 1_900_000), 1);
		// A certificate that is nearly all of what the first issuance carried over.
		assert_eq!(issue_energy(device, 1, 100_000), 1);
		withdraw(0);
		assert_eq!(carry(device), WattHours(-900_000));
		assert_eq!(issue_energy(device, 2, 800_000), 0);
		assert_eq!(issue_energy(device, 0, 1_900_000), 1);
		assert_eq!(carry(device), WattHours(800_000));
	});
}

#[test]
fn what_later_output_carried_over_should_stay_when_an_older_batch_is_withdrawn() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 5);
		assert_eq!(issue_energy(device, 10, 900_000), 0);
		assert_ok!(Certificates::retire(signed(ALICE), 0, 1, claim()));
		withdraw(0);
		assert_ok!(Certificates::reopen_retirement(regulator(), 0));
		assert_eq!(carry(device), WattHours(900_000));
	});
}

/// A device that certified nothing yet; it has no place in storage.
fn fresh() -> Generator<AccountId> {
	Generator {
		owner: ALICE,
		certified_until: plant().commissioned,
		description: plant(),
		status: Status::Accredited,
		pending: None,
		carry: WattHours::ZERO,
		carry_own: WattHours::ZERO,
		deposit: 0,
		freed: Default::default(),
	}
}

#[test]
fn a_device_should_keep_the_newest_of_what_is_free_when_there_is_no_room_for_all() {
	let mut device = fresh();
	device.certify(hours(0, 100));
	for index in 0..u64::from(MAX_FREED) + 2 {
		device.free(hours(2 * index, 1));
	}
	assert_eq!(device.freed.len(), MAX_FREED as usize);
	assert!(!device.is_free(&hours(2, 1)));
	assert!(device.is_free(&hours(4, 1)));
}

proptest! {
	/// Whatever is certified and freed again, a device knows what it may certify: nothing twice, and all that is free.
	#[test]
	fn a_device_should_know_what_is_free_when_spans_are_certified_and_freed(
		steps in prop::collection::vec((0usize..40, 1usize..9, any::<bool>()), 1..60)
	) {
		let span = |start: usize, length: usize| hours(start as u64, length as u64);
		let mut device = fresh();
		let (mut freed, mut until) = ([false; 48], 0);
		let mut standing = Vec::new();
		for (start, length, certify) in steps {
			let end = start + length;
			let free = (start..end).all(|hour| hour >= until || freed[hour]);
			prop_assert_eq!(device.is_free(&span(start, length)), free);
			if certify && free {
				device.certify(span(start, length));
				freed[start..end].fill(false);
				until = until.max(end);
				standing.push((start, length));
			} else if !certify && !standing.is_empty() {
				let (start, length) = standing.swap_remove(start % standing.len());
				device.free(span(start, length));
				freed[start..start + length].fill(true);
			}
		}
	}
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
