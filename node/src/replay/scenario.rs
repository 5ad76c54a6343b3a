//! What the columns of a CSV are: devices, their owners, and the factors that make emissions of energy.

use super::client::is_certifiable;
use crate::dev::Error;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use rust_decimal::{prelude::ToPrimitive, Decimal};
use serde::Deserialize;
use sp_core::{crypto::Ss58Codec, sr25519, Pair};
use std::{
	collections::BTreeSet,
	ops::{Range, RangeInclusive},
	path::Path,
};
use toml::Spanned;
use zeropark_primitives::{
	market::{CertificateBasket, Month, Price, Technology},
	metering::MAX_CAPACITY,
	purchase::{CERTIFICATE, MAX_TEXT},
	units::HOUR,
	DeviceKind, Interval, Seconds, WattHours, Watts,
};
use zeropark_runtime_common::{purchases::MAX_VALIDITY, types::AccountId};

/// How long an order may stand, in hours: the market's limits, the way there, and what is left of an hour at its end.
const HOURS: RangeInclusive<u32> = 3..=(MAX_VALIDITY / HOUR) as u32 - 1;

/// The longest label the park stores, in bytes.
const MAX_LABEL: usize = 64;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
	/// The offset of the CSV's local time from UTC, as in `-07:00`.
	#[serde(default = "utc")]
	utc_offset: Spanned<String>,
	/// Whose account runs the park.
	#[serde(default = "alice_there")]
	operator: Spanned<String>,
	/// What a kilowatt-hour from the grid emits, in gCO2e.
	grid_factor_g_per_kwh: Spanned<Decimal>,
	#[serde(default, rename = "device")]
	devices: Vec<Spanned<FileDevice>>,
	#[serde(default, rename = "source")]
	sources: Vec<Spanned<FileSource>>,
	/// Whose account regulates the green certificate market.
	#[serde(default = "alice_there")]
	regulator: Spanned<String>,
	#[serde(default, rename = "generator")]
	generators: Vec<Spanned<FileGenerator>>,
	purchase: Option<Spanned<FilePurchase>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDevice {
	column: String,
	kind: DeviceKind,
	#[serde(default = "alice")]
	owner: String,
	capacity_kw: Decimal,
	/// In per cent.
	accuracy_class: Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSource {
	label: String,
	kind: SourceKind,
	factor_g_per_unit: Decimal,
	/// In per cent.
	accuracy_class: Decimal,
	/// In units, over the whole period.
	quantity: Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileGenerator {
	name: String,
	technology: Technology,
	/// The secret of its owner's key.
	#[serde(default = "alice")]
	owner: String,
	capacity_kw: Decimal,
	/// The division code of GB/T 2260.
	region: u32,
	commissioned: FileDay,
	/// The month it was produced in.
	month: FileMonth,
	output_mwh: Decimal,
	/// In PCNY for a certificate.
	price: Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePurchase {
	technology: Option<Technology>,
	/// Any month of the quarter it was produced in.
	produced: FileMonth,
	/// In PCNY for a certificate.
	limit: Decimal,
	/// How long the order stands.
	hours: u32,
	beneficiary: String,
	purpose: String,
}

/// A day as in `2019-09-16`.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct FileDay(NaiveDate);

impl TryFrom<String> for FileDay {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		text.parse().map(Self).map_err(|_| format!("day \"{text}\": write it as \"2019-09-16\""))
	}
}

/// A month as in `2019-09`.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct FileMonth(Month);

impl TryFrom<String> for FileMonth {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		let wrong = || format!("month \"{text}\": write it as \"2019-09\"");
		let day =
			NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").map_err(|_| wrong())?;
		let start = day.and_time(NaiveTime::MIN).and_utc().timestamp();
		u64::try_from(start).ok().and_then(Month::of).map(Self).ok_or_else(wrong)
	}
}

/// Which term of equation (2) an activity adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
	/// `C1`.
	Emission,
	/// `CCUS`.
	Capture,
	/// `C2`.
	Sink,
}

