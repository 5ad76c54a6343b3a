use crate::{mock::*, Error, Event, Status};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::DispatchError;
use zeropark_primitives::energy::{Points, MAX_UNSETTLED};

#[docify::export]
#[test]
fn a_member_should_trade_at_a_point_with_a_margin() {
	new_test_ext_execute(|| {
		// The provider offers the school a point that draws 1,000 Wh in a slot at most.
		let point = offer(SCHOOL, 1_000, 20);
		assert!(!Consortium::get(point).expect("is there").is_active);
		// For each slot it may owe 10.
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		assert_eq!(Balances::total_balance_on_hold(&SCHOOL), 10 * u128::from(MAX_UNSETTLED));
		// It trades in the slots that are not open yet.
		let info = Consortium::get(point).expect("is there");
		assert_eq!((info.is_active, info.slots.start), (true, 112));
		assert_eq!(Consortium::of_meter(&20), Some((point, 0)));
		assert_eq!(<Consortium as Points<_>>::capacity(), capacity(1_000, 0));
	});
}

#[test]
fn a_point_should_make_sense() {
	new_test_ext_execute(|| {
		let offer = |owner, capacity, meters: &[u64]| {
			let meters = meters.to_vec().try_into().expect("are few");
			Consortium::offer_point(provider(), owner, text("A point"), capacity, meters)
		};
		assert_noop!(offer(FACTORY, capacity(1, 0), &[20]), Error::<Test>::NotFound);
		assert_noop!(offer(SCHOOL, capacity(0, 0), &[20]), Error::<Test>::InvalidCapacity);
		let most = crate::MAX_CAPACITY;
		assert_noop!(offer(SCHOOL, capacity(0, most + 1), &[20]), Error::<Test>::InvalidCapacity);
		assert_noop!(offer(SCHOOL, capacity(1, 0), &[]), Error::<Test>::InvalidMeters);
		assert_noop!(offer(SCHOOL, capacity(1, 0), &[20, 21, 20]), Error::<Test>::InvalidMeters);
		assert_ok!(offer(SCHOOL, capacity(1, 0), &[20, 21]));
		// A meter is that of one point.
		assert_noop!(offer(SCHOOL, capacity(1, 0), &[22, 21]), Error::<Test>::InvalidMeters);
		let strange = Consortium::offer_point(
			signed(SCHOOL),
			SCHOOL,
			text("Mine"),
			capacity(1, 0),
			Default::default(),
		);
		assert_noop!(strange, DispatchError::BadOrigin);
		for meter in 30..33 {
			assert_ok!(offer(SCHOOL, capacity(1, 0), &[meter]));
		}
		assert_noop!(offer(SCHOOL, capacity(1, 0), &[40]), Error::<Test>::TooManyPoints);
	});
}

#[test]
fn only_the_owner_should_accept_and_once() {
	new_test_ext_execute(|| {
		let point = offer(SCHOOL, 100, 20);
		let accept = |who, point| Consortium::accept_point(signed(who), point);
		assert_noop!(accept(FACTORY, point), Error::<Test>::NotAuthorized);
		assert_noop!(accept(SCHOOL, point + 1), Error::<Test>::NotFound);
		assert_ok!(accept(SCHOOL, point));
		assert_noop!(accept(SCHOOL, point), Error::<Test>::WrongStatus);
		// One that it cannot pay for.
		let dear = offer(SCHOOL, 100_000_000, 21);
		assert!(accept(SCHOOL, dear).is_err());
	});
}

#[test]
fn a_point_should_be_suspended_and_resumed() {
	new_test_ext_execute(|| {
		let point = offer(SCHOOL, 100, 20);
		assert_noop!(Consortium::suspend_point(provider(), point), Error::<Test>::WrongStatus);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		assert_noop!(Consortium::suspend_point(signed(SCHOOL), point), DispatchError::BadOrigin);
		assert_ok!(Consortium::suspend_point(provider(), point));
		// It takes no bids, and is metered as before.
		let info = Consortium::get(point).expect("is there");
		assert!(!info.is_active && info.slots.contains(&1_000));
		assert_noop!(Consortium::resume_point(signed(SCHOOL), point), DispatchError::BadOrigin);
		assert_ok!(Consortium::resume_point(provider(), point));
		assert_noop!(Consortium::resume_point(provider(), point), Error::<Test>::WrongStatus);
		assert!(Consortium::get(point).expect("is there").is_active);
	});
}

#[test]
fn a_point_should_leave_when_everything_is_settled() {
	new_test_ext_execute(|| {
		let point = offer(SCHOOL, 100, 20);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		let leave = |who| Consortium::leave(signed(who), point);
		let release = || Consortium::release_margin(signed(FACTORY), point);
		assert_noop!(release(), Error::<Test>::WrongStatus);
		assert_noop!(leave(FACTORY), Error::<Test>::NotAuthorized);
		assert_ok!(leave(SCHOOL));
		assert_noop!(leave(SCHOOL), Error::<Test>::WrongStatus);
		// It may have bid in the slots that were open then; after them it owes nothing.
		let info = Consortium::get(point).expect("is there");
		assert_eq!((info.is_active, info.slots), (false, 112..112));
		Unsettled::set((111, 123));
		assert_noop!(release(), Error::<Test>::Unsettled);
		Unsettled::set((112, 124));
		assert_ok!(release());
		System::assert_last_event(Event::PointLeft { point }.into());
		assert_eq!(Balances::total_balance_on_hold(&SCHOOL), 0);
		assert_eq!(Consortium::point(point).map(|point| point.status), Some(Status::Left));
		assert!(Consortium::get(point).expect("is there").slots.is_empty());
		// Its meter may be another point's.
		offer(SCHOOL, 100, 20);
	});
}
