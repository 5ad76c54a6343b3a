//! What a meter says, and who listens.

use crate::{
	ids::{DeviceId, SpanId},
	time::{Interval, Seconds, DAY, HOUR},
	units::{Joules, WattHours, Watts},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::dispatch::DispatchResult;
use scale_info::TypeInfo;
use sp_core::H256;

/// More than any device there is: 10 GW. As many devices as a park takes stay below 2^63 Wh in the
/// longest period, so no sum of readings overflows.
pub const MAX_CAPACITY: Watts = Watts(10_000_000_000);

/// What a device does for the park: the terms of the paper's equation (1) but for purchased power,
/// and the demand they meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum DeviceKind {
	/// Consumes. A positive reading is consumption; what a load feeds back counts for nothing,
	/// because nobody vouches for how it was made.
	Load,
	/// Generates from wind (`Pf`).
	Wind,
	/// Generates from sunlight (`Pg`).
	Photovoltaic,
	/// Generates from biomass (`Ps`).
	Biomass,
	/// Stores (`Pc`): a positive reading discharges, a negative one charges.
	Storage,
}

impl DeviceKind {
	/// All of them, in their order.
	pub const ALL: [Self; 5] =
		[Self::Load, Self::Wind, Self::Photovoltaic, Self::Biomass, Self::Storage];

	/// Whether what it delivers is green power that earns certificates. Stored power has earned
	/// them before.
	pub fn earns_certificates(self) -> bool {
		matches!(self, Self::Wind | Self::Photovoltaic | Self::Biomass)
	}
}

/// The largest error of a device, in ten-thousandths of what it reads: class 0.5 is 50, class 1 is
/// 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(transparent))]
pub struct AccuracyClass(pub u16);

impl AccuracyClass {
	/// 0.1 %: class 0.1, the best that a standard has (IEC 62053).
	pub const BEST: Self = Self(10);

	/// 100 %: a device that errs by more does not measure.
	pub const MAX: Self = Self(10_000);

	/// Whether there is such a class.
	pub fn is_valid(self) -> bool {
		(Self::BEST.0..=Self::MAX.0).contains(&self.0)
	}

	/// The largest error of `amount` (any unit, direction ignored), rounded up.
	pub fn error_of(self, amount: i64) -> i64 {
		let error = u128::from(amount.unsigned_abs()) * u128::from(self.0);
		i64::try_from(error.div_ceil(u128::from(Self::MAX.0))).unwrap_or(i64::MAX)
	}
}

/// The most power that a device can deliver, and the most that it can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Limits {
	/// The most that it can deliver; zero for a load that feeds nothing back.
	pub delivers: Watts,
	/// The most that it can draw. A reading that is missing counts as if the device had drawn this
	/// power.
	pub draws: Watts,
}

impl Limits {
	/// Whether a device can have these limits: neither is above [`MAX_CAPACITY`], a load draws
	/// something, and any other device delivers something.
	pub fn are_valid(&self, kind: DeviceKind) -> bool {
		let main = if kind == DeviceKind::Load { self.draws } else { self.delivers };
		main > Watts::ZERO && self.delivers <= MAX_CAPACITY && self.draws <= MAX_CAPACITY
	}

	/// Whether a reading of `energy` in `duration` seconds keeps within the limits, which are
	/// rounded up to whole watt-hours.
	pub fn allow(&self, kind: DeviceKind, energy: WattHours, duration: Seconds) -> bool {
		let Flow { delivered, drawn } = Flow::of(kind, energy);
		delivered <= WattHours::from_power(self.delivers, duration)
			&& drawn <= WattHours::from_power(self.draws, duration)
	}
}

/// A reading by its direction. At least one of the two is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
	/// What the device delivered, in Wh: never negative.
	pub delivered: WattHours,
	/// What it drew, in Wh: never negative.
	pub drawn: WattHours,
}

impl Flow {
	/// The flow of a reading: a load that reads positive draws, any other device delivers.
	pub fn of(kind: DeviceKind, energy: WattHours) -> Self {
		let (positive, negative) = (energy.positive(), (-energy).positive());
		match kind {
			DeviceKind::Load => Self { delivered: negative, drawn: positive },
			_ => Self { delivered: positive, drawn: negative },
		}
	}
}

