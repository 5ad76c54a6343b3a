use crate::{mock::*, SourceKind};
use frame_support::assert_ok;
use proptest::prelude::*;
use zeropark_primitives::{
	carbon::{Doubt, Eta, GreenShare, Reason},
	metering::DeviceKind,
	purchase::PeriodLedger,
	time::{Interval, HOUR},
	units::WattHours,
};

#[test]
fn statement_should_be_none_when_there_is_no_period() {
	new_test_ext_execute(|| {
		assert_eq!(ZeroCarbon::statement(None), None);
		assert_eq!(ZeroCarbon::statement(Some(0)), None);
	});
}

#[test]
fn statement_should_have_every_term_of_both_equations() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 10_000);
		record(DeviceKind::Wind, 1_000);
		record(DeviceKind::Photovoltaic, 2_000);
		record(DeviceKind::Photovoltaic, -5);
		record(DeviceKind::Biomass, 500);
		record(DeviceKind::Storage, 300);
		record(DeviceKind::Storage, -400);
		leave_out(100);
		let diesel = register_source(SourceKind::Emission, 2_680_000);
		assert_ok!(report(diesel, 1_000));

		let statement = statement();
		assert_eq!(statement.period, Interval { start: 0, end: HOUR });
		let coverage = statement.coverage;
		assert_eq!((coverage.received, coverage.expected), (7, 8));
		assert_eq!(coverage.by_kind.load.gap, WattHours(100));
		assert_eq!(statement.demand, WattHours(10_405));
		assert_eq!(statement.power.wind, WattHours(1_000));
		assert_eq!(statement.power.photovoltaic, WattHours(2_000));
		assert_eq!(statement.power.biomass, WattHours(500));
		assert_eq!(statement.power.storage, WattHours(300));
		assert_eq!(statement.power.purchased, WattHours(0));
		// Grid: 10,405 - 3,800 = 6,605 Wh at 570.3 g/kWh = 3,766.8 g, rounded up. Diesel: 2,680 g.
		assert_eq!(statement.carbon.activity, grams(3_767 + 2_680));
		// Meters: 0.5 % of each reading, rounded up: 50 + 5 + 10 + 1 + 3 + 2 + 2 = 73 Wh.
		let doubt = Doubt { error: WattHours(73), gap: WattHours(100), unassured: WattHours(0) };
		assert_eq!(statement.doubt, doubt);
		// From 6,605 Wh to 6,778 Wh: 3,865.5 g, rounded up. To 6,532 Wh: 3,725.2 g, rounded up.
		// Diesel: 26.8 g, rounded up.
		assert_eq!(statement.carbon.eta, Eta { low: grams(41 + 27), high: grams(99 + 27) });
		assert_eq!(statement.carbon.net_low, grams(6_447 - 68));
		assert_eq!(statement.carbon.net_high, grams(6_447 + 126));
		// 3,800 of 10,405 Wh and of 10,578 Wh.
		assert_eq!(statement.green, GreenShare { measured: 365, worst: 359 });
		assert_eq!(
			statement.why,
			[
				Reason::NotClosed,
				Reason::GridPower,
				Reason::Gaps,
				Reason::MeteringError,
				Reason::Activities
			]
		);
	});
}

#[docify::export]
#[test]
fn statement_should_be_zero_only_if_net_high_is() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 1_000);
		record(DeviceKind::Photovoltaic, 1_000);
		// The park used no power of the grid, but its meters may be wrong by 10 Wh, which are 6 g.
		assert_eq!(statement().carbon.activity, grams(0));
		assert_eq!(statement().carbon.net_high, grams(6));
		// A sink absorbs 7 g, with an error of at most 1 g. The verifier confirms it.
		let sink = register_source(SourceKind::Sink, 1_000_000);
		remove(sink, 7);
		assert_eq!(statement().carbon.net_high, grams(0));
		// An open period is not at zero yet.
		assert_eq!(statement().why, [Reason::NotClosed]);
		close(0);
		assert!(statement().is_zero);
	});
}

#[test]
fn silence_should_never_make_a_statement_zero() {
	new_test_ext_execute(|| {
		open_hour(0);
		let why = || {
			let statement = statement();
			assert_eq!(statement.is_zero, statement.why.is_empty());
			statement.why
		};
		assert_eq!(why(), [Reason::NotClosed, Reason::NothingMetered]);
		// A reading that is missing is in doubt with all that the load can draw.
		record(DeviceKind::Load, 0);
		leave_out(5_000);
		close(0);
		assert_eq!(why(), [Reason::Gaps]);
		assert_eq!(statement().carbon.net_high, grams(2_852));
	});
}

#[test]
fn a_device_that_nobody_approved_should_keep_a_period_from_zero() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 0);
		change_totals(0, DeviceKind::Wind, |totals| totals.unapproved = 1);
		close(0);
		assert_eq!(statement().why, [Reason::DeviceUnapproved]);
	});
}

#[test]
fn what_storage_delivers_unseen_should_be_in_doubt() {
	new_test_ext_execute(|| {
		open_hour(0);
		record(DeviceKind::Load, 0);
		change_totals(0, DeviceKind::Load, |totals| totals.drawn = WattHours(1_000));
		change_totals(0, DeviceKind::Storage, |totals| {
			totals.delivered = WattHours(1_000);
			totals.unassured = WattHours(400);
		});
		close(0);
		assert_eq!(statement().carbon.activity, grams(0));
		assert_eq!(statement().carbon.net_high, grams(229));
		assert_eq!(statement().why, [Reason::UnassuredStorage]);
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// The bounds of `C` are what the meters can have read, whatever is bought and removed: the
	/// test computes them in its own way, in milligrams.
	#[test]
	fn the_bounds_should_hold_what_the_meters_allow(
		drawn in 0i64..2_000_000,
		delivered in 0i64..2_000_000,
		gap in 0u64..500_000,
		purchased in 0i64..2_000_000,
	) {
		new_test_ext_execute(|| {
			open_hour(0);
			record(DeviceKind::Load, drawn);
			record(DeviceKind::Wind, delivered);
			leave_out(gap);
			assert_ok!(ZeroCarbon::add_purchased(0, WattHours(purchased)));
			let error = |wh: i64| (wh as f64 * 0.005).ceil() as i64;
			let errors = error(drawn) + error(delivered);
			let net = drawn - delivered - purchased;
			// An open interval of a gram on each of the two roundings.
			let near = |grams: i64, wh: i64| {
				let exact = wh.max(0) * 570_300;
				(exact..exact + 1_000_000).contains(&(grams * 1_000_000))
			};
			let carbon = statement().carbon;
			assert!(near(carbon.activity.0, net));
			assert!(near(carbon.net_high.0, net + errors + gap as i64));
			assert!(near(carbon.net_low.0, net - errors));
			assert!(carbon.eta.low.0 >= 0 && carbon.eta.high.0 >= 0);
		});
	}
}