fn utc() -> Spanned<String> {
	Spanned::new(0..0, "+00:00".into())
}

fn alice() -> String {
	"//Alice".into()
}

fn alice_there() -> Spanned<String> {
	Spanned::new(0..0, alice())
}

/// A checked scenario, in the chain's units.
#[derive(Clone)]
pub struct Scenario {
	offset: FixedOffset,
	/// Who runs the park.
	pub operator: sr25519::Pair,
	/// mgCO2e per kWh.
	pub grid_factor: u64,
	/// In the order of the file.
	pub devices: Vec<Device>,
	/// In the order of the file.
	pub sources: Vec<Source>,
	/// Who regulates the green certificate market.
	pub regulator: sr25519::Pair,
	/// Who sells certificates, in the order of the file.
	pub generators: Vec<Generator>,
	/// How the operator buys what the period lacks; it does not if `None`.
	pub purchase: Option<Purchase>,
}

/// A column that is a device.
#[derive(Clone, Debug)]
pub struct Device {
	/// Its header in the CSV.
	pub column: String,
	/// What it does.
	pub kind: DeviceKind,
	/// Whose it is.
	pub owner: AccountId,
	/// W.
	pub capacity: u64,
	/// Ten-thousandths.
	pub accuracy: u16,
	/// Where the scenario names it.
	pub line: usize,
}

/// An activity of the period that no column measures.
#[derive(Clone, Debug)]
pub struct Source {
	/// Activity and unit.
	pub label: String,
	/// Which term it adds to.
	pub kind: SourceKind,
	/// mgCO2e per unit.
	pub factor: u64,
	/// Ten-thousandths.
	pub accuracy: u16,
	/// Thousandths of a unit.
	pub quantity: u64,
}

/// A generator outside of the park that sells certificates.
#[derive(Clone)]
pub struct Generator {
	/// What people call it.
	pub name: String,
	/// How it makes power.
	pub technology: Technology,
	/// Who sells.
	pub owner: sr25519::Pair,
	/// W.
	pub capacity: u64,
	/// The division code of GB/T 2260.
	pub region: u32,
	/// When it was commissioned, in seconds since the Unix epoch.
	pub commissioned: Seconds,
	/// The month of its output, from the day it was commissioned.
	pub span: Interval,
	/// Wh.
	pub output: i64,
	/// What it asks for a certificate.
	pub price: Price,
	/// Where the scenario names it.
	pub line: usize,
}

/// How the operator buys what the period lacks.
#[derive(Clone, Debug)]
pub struct Purchase {
	/// What it buys.
	pub basket: CertificateBasket,
	/// The most it pays for a certificate.
	pub limit: Price,
	/// How long the order stands, in hours.
	pub hours: u32,
	/// Who may say that it used green power.
	pub beneficiary: String,
	/// What for.
	pub purpose: String,
}

impl Scenario {
	/// Reads and checks a file.
	pub fn load(path: &Path) -> Result<Self, Error> {
		let text = std::fs::read_to_string(path).map_err(|error| {
			Error::Input(format!("{}: {error}: name a scenario that can be read", path.display()))
		})?;
		Self::parse(&text).map_err(|error| Error::Input(format!("{}: {error}", path.display())))
	}

