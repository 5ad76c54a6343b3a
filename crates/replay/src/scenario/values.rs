//! The values of a scenario file, in the chains' units. A value that the chains would not take is
//! refused by its type, with what to write instead.

use crate::market::max_validity;
use chrono::{FixedOffset, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use frame_support::BoundedVec;
use runtime_park::Runtime;
use rust_decimal::{prelude::ToPrimitive, Decimal};
use serde::Deserialize;
use sp_core::{crypto::Ss58Codec, sr25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, EveStash};
use zeropark_primitives::{
	certificates::{is_readable, Text, CERTIFICATE, MAX_TEXT},
	market::Price,
	metering::{AccuracyClass, MAX_CAPACITY},
	time::{Month, Seconds, HOUR},
	units::{MilliUnits, MilligramsPerUnit, TonnesCo2e, WattHours, Watts},
};
use zeropark_runtime_common::types::AccountId;

/// The longest label the park stores, as a type.
type MaxLabel = <Runtime as pallet_zero_carbon::Config>::MaxLabel;

/// The least hours for which an order may stay open: the market's least, the way there, and the
/// rest of an hour at its end.
const MIN_HOURS: Seconds = 3;

/// A positive number with at most `DECIMALS` decimals, in units of the last one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Decimal")]
pub struct Scaled<const DECIMALS: u32>(u64);

impl<const DECIMALS: u32> TryFrom<Decimal> for Scaled<DECIMALS> {
	type Error = String;

	fn try_from(value: Decimal) -> Result<Self, String> {
		let scale = Decimal::from(10u64.saturating_pow(DECIMALS));
		let scaled = value.checked_mul(scale).filter(|value| value.is_integer());
		match scaled.and_then(|value| value.to_u64()) {
			Some(value) if value > 0 => Ok(Self(value)),
			_ => Err(format!("give a positive number with at most {DECIMALS} decimals")),
		}
	}
}

/// An emission factor in gCO2e per unit.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(from = "Scaled<3>")]
pub struct Factor(pub MilligramsPerUnit);

impl From<Scaled<3>> for Factor {
	fn from(Scaled(milligrams): Scaled<3>) -> Self {
		Self(MilligramsPerUnit(milligrams))
	}
}

/// The quantity of an activity in units.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(from = "Scaled<3>")]
pub struct Amount(pub MilliUnits);

impl From<Scaled<3>> for Amount {
	fn from(Scaled(quantity): Scaled<3>) -> Self {
		Self(MilliUnits(quantity))
	}
}

/// A price of a certificate in PCNY.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(from = "Scaled<6>")]
pub struct Pcny(pub Price);

impl From<Scaled<6>> for Pcny {
	fn from(Scaled(price): Scaled<6>) -> Self {
		Self(Price(price))
	}
}

/// A capacity in kW.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Scaled<3>")]
pub struct Capacity(pub Watts);

impl TryFrom<Scaled<3>> for Capacity {
	type Error = String;

	fn try_from(Scaled(watts): Scaled<3>) -> Result<Self, String> {
		if Watts(watts) > MAX_CAPACITY {
			let most = MAX_CAPACITY.0 / 1_000;
			return Err(format!("more than any there is: give {most} at most"));
		}
		Ok(Self(Watts(watts)))
	}
}

/// An accuracy class in per cent.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Decimal")]
pub struct Accuracy(pub AccuracyClass);

impl TryFrom<Decimal> for Accuracy {
	type Error = String;

	fn try_from(percent: Decimal) -> Result<Self, String> {
		Scaled::<2>::try_from(percent)
			.ok()
			.and_then(|Scaled(class)| u16::try_from(class).ok())
			.map(AccuracyClass)
			.filter(|class| class.is_valid())
			.map(Self)
			.ok_or_else(|| "give per cent from 0.1 to 100".into())
	}
}

/// The output of a generator in MWh: enough for a certificate.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Scaled<6>")]
pub struct Output(pub WattHours);

impl TryFrom<Scaled<6>> for Output {
	type Error = String;

	fn try_from(Scaled(output): Scaled<6>) -> Result<Self, String> {
		let output = i64::try_from(output)
			.map_err(|_| "more than any generator delivers: correct it".to_string())?;
		if WattHours(output) < CERTIFICATE {
			return Err("less than a certificate: give 1 at least".into());
		}
		Ok(Self(WattHours(output)))
	}
}

/// A number of whole tonnes of CO2 equivalent.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(from = "Scaled<0>")]
pub struct Tonnes(pub TonnesCo2e);

impl From<Scaled<0>> for Tonnes {
	fn from(Scaled(tonnes): Scaled<0>) -> Self {
		Self(TonnesCo2e(tonnes))
	}
}

/// For how many hours an order stays open.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u32")]
pub struct Hours(pub Seconds);

impl TryFrom<u32> for Hours {
	type Error = String;

	fn try_from(hours: u32) -> Result<Self, String> {
		let hours = Seconds::from(hours);
		let most = (max_validity() / HOUR).saturating_sub(1);
		if (MIN_HOURS..=most).contains(&hours) {
			return Ok(Self(hours));
		}
		Err(format!("give {MIN_HOURS} to {most}"))
	}
}

/// A day as in `2019-09-16`: its first second in UTC.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(pub Seconds);

impl TryFrom<String> for Day {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		let day: NaiveDate = text.parse().map_err(|_| "write it as \"2019-09-16\"".to_string())?;
		let start = day.and_time(NaiveTime::MIN).and_utc().timestamp();
		let start = u64::try_from(start);
		start.map(Self).map_err(|_| "before 1970: give a later day".into())
	}
}

