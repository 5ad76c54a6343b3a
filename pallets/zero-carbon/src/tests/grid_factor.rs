use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{metering::DeviceKind, time::HOUR, units::MilligramsPerUnit};

/// A second of 1 January 1973, on a full hour.
const NEW_YEAR_1973: u64 = 94_694_400;

fn publish(year: u16, factor: u64) -> DispatchResult {
	ZeroCarbon::publish_grid_factor(verifier(), year, MilligramsPerUnit(factor), EVIDENCE)
}

#[test]
fn publish_grid_factor_should_reach_open_periods_and_leave_closed_ones() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 1_000);
		open_hour(1);
		assert_eq!(statement().grid.factor, GRID);
		close(0);
		assert_ok!(publish(1970, 900_000));
		System::assert_last_event(
			Event::GridFactorPublished {
				year: 1970,
				factor: MilligramsPerUnit(900_000),
				source: EVIDENCE,
			}
			.into(),
		);
		let grid = |period| ZeroCarbon::statement(Some(period)).expect("exists").grid;
		assert_eq!((grid(0).factor, grid(1).factor), (GRID, MilligramsPerUnit(900_000)));
		assert_eq!((grid(0).publisher, grid(0).source), (VERIFIER, EVIDENCE));
		assert_eq!(ZeroCarbon::published_grid_factor(1970), Some(grid(1)));
	});
}

#[test]
fn open_period_should_take_a_factor_of_at_most_two_years_before() {
	new_test_ext_execute(|| {
		set_time(NEW_YEAR_1973);
		let open = |start| ZeroCarbon::open_period(operator(), Some(start), start + HOUR);
		assert_noop!(open(NEW_YEAR_1973), Error::<Test>::NoGridFactor);
		assert_ok!(open(NEW_YEAR_1973 - HOUR));
		assert_eq!(statement().grid.year, 1970);
		assert_ok!(publish(1971, 5));
		assert_eq!(statement().grid.year, 1971);
		assert_ok!(open(NEW_YEAR_1973));
		assert_ok!(publish(1973, 7));
		assert_eq!(statement().grid.factor, MilligramsPerUnit(7));
	});
}

#[test]
fn publish_grid_factor_should_fail_when_it_is_zero_or_ahead_or_not_by_the_verifier() {
	new_test_ext_execute(|| {
		assert_noop!(publish(1970, 0), Error::<Test>::ZeroFactor);
		assert_noop!(publish(1971, 1), Error::<Test>::InvalidYear);
		assert_noop!(publish(1969, 1), Error::<Test>::InvalidYear);
		let by_operator = ZeroCarbon::publish_grid_factor(operator(), 1970, GRID, EVIDENCE);
		assert_noop!(by_operator, DispatchError::BadOrigin);
	});
}
