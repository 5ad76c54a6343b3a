use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::transaction_validity::InvalidTransaction;
use zeropark_primitives::energy::start_of;

#[test]
fn a_reading_should_be_taken_once_and_in_time() {
	new_test_ext_execute(|| {
		let late = || Error::<Test>::NotInTime;
		assert_noop!(read(0, 100, 0), late());
		work_at(start_of(SLOT + 1) - 1);
		assert_noop!(read(0, 100, 0), late());
		work_at(start_of(SLOT + 1));
		assert_noop!(read(0, 5_001, 0), Error::<Test>::LimitExceeded);
		assert_noop!(read(0, 0, 1), Error::<Test>::LimitExceeded);
		assert_ok!(read(0, 100, 0));
		assert_noop!(read(0, 100, 0), Error::<Test>::AlreadyReported);
		let strange = EnergyMarket::report_reading(signed(STRANGER), SLOT, 1, 0);
		assert_noop!(strange, Error::<Test>::NotFound);
		work_at(settled_at(SLOT));
		assert_noop!(read(1, 0, 100), late());
	});
}

#[test]
fn the_pool_should_refuse_what_a_block_would() {
	new_test_ext_execute(|| {
		let check = |who, drawn, tip| EnergyMarket::check_reading(&who, SLOT, drawn, 0, tip);
		let refused = |who, drawn, tip| {
			matches!(
				check(who, drawn, tip),
				Err(frame_support::pallet_prelude::TransactionValidityError::Invalid(
					InvalidTransaction::Custom(_)
				))
			)
		};
		assert!(refused(METERS[0], 100, false), "not over yet");
		work_at(start_of(SLOT + 1));
		assert!(refused(STRANGER, 100, false));
		assert!(refused(METERS[0], 5_001, false));
		assert!(refused(METERS[0], 100, true));
		assert_ok!(check(METERS[0], 100, false));
		assert_ok!(read(0, 100, 0));
		assert!(refused(METERS[0], 100, false));
	});
}

#[test]
fn only_a_point_that_is_settled_with_should_report() {
	new_test_ext_execute(|| {
		let (_, end) = EnergyMarket::open_slots();
		let point = offer(SCHOOL, 1_000);
		let read = |slot| EnergyMarket::report_reading(signed(1_000), slot, 100, 0);
		work_at(start_of(SLOT + 1));
		// It was offered only, then accepted too late for this slot.
		assert_noop!(read(SLOT), Error::<Test>::NotActive);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		assert_noop!(read(SLOT), Error::<Test>::NotActive);
		assert_ok!(Consortium::leave(signed(SCHOOL), point));
		work_at(start_of(end + 1));
		assert_noop!(read(end), Error::<Test>::NotActive);
	});
}
