//! What a scenario's text becomes, and how a wrong one is refused.

use super::*;
use zeropark_primitives::{
	market::Price,
	metering::AccuracyClass,
	time::{Interval, Month},
	units::{WattHours, Watts},
};

const DEVICE: &str =
	"grid_factor_g_per_kwh = 570.3\n[[device]]\ncolumn = \"a_kw\"\nkind = \"load\"\n\
	capacity_kw = 1.5\naccuracy_class = 0.5\n";

#[test]
fn a_scenario_should_be_in_the_chains_units() {
	let scenario =
		Scenario::parse(&format!("utc_offset = \"-07:00\"\n{DEVICE}")).expect("is right");
	assert_eq!(scenario.grid_factor, MilligramsPerUnit(570_300));
	let device = &scenario.devices[0];
	assert_eq!(device.accuracy.0, AccuracyClass(50));
	let limits = Limits { delivers: Watts(0), draws: Watts(1_500) };
	assert_eq!(device.limits(), limits);
	assert_eq!((device.kind, device.line), (DeviceKind::Load, 3));
	let midnight = "2019-10-07T00:00:00".parse().expect("is a time");
	assert_eq!(scenario.timestamp(midnight, None), Some(1_570_431_600));
	assert_eq!(scenario.local(1_570_431_600).to_rfc3339(), "2019-10-07T00:00:00-07:00");
}

#[test]
fn limits_should_be_those_of_the_kind_unless_they_are_given() {
	let limits = |kind: &str, more: &str| {
		let text = DEVICE.replace("load", kind) + more;
		Scenario::parse(&text).expect("is right").devices[0].limits()
	};
	let both = Limits { delivers: Watts(1_500), draws: Watts(1_500) };
	assert_eq!(limits("storage", ""), both);
	assert_eq!(limits("wind", "draws_kw = 0.002"), Limits { draws: Watts(2), ..both });
	assert_eq!(limits("load", "delivers_kw = 1.5"), both);
}

const MARKET: &str = "[[generator]]\nname = \"ridge\"\ntechnology = \"wind\"\n\
	capacity_kw = 10000\nregion = 330100\ncommissioned = \"2019-09-16\"\nmonth = \"2019-09\"\n\
	output_mwh = 12.5\nprice = 30.25\n[purchase]\nproduced = \"2019-08\"\nlimit = 32\nhours = 6\n\
	beneficiary = \"park\"\npurpose = \"week\"\n";

const SEPTEMBER: Month = Month(49 * 12 + 8);

#[test]
fn a_market_should_be_in_the_chains_units() {
	let scenario = Scenario::parse(&format!("{DEVICE}{MARKET}")).expect("is right");
	let generator = &scenario.generators[0];
	// 2019-09-16 to 2019-10-01, UTC.
	assert_eq!(generator.span, Interval { start: 1_568_592_000, end: 1_569_888_000 });
	assert_eq!((generator.output, generator.price), (WattHours(12_500_000), Price(30_250_000)));
	let purchase = scenario.purchase.expect("is there");
	// Produced in August.
	assert_eq!(purchase.basket().quarter, SEPTEMBER.quarter());
}

#[test]
fn a_wrong_market_should_say_what_to_do() {
	let wrong = |from: &str, to: &str| {
		let text = format!("{DEVICE}{}", MARKET.replace(from, to));
		Scenario::parse(&text).err().expect("is wrong")
	};
	assert!(wrong("\"2019-09\"", "\"09-2019\"").contains("2019-09"));
	assert!(wrong("2019-09-16", "2019-10-16").contains("earlier day"));
	assert!(wrong("12.5", "0.9").contains("output_mwh"));
	assert!(wrong("30.25", "0").contains("price"));
	assert!(wrong("hours = 6", "hours = 1").contains("hours"));
	assert!(wrong("\"week\"", "\"\"").contains("purpose"));
	assert!(wrong("commissioned = \"2019-09-16\"", "commissioned = \"soon\"").contains("line"));
	assert!(wrong("hours = 6", "hours = 2160").contains("2159"));
	// 10 MW in 15 days are 3,600 MWh.
	assert!(Scenario::parse(&format!("{DEVICE}{}", MARKET.replace("12.5", "3600"))).is_ok());
	let error = wrong("12.5", "3600.000001");
	assert!(error.contains("line 7") && error.contains("output_mwh"), "{error}");
	let error = wrong("10000", "10000000.001");
	assert!(error.contains("line 10: capacity_kw"), "{error}");
	assert!(error.contains("give 10000000 at most"), "{error}");
	let generator = MARKET.split("[purchase]").next().expect("is first");
	let error = wrong("[purchase]", &format!("{generator}[purchase]"));
	assert!(error.contains("`ridge` is two generators"), "{error}");
}

#[test]
fn a_generator_should_be_refused_when_its_month_is_not_over_or_long_past() {
	let scenario = Scenario::parse(&format!("{DEVICE}{MARKET}")).expect("is right");
	let (october, expiry) = (SEPTEMBER.after(1).start(), SEPTEMBER.after(24).start());
	for now in [october - 1, expiry] {
		let error = scenario.check_clock(now).expect_err("is wrong");
		assert!(error.contains("line 7") && error.contains("ridge"), "{error}");
	}
	for now in [october, expiry - 1] {
		assert_eq!(scenario.check_clock(now), Ok(()));
	}
}

