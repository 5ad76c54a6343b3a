use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::DispatchError;

#[test]
fn the_provider_should_admit_members_and_remove_them() {
	new_test_ext_execute(|| {
		let admit = |who, member| Consortium::admit(signed(who), member, text("Factory"));
		assert_noop!(admit(FACTORY, FACTORY), DispatchError::BadOrigin);
		assert_noop!(admit(PROVIDER, SCHOOL), Error::<Test>::AlreadyExists);
		assert_noop!(Consortium::admit(provider(), FACTORY, text(" ")), Error::<Test>::InvalidText);
		assert_ok!(admit(PROVIDER, FACTORY));
		assert_eq!(Balances::total_balance_on_hold(&PROVIDER), 10);
		assert_noop!(Consortium::remove(signed(FACTORY), FACTORY), DispatchError::BadOrigin);
		assert_ok!(Consortium::remove(provider(), FACTORY));
		assert_noop!(Consortium::remove(provider(), FACTORY), Error::<Test>::NotFound);
		assert_eq!(Balances::total_balance_on_hold(&PROVIDER), 5);
	});
}

#[test]
fn a_member_with_points_should_stay() {
	new_test_ext_execute(|| {
		let point = offer(SCHOOL, 100, 20);
		assert_noop!(Consortium::remove(provider(), SCHOOL), Error::<Test>::HasPoints);
		// An offer that nobody accepted is taken back.
		assert_ok!(Consortium::leave(provider(), point));
		assert_ok!(Consortium::remove(provider(), SCHOOL));
	});
}
