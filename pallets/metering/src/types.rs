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
	AccuracyClass, DeviceId, DeviceKind, Interval, Reading, Seconds, WattHours, Watts,
};

/// The [`Device`] of a runtime.
pub type DeviceOf<T> = Device<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// What a device has reported since it was admitted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Register {
	/// Readings accepted.
	pub received: u64,
	/// Sum of the positive readings.
	pub delivered: WattHours,
	/// Sum of the negative readings, as a magnitude.
	pub drawn: WattHours,
	/// `blake2_256(previous digest ++ encoded batch)` over every accepted batch; zero before the first.
	pub digest: H256,
}

/// What a source delivered in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Output {
	/// From its first reading of the month to the end of its last.
	pub span: Interval,
	/// The sum of the positive readings.
	pub energy: WattHours,
	/// The digest of the device's register after the batch with which the month was whole; zero before.
	pub digest: H256,
	/// Whether it was ever sent to the registry.
	pub reported: bool,
}

/// A device in service.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Device<AccountId, Balance> {
	/// Whom its energy belongs to.
	pub owner: AccountId,
	/// The account of the key that signs its readings.
	pub key: AccountId,
	/// What it does.
	pub kind: DeviceKind,
	/// What it can deliver or draw at most.
	pub capacity: Watts,
	/// How wrong it may be.
	pub accuracy: AccuracyClass,
	/// How long a reading lasts, in seconds.
	pub interval: u32,
	/// The number its next batch must bear.
	pub sequence: u32,
	/// The end of its newest reading, or where its first may start.
	pub read_until: Seconds,
	/// What it has reported.
	pub register: Register,
	/// What it has delivered in the month of its newest reading; for sources that earn certificates.
	pub output: Option<Output>,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// What is held.
	pub deposit: Balance,
}

impl<AccountId, Balance> Device<AccountId, Balance> {
	/// The most energy one of its readings may carry, either way.
	pub fn limit(&self) -> WattHours {
		WattHours::from_power(self.capacity, self.interval.into())
	}

	/// The interval of a reading that starts at `start`; `None` past the end of time.
	pub fn interval_from(&self, start: Seconds) -> Option<Interval> {
		Interval::new(start, self.interval.into())
	}
}

/// Readings of one device, in the order of time.
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
	/// The device.
	pub device: DeviceId,
	/// Its number among the device's batches, from 0.
	pub sequence: u32,
	/// The readings.
	pub readings: BoundedVec<Reading, MaxReadings>,
}

impl<MaxReadings: Get<u32>> Batch<MaxReadings> {
	/// Sets this signature apart from every other thing a device's key may sign.
	pub const DOMAIN: &'static [u8] = b"zeropark/metering/readings/1";

	/// What the device signs: the domain, the genesis hash of this chain, and the SCALE encoding of the batch.
	pub fn payload<BlockHash: Encode>(&self, genesis: &BlockHash) -> Vec<u8> {
		(Self::DOMAIN, genesis, self).encode()
	}

	/// The digest of a register after this batch.
	pub fn extend(&self, digest: &H256) -> H256 {
		BlakeTwo256::hash_of(&(digest, self))
	}
}