#[test]
fn a_wrong_scenario_should_say_what_to_do() {
	let cases = [
		("grid_factor_g_per_kwh = 1", "[[device]]"),
		("grid_factor_g_per_kwh = \"x\"", "line 1"),
		("nonsense = 1", "nonsense"),
	];
	for (text, hint) in cases {
		let error = Scenario::parse(text).err().expect("is wrong");
		assert!(error.contains(hint), "{error}");
	}
	let wrong =
		|from: &str, to: &str| Scenario::parse(&DEVICE.replace(from, to)).err().expect("is wrong");
	assert!(wrong("1.5", "0").contains("capacity_kw"));
	let error = wrong("1.5", "10000000.001");
	assert!(error.contains("line 5: capacity_kw"), "{error}");
	assert!(error.contains("give 10000000 at most"), "{error}");
	assert!(wrong("0.5", "101").contains("accuracy_class"));
	assert!(wrong("0.5", "0.09").contains("accuracy_class"));
	let one = Scenario::parse(&format!("verifier = \"//Alice\"\n{DEVICE}"));
	assert!(one.err().expect("is wrong").contains("name two"));
	let error = wrong("570.3", "570.30001");
	assert!(error.contains("line 1: grid_factor") && error.contains("3 decimals"), "{error}");
	assert!(wrong("\"load\"", "\"lode\"").contains("line 4"));
	let twice = format!("{DEVICE}{}", &DEVICE[DEVICE.find("[[").expect("has one")..]);
	assert!(Scenario::parse(&twice).err().expect("is wrong").contains("two devices"));
	for (wrong, hint) in [
		("utc_offset = \"7\"", "line 2: utc_offset"),
		("timezone = \"Pacific\"", "line 2: timezone"),
		("utc_offset = \"-07:00\"\ntimezone = \"Europe/Berlin\"", "give one of them"),
		("operator = \"Alice\"", "line 2: operator"),
		("regulator = \"Alice\"", "line 2: regulator"),
	] {
		let error = Scenario::parse(&format!("\n{wrong}\n{DEVICE}")).err().expect("is wrong");
		assert!(error.contains(hint), "{error}");
	}
}

const CARBON: &str =
	"[cycle]\ncap_t = 60\nhours = 48\nvalidator = \"//Charlie\"\nauditor = \"//Eve\"\n\
	[[enterprise]]\nname = \"Heating plant\"\nowner = \"//Ferdie\"\noutput = 780\n\
	benchmark_g_per_unit = 53300\nprice = 80\n\
	[[enterprise]]\nname = \"Bus fleet\"\nowner = \"//Dave\"\nallowances_t = 9\nprice = 72.5\n\
	[[project]]\nname = \"Wind\"\nowner = \"//Bob\"\nregion = 120100\nmonth = \"2019-09\"\n\
	reduced_kg = 12400.5\nprice = 65\n\
	[[source]]\nlabel = \"gas, m3\"\nkind = \"emission\"\nfactor_g_per_unit = 2162.2\n\
	accuracy_class = 1.5\nquantity = 21000\nenterprise = \"Heating plant\"\n";

#[test]
fn a_carbon_market_should_be_in_the_chains_units() {
	use zeropark_primitives::units::{GramsCo2e, TonnesCo2e};
	let scenario = Scenario::parse(&format!("{DEVICE}{CARBON}")).expect("is right");
	let carbon = scenario.carbon.expect("is there");
	assert_eq!((carbon.cap(), carbon.validity()), (TonnesCo2e(60), 48 * 3_600));
	let quota = |index: usize| carbon.enterprises[index].method.quota(GramsCo2e(0));
	// 780 GJ at 0.0533 t/GJ.
	assert_eq!((quota(0), quota(1)), (Some(TonnesCo2e(41)), Some(TonnesCo2e(9))));
	assert_eq!(carbon.enterprises[1].price, Price(72_500_000));
	let project = &carbon.projects[0];
	assert_eq!(project.reduced(), GramsCo2e(12_400_500));
	assert_eq!(
		project.span(),
		Interval { start: SEPTEMBER.start(), end: SEPTEMBER.after(1).start() }
	);
	let source = scenario.sources[0].enterprise.as_ref().expect("names one");
	assert_eq!(carbon.position(source), Some(0));
	assert!(Scenario::parse(DEVICE).expect("is right").carbon.is_none());
}

#[test]
fn a_wrong_carbon_market_should_say_what_to_do() {
	let wrong = |from: &str, to: &str| {
		let text = format!("{DEVICE}{}", CARBON.replacen(from, to, 1));
		Scenario::parse(&text).err().expect("is wrong")
	};
	let error = wrong("output = 780\n", "");
	assert!(error.contains("line 12") && error.contains("or allowances_t"), "{error}");
	let error = wrong("\"Bus fleet\"", "\"Heating plant\"");
	assert!(error.contains("two enterprises"), "{error}");
	let error = wrong("enterprise = \"Heating plant\"", "enterprise = \"Foundry\"");
	assert!(error.contains("gas, m3") && error.contains("add it"), "{error}");
	let error = wrong("kind = \"emission\"", "kind = \"sink\"");
	assert!(error.contains("only emissions"), "{error}");
	let error = wrong("cap_t = 60", "cap_t = 60.5");
	assert!(error.contains("0 decimals"), "{error}");
	let cycle = &CARBON[..CARBON.find("[[enterprise]]").expect("is there")];
	let text = format!("{DEVICE}{}", CARBON.replace(cycle, ""));
	let error = Scenario::parse(&text).err().expect("is wrong");
	assert!(error.contains("no [cycle]"), "{error}");
}