	/// Checks the text of a file.
	pub fn parse(text: &str) -> Result<Self, String> {
		let file: File = toml::from_str(text).map_err(|error| {
			let line = line_of(text, &error.span().unwrap_or_default());
			format!("line {line}: {}", error.message().trim().replace('\n', " "))
		})?;
		if file.devices.is_empty() {
			return Err("there is no [[device]]: add one for each column that is metered".into());
		}
		distinct(text, "devices", &file.devices, |device| &device.column)?;
		distinct(text, "generators", &file.generators, |generator| &generator.name)?;
		let checked_key = |name: &str, secret: Spanned<String>| {
			checked(text, secret, |secret, _| key(name, &secret))
		};
		Ok(Self {
			offset: checked(text, file.utc_offset, |offset, _| {
				offset
					.parse::<FixedOffset>()
					.map_err(|_| format!("utc_offset = \"{offset}\": write it as \"-07:00\""))
			})?,
			operator: checked_key("operator", file.operator)?,
			grid_factor: checked(text, file.grid_factor_g_per_kwh, |factor, _| {
				scaled(factor, 1_000, "grid_factor_g_per_kwh")
			})?,
			devices: all_checked(text, file.devices, device)?,
			sources: all_checked(text, file.sources, source)?,
			regulator: checked_key("regulator", file.regulator)?,
			generators: all_checked(text, file.generators, generator)?,
			purchase: file.purchase.map(|file| checked(text, file, purchase)).transpose()?,
		})
	}

	/// Refuses generators whose output the registry does not certify when the chains' clock starts at `now`.
	pub fn check_clock(&self, now: Seconds) -> Result<(), String> {
		match self.generators.iter().find(|generator| !is_certifiable(&generator.span, now)) {
			None => Ok(()),
			Some(Generator { name, line, .. }) => Err(format!(
				"line {line} of the scenario: generator `{name}`: at {}, where the chains' clock starts, its month is not \
				 over, or its certificates have expired: give another month, or another --start-time",
				self.local(now).to_rfc3339()
			)),
		}
	}

	/// A time of the CSV as the chain counts.
	pub fn timestamp(&self, local: chrono::NaiveDateTime) -> Option<Seconds> {
		let time = self.offset.from_local_datetime(&local).single()?;
		Seconds::try_from(time.timestamp()).ok()
	}

	/// A time of the chain as people at the park say it.
	pub fn local(&self, time: Seconds) -> DateTime<FixedOffset> {
		i64::try_from(time)
			.ok()
			.and_then(|time| DateTime::<Utc>::from_timestamp(time, 0))
			.unwrap_or_default()
			.with_timezone(&self.offset.fix())
	}
}

/// The line that `span` starts on, from 1.
fn line_of(text: &str, span: &Range<usize>) -> usize {
	text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
}

/// What `check` makes of a value of the file and its line, which an error names.
fn checked<T, U>(
	text: &str,
	value: Spanned<T>,
	check: impl FnOnce(T, usize) -> Result<U, String>,
) -> Result<U, String> {
	let line = line_of(text, &value.span());
	check(value.into_inner(), line).map_err(|error| format!("line {line}: {error}"))
}

fn all_checked<T, U>(
	text: &str,
	values: Vec<Spanned<T>>,
	check: fn(T, usize) -> Result<U, String>,
) -> Result<Vec<U>, String> {
	values.into_iter().map(|value| checked(text, value, check)).collect()
}

/// Refuses a name that two of `values` have.
fn distinct<T>(
	text: &str,
	what: &str,
	values: &[Spanned<T>],
	name: fn(&T) -> &str,
) -> Result<(), String> {
	let mut seen = BTreeSet::new();
	match values.iter().find(|value| !seen.insert(name(value.get_ref()))) {
		None => Ok(()),
		Some(value) => {
			let (line, name) = (line_of(text, &value.span()), name(value.get_ref()));
			Err(format!("line {line}: `{name}` is two {what}: leave one, or rename it"))
		},
	}
}

fn device(file: FileDevice, line: usize) -> Result<Device, String> {
	let about = |error| format!("device `{}`: {error}", file.column);
	Ok(Device {
		kind: file.kind,
		owner: account(&file.owner).map_err(about)?,
		capacity: capacity(file.capacity_kw).map_err(about)?,
		accuracy: class(file.accuracy_class).map_err(about)?,
		column: file.column,
		line,
	})
}

