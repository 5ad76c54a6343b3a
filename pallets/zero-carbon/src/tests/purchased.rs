use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::{
	metering::DeviceKind,
	purchase::{
		PeriodLedger,
		Shortfall::{Measured, UpperBound},
	},
	time::{Interval, Month, HOUR},
	units::{GramsCo2e, WattHours},
};

fn shortfall() -> Option<WattHours> {
	ZeroCarbon::shortfall(0, Measured)
}

#[test]
fn purchased_power_should_replace_power_from_the_grid() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 3_500_000);
		record(DeviceKind::Wind, 1_000_000);
		leave_out(200_000);
		assert_eq!(shortfall(), Some(WattHours(2_500_000)));
		// The meters may err by 22,500 Wh, and nobody read 200,000 Wh.
		assert_eq!(ZeroCarbon::shortfall(0, UpperBound), Some(WattHours(2_722_500)));
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(2_000_000)));
		assert_eq!(shortfall(), Some(WattHours(500_000)));
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(1_000_000)));
		// Purchases beyond the demand remove no other emissions, and cover what is in doubt.
		assert_eq!(shortfall(), Some(WattHours::ZERO));
		let statement = statement();
		assert_eq!(statement.power.purchased, WattHours(3_000_000));
		assert_eq!(statement.carbon.activity, GramsCo2e::ZERO);
		assert_eq!(statement.carbon.net_high, GramsCo2e::ZERO);
	});
}

#[test]
fn purchased_power_should_be_refused_when_the_period_is_closed() {
	new_test_ext_execute(|| {
		open_hour(0);
		assert_eq!(ZeroCarbon::claimable_span(0), Some(Interval { start: 0, end: HOUR }));
		close(0);
		assert_noop!(ZeroCarbon::add_purchased(0, WattHours(1)), Error::<Test>::PeriodNotOpen);
		assert_eq!((ZeroCarbon::claimable_span(0), shortfall()), (None, None));
	});
}

#[test]
fn a_void_claim_should_be_taken_off_a_closed_period_and_may_be_made_good() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 3_000_000);
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(2_000_000)));
		close(0);
		let activity = || statement().carbon.activity;
		let before = activity();
		assert_ok!(ZeroCarbon::remove_purchased(0, WattHours(1_000_000)));
		assert!(activity() > before);
		// As much as became void may be bought anew, although more is lacking.
		assert_eq!(shortfall(), Some(WattHours(1_000_000)));
		assert_noop!(
			ZeroCarbon::add_purchased(0, WattHours(1_000_001)),
			Error::<Test>::PeriodNotOpen
		);
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(1_000_000)));
		assert_eq!((activity(), shortfall()), (before, None));
		assert_noop!(ZeroCarbon::remove_purchased(1, WattHours(1)), Error::<Test>::NotFound);
	});
}

#[test]
fn certificates_should_count_if_their_power_is_no_older_than_the_vintage_allows() {
	new_test_ext_execute(|| {
		// The period ends with the last second of January 1973.
		let end = Month(37).start();
		set_time(end);
		assert_ok!(ZeroCarbon::publish_grid_factor(verifier(), 1973, GRID, EVIDENCE));
		assert_ok!(ZeroCarbon::open_period(operator(), Some(end - HOUR), end));
		let is_of_age = |month| ZeroCarbon::is_of_age(0, Month(month));
		assert_eq!([24, 25, 36, 37].map(is_of_age), [false, true, true, false]);
		assert_ok!(ZeroCarbon::set_vintage(verifier(), 1));
		assert_eq!([35, 36].map(is_of_age), [false, true]);
		assert!(!ZeroCarbon::is_of_age(1, Month(36)));
		assert_noop!(
			ZeroCarbon::set_vintage(operator(), 1_000),
			sp_runtime::DispatchError::BadOrigin
		);
	});
}
