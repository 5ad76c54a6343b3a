use crate::{mock::*, Description, Error, Purpose};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, TokenError};
use zeropark_primitives::{certificates::SerialRange, compliance::Credits, units::TonnesCo2e};

fn retire(who: AccountId, tonnes: u64) -> sp_runtime::DispatchResult {
	let (beneficiary, purpose) = (text("the park"), text("week 41"));
	Ccer::retire(signed(who), FIRST, TonnesCo2e(tonnes), beneficiary, purpose)
}

fn surrender(who: AccountId, tonnes: u64, from: u64) -> Result<SerialRange, DispatchError> {
	<Ccer as Credits<_>>::surrender(&who, FIRST, TonnesCo2e(tonnes), from, 6, (2000, 1))
}

#[test]
fn a_use_should_take_the_next_serial_numbers_and_leave_a_receipt() {
	new_test_ext_execute(|| {
		let project = registered();
		issued(project, 0, 30, 10 * TONNE);
		assert_ok!(Assets::transfer(signed(OWNER), FIRST, BUYER, 6));
		assert_ok!(retire(BUYER, 2));
		assert_eq!(surrender(OWNER, 3, START), Ok(SerialRange { start: 2, end: 5 }));
		let [first, second] = [0, 1].map(|number| Ccer::receipt(number).expect("is there"));
		assert_eq!((first.holder, first.serials), (BUYER, SerialRange { start: 0, end: 2 }));
		assert_eq!(
			(second.holder, second.purpose),
			(OWNER, Purpose::Surrender { cycle: 6, entity: (2000, 1) })
		);
		assert_noop!(retire(BUYER, 5), TokenError::FundsUnavailable);
		assert_noop!(retire(BUYER, 0), Error::<Test>::InvalidQuantity);
		let nothing = Ccer::retire(signed(BUYER), FIRST, TonnesCo2e(1), text("\n"), text("x"));
		assert_noop!(nothing, Error::<Test>::InvalidText);
		let unknown = Ccer::retire(signed(BUYER), 5, TonnesCo2e(1), text("x"), text("x"));
		assert_noop!(unknown, Error::<Test>::NotFound);
	});
}

#[test]
fn credits_should_be_surrendered_only_where_the_rules_take_them() {
	new_test_ext_execute(|| {
		let project = registered();
		issued(project, 0, 30, 10 * TONNE);
		let registered_at = START + 100 * zeropark_primitives::time::DAY;
		assert_noop!(surrender(OWNER, 1, registered_at + 1), Error::<Test>::NotEligible);
		assert_ok!(surrender(OWNER, 1, registered_at));
		let project = registered_as(Description { under_quota: true, ..description() });
		issued(project, 0, 30, 10 * TONNE);
		let own =
			<Ccer as Credits<_>>::surrender(&OWNER, FIRST + 1, TonnesCo2e(1), 0, 6, (2000, 1));
		assert_noop!(own, Error::<Test>::NotEligible);
	});
}

#[test]
fn a_withdrawn_batch_should_be_of_no_use() {
	new_test_ext_execute(|| {
		let project = registered();
		issued(project, 0, 30, 10 * TONNE);
		assert_ok!(retire(OWNER, 1));
		assert!(Ccer::is_tradable(FIRST));
		assert_noop!(Ccer::withdraw_batch(signed(OWNER), FIRST), DispatchError::BadOrigin);
		assert_ok!(Ccer::withdraw_batch(regulator(), FIRST));
		assert!(!Ccer::is_tradable(FIRST));
		assert_noop!(retire(OWNER, 1), Error::<Test>::Withdrawn);
		assert_noop!(surrender(OWNER, 1, 0), Error::<Test>::Withdrawn);
		assert_noop!(Ccer::withdraw_batch(regulator(), FIRST), Error::<Test>::Withdrawn);
	});
}
