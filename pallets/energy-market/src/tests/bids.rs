use crate::{mock::*, Error, Event, Stage};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::energy::start_of;

#[test]
fn a_bid_should_be_changed_and_cancelled_until_the_gate_closes() {
	new_test_ext_execute(|| {
		assert_ok!(bid(SCHOOL, 0, &[(500, 1_000)]));
		assert_ok!(bid(SCHOOL, 0, &[(600, 2_000), (400, 1_000)]));
		let point = 0;
		let now = steps(&[(600, 2_000), (400, 1_000)]);
		System::assert_last_event(
			Event::BidPlaced { slot: SLOT, point, steps: now.clone() }.into(),
		);
		assert_eq!(EnergyMarket::order(SLOT, 0), Some(now));
		assert_eq!(EnergyMarket::depth(SLOT).len(), 2);
		assert_ok!(bid(SCHOOL, 0, &[]));
		System::assert_last_event(Event::BidCancelled { slot: SLOT, point }.into());
		assert_noop!(bid(SCHOOL, 0, &[]), Error::<Test>::NothingToCancel);

		set_time(before_gate(SLOT) + 1);
		assert_ok!(bid(SCHOOL, 0, &[(500, 1_000)]));
		// The gate is closed, whether a block has noticed it or not.
		set_time(before_gate(SLOT) + 2);
		assert_noop!(bid(SCHOOL, 0, &[(600, 1_000)]), Error::<Test>::NotOpen);
		assert_noop!(bid(SCHOOL, 0, &[]), Error::<Test>::NotOpen);
	});
}

#[test]
fn only_the_owner_of_an_active_point_should_bid() {
	new_test_ext_execute(|| {
		let some = [(500, 1_000)];
		assert_noop!(bid(STRANGER, 0, &some), Error::<Test>::NotAuthorized);
		assert_noop!(bid(ROOF, 0, &some), Error::<Test>::NotAuthorized);
		assert_noop!(bid(SCHOOL, 2, &some), Error::<Test>::NotFound);
		assert_ok!(bid(SCHOOL, 0, &some));
		assert_ok!(Consortium::suspend_point(provider(), 0));
		assert_noop!(bid(SCHOOL, 0, &some), Error::<Test>::NotActive);
		// What it bid before stands, and may be cancelled.
		assert_ok!(bid(SCHOOL, 0, &[]));
	});
}

#[test]
fn a_bid_should_be_a_curve_within_the_capacity() {
	new_test_ext_execute(|| {
		for (owner, point, steps) in [
			(SCHOOL, 0, &[(500, 5_001)][..]),
			(SCHOOL, 0, &[(500, 99)]),
			(SCHOOL, 0, &[(500, -100)]),
			(SCHOOL, 0, &[(1_024, 100)]),
			(SCHOOL, 0, &[(400, 100), (500, 100)]),
			(ROOF, 1, &[(300, -4_001)]),
			(ROOF, 1, &[(300, 100), (300, -100)]),
		] {
			assert_noop!(bid(owner, point, steps), Error::<Test>::InvalidCurve);
		}
	});
}

#[test]
fn slots_should_take_bids_from_four_hours_to_one_before() {
	new_test_ext_execute(|| {
		let at = |slot| EnergyMarket::bid(signed(SCHOOL), 0, slot, steps(&[(500, 1_000)]));
		let (first, end) = EnergyMarket::open_slots();
		assert!(first <= SLOT && SLOT < end);
		for slot in first..end {
			assert_ok!(at(slot));
		}
		for slot in [0, first - 1, end, u32::MAX] {
			assert_noop!(at(slot), Error::<Test>::NotOpen);
		}
		// A quarter of an hour later there is one more.
		work_at(before_gate(SLOT) - 2 * 3_600 + 900);
		assert_ok!(at(end));
		assert_eq!(EnergyMarket::slot(end), Some(Stage::Open));
		assert!(start_of(end) <= before_gate(SLOT) - 2 * 3_600 + 900 + 4 * 3_600);
	});
}
