//! Members and delivery points.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use zeropark_primitives::{
	certificates::Text,
	energy::{Capacity, Slot},
	market::Balance,
};

/// The most meters of a point.
pub const MAX_METERS: u32 = 8;

/// The most that a point can draw or deliver in a slot, in Wh: 10 GW for a quarter of an hour.
pub const MAX_CAPACITY: u64 = 2_500_000_000;

/// The meters of a point: the accounts of their own keys.
pub type MetersOf<AccountId> = BoundedVec<AccountId, ConstU32<MAX_METERS>>;

/// A member of the consortium.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Member<AccountId> {
	/// Its name, as people read it.
	pub label: Text,
	/// The number of its points that have not left.
	pub points: u32,
	/// Its debt: money that could not be collected, in micro-units of the settlement currency. It is set
	/// off against whatever the member is to be paid.
	pub debt: Balance,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// The deposit, in micro-units of the settlement currency.
	pub deposit: Balance,
}

/// How far a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Status {
	/// The provider offered it, and its owner has not accepted it yet.
	Offered,
	/// It trades.
	Active,
	/// It takes no further bids, until the provider lets it. What its meters read is settled.
	Suspended,
	/// It trades in no further slot. From this slot on it owes nothing.
	Leaving(Slot),
	/// It has left, and its margin returned.
	Left,
}

/// A delivery point.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Point<AccountId> {
	/// The member whose it is.
	pub owner: AccountId,
	/// What people call it.
	pub label: Text,
	/// What it can do in a slot.
	pub capacity: Capacity,
	/// Its meters. Together they measure all that it draws and delivers.
	pub meters: MetersOf<AccountId>,
	/// How far it is.
	pub status: Status,
	/// The first slot in which it trades, once it is accepted: none that was open by then.
	pub from: Slot,
	/// The margin that its owner must hold for it, in micro-units of the settlement currency.
	pub margin: Balance,
	/// What is on hold of it.
	pub held: Balance,
	/// Who paid the deposit.
	pub depositor: AccountId,
	/// The deposit, in micro-units of the settlement currency.
	pub deposit: Balance,
}
