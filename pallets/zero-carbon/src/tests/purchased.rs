use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::{
	metering::DeviceKind,
	purchase::PeriodLedger,
	time::{Interval, HOUR},
	units::{GramsCo2e, WattHours},
};

#[test]
fn purchased_power_should_replace_power_from_the_grid() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 3_500_000);
		record(DeviceKind::Wind, 1_000_000);
		assert_eq!(ZeroCarbon::shortfall(0), Some(WattHours(2_500_000)));
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(2_000_000)));
		assert_eq!(ZeroCarbon::shortfall(0), Some(WattHours(500_000)));
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(1_000_000)));
		// Purchases beyond the demand remove no other emissions.
		assert_eq!(ZeroCarbon::shortfall(0), Some(WattHours::ZERO));
		let statement = ZeroCarbon::statement(Some(0)).expect("period 0 exists");
		assert_eq!(statement.power.purchased, WattHours(3_000_000));
		assert_eq!(statement.carbon.activity, GramsCo2e::ZERO);
	});
}

#[test]
fn purchased_power_should_be_refused_when_the_period_is_closed() {
	new_test_ext_execute(|| {
		open_hour(0);
		assert_eq!(ZeroCarbon::open_span(0), Some(Interval { start: 0, end: HOUR }));
		set_time(HOUR);
		assert_ok!(ZeroCarbon::close_period(RuntimeOrigin::signed(OPERATOR), 0));
		assert_noop!(ZeroCarbon::add_purchased(0, WattHours(1)), Error::<Test>::PeriodNotOpen);
		assert_eq!((ZeroCarbon::open_span(0), ZeroCarbon::shortfall(0)), (None, None));
	});
}

#[test]
fn purchased_power_should_be_removed_from_a_closed_period_when_its_claim_is_void() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 2_000_000);
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(2_000_000)));
		set_time(HOUR);
		assert_ok!(ZeroCarbon::close_period(RuntimeOrigin::signed(OPERATOR), 0));
		let activity = || ZeroCarbon::statement(Some(0)).expect("period 0 exists").carbon.activity;
		assert_eq!(activity(), GramsCo2e::ZERO);
		assert_ok!(ZeroCarbon::remove_purchased(0, WattHours(2_000_000)));
		assert!(activity() > GramsCo2e::ZERO);
		assert_noop!(ZeroCarbon::remove_purchased(1, WattHours(1)), Error::<Test>::NotFound);
	});
}