/// A value for each kind of device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct ByKind<T> {
	/// Loads.
	pub load: T,
	/// Wind.
	pub wind: T,
	/// Photovoltaic.
	pub photovoltaic: T,
	/// Biomass.
	pub biomass: T,
	/// Storage.
	pub storage: T,
}

impl<T> ByKind<T> {
	/// The value of `kind`, to be changed.
	pub fn get_mut(&mut self, kind: DeviceKind) -> &mut T {
		match kind {
			DeviceKind::Load => &mut self.load,
			DeviceKind::Wind => &mut self.wind,
			DeviceKind::Photovoltaic => &mut self.photovoltaic,
			DeviceKind::Biomass => &mut self.biomass,
			DeviceKind::Storage => &mut self.storage,
		}
	}

	/// The values, in the order of the kinds.
	pub fn values(&self) -> [&T; 5] {
		[&self.load, &self.wind, &self.photovoltaic, &self.biomass, &self.storage]
	}

	/// What `f` makes of each value.
	pub fn map<U>(&self, f: impl Fn(&T) -> U) -> ByKind<U> {
		ByKind {
			load: f(&self.load),
			wind: f(&self.wind),
			photovoltaic: f(&self.photovoltaic),
			biomass: f(&self.biomass),
			storage: f(&self.storage),
		}
	}
}

/// What devices of one kind measured in a span of time, and what they owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Totals {
	/// The energy that they delivered, in Wh.
	pub delivered: WattHours,
	/// The energy that they drew, in Wh.
	pub drawn: WattHours,
	/// The largest error of all their readings together, in Wh.
	pub error: WattHours,
	/// What storage delivered beyond what it was seen to draw, in Wh: nobody knows where it is
	/// from.
	pub unassured: WattHours,
	/// The number of readings that they owed.
	pub expected: u64,
	/// The number of readings that were accepted.
	pub received: u64,
	/// What they would have drawn at their limits in all the time for which they owed readings.
	pub owed: Joules,
	/// What they would have drawn at their limits in the time that was read.
	pub covered: Joules,
	/// How many took up their work in the span.
	pub joined: u32,
	/// How many ended their work in the span.
	pub ended: u32,
	/// How many were in service in the span and not approved by the verifier.
	pub unapproved: u32,
}

impl Totals {
	/// The most that they can have drawn in the time that was not read, in Wh.
	pub fn gap(&self) -> WattHours {
		self.owed.saturating_sub(self.covered).as_energy()
	}

	/// Adds the readings of `other`. Returns `None` if a sum would overflow; the totals are then
	/// undefined, and must not be stored.
	pub fn add_readings(&mut self, other: &Self) -> Option<()> {
		self.delivered = self.delivered.checked_add(other.delivered)?;
		self.drawn = self.drawn.checked_add(other.drawn)?;
		self.error = self.error.checked_add(other.error)?;
		self.unassured = self.unassured.checked_add(other.unassured)?;
		self.received = self.received.checked_add(other.received)?;
		self.covered = self.covered.checked_add(other.covered)?;
		Some(())
	}
}

/// The energy of one metering interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Reading {
	/// Start of the interval; its length is the device's.
	pub start: Seconds,
	/// What passed in it.
	pub energy: WattHours,
}

/// Whether a device may read in intervals of `seconds`: whole minutes that divide an hour.
pub fn is_metering_interval(seconds: Seconds) -> bool {
	seconds >= 60 && seconds.is_multiple_of(60) && HOUR.is_multiple_of(seconds)
}

/// How many readings a device of this interval owes a day.
pub fn readings_per_day(interval: Seconds) -> u32 {
	DAY.checked_div(interval).and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
}

/// A span of time for which readings are taken and added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSpan {
	/// Its id.
	pub id: SpanId,
	/// Its bounds.
	pub span: Interval,
	/// Since when there has been a span at every time until this one, in seconds since the Unix
	/// epoch.
	pub unbroken_since: Seconds,
}

