//! Trade in energy on a carrier's chain: delivery points and slots.

use crate::{
	market::Balance,
	time::{Seconds, QUARTER_HOUR},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::Range;
use frame_support::dispatch::DispatchResult;
use scale_info::TypeInfo;

/// A place where a member of the consortium takes energy from the grid or delivers it. Numbered from 0,
/// without gaps.
pub type PointId = u32;

/// A delivery slot: a quarter of an hour, counted from the Unix epoch.
pub type Slot = u32;

/// How many slots can be unsettled at once, and so how many a point's margin covers: those that take
/// bids, those that were cleared and wait for delivery, those that wait for readings, and one to spare.
pub const MAX_UNSETTLED: u32 = 24;

/// The slot that a time is in; `None` beyond the type.
pub fn slot_of(time: Seconds) -> Option<Slot> {
	Slot::try_from(time / QUARTER_HOUR).ok()
}

/// When a slot begins, in seconds since the Unix epoch.
pub fn start_of(slot: Slot) -> Seconds {
	u64::from(slot).saturating_mul(QUARTER_HOUR)
}

/// What a point can do in a slot, in Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Capacity {
	/// The most that it draws.
	pub load: u64,
	/// The most that it delivers.
	pub generation: u64,
}

/// A delivery point, as the market sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointInfo<AccountId> {
	/// The member whose it is.
	pub owner: AccountId,
	/// What it can do.
	pub capacity: Capacity,
	/// The number of its meters.
	pub meters: u32,
	/// Whether it may bid.
	pub is_active: bool,
	/// The slots in which it may trade and is metered. Outside of them, nothing is settled with it.
	pub slots: Range<Slot>,
}

/// The delivery points of a carrier's consortium.
pub trait Points<AccountId> {
	/// The number of points there are or were. Each has a number below.
	fn count() -> u32;

	/// What all points together can do, but for those that have left.
	fn capacity() -> Capacity;

	/// A point.
	fn get(point: PointId) -> Option<PointInfo<AccountId>>;

	/// The point of a meter, and which of its meters it is, from 0.
	fn of_meter(meter: &AccountId) -> Option<(PointId, u32)>;

	/// Takes `amount` for `to` out of a point's margin, then out of its owner's account, and fills the
	/// margin up again. Returns what was taken of `amount`: what lacks is the owner's debt. A point whose
	/// margin cannot be filled up is suspended.
	fn collect(point: PointId, amount: Balance, to: &AccountId) -> Balance;

	/// Pays a point's owner out of the account `from`, less what the owner owes there. What lacks of the
	/// point's margin is put on hold.
	fn pay(point: PointId, amount: Balance, from: &AccountId) -> DispatchResult;

	/// Adds an active point of a new member with one meter for benchmarks, and returns the meter.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(owner: &AccountId, capacity: Capacity) -> AccountId;
}

/// The market of a carrier, as its consortium sees it.
pub trait EnergyMarket<AccountId> {
	/// The account to which members owe.
	fn account() -> AccountId;

	/// The most that a point of this capacity can owe for a slot, in micro-units of the settlement
	/// currency, whatever the terms are.
	fn worst_debt(capacity: &Capacity) -> Balance;

	/// The first slot that is not settled yet, and the first that is not open yet.
	fn unsettled() -> (Slot, Slot);
}
