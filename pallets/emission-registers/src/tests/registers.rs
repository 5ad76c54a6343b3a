use crate::{mock::*, Event};
use frame_support::assert_ok;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	compliance::{CycleSpan, Position},
	ids::EntityId,
	time::{Interval, DAY},
	units::GramsCo2e,
};

fn total(entity: EntityId) -> i64 {
	EmissionRegisters::account(CYCLE.cycle, entity).expect("is enrolled").register.total.0
}

#[test]
fn a_register_should_be_reported_when_it_changed_and_once() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		next_block();
		assert!(Reports::get().is_empty());
		assert_ok!(add(entity, 0, 5));
		assert_ok!(add(entity, 0, 6));
		next_block();
		next_block();
		let reports = Reports::get();
		assert_eq!(reports.len(), 1);
		let (cycle, registers) = &reports[0];
		assert_eq!((*cycle, registers.len()), (CYCLE.cycle, 1));
		assert_eq!((registers[0].register.sequence, registers[0].register.total.0), (2, 11));
	});
}

#[test]
fn a_report_should_have_64_enterprises_at_most() {
	new_test_ext_execute(|| {
		for _ in 0..66 {
			let entity = entity();
			enrol(entity);
			assert_ok!(add(entity, 0, 5));
		}
		next_block();
		assert_eq!(Reports::get()[0].1.len(), 64);
		next_block();
		next_block();
		assert_eq!(Reports::get().len(), 2);
		assert_eq!(Reports::get()[1].1.len(), 2);
	});
}

#[test]
fn a_register_that_cannot_be_reported_should_wait() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 5));
		Mute::set(true);
		let error = DispatchError::Unavailable;
		next_block();
		System::assert_last_event(Event::ReportDelayed { error }.into());
		let events = System::event_count();
		next_block();
		assert_eq!(System::event_count(), events, "said once");
		assert_ok!(add(entity, 1, 7));
		Mute::set(false);
		next_block();
		assert_eq!(Reports::get()[0].1[0].register.total, GramsCo2e(12));
	});
}

#[test]
fn a_register_should_be_reported_again_when_somebody_asks_and_no_answer_has_come() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 5));
		next_block();
		let again = || EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity);
		assert_ok!(again());
		next_block();
		assert_eq!(Reports::get().len(), 1, "not more often than the interval");
		next_block();
		assert_eq!(Reports::get().len(), 2);
		// The market has it.
		tell(CYCLE, entity, Position { register: 1, ..position(2, 5, 0, 0) });
		assert_ok!(again());
		// What comes after the cycle was closed is added, and not reported.
		tell(CYCLE, entity, Position { register: 1, closed: true, ..position(3, 5, 0, 0) });
		assert_ok!(add(entity, 0, 6));
		assert_ok!(again());
		next_block();
		next_block();
		assert_eq!((Reports::get().len(), total(entity)), (2, 11));
	});
}

#[test]
fn emissions_should_count_when_the_list_of_registers_is_full() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		let full = (0..140).map(|id| (9, id)).collect::<Vec<_>>();
		crate::Unreported::<Test>::put(frame_support::BoundedVec::truncate_from(full));
		assert_ok!(add(entity, 0, 5));
		assert_eq!(total(entity), 5);
	});
}

#[test]
fn periods_before_the_enrolment_should_be_taken_into_the_register() {
	new_test_ext_execute(|| {
		let entity = entity();
		// Period 10 is after the cycle.
		for period in [0, 1, 2, 3, 4, 10] {
			assert_ok!(add(entity, period, 5));
		}
		assert_ok!(add(entity, 4, 1));
		enrol(entity);
		assert_eq!(total(entity), 20, "four at a time");
		// What is reported meanwhile for the one that waits is not lost.
		assert_ok!(add(entity, 4, 2));
		assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		assert_eq!(total(entity), 28);
		assert_ok!(add(entity, 4, 3));
		assert_eq!(total(entity), 31);
		assert_eq!(EmissionRegisters::emitted(4), GramsCo2e(11));
	});
}

#[test]
fn a_period_should_belong_to_the_cycle_in_which_it_begins() {
	new_test_ext_execute(|| {
		let entity = entity();
		let first = CycleSpan { cycle: 4, span: Interval { start: 0, end: DAY + 1 } };
		let second = CycleSpan { cycle: 5, span: Interval { start: DAY + 1, end: 9 * DAY } };
		// Period 1 begins in the first cycle and ends in the second.
		assert_ok!(add(entity, 0, 5));
		assert_ok!(add(entity, 1, 7));
		assert_ok!(add(entity, 2, 11));
		tell(first, entity, position(1, 0, 0, 0));
		tell(second, entity, position(1, 0, 0, 0));
		let total = |cycle| EmissionRegisters::account(cycle, entity).map(|a| a.register.total.0);
		assert_eq!((total(4), total(5)), (Some(12), Some(11)));
	});
}

#[test]
fn what_has_no_room_to_wait_should_still_be_due() {
	new_test_ext_execute(|| {
		let entity = entity();
		for period in 0..13 {
			assert_ok!(add(entity, period, 5));
		}
		System::assert_has_event(Event::LeftOut { entity, period: 0 }.into());
		// More comes for the one that was left out.
		assert_ok!(add(entity, 0, 2));
		enrol(entity);
		for _ in 0..3 {
			assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		}
		assert_eq!(total(entity), 52, "periods 0 to 9");
		assert_ok!(add(entity, 0, 1));
		assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		assert_eq!(total(entity), 53);
		// Everything is surrendered for, and nothing is assigned to what was left out.
		tell(CYCLE, entity, position(2, 53, 53, 0));
		for _ in 0..3 {
			assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		}
		assert_eq!((covered(0), covered(1), covered(9)), ((0, 0), (5, 0), (5, 0)));
		EmissionRegisters::do_try_state().expect("every gram is in one place");
	});
}

#[test]
fn a_register_should_go_on_when_its_list_is_full() {
	new_test_ext_execute(|| {
		let entity = entity();
		let cycle = CycleSpan { span: Interval { start: 0, end: 100 * DAY }, ..CYCLE };
		tell(cycle, entity, position(1, 0, 0, 0));
		for period in 0..13 {
			assert_ok!(add(entity, period, 5));
		}
		System::assert_has_event(Event::LeftOut { entity, period: 12 }.into());
		assert_ok!(add(entity, 12, 2));
		assert_ok!(add(entity, 3, 1));
		assert_eq!(total(entity), 68);
		tell(cycle, entity, position(2, 68, 68, 0));
		for _ in 0..3 {
			assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		}
		assert_eq!((covered(3), covered(11), covered(12)), ((6, 0), (5, 0), (0, 0)));
	});
}
