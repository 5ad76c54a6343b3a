//! What the columns of a CSV are: devices, their owners, and the factors that make emissions of
//! energy; and who sells and buys the green power that lacks.

mod carbon;
mod generator;
#[cfg(test)]
mod tests;
mod values;

pub use carbon::{Carbon, Enterprise, Project};
pub use generator::Generator;

use crate::{market::is_certifiable, Error};
use carbon::{Cycle, EnterpriseEntry};
use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use generator::Entry;
use pallet_zero_carbon::SourceKind;
use serde::Deserialize;
use sp_core::{sr25519, Pair, H256};
use sp_crypto_hashing::blake2_256;
use std::{collections::BTreeSet, ops::Range, path::Path};
use toml::Spanned;
use values::{
	Account, Accuracy, Amount, CalendarMonth, Capacity, ClaimText, Factor, Hours, Label, Pcny,
	Secret, Timezone, UtcOffset,
};
use zeropark_primitives::{
	certificates::{CertificateBasket, Technology},
	metering::{DeviceKind, Limits},
	purchase::Shortfall,
	time::Seconds,
	units::{MilligramsPerUnit, Watts},
};

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
	/// The offset of the CSV's local time, if it never changes.
	utc_offset: Option<UtcOffset>,
	/// The zone of the CSV's local time, by its name in the IANA's list.
	timezone: Option<Timezone>,
	/// Whose account runs the park.
	#[serde(default = "Secret::alice")]
	operator: Secret,
	/// Whose account verifies what the park states. Never the operator's.
	#[serde(default = "Secret::verifier")]
	verifier: Secret,
	/// What a kilowatt-hour from the grid emits.
	grid_factor_g_per_kwh: Factor,
	#[serde(default, rename = "device")]
	devices: Vec<Spanned<Device>>,
	#[serde(default, rename = "source")]
	sources: Vec<Source>,
	/// Whose account regulates the green certificate market.
	#[serde(default = "Secret::alice")]
	regulator: Secret,
	#[serde(default, rename = "generator")]
	generators: Vec<Spanned<Entry>>,
	purchase: Option<Purchase>,
	cycle: Option<Cycle>,
	#[serde(default, rename = "enterprise")]
	enterprises: Vec<Spanned<EnterpriseEntry>>,
	#[serde(default, rename = "project")]
	projects: Vec<Project>,
}

/// The clocks at the park.
#[derive(Clone)]
enum Zone {
	/// They never change.
	Fixed(FixedOffset),
	/// They change as those of a zone.
	Named(Tz),
}

/// A checked scenario, in the chain's units.
#[derive(Clone)]
pub struct Scenario {
	zone: Zone,
	/// Who runs the park.
	pub operator: sr25519::Pair,
	/// Who verifies what the park states.
	pub verifier: sr25519::Pair,
	/// What a kilowatt-hour from the grid emits.
	pub grid_factor: MilligramsPerUnit,
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
	/// The carbon market; nobody is under quota if `None`.
	pub carbon: Option<Carbon>,
}

/// A column that is a device.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
	/// Its header in the CSV.
	pub column: String,
	/// What it does.
	pub kind: DeviceKind,
	/// Whose it is.
	#[serde(default = "Account::alice")]
	pub owner: Account,
	/// What it can draw at most if it is a load, and otherwise deliver.
	#[serde(rename = "capacity_kw")]
	capacity: Capacity,
	/// What it can deliver at most: a load that feeds back needs it.
	#[serde(rename = "delivers_kw")]
	delivers: Option<Capacity>,
	/// What it can draw at most. Without it, a source or storage can draw as much as it delivers.
	#[serde(rename = "draws_kw")]
	draws: Option<Capacity>,
	/// How wrong it may be.
	#[serde(rename = "accuracy_class")]
	pub accuracy: Accuracy,
	/// Where the scenario names it.
	#[serde(skip)]
	pub line: usize,
}

impl Device {
	/// What it can deliver and draw at most.
	pub fn limits(&self) -> Limits {
		let Capacity(capacity) = self.capacity;
		let (delivers, draws) = match self.kind {
			DeviceKind::Load => (Watts::ZERO, capacity),
			_ => (capacity, capacity),
		};
		Limits {
			delivers: self.delivers.map_or(delivers, |Capacity(power)| power),
			draws: self.draws.map_or(draws, |Capacity(power)| power),
		}
	}