/// Divides time into spans for which readings are added up: the park's periods.
pub trait Calendar {
	/// The spans that take readings. There are few.
	fn open_spans() -> Vec<OpenSpan>;

	/// Opens a span with these bounds, for benchmarks of its neighbours, with as many others as
	/// there can be.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(span: &Interval);
}

/// What the meters measured, added up by the spans of a [`Calendar`].
pub trait Meters {
	/// Begins the totals of a span. Devices in service owe readings for the whole of it.
	fn span_opened(id: SpanId, span: &Interval);

	/// Drops the totals of a span that is cancelled.
	fn span_dropped(id: SpanId);

	/// The totals of a span.
	fn totals(id: SpanId) -> ByKind<Totals>;

	/// Makes the totals of a span, for benchmarks of its neighbours: loads drew `drawn`.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: SpanId, drawn: WattHours);
}

/// Who uses the park's power.
pub trait Consumers<AccountId> {
	/// Whether `who` owns a load in service.
	fn has_load(who: &AccountId) -> bool;

	/// Gives `who` a load, for benchmarks of its neighbours.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(who: &AccountId);
}

/// Where a source's output of a month becomes certificates: a registry on another chain.
pub trait OutputRegistry<AccountId> {
	/// Reports what `device` delivered in `span`; `payer` pays for the message. Nothing is taken if
	/// it fails.
	///
	/// `evidence` is the digest of the device's register at the end of the span.
	fn report(
		payer: &AccountId,
		device: DeviceId,
		span: Interval,
		energy: WattHours,
		evidence: H256,
	) -> DispatchResult;

	/// Occupies the permit of a plant that `device` measures: the registry certifies its output only
	/// as this chain reports it. `payer` pays for the message and a deposit. Nothing is taken if it
	/// fails.
	fn occupy(payer: &AccountId, device: DeviceId, permit: H256) -> DispatchResult;
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn class_error_should_round_up_and_ignore_direction() {
		assert_eq!(AccuracyClass(50).error_of(1_000), 5);
		assert_eq!(AccuracyClass(50).error_of(-1_001), 6);
		assert_eq!(AccuracyClass::MAX.error_of(i64::MIN), i64::MAX);
	}

	#[test]
	fn class_should_be_one_that_exists() {
		assert!([10, 20, 50, 100, 10_000].map(AccuracyClass).iter().all(|class| class.is_valid()));
		assert!(![0, 9, 10_001].map(AccuracyClass).iter().any(|class| class.is_valid()));
	}

	#[test]
	fn limits_should_hold_in_both_directions() {
		let limits = Limits { delivers: Watts(1_000), draws: Watts(10) };
		let allow = |kind, energy| limits.allow(kind, WattHours(energy), 900);
		assert!(allow(DeviceKind::Wind, 250) && !allow(DeviceKind::Wind, 251));
		// 2.5 Wh are rounded up.
		assert!(allow(DeviceKind::Wind, -3) && !allow(DeviceKind::Wind, -4));
		assert!(allow(DeviceKind::Load, 3) && !allow(DeviceKind::Load, 4));
		assert!(!allow(DeviceKind::Load, i64::MIN));
		let idle = Limits { delivers: Watts(0), draws: Watts(1) };
		assert!(idle.are_valid(DeviceKind::Load) && !idle.are_valid(DeviceKind::Wind));
		let boundless = Limits { draws: Watts(MAX_CAPACITY.0 + 1), ..limits };
		assert!(!boundless.are_valid(DeviceKind::Storage));
	}

	#[test]
	fn gap_should_be_what_the_unread_time_allows_rounded_up() {
		let totals = Totals { owed: Joules(7_201), covered: Joules(3_600), ..Default::default() };
		assert_eq!(totals.gap(), WattHours(2));
		assert_eq!(Totals::default().gap(), WattHours(0));
	}

	#[test]
	fn metering_interval_should_divide_an_hour() {
		assert!([60, 300, 900, 1_800, 3_600].into_iter().all(is_metering_interval));
		assert!(![0, 1, 90, 420, 7_200].into_iter().any(is_metering_interval));
		assert_eq!(readings_per_day(900), 96);
		assert_eq!(readings_per_day(0), 0);
	}
}
