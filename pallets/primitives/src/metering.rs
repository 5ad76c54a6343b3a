//! What a meter says, and who listens.

use crate::{
	ids::DeviceId,
	time::{Interval, Seconds, DAY, HOUR},
	units::{WattHours, Watts},
};
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
	/// Consumes. A positive reading is consumption.
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
	/// 100 %: a device that errs by more does not measure.
	pub const MAX: Self = Self(10_000);

	/// Whether it can be a class at all.
	pub fn is_valid(self) -> bool {
		self.0 <= Self::MAX.0
	}

	/// The largest error of `amount` (any unit, direction ignored), rounded up.
	pub fn error_of(self, amount: i64) -> i64 {
		let error = u128::from(amount.unsigned_abs()) * u128::from(self.0);
		i64::try_from(error.div_ceil(u128::from(Self::MAX.0))).unwrap_or(i64::MAX)
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

/// Whether a device may read in intervals of `seconds`: whole minutes that divide an hour, so that
/// every period of whole hours expects a whole number of readings.
pub fn is_metering_interval(seconds: Seconds) -> bool {
	seconds >= 60 && seconds.is_multiple_of(60) && HOUR.is_multiple_of(seconds)
}

/// How many readings a device of this interval owes a day.
pub fn readings_per_day(interval: Seconds) -> u32 {
	DAY.checked_div(interval).and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
}

/// Where verified readings go: the period ledger, as `metering` sees it.
pub trait ReadingSink {
	/// A device that owes `per_day` readings takes up its work at `at`.
	fn device_added(per_day: u32, at: Seconds);

	/// A device that owed `per_day` readings ends its work at `at`.
	fn device_removed(per_day: u32, at: Seconds);

	/// Whether a reading of `interval` would be taken. Must not write.
	fn accepts(interval: &Interval) -> DispatchResult;

	/// Takes a reading. Only after [`ReadingSink::accepts`] said yes in the same state.
	fn record(
		kind: DeviceKind,
		accuracy: AccuracyClass,
		interval: &Interval,
		energy: WattHours,
	) -> DispatchResult;

	/// Makes the ledger accept readings of `interval`, for benchmarks of its neighbours.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(interval: &Interval);
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
	fn metering_interval_should_divide_an_hour() {
		assert!([60, 300, 900, 1_800, 3_600].into_iter().all(is_metering_interval));
		assert!(![0, 1, 90, 420, 7_200].into_iter().any(is_metering_interval));
		assert_eq!(readings_per_day(900), 96);
		assert_eq!(readings_per_day(0), 0);
	}
}