	/// The digest of a generator's permit. A scenario has none, so it is that of the column.
	pub fn permit(&self) -> Option<H256> {
		self.kind.earns_certificates().then(|| digest(&self.column))
	}
}

/// The digest of a text, for documents that a scenario does not have.
pub fn digest(text: &str) -> H256 {
	H256(blake2_256(text.as_bytes()))
}

/// An activity of the period that no column measures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
	/// Activity and unit.
	pub label: Label,
	/// Which term of equation (2) it adds to.
	pub kind: SourceKind,
	/// What a unit of it emits or removes.
	#[serde(rename = "factor_g_per_unit")]
	pub factor: Factor,
	/// How wrong its quantity may be.
	#[serde(rename = "accuracy_class")]
	pub accuracy: Accuracy,
	/// How much of it there is in the whole period.
	pub quantity: Amount,
	/// The name of the enterprise whose direct emissions these are.
	pub enterprise: Option<ClaimText>,
}

impl Source {
	/// The digest of what it rests on. A scenario has no documents, so it is that of the label.
	pub fn evidence(&self) -> H256 {
		digest(&String::from_utf8_lossy(&self.label.0))
	}
}

/// How the operator buys what the period lacks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
	technology: Option<Technology>,
	/// Any month of the quarter it was produced in.
	produced: CalendarMonth,
	/// The most it pays for a certificate.
	pub limit: Pcny,
	/// How long the order stays open.
	pub hours: Hours,
	/// Which shortfall it covers: with all that is in doubt, unless the scenario says otherwise.
	#[serde(default = "upper_bound")]
	pub cover: Shortfall,
	/// Has no effect any more: a claim for a period names its buyer's account.
	beneficiary: Option<ClaimText>,
	/// What it claims the certificates for.
	pub purpose: ClaimText,
}

fn upper_bound() -> Shortfall {
	Shortfall::UpperBound
}

