use crate::{
	mock::*, BatchStatus, Batches, Error, Event, Generator, GeneratorId, Generators, Retirements,
	Status, MAX_RECERTIFIABLE,
};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use proptest::prelude::*;
use sp_runtime::DispatchError;
use zeropark_primitives::{certificates::SerialRange, units::WattHours};

#[test]
fn cancel_should_burn_certificates_of_a_holder_and_name_their_serials() {
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
fn a_withdrawn_batch_should_be_invalid_and_its_claims_voided_one_by_one() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		assert_ok!(Certificates::retire(signed(ALICE), batch, 3, claim()));
		assert_noop!(Certificates::void_claim(regulator(), 0), Error::<Test>::NotVoidable);
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
		// Nobody has to wait for the regulator.
		assert_noop!(Certificates::void_claim(RuntimeOrigin::none(), 0), DispatchError::BadOrigin);
		assert_ok!(Certificates::void_claim(signed(BOB), 0));
		System::assert_last_event(Event::ClaimVoided { retirement: 0, batch, serials }.into());
		assert!(Retirements::<Test>::get(0).is_some_and(|retirement| retirement.voided));
		assert_eq!(Certificates::receipts_of(ALICE), vec![0]);
		assert_eq!(Certificates::batches_of(0), vec![batch]);
		assert_eq!(Certificates::generators_of(ALICE), vec![0]);
		assert_noop!(Certificates::void_claim(regulator(), 0), Error::<Test>::NotVoidable);
		let batch = Batches::<Test>::get(batch).expect("is on record");
		assert_eq!((batch.status, batch.retired, batch.withdrawn), (BatchStatus::Withdrawn, 0, 10));
	});
}

#[test]
fn output_of_a_withdrawn_batch_should_be_recertifiable_when_no_claim_is_valid() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_ok!(request(device, hours(0, 100), 5_900_000));
		assert_ok!(Certificates::approve_issuance(regulator(), 0));
		assert_ok!(Certificates::retire(signed(ALICE), 0, 1, claim()));
		assert_ok!(Certificates::withdraw_batch(regulator(), 0, text("meter error")));
		assert_noop!(request(device, hours(0, 100), 3 * MWH), Error::<Test>::Overlap);
		assert_ok!(Certificates::void_claim(regulator(), 0));
		// The withdrawn batch takes its carry-over with it.
		assert_eq!(carry_over(device), WattHours(0));
		assert_ok!(request(device, hours(0, 100), 3 * MWH));
		assert_ok!(Certificates::approve_issuance(regulator(), 1));
		assert_eq!(certificates(ALICE, 1), 3);
	});
}

#[test]
fn cancelled_certificates_should_not_be_issued_again_when_their_batch_is_withdrawn() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 10);
		assert_ok!(Certificates::cancel(regulator(), 0, ALICE, 3, text("left the registry")));
		assert_ok!(Certificates::withdraw_batch(regulator(), 0, text("meter error")));
		issue(device, 0, 100, 10);
		assert_eq!(certificates(ALICE, 1), 7);
	});
}

/// Issues so many certificates for `count` hours, from hour `start` of October on.
fn issue(device: GeneratorId, start: u64, count: u64, certificates: i64) {
	assert_ok!(request(device, hours(start, count), certificates * MWH));
	let request = crate::NextRequestId::<Test>::get() - 1;
	assert_ok!(Certificates::approve_issuance(regulator(), request));
}

fn withdraw(batch: u32) {
	assert_ok!(Certificates::withdraw_batch(regulator(), batch, text("meter error")));
}

#[test]
fn output_should_be_recertifiable_in_parts_when_later_output_is_certified() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 5);
		issue(device, 100, 100, 5);
		assert_noop!(request(device, hours(0, 100), 1), Error::<Test>::Overlap);
		withdraw(0);
		// The output of the later batch stays certified.
		for span in [hours(0, 101), hours(99, 2), hours(100, 100)] {
			assert_noop!(request(device, span, 1), Error::<Test>::Overlap);
		}
		issue(device, 40, 20, 2);
		for span in [hours(0, 41), hours(40, 20), hours(59, 2), hours(0, 100)] {
			assert_noop!(request(device, span, 1), Error::<Test>::Overlap);
		}
		issue(device, 60, 40, 2);
		issue(device, 0, 40, 1);
		assert!(
			Generators::<Test>::get(device).is_some_and(|device| device.recertifiable.is_empty())
		);
		assert_noop!(request(device, hours(0, 1), 1), Error::<Test>::Overlap);
		issue(device, 200, 1, 1);
	});
}

#[test]
fn recertifiable_and_new_output_should_be_certified_together_when_adjacent() {
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
fn output_should_stay_recertifiable_when_a_later_request_is_approved() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 5);
		assert_ok!(request(device, hours(100, 100), MWH));
		withdraw(0);
		assert_ok!(Certificates::approve_issuance(regulator(), 1));
		issue(device, 0, 100, 4);
	});
}