fn source(file: FileSource, _: usize) -> Result<Source, String> {
	let about = |error| format!("source `{}`: {error}", file.label);
	if file.label.len() > MAX_LABEL {
		return Err(about(format!("a label of more than {MAX_LABEL} bytes: shorten it")));
	}
	Ok(Source {
		kind: file.kind,
		factor: scaled(file.factor_g_per_unit, 1_000, "factor_g_per_unit").map_err(about)?,
		accuracy: class(file.accuracy_class).map_err(about)?,
		quantity: scaled(file.quantity, 1_000, "quantity").map_err(about)?,
		label: file.label,
	})
}

fn generator(file: FileGenerator, line: usize) -> Result<Generator, String> {
	let about = |error| format!("generator `{}`: {error}", file.name);
	let Month(month) = file.month.0;
	let commissioned = file.commissioned.0.and_time(NaiveTime::MIN).and_utc().timestamp();
	let commissioned = u64::try_from(commissioned)
		.map_err(|_| about("commissioned before 1970: give a later day".into()))?;
	let (start, end) = (Month(month).start(), Month(month).after(1).start());
	let span = Interval { start: start.max(commissioned), end };
	if span.duration() == 0 || span.start >= end {
		return Err(about("commissioned after its month of output: give an earlier day".into()));
	}
	let capacity = capacity(file.capacity_kw).map_err(about)?;
	let output = scaled(file.output_mwh, 1_000_000, "output_mwh").map_err(about)?;
	if output < CERTIFICATE.0.unsigned_abs() {
		return Err(about("output_mwh is less than a certificate: give 1 at least".into()));
	}
	let limit = WattHours::from_power(Watts(capacity), span.duration());
	let output =
		i64::try_from(output).ok().filter(|output| *output <= limit.0).ok_or_else(|| {
			about(format!(
				"output_mwh = {}: more than capacity_kw = {} delivers in its days of the month: correct one of the two",
				file.output_mwh, file.capacity_kw
			))
		})?;
	Ok(Generator {
		technology: file.technology,
		owner: key("owner", &file.owner).map_err(about)?,
		capacity,
		region: file.region,
		commissioned,
		span,
		output,
		price: Price(scaled(file.price, 1_000_000, "price").map_err(about)?),
		name: file.name,
		line,
	})
}

fn purchase(file: FilePurchase, _: usize) -> Result<Purchase, String> {
	for (name, text) in [("beneficiary", &file.beneficiary), ("purpose", &file.purpose)] {
		if text.is_empty() || text.len() > MAX_TEXT as usize {
			return Err(format!("purchase: {name}: give 1 to {MAX_TEXT} bytes"));
		}
	}
	if !HOURS.contains(&file.hours) {
		let (least, most) = (HOURS.start(), HOURS.end());
		return Err(format!("purchase: hours = {}: give {least} to {most}", file.hours));
	}
	Ok(Purchase {
		basket: CertificateBasket {
			technology: file.technology,
			quarter: file.produced.0.quarter(),
		},
		limit: Price(scaled(file.limit, 1_000_000, "limit")?),
		hours: file.hours,
		beneficiary: file.beneficiary,
		purpose: file.purpose,
	})
}

/// The key of a secret such as `//Bob`.
fn key(name: &str, secret: &str) -> Result<sr25519::Pair, String> {
	sr25519::Pair::from_string(secret, None)
		.map_err(|error| format!("{name} = \"{secret}\" is no key ({error:?}): write \"//Alice\""))
}

/// A positive decimal in units of `1 / scale`, exactly.
fn scaled(value: Decimal, scale: u64, name: &str) -> Result<u64, String> {
	let scaled = value.checked_mul(Decimal::from(scale)).filter(|value| value.is_integer());
	match scaled.and_then(|value| value.to_u64()) {
		Some(value) if value > 0 => Ok(value),
		_ => {
			let decimals = scale.ilog10();
			Err(format!(
				"{name} = {value}: give a positive number with at most {decimals} decimals"
			))
		},
	}
}

