//! Devices, their registers and the batches they sign.

use crate::pallet::BalanceOf;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};
use zeropark_primitives::{
	ids::DeviceId,
	metering::{readings_per_day, AccuracyClass, DeviceKind, Flow, Limits, Reading, Totals},
	time::{Interval, Seconds, DAY},
	units::{Joules, WattHours, Watts},
};

/// The [`Device`] of a runtime.
pub type DeviceOf<T> = Device<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// The totals of a device since it was admitted, as a meter's display shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Register {
	/// The number of accepted readings.
	pub received: u64,
	/// The energy that it delivered, in Wh.
	pub delivered: WattHours,
	/// The energy that it drew, in Wh.
	pub drawn: WattHours,
	/// `blake2_256(previous digest ++ encoded batch)`, chained over the accepted batches. It is
	/// zero before the first one.
	pub digest: H256,
}

/// The energy that a generator delivered in a calendar month (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Output {
	/// From the start of the month's first reading to the end of its last.
	pub span: Interval,
	/// The sum of the positive readings, in Wh.
	pub energy: WattHours,
	/// The digest of the device's register after the batch that completed the month; zero while the
	/// month is incomplete.
	pub digest: H256,
	/// Whether the output was sent to the registry at least once.
	pub reported: bool,
}

/// What the devices of one kind in service owe together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Duty {
	/// How many devices there are.
	pub devices: u32,
	/// The readings that they owe in a day.
	pub per_day: u64,
	/// What they can draw at most: a reading that is missing counts as drawn at this power.
	pub draws: Watts,
	/// How many of them the verifier has not approved.
	pub unapproved: u32,
}

impl Duty {
	/// The number of readings that are owed in `duration` seconds, rounded down, and the energy that
	/// the devices can draw in it.
	pub fn during(&self, duration: Seconds) -> (u64, Joules) {
		let expected = self.per_day.saturating_mul(duration).checked_div(DAY).unwrap_or(0);
		(expected, Joules::from_power(self.draws, duration))
	}

	/// Adds what is owed from `at` to the end of `span` to its totals.
	pub fn add_to(&self, totals: &mut Totals, span: &Interval, at: Seconds) {
		let (expected, owed) = self.during(span.end.saturating_sub(at.max(span.start)));
		totals.expected = totals.expected.saturating_add(expected);
		totals.owed = totals.owed.saturating_add(owed);
	}

	/// Takes what is owed from `at` to the end of `span` off its totals.
	pub fn take_from(&self, totals: &mut Totals, span: &Interval, at: Seconds) {
		let (expected, owed) = self.during(span.end.saturating_sub(at.max(span.start)));
		totals.expected = totals.expected.saturating_sub(expected);
		totals.owed = totals.owed.saturating_sub(owed);
	}
}

/// A device, in service or at the end of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Device<AccountId, Balance> {
	/// The account that owns the device's energy.
	pub owner: AccountId,
	/// The account of the key that signs the device's readings.
	pub key: AccountId,
	/// Whether the device consumes, generates or stores.
	pub kind: DeviceKind,
	/// The most power that the device can deliver and draw: at most 10 GW each.
	pub limits: Limits,
	/// The largest error of a reading.
	pub accuracy: AccuracyClass,
	/// The length of a reading in seconds: whole minutes that divide an hour.
	pub interval: u32,
	/// The digest of the permit of a generator, as the certificates' registry knows it.
	pub permit: Option<H256>,
	/// The number that the device's next batch must bear, counted from 0.
	pub sequence: u32,
	/// The earliest start of the next reading: the end of the newest one or, before the first, the
	/// first multiple of `interval` since the device was admitted. In seconds since the Unix epoch.
	pub read_until: Seconds,
	/// Whether the verifier approved the device, with its kind, its limits and its class.
	pub approved: bool,
	/// When the device ended its work, in seconds since the Unix epoch: it owes no reading that
	/// starts then or later. `None` while it is in service.
	pub ended: Option<Seconds>,
	/// The device's totals.
	pub register: Register,
	/// What storage was seen to draw and has not delivered again, in Wh.
	pub stock: WattHours,
	/// The running output: that of the newest reading's month, while the month is incomplete. Only
	/// devices that earn certificates have one.
	pub output: Option<Output>,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

impl<AccountId, Balance> Device<AccountId, Balance> {
	/// What the device owes while it is in service.
	pub fn duty(&self) -> Duty {
		let per_day = readings_per_day(self.interval.into()).into();
		let unapproved = u32::from(!self.approved);
		Duty { devices: 1, per_day, draws: self.limits.draws, unapproved }
	}

	/// The interval of a reading that starts at `start`, in seconds since the Unix epoch; `None` if
	/// its end does not fit the type.
	pub fn interval_from(&self, start: Seconds) -> Option<Interval> {
		Interval::new(start, self.interval.into())
	}

	/// Takes a reading of `interval` into the register and the stock, and returns what it adds to
	/// the totals of its span.
	///
	/// `unbroken_since` is since when every time has been in a span. What storage held before is
	/// unknown: nobody measured where it was from.
	pub fn count(
		&mut self,
		energy: WattHours,
		interval: &Interval,
		unbroken_since: Seconds,
	) -> Totals {
		let flow = Flow::of(self.kind, energy);
		if self.read_until < unbroken_since {
			self.stock = WattHours::ZERO;
		}
		let mut unassured = WattHours::ZERO;
		if self.kind == DeviceKind::Storage {
			unassured = (flow.delivered - self.stock).positive();
			self.stock = (self.stock - flow.delivered).positive() + flow.drawn;
		}
		let register = &mut self.register;
		register.received = register.received.saturating_add(1);
		register.delivered = register.delivered + flow.delivered;
		register.drawn = register.drawn + flow.drawn;
		self.read_until = interval.end;
		Totals {
			delivered: flow.delivered,
			drawn: flow.drawn,
			error: WattHours(self.accuracy.error_of(energy.0)),
			unassured,
			received: 1,
			covered: Joules::from_power(self.limits.draws, interval.duration()),
			..Default::default()
		}
	}
}

/// Readings of one device, which the device sends together, in the order of time.
#[derive(
	CloneNoBound,
	DebugNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo
)]
#[scale_info(skip_type_params(MaxReadings))]
#[codec(mel_bound())]
pub struct Batch<MaxReadings: Get<u32>> {
	/// The device that the readings are from.
	pub device: DeviceId,
	/// The batch's number among the device's batches, counted from 0.
	pub sequence: u32,
	/// The readings: at least one.
	pub readings: BoundedVec<Reading, MaxReadings>,
}

impl<MaxReadings: Get<u32>> Batch<MaxReadings> {
	/// The digest of a register after this batch, if `digest` was its digest before.
	pub fn extend(&self, digest: &H256) -> H256 {
		BlakeTwo256::hash_of(&(digest, self))
	}
}
