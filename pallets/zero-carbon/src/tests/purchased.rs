use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use zeropark_primitives::{
	purchase::PowerLedger, units::HOUR, DeviceKind, GramsCo2e, PeriodSpan, WattHours,
};

#[test]
fn purchased_power_should_take_the_place_of_the_grids() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 3_500_000);
		record(DeviceKind::Wind, 1_000_000);
		assert_eq!(ZeroCarbon::shortfall(0), Some(WattHours(2_500_000)));
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(2_000_000)));
		assert_eq!(ZeroCarbon::shortfall(0), Some(WattHours(500_000)));
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(1_000_000)));
		// What is bought beyond the demand makes no emissions undone.
		assert_eq!(ZeroCarbon::shortfall(0), Some(WattHours::ZERO));
		let statement = ZeroCarbon::statement(Some(0)).expect("open");
		assert_eq!(statement.p_wh.purchased, WattHours(3_000_000));
		assert_eq!(statement.c_g.activity, GramsCo2e::ZERO);
	});
}

#[test]
fn purchased_power_should_be_refused_when_the_period_is_closed() {
	new_test_ext_execute(|| {
		open_hour(0);
		assert_eq!(ZeroCarbon::open_span(0), Some(PeriodSpan { start: 0, end: HOUR }));
		set_time(HOUR);
		assert_ok!(ZeroCarbon::close_period(RuntimeOrigin::signed(OPERATOR), 0));
		assert_noop!(ZeroCarbon::add_purchased(0, WattHours(1)), Error::<Test>::PeriodNotOpen);
		assert_eq!((ZeroCarbon::open_span(0), ZeroCarbon::shortfall(0)), (None, None));
	});
}

#[test]
fn purchased_power_should_be_taken_off_again_when_its_claim_is_void_though_the_period_is_closed() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 2_000_000);
		assert_ok!(ZeroCarbon::add_purchased(0, WattHours(2_000_000)));
		set_time(HOUR);
		assert_ok!(ZeroCarbon::close_period(RuntimeOrigin::signed(OPERATOR), 0));
		let activity = || ZeroCarbon::statement(Some(0)).expect("is there").c_g.activity;
		assert_eq!(activity(), GramsCo2e::ZERO);
		assert_ok!(ZeroCarbon::remove_purchased(0, WattHours(2_000_000)));
		assert!(activity() > GramsCo2e::ZERO);
		assert_noop!(ZeroCarbon::remove_purchased(1, WattHours(1)), Error::<Test>::NotFound);
	});
}