/// A capacity in W, which the chains take.
fn capacity(kw: Decimal) -> Result<u64, String> {
	let capacity = scaled(kw, 1_000, "capacity_kw")?;
	if capacity > MAX_CAPACITY.0 {
		let most = MAX_CAPACITY.0 / 1_000;
		return Err(format!("capacity_kw = {kw}: more than any there is: give {most} at most"));
	}
	Ok(capacity)
}

/// A class in per cent, in ten-thousandths.
fn class(percent: Decimal) -> Result<u16, String> {
	scaled(percent, 100, "accuracy_class")
		.ok()
		.and_then(|class| u16::try_from(class).ok())
		.filter(|class| *class <= 10_000)
		.ok_or_else(|| format!("accuracy_class = {percent}: give per cent from 0.01 to 100"))
}

/// An account by its address, or by the secret of a development key such as `//Bob`.
fn account(text: &str) -> Result<AccountId, String> {
	if text.starts_with("//") {
		return sr25519::Pair::from_string(text, None)
			.map(|pair| pair.public().into())
			.map_err(|error| format!("owner = \"{text}\" is no key: {error:?}"));
	}
	AccountId::from_ss58check(text)
		.map_err(|_| format!("owner = \"{text}\": write an SS58 address, or a key such as //Bob"))
}

#[cfg(test)]
mod tests {
	use super::*;

	const DEVICE: &str =
		"grid_factor_g_per_kwh = 570.3\n[[device]]\ncolumn = \"a_kw\"\nkind = \"load\"\n\
		capacity_kw = 1.5\naccuracy_class = 0.5\n";

	#[test]
	fn a_scenario_should_be_in_the_chains_units() {
		let scenario =
			Scenario::parse(&format!("utc_offset = \"-07:00\"\n{DEVICE}")).expect("is right");
		assert_eq!(scenario.grid_factor, 570_300);
		let device = &scenario.devices[0];
		assert_eq!((device.capacity, device.accuracy, device.kind), (1_500, 50, DeviceKind::Load));
		let midnight = "2019-10-07T00:00:00".parse().expect("is a time");
		assert_eq!(scenario.timestamp(midnight), Some(1_570_431_600));
		assert_eq!(scenario.local(1_570_431_600).to_rfc3339(), "2019-10-07T00:00:00-07:00");
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
		assert_eq!((generator.output, generator.price), (12_500_000, Price(30_250_000)));
		let purchase = scenario.purchase.expect("is there");
		// Produced in August.
		assert_eq!(purchase.basket.quarter, SEPTEMBER.quarter());
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
		assert!(error.contains("line 7") && error.contains("give 10000000 at most"), "{error}");
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
		let wrong = |from: &str, to: &str| {
			Scenario::parse(&DEVICE.replace(from, to)).err().expect("is wrong")
		};
		assert!(wrong("1.5", "0").contains("capacity_kw"));
		let error = wrong("1.5", "10000000.001");
		assert!(error.contains("line 2") && error.contains("give 10000000 at most"), "{error}");
		assert!(wrong("0.5", "101").contains("accuracy_class"));
		let error = wrong("570.3", "570.30001");
		assert!(error.contains("line 1: grid_factor") && error.contains("3 decimals"), "{error}");
		assert!(wrong("\"load\"", "\"lode\"").contains("line 4"));
		let twice = format!("{DEVICE}{}", &DEVICE[DEVICE.find("[[").expect("has one")..]);
		assert!(Scenario::parse(&twice).err().expect("is wrong").contains("two devices"));
		for (wrong, hint) in [
			("utc_offset = \"7\"", "line 2: utc_offset"),
			("operator = \"Alice\"", "line 2: operator"),
			("regulator = \"Alice\"", "line 2: regulator"),
		] {
			let error = Scenario::parse(&format!("\n{wrong}\n{DEVICE}")).err().expect("is wrong");
			assert!(error.contains(hint), "{error}");
		}
	}
}
