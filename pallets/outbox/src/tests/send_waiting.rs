use crate::{mock::*, CrowdedLanes};
use frame_support::{
	assert_ok,
	traits::{Get, Hooks},
	weights::{RuntimeDbWeight, Weight},
};

#[test]
fn waiting_messages_should_leave_in_order_a_few_in_each_block() {
	run(|| {
		Closed::set(vec![GREENCERT]);
		for message in 0..5 {
			assert_ok!(submit(GREENCERT, message));
		}
		assert!(Waited::get().is_empty());
		next_block();
		assert!(sent(GREENCERT).is_empty());
		assert_eq!(Waited::get(), vec![GREENCERT]);
		Closed::set(vec![]);
		next_block();
		assert_eq!(sent(GREENCERT), vec![0, 1, 2]);
		next_block();
		assert_eq!(sent(GREENCERT), vec![0, 1, 2, 3, 4]);
		assert_eq!(Custody::get(), 0);
		assert!(CrowdedLanes::<Test>::get().is_empty());
	});
}

#[test]
fn a_closed_channel_should_hold_back_only_its_own_lane() {
	run(|| {
		Closed::set(vec![GREENCERT, CARBON]);
		for message in 0..3 {
			assert_ok!(submit(GREENCERT, message));
			assert_ok!(submit(CARBON, message));
		}
		Closed::set(vec![GREENCERT]);
		// One of the three attempts meets the closed channel.
		next_block();
		assert_eq!(sent(CARBON), vec![0, 1]);
		next_block();
		assert_eq!(sent(CARBON), vec![0, 1, 2]);
		assert!(sent(GREENCERT).is_empty());
	});
}

#[test]
fn lanes_should_take_turns_at_being_first() {
	run(|| {
		Closed::set(vec![GREENCERT, CARBON]);
		for message in 0..5 {
			assert_ok!(submit(GREENCERT, message));
			assert_ok!(submit(CARBON, message));
		}
		Closed::set(vec![]);
		next_block();
		assert_eq!((sent(GREENCERT).len(), sent(CARBON).len()), (3, 0));
		next_block();
		assert_eq!((sent(GREENCERT).len(), sent(CARBON).len()), (3, 3));
	});
}

#[test]
fn an_idle_block_should_send_as_many_as_its_weight_allows() {
	run(|| {
		Closed::set(vec![GREENCERT]);
		for message in 0..5 {
			assert_ok!(submit(GREENCERT, message));
		}
		Closed::set(vec![]);
		let room = Weight::from_parts(200_000_000, 8_000);
		assert!(Outbox::on_idle(0, room).all_lte(room));
		assert_eq!(sent(GREENCERT), vec![0]);
		Outbox::on_idle(0, Weight::MAX);
		assert_eq!(sent(GREENCERT).len(), 5);
	});
}

#[test]
fn an_empty_outbox_should_cost_one_read() {
	run(|| {
		let database: RuntimeDbWeight = <Test as frame_system::Config>::DbWeight::get();
		let looked = database.reads(1);
		assert_eq!((next_block(), Outbox::on_idle(0, Weight::MAX)), (looked, looked));
	});
}
