//! Devices, their registers and the batches they sign.

use crate::pallet::BalanceOf;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};
use zeropark_primitives::{
	ids::DeviceId,
	metering::{AccuracyClass, DeviceKind, Reading},
	time::{Interval, Seconds},
	units::{WattHours, Watts},
};

/// The [`Device`] of a runtime.
pub type DeviceOf<T> = Device<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// The totals of a device since it was admitted, as a meter's display shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Register {
	/// The number of accepted readings.
	pub received: u64,
	/// The sum of the positive readings, in Wh.
	pub delivered: WattHours,
	/// The sum of the negative readings as a magnitude, in Wh: never negative.
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

/// A device in service.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Device<AccountId, Balance> {
	/// The account that owns the device's energy.
	pub owner: AccountId,
	/// The account of the key that signs the device's readings.
	pub key: AccountId,
	/// Whether the device consumes, generates or stores.
	pub kind: DeviceKind,
	/// The most power that the device can deliver or draw: above zero, at most 10 GW.
	pub capacity: Watts,
	/// The largest error of a reading.
	pub accuracy: AccuracyClass,
	/// The length of a reading in seconds: whole minutes that divide an hour.
	pub interval: u32,
	/// The number that the device's next batch must bear, counted from 0.
	pub sequence: u32,
	/// The earliest start of the next reading: the end of the newest one or, before the first, the
	/// first multiple of `interval` since the device was admitted. In seconds since the Unix epoch.
	pub read_until: Seconds,
	/// The device's totals.
	pub register: Register,
	/// The running output: that of the newest reading's month, while the month is incomplete. Only
	/// devices that earn certificates have one.
	pub output: Option<Output>,
	/// The account that paid the deposit.
	pub depositor: AccountId,
	/// The amount on hold, in the smallest unit of the currency.
	pub deposit: Balance,
}

impl<AccountId, Balance> Device<AccountId, Balance> {
	/// The most energy, in Wh, that one reading may deliver or draw: capacity times interval,
	/// rounded up.
	pub fn limit(&self) -> WattHours {
		WattHours::from_power(self.capacity, self.interval.into())
	}

	/// The interval of a reading that starts at `start`, in seconds since the Unix epoch; `None` if
	/// its end does not fit the type.
	pub fn interval_from(&self, start: Seconds) -> Option<Interval> {
		Interval::new(start, self.interval.into())
	}
}

/// Readings of one device, which the device signs together, in the order of time.
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
	/// Sets a signature over a batch apart from everything else that a device's key may sign.
	pub const DOMAIN: &'static [u8] = b"zeropark/metering/readings/1";

	/// The bytes that the device signs: the SCALE encoding of the domain (with its length), of this
	/// chain's genesis hash, and of the batch.
	pub fn payload<BlockHash: Encode>(&self, genesis: &BlockHash) -> Vec<u8> {
		(Self::DOMAIN, genesis, self).encode()
	}

	/// The digest of a register after this batch, if `digest` was its digest before.
	pub fn extend(&self, digest: &H256) -> H256 {
		BlakeTwo256::hash_of(&(digest, self))
	}
}
