use crate::{mock::*, Error, Event};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchClass, Pays},
};
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
		assert_ok!(read(0, 100, 0));
		assert_noop!(read(0, 100, 0), Error::<Test>::AlreadyReported);
		let strange = EnergyMarket::report_reading(signed(STRANGER), SLOT, 1, 0);
		assert_noop!(strange, Error::<Test>::NotFound);
		work_at(settled_at(SLOT));
		assert_noop!(read(1, 0, 100), late());
	});
}

#[test]
fn a_reading_beyond_the_capacity_should_count_up_to_it() {
	new_test_ext_execute(|| {
		work_at(start_of(SLOT + 1));
		assert_ok!(read(0, 5_001, 1));
		System::assert_last_event(Event::CapacityExceeded { slot: SLOT, point: 0 }.into());
		assert_ok!(read(1, 100, 4_000));
		let taken = Event::ReadingTaken { slot: SLOT, point: 1, drawn: 100, delivered: 4_000 };
		System::assert_last_event(taken.into());
		work_at(settled_at(SLOT));
		let sums = EnergyMarket::record(SLOT).expect("is settled").sums;
		assert_eq!((sums.drawn, sums.delivered, sums.missing), (5_100, 4_000, 0));
	});
}

#[test]
fn a_reading_should_have_its_part_of_each_block() {
	let call = crate::Call::<Test>::report_reading { slot: SLOT, drawn: 1, delivered: 0 };
	let info = frame_support::dispatch::GetDispatchInfo::get_dispatch_info(&call);
	assert_eq!((info.class, info.pays_fee), (DispatchClass::Operational, Pays::No));
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
