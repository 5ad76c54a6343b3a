use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	compliance::{CycleSpan, EmissionRegisters as _, Position},
	time::{Interval, DAY},
	units::GramsCo2e,
};

#[docify::export]
#[test]
fn what_is_surrendered_should_be_assigned_oldest_period_first() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 100));
		assert_ok!(add(entity, 1, 50));
		// 120 g of 150 g are covered: the first period, and 20 g of the second.
		tell(CYCLE, entity, position(2, 150, 110, 10));
		assert_eq!(covered(0), (100, 0));
		assert_eq!(covered(1), (10, 10));
		// A later period takes nothing from them.
		assert_ok!(add(entity, 2, 70));
		tell(CYCLE, entity, position(3, 220, 150, 10));
		assert_eq!(covered(0), (100, 0));
		assert_eq!(covered(1), (40, 10));
		assert_eq!(covered(2), (10, 0));
	});
}

#[test]
fn late_and_doubled_positions_should_change_nothing() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 100));
		tell(CYCLE, entity, position(3, 100, 60, 0));
		tell(CYCLE, entity, position(3, 100, 100, 0));
		tell(CYCLE, entity, position(2, 100, 10, 0));
		assert_eq!(covered(0), (60, 0));
	});
}

#[test]
fn emissions_that_come_after_should_be_covered_in_their_turn() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 100));
		assert_ok!(add(entity, 1, 100));
		tell(CYCLE, entity, position(2, 200, 200, 0));
		// More is reported for the first period after it was covered.
		assert_ok!(add(entity, 0, 30));
		assert_eq!(covered(0), (100, 0));
		tell(CYCLE, entity, position(3, 230, 220, 0));
		assert_eq!((covered(0), covered(1)), ((120, 0), (100, 0)));
	});
}

#[test]
fn a_correction_upwards_should_take_back_until_it_is_surrendered_for() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 100));
		assert_ok!(add(entity, 1, 50));
		tell(CYCLE, entity, position(2, 150, 150, 0));
		// The verifier finds 70 g more, and nothing is there for them.
		let found = |sequence, covered| Position {
			emitted: GramsCo2e(220),
			..position(sequence, 150, covered, 0)
		};
		tell(CYCLE, entity, found(3, 150));
		assert_eq!((covered(0), covered(1)), ((80, 0), (0, 0)));
		tell(CYCLE, entity, found(4, 220));
		assert_eq!((covered(0), covered(1)), ((100, 0), (50, 0)));
	});
}

#[test]
fn a_correction_downwards_should_need_no_more_than_it_says() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 100));
		let found = Position { emitted: GramsCo2e(80), ..position(2, 100, 80, 0) };
		tell(CYCLE, entity, found);
		// What the verifier did not find is not offset by allowances that nobody surrendered.
		assert_eq!(covered(0), (80, 0));
		assert_eq!(EmissionRegisters::covered(0).corrected, GramsCo2e(20));
	});
}

#[test]
fn emissions_of_an_old_period_should_not_shield_newer_ones_from_a_correction() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		for period in 0..3 {
			assert_ok!(add(entity, period, 100));
		}
		tell(CYCLE, entity, position(2, 300, 300, 0));
		assert_ok!(add(entity, 0, 1));
		let found = Position { emitted: GramsCo2e(551), ..position(3, 301, 300, 0) };
		tell(CYCLE, entity, found);
		assert_eq!((covered(0), covered(1), covered(2)), ((50, 0), (0, 0), (0, 0)));
	});
}

#[test]
fn credits_that_do_not_count_any_more_should_be_taken_back_wherever_they_are() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		for period in 0..9 {
			assert_ok!(add(entity, period, 10));
		}
		let settle = || {
			for _ in 0..8 {
				assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
			}
			(0..9).map(EmissionRegisters::covered).fold((0, 0, 0), |sum, one| {
				(sum.0 + one.allowances.0, sum.1 + one.credits.0, sum.2 + one.corrected.0)
			})
		};
		// The first periods are covered by credits, the last by allowances.
		tell(CYCLE, entity, position(2, 90, 0, 30));
		assert_eq!(settle(), (0, 30, 0));
		tell(CYCLE, entity, position(3, 90, 60, 30));
		assert_eq!(settle(), (60, 30, 0));
		// By what the verifier finds, fewer credits count.
		let found = Position { emitted: GramsCo2e(75), ..position(4, 90, 60, 10) };
		tell(CYCLE, entity, found);
		assert_eq!(settle(), (60, 10, 15));
	});
}

#[test]
fn more_cycles_than_are_kept_should_leave_the_old_ones_usable() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		assert_ok!(add(entity, 0, 100));
		for cycle in 5..15 {
			let start = u64::from(cycle) * 10 * DAY;
			let span = Interval { start, end: start + 10 * DAY };
			tell(CycleSpan { cycle, span }, entity, position(1, 0, 0, 0));
		}
		tell(CYCLE, entity, position(2, 100, 100, 0));
		assert_ok!(add(entity, 0, 5));
		tell(CYCLE, entity, position(3, 105, 105, 0));
		assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		assert_eq!(covered(0), (105, 0));
	});
}

#[test]
fn one_message_should_do_a_bounded_amount_of_work() {
	new_test_ext_execute(|| {
		let entity = entity();
		enrol(entity);
		for period in 0..9 {
			assert_ok!(add(entity, period, 10));
		}
		tell(CYCLE, entity, position(2, 90, 90, 0));
		assert_eq!((covered(3), covered(4)), ((10, 0), (0, 0)));
		for _ in 0..2 {
			assert_ok!(EmissionRegisters::assign(signed(OWNER), CYCLE.cycle, entity));
		}
		assert_eq!(covered(8), (10, 0));
		let unknown = EmissionRegisters::assign(signed(OWNER), CYCLE.cycle + 1, entity);
		assert_noop!(unknown, Error::<Test>::NotFound);
	});
}

#[test]
fn only_the_market_should_tell() {
	new_test_ext_execute(|| {
		let taken = EmissionRegisters::take_positions(signed(OPERATOR), CYCLE, Default::default());
		assert_noop!(taken, DispatchError::BadOrigin);
		// An enterprise that is not there keeps no other back.
		tell(CYCLE, 9, position(1, 0, 0, 0));
		let (cycle, entity, error) = (CYCLE.cycle, 9, Error::<Test>::NotFound.into());
		System::assert_last_event(Event::PositionRefused { cycle, entity, error }.into());
	});
}
