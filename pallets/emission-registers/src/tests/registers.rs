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
		tell(CYCLE, entity, closed(3, 5));
		assert_ok!(add(entity, 0, 6));
		assert_ok!(again());
		next_block();
		next_block();
		assert_eq!((Reports::get().len(), total(entity)), (2, 11));
	});
}

/// The market's last word on a register of which it took `reported` grams.
fn closed(sequence: u32, reported: i64) -> Position {
	Position { register: 1, closed: true, ..position(sequence, reported, 0, 0) }
}

/// A cycle of ten days that begins `days` after [`CYCLE`].
fn later(days: u64) -> CycleSpan {
	let start = CYCLE.span.end + days * DAY;
	CycleSpan { cycle: CYCLE.cycle + 1, span: Interval { start, end: start + 10 * DAY } }
}

fn total_in(cycle: CycleSpan, entity: EntityId) -> i64 {
	EmissionRegisters::account(cycle.cycle, entity).expect("is enrolled").register.total.0
}

#[test]
fn what_comes_after_a_cycle_was_closed_should_be_due_in_the_next() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 5));
		// The market has closed the cycle before it heard of this.
		assert_ok!(add(entity, 0, 6));
		tell(CYCLE, entity, closed(2, 5));
		let late = GramsCo2e(6);
		System::assert_has_event(Event::PassedOn { cycle: CYCLE.cycle, entity, late }.into());
		// Later reports, for a period that is known or for another, are late as well.
		assert_ok!(add(entity, 0, 1));
		assert_ok!(add(entity, 3, 20));
		tell(CYCLE, entity, closed(3, 5));
		assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		// The next cycle takes it, once, though years lie between.
		let next = later(1_000);
		tell(next, entity, position(1, 0, 0, 0));
		assert_eq!(total_in(next, entity), 27);
		assert_ok!(add(entity, 4, 100));
		assert_ok!(EmissionRegisters::assign(signed(OWNER), next.cycle, entity));
		assert_eq!(total_in(next, entity), 127);
	});
}

#[test]
fn periods_that_waited_too_long_should_be_due_in_the_next_cycle() {
	new_test_ext_execute(|| {
		let entity = entity();
		// Six wait, and two had no room.
		for period in 0..8 {
			assert_ok!(add(entity, period, 5));
		}
		let mut waiting = crate::Waiting::<Test>::get(entity);
		waiting.truncate(6);
		crate::Waiting::<Test>::insert(entity, waiting);
		let span = Interval { start: span(6).start, end: span(7).end };
		let remainder = crate::Remainder { span, total: GramsCo2e(10), digest: Default::default() };
		crate::Remainders::<Test>::insert(entity, remainder);
		// The market enrolls the enterprise in a cycle that it has closed meanwhile.
		tell(CYCLE, entity, closed(1, 0));
		assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		assert_eq!(total(entity), 30);
		let next = later(1);
		tell(next, entity, position(1, 0, 0, 0));
		assert_eq!(total_in(next, entity), 40);
	});
}

#[test]
fn a_report_of_nothing_should_take_no_room() {
	new_test_ext_execute(|| {
		let entity = entity();
		for period in 0..20 {
			assert_ok!(add(entity, period, 0));
		}
		assert!(crate::Waiting::<Test>::get(entity).is_empty());
		assert!(EmissionRegisters::emissions(0, entity).is_none());
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
		let cycle = CYCLE.cycle;
		System::assert_last_event(Event::NotListed { cycle, entity }.into());
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
fn a_period_should_belong_to_the_first_cycle_that_it_overlaps() {
	new_test_ext_execute(|| {
		let entity = entity();
		let first = CycleSpan { cycle: 4, span: Interval { start: 0, end: DAY + 1 } };
		let second = CycleSpan { cycle: 5, span: Interval { start: DAY + 1, end: 9 * DAY } };
		// Period 1 begins in the first cycle and ends in the second, whether it waits or not.
		assert_ok!(add(entity, 0, 5));
		assert_ok!(add(entity, 1, 7));
		assert_ok!(add(entity, 2, 11));
		tell(first, entity, position(1, 0, 0, 0));
		tell(second, entity, position(1, 0, 0, 0));
		let total = |cycle| EmissionRegisters::account(cycle, entity).map(|a| a.register.total.0);
		assert_eq!((total(4), total(5)), (Some(12), Some(11)));
		let long = Interval { start: 0, end: 9 * DAY };
		let digest = sp_core::H256::repeat_byte(1);
		use zeropark_primitives::compliance::EmissionRegisters as _;
		assert_ok!(EmissionRegisters::add(entity, 3, &long, GramsCo2e(1), digest));
		assert_eq!((total(4), total(5)), (Some(13), Some(11)));
	});
}

#[test]
fn a_period_that_waits_should_not_be_taken_by_a_later_cycle() {
	new_test_ext_execute(|| {
		let entity = entity();
		let first = CycleSpan { cycle: 4, span: Interval { start: 0, end: 5 * DAY + 1 } };
		let second = CycleSpan { cycle: 5, span: Interval { start: 5 * DAY + 1, end: 9 * DAY } };
		// Period 5 is in both, and the first cycle takes four at a time.
		for period in 0..7 {
			assert_ok!(add(entity, period, 5));
		}
		tell(first, entity, position(1, 0, 0, 0));
		tell(second, entity, position(1, 0, 0, 0));
		assert_eq!((total_in(first, entity), total_in(second, entity)), (20, 5));
		assert_ok!(EmissionRegisters::assign(signed(OWNER), first.cycle, entity));
		assert_eq!(total_in(first, entity), 30);
	});
}

#[test]
fn a_period_that_begins_before_the_first_cycle_should_be_in_it() {
	new_test_ext_execute(|| {
		let entity = entity();
		let cycle = CycleSpan { cycle: 0, span: Interval { start: DAY + 1, end: 9 * DAY } };
		assert_ok!(add(entity, 0, 5));
		assert_ok!(add(entity, 1, 7));
		tell(cycle, entity, position(1, 0, 0, 0));
		assert_eq!(total_in(cycle, entity), 7);
		assert_ok!(add(entity, 2, 1));
		assert_eq!(total_in(cycle, entity), 8);
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
