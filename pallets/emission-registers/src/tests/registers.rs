use crate::{mock::*, Event};
use frame_support::assert_ok;
use sp_runtime::DispatchError;
use zeropark_primitives::{compliance::Position, ids::EntityId, units::GramsCo2e};

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
		assert_eq!(Reports::get().len(), 2);
		// The market has it.
		tell(CYCLE, entity, Position { register: 1, ..position(2, 5, 0, 0) });
		assert_ok!(again());
		next_block();
		assert_eq!(Reports::get().len(), 2);
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
fn too_many_periods_should_leave_the_oldest_out() {
	new_test_ext_execute(|| {
		let entity = entity();
		for period in 0..13 {
			assert_ok!(add(entity, period, 5));
		}
		System::assert_has_event(Event::LeftOut { entity, period: 0 }.into());
		enrol(entity);
		for _ in 0..3 {
			assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		}
		assert_eq!(total(entity), 45, "periods 1 to 9");
		// It is still counted by the ledger, and stays out of the register.
		assert_ok!(add(entity, 0, 5));
		assert_eq!(EmissionRegisters::emitted(0), GramsCo2e(10));
		assert_eq!(total(entity), 45);
	});
}