impl Purchase {
	/// What it buys.
	pub fn basket(&self) -> CertificateBasket {
		CertificateBasket { technology: self.technology, quarter: self.produced.0.quarter() }
	}
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
			let message = error.message().trim().replace('\n', " ");
			quoted(text, &error.span().unwrap_or_default(), &message)
		})?;
		let zone = match (file.utc_offset, file.timezone) {
			(Some(_), Some(_)) => {
				return Err("utc_offset and timezone say the same: give one of them".into())
			},
			(Some(UtcOffset(offset)), None) => Zone::Fixed(offset),
			(None, Some(Timezone(zone))) => Zone::Named(zone),
			(None, None) => Zone::Fixed(Utc.fix()),
		};
		if file.devices.is_empty() {
			return Err("there is no [[device]]: add one for each column that is metered".into());
		}
		if file.operator.0.public() == file.verifier.0.public() {
			return Err("operator and verifier are one account: name two".into());
		}
		if file.purchase.as_ref().is_some_and(|purchase| purchase.beneficiary.is_some()) {
			eprintln!(
				"The scenario names a beneficiary, which has no effect: a claim for a period names \
				 the account of its buyer."
			);
		}
		check_distinct(text, "devices", &file.devices, |device| &device.column)?;
		check_distinct(text, "generators", &file.generators, |generator| &generator.name)?;
		let carbon = carbon_of(text, file.cycle, file.enterprises, file.projects)?;
		for source in &file.sources {
			let Some(name) = &source.enterprise else { continue };
			let label = String::from_utf8_lossy(&source.label.0);
			if carbon.as_ref().and_then(|carbon| carbon.position(name)).is_none() {
				return Err(format!(
					"source `{label}`: no [[enterprise]] has the name that it gives: add it, or \
					 correct the name"
				));
			}
			if source.kind != SourceKind::Emission {
				return Err(format!(
					"source `{label}`: only emissions belong to an enterprise: leave the name out"
				));
			}
		}
		let devices = file.devices.into_iter().map(|device| {
			let line = line_of(text, &device.span());
			Device { line, ..device.into_inner() }
		});
		let generators = file.generators.into_iter().map(|entry| {
			let line = line_of(text, &entry.span());
			let generator = Generator::new(entry.into_inner(), line);
			generator.map_err(|error| format!("line {line}: {error}"))
		});
		Ok(Self {
			zone,
			operator: file.operator.0,
			verifier: file.verifier.0,
			grid_factor: file.grid_factor_g_per_kwh.0,
			devices: devices.collect(),
			sources: file.sources,
			regulator: file.regulator.0,
			generators: generators.collect::<Result<_, _>>()?,
			purchase: file.purchase,
			carbon,
		})
	}

	/// Refuses generators whose output the registry does not certify when the chains' clock starts
	/// at `now`.
	pub fn check_clock(&self, now: Seconds) -> Result<(), String> {
		match self.generators.iter().find(|generator| !is_certifiable(&generator.span, now)) {
			None => Ok(()),
			Some(Generator { name, line, .. }) => Err(format!(
				"line {line} of the scenario: generator `{name}`: at {}, where the chains' clock \
				 starts, its month is not over, or its certificates have expired: give another \
				 month, or another --start-time",
				self.local(now).to_rfc3339()
			)),
		}
	}

	/// A time of the CSV as the chain counts. `None` if the clocks at the park never showed it.
	///
	/// An hour that came twice, because the clocks went back, is read in order: a time of it is the
	/// first that is after `previous`.
	pub fn timestamp(&self, local: NaiveDateTime, previous: Option<Seconds>) -> Option<Seconds> {
		let times = match &self.zone {
			Zone::Fixed(offset) => offset.from_local_datetime(&local).map(|time| time.timestamp()),
			Zone::Named(zone) => zone.from_local_datetime(&local).map(|time| time.timestamp()),
		};
		let [first, last] = [times.earliest()?, times.latest()?].map(Seconds::try_from);
		let (first, last) = (first.ok()?, last.ok()?);
		Some(if previous.is_some_and(|previous| first <= previous) { last } else { first })
	}

	/// Whether the clocks at the park never change.
	pub fn has_fixed_offset(&self) -> bool {
		matches!(self.zone, Zone::Fixed(_))
	}

	/// A time of the chain as people at the park say it.
	pub fn local(&self, time: Seconds) -> DateTime<FixedOffset> {
		let time = i64::try_from(time)
			.ok()
			.and_then(|time| DateTime::<Utc>::from_timestamp(time, 0))
			.unwrap_or_default();
		match &self.zone {
			Zone::Fixed(offset) => time.with_timezone(offset),
			Zone::Named(zone) => time.with_timezone(zone).fixed_offset(),
		}
	}
}

/// The carbon market, if a scenario has a cycle.
fn carbon_of(
	text: &str,
	cycle: Option<Cycle>,
	enterprises: Vec<Spanned<EnterpriseEntry>>,
	projects: Vec<Project>,
) -> Result<Option<Carbon>, String> {
	check_distinct(text, "enterprises", &enterprises, |enterprise| {
		core::str::from_utf8(&enterprise.name.0).unwrap_or_default()
	})?;
	let enterprises = enterprises.into_iter().map(|entry| {
		let line = line_of(text, &entry.span());
		Enterprise::new(entry.into_inner()).map_err(|error| format!("line {line}: {error}"))
	});
	let enterprises = enterprises.collect::<Result<Vec<_>, _>>()?;
	match cycle {
		Some(cycle) => Ok(Some(Carbon { cycle, enterprises, projects })),
		None if enterprises.is_empty() && projects.is_empty() => Ok(None),
		None => Err("there are enterprises or projects, but no [cycle]: add it".into()),
	}
}

/// The line that `span` starts on, from 1.
fn line_of(text: &str, span: &Range<usize>) -> usize {
	text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
}

/// `error`, behind its line and what is written there up to the end of `span`, if that is one line.
fn quoted(text: &str, span: &Range<usize>, error: &str) -> String {
	let line = line_of(text, span);
	let before = text.get(..span.start).unwrap_or_default();
	let start = before.rfind('\n').map_or(0, |end| end + 1);
	match text.get(start..span.end).unwrap_or_default().trim() {
		written if written.is_empty() || written.contains('\n') => {
			format!("line {line}: {error}")
		},
		written => format!("line {line}: {written}: {error}"),
	}
}

/// Refuses a name that two of `values` have.
fn check_distinct<T>(
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