/// The carry-over of a device.
fn carry_over(device: GeneratorId) -> WattHours {
	Generators::<Test>::get(device).expect("is there").carry_over
}

/// Requests and approves `energy` in Wh for the `index`th ten hours of October. Returns how many
/// certificates were issued.
fn issue_energy(device: GeneratorId, index: u64, energy: i64) -> u64 {
	let before = crate::NextSerial::<Test>::get();
	assert_ok!(request(device, hours(10 * index, 10), energy));
	let request = crate::NextRequestId::<Test>::get() - 1;
	assert_ok!(Certificates::approve_issuance(regulator(), request));
	crate::NextSerial::<Test>::get() - before
}

#[test]
fn carry_over_should_turn_negative_when_its_batch_is_withdrawn_after_use() {
	new_test_ext_execute(|| {
		let device = accredited();
		assert_eq!(issue_energy(device, 0, 1_900_000), 1);
		// This certificate consists mostly of energy that the first issuance carried over.
		assert_eq!(issue_energy(device, 1, 100_000), 1);
		withdraw(0);
		assert_eq!(carry_over(device), WattHours(-900_000));
		assert_eq!(issue_energy(device, 2, 800_000), 0);
		assert_eq!(issue_energy(device, 0, 1_900_000), 1);
		assert_eq!(carry_over(device), WattHours(800_000));
	});
}

#[test]
fn carry_over_of_later_output_should_stay_when_an_older_batch_is_withdrawn() {
	new_test_ext_execute(|| {
		let device = accredited();
		issue(device, 0, 100, 5);
		assert_eq!(issue_energy(device, 10, 900_000), 0);
		assert_ok!(Certificates::retire(signed(ALICE), 0, 1, claim()));
		withdraw(0);
		assert_ok!(Certificates::void_claim(regulator(), 0));
		assert_eq!(carry_over(device), WattHours(900_000));
	});
}

/// A device without certified output, which is not in storage.
fn fresh() -> Generator<AccountId> {
	Generator {
		owner: ALICE,
		certified_until: plant().commissioned,
		description: plant(),
		status: Status::Accredited,
		pending: None,
		carry_over: WattHours::ZERO,
		own_use_carry_over: WattHours::ZERO,
		deposit: 0,
		recertifiable: Default::default(),
	}
}

#[test]
fn a_device_should_drop_the_oldest_recertifiable_interval_when_there_are_too_many() {
	let mut device = fresh();
	device.certify(hours(0, 100));
	for index in 0..u64::from(MAX_RECERTIFIABLE) + 2 {
		device.free(hours(2 * index, 1));
	}
	assert_eq!(device.recertifiable.len(), MAX_RECERTIFIABLE as usize);
	assert!(!device.is_free(&hours(2, 1)));
	assert!(device.is_free(&hours(4, 1)));
}

proptest! {
	/// A device certifies nothing twice, and can certify all recertifiable output, after any
	/// sequence of certifying and freeing intervals.
	#[test]
	fn a_device_should_certify_no_interval_twice_and_every_recertifiable_one(
		steps in prop::collection::vec((0usize..40, 1usize..9, any::<bool>()), 1..60)
	) {
		let span = |start: usize, length: usize| hours(start as u64, length as u64);
		let mut device = fresh();
		let (mut free, mut until) = ([false; 48], 0);
		let mut certified = Vec::new();
		for (start, length, certify) in steps {
			let end = start + length;
			let may_certify = (start..end).all(|hour| hour >= until || free[hour]);
			prop_assert_eq!(device.is_free(&span(start, length)), may_certify);
			if certify && may_certify {
				device.certify(span(start, length));
				free[start..end].fill(false);
				until = until.max(end);
				certified.push((start, length));
			} else if !certify && !certified.is_empty() {
				let (start, length) = certified.swap_remove(start % certified.len());
				device.free(span(start, length));
				free[start..start + length].fill(true);
			}
		}
	}
}

#[test]
fn withdraw_batch_should_succeed_when_the_batch_has_expired() {
	new_test_ext_execute(|| {
		let batch = issued(10);
		assert_ok!(Certificates::retire(signed(ALICE), batch, 3, claim()));
		set_time(OCTOBER.after(24).start());
		Certificates::on_initialize(1);
		assert_ok!(Certificates::withdraw_batch(regulator(), batch, text("fraud")));
		assert_ok!(Certificates::void_claim(regulator(), 0));
		let batch = Batches::<Test>::get(batch).expect("is on record");
		assert_eq!((batch.expired, batch.withdrawn, batch.retired), (7, 3, 0));
	});
}
