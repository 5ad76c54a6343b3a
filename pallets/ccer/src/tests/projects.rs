use crate::{mock::*, Error, Status};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_core::H256;
use sp_runtime::DispatchError;
use zeropark_primitives::time::Interval;

const REPORT: H256 = H256::repeat_byte(2);

#[test]
fn a_project_should_be_validated_by_somebody_else_and_then_registered() {
	new_test_ext_execute(|| {
		assert_ok!(Ccer::register_project(signed(OWNER), description()));
		assert_noop!(Ccer::approve(regulator(), 0), Error::<Test>::WrongStatus);
		let validate = |who| Ccer::validate(signed(who), 0, REPORT);
		assert_noop!(validate(BUYER), DispatchError::BadOrigin);
		assert_noop!(validate(OWNER), Error::<Test>::NotAuthorized);
		assert_ok!(validate(VALIDATOR));
		assert_noop!(validate(VERIFIER), Error::<Test>::WrongStatus);
		assert_noop!(Ccer::approve(signed(OWNER), 0), DispatchError::BadOrigin);
		assert_ok!(Ccer::approve(regulator(), 0));
		let status = Ccer::project(0).expect("is there").status;
		assert!(matches!(status, Status::Registered { validated_by: VALIDATOR, .. }));
		assert_noop!(Ccer::withdraw_project(signed(OWNER), 0), Error::<Test>::WrongStatus);
		assert_noop!(Ccer::refuse(regulator(), 0), Error::<Test>::WrongStatus);
	});
}

#[test]
fn a_project_that_comes_to_nothing_should_get_its_deposit_back() {
	new_test_ext_execute(|| {
		for refused in [false, true] {
			assert_ok!(Ccer::register_project(signed(OWNER), description()));
			let id = u32::from(refused);
			assert_eq!(Balances::total_balance_on_hold(&OWNER), 7);
			if refused {
				assert_noop!(Ccer::refuse(signed(OWNER), id), DispatchError::BadOrigin);
				assert_ok!(Ccer::refuse(regulator(), id));
			} else {
				let other = Ccer::withdraw_project(signed(BUYER), id);
				assert_noop!(other, Error::<Test>::NotAuthorized);
				assert_ok!(Ccer::withdraw_project(signed(OWNER), id));
			}
			assert_eq!(Balances::total_balance_on_hold(&OWNER), 0);
			assert_noop!(Ccer::validate(signed(VALIDATOR), id, REPORT), Error::<Test>::NotFound);
		}
	});
}

#[test]
fn a_meter_should_belong_to_one_project() {
	new_test_ext_execute(|| {
		let with = |devices: &[(u32, u32)]| {
			let devices = devices.to_vec().try_into().expect("are few");
			crate::Description { devices, ..description() }
		};
		let twice = Ccer::register_project(signed(OWNER), with(&[(1, 2), (1, 3), (1, 2)]));
		assert_noop!(twice, Error::<Test>::DeviceTaken);
		registered_as(with(&[(1, 2), (1, 3)]));
		assert_eq!(Balances::total_balance_on_hold(&OWNER), 9, "7, and 1 for each meter");
		assert_ok!(Ccer::register_project(signed(OWNER), with(&[(2, 3), (1, 3)])));
		assert_ok!(Ccer::validate(signed(VALIDATOR), 1, REPORT));
		assert_noop!(Ccer::approve(regulator(), 1), Error::<Test>::DeviceTaken);
		assert_ok!(Ccer::refuse(regulator(), 1));
		assert_eq!(Balances::total_balance_on_hold(&OWNER), 9);
	});
}

#[test]
fn a_description_should_make_sense() {
	new_test_ext_execute(|| {
		let register = |description| Ccer::register_project(signed(OWNER), description);
		let mut empty = description();
		empty.crediting = Interval { start: END, end: END };
		assert_noop!(register(empty), Error::<Test>::InvalidSpan);
		let mut nameless = description();
		nameless.methodology = text(" ");
		assert_noop!(register(nameless), Error::<Test>::InvalidText);
		assert_ok!(register(description()));
		assert_eq!(Ccer::projects_of(OWNER), [0]);
	});
}
