use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::DispatchError;

#[test]
fn the_operator_should_register_enterprises() {
	new_test_ext_execute(|| {
		assert_eq!((entity(), entity()), (0, 1));
		assert_eq!(EmissionRegisters::entities_of(OWNER).len(), 2);
		assert_eq!(Balances::total_balance_on_hold(&OPERATOR), 6);
		let register =
			|who, label| EmissionRegisters::register_entity(signed(who), OWNER, text(label));
		assert_noop!(register(OWNER, "mine"), DispatchError::BadOrigin);
		assert_noop!(register(OPERATOR, "  "), Error::<Test>::InvalidText);
		for _ in 2..70 {
			assert_ok!(register(OPERATOR, "another"));
		}
		assert_noop!(register(OPERATOR, "one too many"), Error::<Test>::TooManyEntities);
	});
}

#[test]
fn unknown_enterprises_should_have_no_emissions() {
	new_test_ext_execute(|| {
		assert_noop!(add(0, 0, 5), Error::<Test>::NotFound);
	});
}