/// A month as in `2019-09`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct CalendarMonth(pub Month);

impl TryFrom<String> for CalendarMonth {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		Day::try_from(format!("{text}-01"))
			.ok()
			.and_then(|Day(start)| Month::of(start))
			.map(Self)
			.ok_or_else(|| "write it as \"2019-09\"".into())
	}
}

/// The offset of local time from UTC, as in `-07:00`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct UtcOffset(pub FixedOffset);

impl TryFrom<String> for UtcOffset {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		text.parse().map(Self).map_err(|_| "write it as \"-07:00\"".into())
	}
}

/// The name of a time zone, as in `Europe/Berlin`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Timezone(pub Tz);

impl TryFrom<String> for Timezone {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		text.parse().map(Self).map_err(|_| "write it as \"America/Los_Angeles\"".into())
	}
}

/// The secret of a key, such as `//Bob`.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Secret(pub sr25519::Pair);

impl Secret {
	/// Alice's.
	pub fn alice() -> Self {
		Self(Alice.pair())
	}

	/// That of the development networks' verifier.
	pub fn verifier() -> Self {
		Self(EveStash.pair())
	}
}

impl TryFrom<String> for Secret {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		sr25519::Pair::from_string(&text, None)
			.map(Self)
			.map_err(|error| format!("no key ({error:?}): write \"//Alice\""))
	}
}

/// An account by its address, or by the secret of a development key such as `//Bob`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Account(pub AccountId);

impl Account {
	/// Alice's.
	pub fn alice() -> Self {
		Self(Alice.to_account_id())
	}
}

impl TryFrom<String> for Account {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		if text.starts_with("//") {
			let Secret(key) = Secret::try_from(text)?;
			return Ok(Self(key.public().into()));
		}
		AccountId::from_ss58check(&text)
			.map(Self)
			.map_err(|_| "write an SS58 address, or a key such as //Bob".into())
	}
}

/// The label of an emission source.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Label(pub BoundedVec<u8, MaxLabel>);

impl TryFrom<String> for Label {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		let most = BoundedVec::<u8, MaxLabel>::bound();
		if !is_readable(text.as_bytes()) {
			return Err("a label that nobody can read: name the activity and its unit".into());
		}
		let label = text.into_bytes().try_into().map(Self);
		label.map_err(|_| format!("a label of more than {most} bytes: shorten it"))
	}
}

/// A text of a claim.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct ClaimText(pub Text);

impl TryFrom<String> for ClaimText {
	type Error = String;

	fn try_from(text: String) -> Result<Self, String> {
		Text::try_from(text.into_bytes())
			.ok()
			.filter(|text| is_readable(text))
			.map(Self)
			.ok_or_else(|| format!("give 1 to {MAX_TEXT} bytes of readable text"))
	}
}
