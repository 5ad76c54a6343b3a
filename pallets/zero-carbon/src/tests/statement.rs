use crate::{mock::*, SourceKind};
use frame_support::assert_ok;
use proptest::prelude::*;
use zeropark_primitives::{
	metering::{DeviceKind, ReadingSink},
	time::{Interval, HOUR},
	units::WattHours,
};

const KINDS: [DeviceKind; 5] = [
	DeviceKind::Load,
	DeviceKind::Wind,
	DeviceKind::Photovoltaic,
	DeviceKind::Biomass,
	DeviceKind::Storage,
];

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
		let diesel = register_source(SourceKind::Emission, 2_680_000);
		assert_ok!(report(diesel, 1_000));

		let statement = ZeroCarbon::statement(None).expect("a period is open");
		assert_eq!(statement.period, Interval { start: 0, end: HOUR });
		assert_eq!(statement.coverage.received, 7);
		assert_eq!(statement.demand, WattHours(10_405));
		assert_eq!(statement.power.wind, WattHours(1_000));
		assert_eq!(statement.power.photovoltaic, WattHours(2_000));
		assert_eq!(statement.power.biomass, WattHours(500));
		assert_eq!(statement.power.storage, WattHours(300));
		assert_eq!(statement.power.purchased, WattHours(0));
		// Grid: 10,405 - 3,800 = 6,605 Wh at 570.3 g/kWh = 3,766.8 g, rounded up. Diesel: 2,680 g.
		assert_eq!(statement.carbon.activity, grams(3_767 + 2_680));
		// Meters: 0.5 % of each reading, rounded up: 50 + 5 + 10 + 1 + 3 + 2 + 2 = 73 Wh, which are
		// 41.6 g, rounded up. Diesel: 26.8 g, rounded up.
		assert_eq!(statement.carbon.uncertainty, grams(42 + 27));
		assert_eq!(statement.carbon.net_low, grams(6_447 - 69));
		assert_eq!(statement.carbon.net_high, grams(6_447 + 69));
		assert!(!statement.is_zero);
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
		let statement = ZeroCarbon::statement(None).expect("a period is open");
		assert_eq!((statement.carbon.activity, statement.carbon.net_high), (grams(0), grams(6)));
		assert!(!statement.is_zero);
		// A sink absorbs 7 g, with an error of at most 1 g.
		let sink = register_source(SourceKind::Sink, 1_000_000);
		assert_ok!(report(sink, 7));
		let statement = ZeroCarbon::statement(None).expect("a period is open");
		assert_eq!(statement.carbon.net_high, grams(0));
		assert!(statement.is_zero);
	});
}

#[test]
fn statement_should_not_be_zero_when_devices_owed_readings_and_sent_none() {
	new_test_ext_execute(|| {
		<ZeroCarbon as ReadingSink>::device_added(96, 0);
		open_hour(0);
		let statement = ZeroCarbon::statement(None).expect("a period is open");
		assert_eq!((statement.carbon.net_high, statement.is_zero), (grams(0), false));
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// Demand minus own output is the net consumption of all devices, whatever the order and the
	/// kinds of the readings.
	#[test]
	fn demand_minus_output_should_be_the_net_of_all_readings(
		readings in prop::collection::vec((0usize..5, -1_000_000i64..1_000_000), 0..40)
	) {
		new_test_ext_execute(|| {
			open_hour(0);
			let mut net = 0;
			for (kind, energy) in &readings {
				record(KINDS[*kind], *energy);
				net += if *kind == 0 { *energy } else { -*energy };
			}
			let statement = ZeroCarbon::statement(None).expect("a period is open");
			assert_eq!((statement.demand - statement.power.own()).0, net);
			assert_eq!(statement.coverage.received, readings.len() as u64);
			assert_eq!(
				statement.carbon.net_high.0 - statement.carbon.net_low.0,
				2 * statement.carbon.uncertainty.0
			);
		});
	}
}
