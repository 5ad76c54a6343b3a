use crate::{mock::*, CrowdedLanes, Error, Event, Lane, Lanes};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn submit_should_send_at_once_when_the_channel_is_open() {
	run(|| {
		assert_eq!(submit(GREENCERT, 7), Ok(0));
		assert_eq!(submit(GREENCERT, 8), Ok(1));
		assert_eq!(sent(GREENCERT), vec![7, 8]);
		assert_eq!((Money::get(), Custody::get()), (98, 0));
		assert_eq!(Outbox::lane(GREENCERT), Lane { first: 2, next: 2 });
		System::assert_last_event(Event::MessageSent { lane: GREENCERT, number: 1 }.into());
	});
}

#[test]
fn submit_should_keep_the_message_and_its_money_when_the_channel_is_closed() {
	run(|| {
		Closed::set(vec![GREENCERT]);
		assert_eq!(submit(GREENCERT, 7), Ok(0));
		assert_eq!(Outbox::message(GREENCERT, 0), Some(7));
		assert_eq!((Money::get(), Custody::get()), (99, 1));
		System::assert_last_event(Event::MessageQueued { lane: GREENCERT, number: 0 }.into());
	});
}

#[docify::export]
#[test]
fn submit_should_wait_when_older_messages_wait() {
	run(|| {
		Closed::set(vec![GREENCERT]);
		assert_ok!(submit(GREENCERT, 7));
		Closed::set(vec![]);
		assert_ok!(submit(GREENCERT, 8));
		assert!(sent(GREENCERT).is_empty());
		next_block();
		assert_eq!(sent(GREENCERT), vec![7, 8]);
	});
}

#[test]
fn submit_should_send_at_once_when_only_another_lane_waits() {
	run(|| {
		Closed::set(vec![GREENCERT]);
		assert_ok!(submit(GREENCERT, 7));
		assert_ok!(submit(CARBON, 9));
		assert_eq!(sent(CARBON), vec![9]);
	});
}

#[test]
fn submit_should_fail_when_the_lane_is_full() {
	run(|| {
		Closed::set(vec![GREENCERT]);
		for message in 0..MAX_WAITING {
			assert_ok!(submit(GREENCERT, message));
		}
		assert_noop!(submit(GREENCERT, 9), Error::<Test>::LaneFull);
		assert_eq!(Money::get(), 100 - MAX_WAITING);
	});
}

#[test]
fn submit_should_fail_when_messages_wait_in_too_many_lanes() {
	run(|| {
		Closed::set(vec![1, 2, 3]);
		assert_ok!(submit(1, 0));
		assert_ok!(submit(2, 0));
		let third = frame_support::storage::with_storage_layer(|| submit(3, 0));
		assert_eq!(third, Err(Error::<Test>::TooManyLanes.into()));
	});
}

#[test]
fn submit_should_fail_when_the_payer_has_too_little() {
	run(|| {
		Money::set(0);
		assert_noop!(submit(GREENCERT, 7), DispatchError::Exhausted);
	});
}

#[test]
fn submit_should_fail_when_the_lane_has_no_numbers_left() {
	run(|| {
		Lanes::<Test>::insert(GREENCERT, Lane { first: u64::MAX, next: u64::MAX });
		let last = frame_support::storage::with_storage_layer(|| submit(GREENCERT, 7));
		assert_eq!(last, Err(Error::<Test>::NumbersExhausted.into()));
		assert!(CrowdedLanes::<Test>::get().is_empty());
	});
}
