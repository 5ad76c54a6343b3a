//! Time as the chains count it: seconds since the Unix epoch, half-open intervals, months and
//! quarters in UTC.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Seconds since the Unix epoch, or a length of time in seconds where the name says so.
pub type Seconds = u64;

/// A year of the Gregorian calendar in UTC.
pub type Year = u16;

/// The year that a time is in; `None` past the year 65535.
pub fn year_of(time: Seconds) -> Option<Year> {
	let date = DateTime::from_timestamp(i64::try_from(time).ok()?, 0)?;
	Year::try_from(date.year()).ok()
}

/// Seconds in a quarter of an hour.
pub const QUARTER_HOUR: Seconds = 900;

/// Seconds in an hour.
pub const HOUR: Seconds = 3_600;

/// Seconds in a day.
pub const DAY: Seconds = 24 * HOUR;

/// A half-open stretch of time `[start, end)` in seconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Interval {
	/// The first second.
	pub start: Seconds,
	/// The second after the last.
	pub end: Seconds,
}

impl Interval {
	/// From `start` for `duration` seconds; `None` past the end of time.
	pub fn new(start: Seconds, duration: Seconds) -> Option<Self> {
		start.checked_add(duration).map(|end| Self { start, end })
	}

	/// Length in seconds.
	pub fn duration(&self) -> Seconds {
		self.end.saturating_sub(self.start)
	}

	/// Whether `time` lies within.
	pub fn contains(&self, time: Seconds) -> bool {
		self.start <= time && time < self.end
	}

	/// Whether some time lies in both.
	pub fn overlaps(&self, other: &Self) -> bool {
		self.start.max(other.start) < self.end.min(other.end)
	}

	/// Whether `other` lies wholly within.
	pub fn encloses(&self, other: &Self) -> bool {
		self.start <= other.start && other.end <= self.end
	}
}

/// A month of the Gregorian calendar in UTC, counted from January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(into = "String", try_from = "String"))]
pub struct Month(pub u16);

impl Month {
	/// The month a time is in, in seconds since the Unix epoch; `None` past the year 7431, where
	/// months no longer fit.
	pub fn of(time: Seconds) -> Option<Self> {
		let date = DateTime::from_timestamp(i64::try_from(time).ok()?, 0)?;
		let years = u32::try_from(date.year()).ok()?.checked_sub(1970)?;
		u16::try_from(years.checked_mul(12)?.checked_add(date.month0())?).ok().map(Self)
	}

	/// When it starts, in seconds since the Unix epoch.
	pub fn start(self) -> Seconds {
		NaiveDate::from_ymd_opt(1970, 1, 1)
			.and_then(|epoch| epoch.checked_add_months(Months::new(self.0.into())))
			.map_or(Seconds::MAX, |day| day.and_time(NaiveTime::MIN).and_utc().timestamp() as u64)
	}

	/// The month `months` later, held at the last there is.
	pub fn after(self, months: u16) -> Self {
		Self(self.0.saturating_add(months))
	}

	/// The quarter it is in.
	pub fn quarter(self) -> Quarter {
		Quarter(self.0 / 3)
	}
}

impl fmt::Display for Quarter {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}-Q{}", 1970 + u32::from(self.0 / 4), self.0 % 4 + 1)
	}
}

/// JSON has months as `2019-09` and quarters as `2019-Q3`.
#[cfg(feature = "std")]
mod text {
	use super::{Month, Quarter};

	/// The number of the part `part` of a year, from 1 to `parts`, counted from 1970.
	fn count(year: &str, part: &str, parts: u16) -> Option<u16> {
		let year = year.parse::<u16>().ok()?.checked_sub(1970)?;
		let part = part.parse::<u16>().ok().filter(|part| (1..=parts).contains(part))?;
		year.checked_mul(parts)?.checked_add(part - 1)
	}

	impl From<Month> for String {
		fn from(month: Month) -> Self {
			month.to_string()
		}
	}

	impl TryFrom<String> for Month {
		type Error = &'static str;

		fn try_from(text: String) -> Result<Self, Self::Error> {
			text.split_once('-')
				.and_then(|(year, month)| count(year, month, 12))
				.map(Self)
				.ok_or("write a month as \"2019-09\"")
		}
	}

	impl From<Quarter> for String {
		fn from(quarter: Quarter) -> Self {
			quarter.to_string()
		}
	}

	impl TryFrom<String> for Quarter {
		type Error = &'static str;

		fn try_from(text: String) -> Result<Self, Self::Error> {
			text.split_once("-Q")
				.and_then(|(year, quarter)| count(year, quarter, 4))
				.map(Self)
				.ok_or("write a quarter as \"2019-Q3\"")
		}
	}
}

impl fmt::Display for Month {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}-{:02}", 1970 + u32::from(self.0 / 12), self.0 % 12 + 1)
	}
}

/// A quarter of a year in UTC, counted from the first of 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(into = "String", try_from = "String"))]
pub struct Quarter(pub u16);

impl Quarter {
	/// Its first month; `None` past the last month there is.
	pub fn first_month(self) -> Option<Month> {
		self.0.checked_mul(3).map(Month)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn interval_should_be_half_open() {
		let hour = Interval::new(0, HOUR).expect("fits");
		assert!(hour.encloses(&Interval { start: 2_700, end: 3_600 }));
		assert!(!hour.encloses(&Interval { start: 2_700, end: 3_601 }));
		assert_eq!(Interval::new(u64::MAX, 1), None);
	}

	#[test]
	fn month_should_follow_the_calendar() {
		// 2019-10-07 and 2020-02-29, 23:59:59.
		assert_eq!(Month::of(1_570_406_400), Some(Month(49 * 12 + 9)));
		assert_eq!(Month::of(1_583_020_799), Some(Month(50 * 12 + 1)));
		assert_eq!(Month::of(1_583_020_800), Some(Month(50 * 12 + 2)));
		assert_eq!(Month(50 * 12 + 2).start(), 1_583_020_800);
		assert_eq!(Month(49 * 12 + 9).quarter(), Quarter(49 * 4 + 3));
		assert_eq!(Month(49 * 12 + 8).to_string(), "2019-09");
		assert_eq!(Month::of(u64::MAX), None);
	}

	#[test]
	fn months_and_quarters_should_be_text_in_json() {
		assert_eq!(String::from(Month(596)), "2019-09");
		assert_eq!(String::from(Quarter(198)), "2019-Q3");
		for wrong in ["2019", "2019-13", "2019-00", "1969-12", "2019-Q1", "Q3", ""] {
			assert!(Month::try_from(wrong.to_string()).is_err(), "{wrong}");
		}
		assert!(Quarter::try_from("2019-Q5".to_string()).is_err());
	}

	proptest! {
		#[test]
		fn text_should_be_read_as_it_is_written(number: u16) {
			prop_assert_eq!(Month::try_from(Month(number).to_string()), Ok(Month(number)));
			prop_assert_eq!(Quarter::try_from(Quarter(number).to_string()), Ok(Quarter(number)));
		}

		#[test]
		fn a_time_should_lie_in_its_month(time in 0u64..100_000_000_000) {
			let month = Month::of(time).expect("fits");
			prop_assert!(month.start() <= time && time < month.after(1).start());
		}
	}
}
