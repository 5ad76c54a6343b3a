//! Orders, the stages of a slot, and its record.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{storage::bounded_btree_map::BoundedBTreeMap, traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use zeropark_clearing::{Clearing, Grid, Payment, Step, Tariff, Tick, MAX_STEPS, MAX_TICK};
use zeropark_primitives::{
	energy::{PointId, Slot},
	market::Balance,
};

/// The points of a page of the book.
pub const PAGE_SIZE: u32 = 16;

/// The most entries of the schedule of terms.
pub const MAX_TERMS: u32 = 24;

/// The steps of an order.
pub type Steps = BoundedVec<Step, ConstU32<{ MAX_STEPS as u32 }>>;

/// A page of the book: the orders of the points with numbers `16 n` to `16 n + 15`.
pub type Page = BoundedBTreeMap<PointId, Steps, ConstU32<PAGE_SIZE>>;

/// The levels of a book: the tick, and what is bought and sold there, in Wh.
pub type Levels = BoundedVec<(Tick, u64, u64), ConstU32<{ MAX_TICK as u32 + 1 }>>;

/// The terms of trade from a slot on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Terms {
	/// The first slot that they are for.
	pub from: Slot,
	/// The market maker's prices.
	pub tariff: Tariff,
	/// Losses and fee of the grid.
	pub grid: Grid,
}

/// The schedule of terms, oldest first.
pub type Schedule = BoundedVec<Terms, ConstU32<MAX_TERMS>>;

/// How far a slot is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// It takes bids until its gate closes.
	Open,
	/// Its pages are added up, in `FoldedLevels`.
	Folding {
		/// The next page.
		page: u32,
	},
	/// It has a price. Meters report once it is over.
	Cleared(Clearing),
	/// Those who owe pay.
	Collecting(Clearing, Progress),
	/// Those who are owed are paid.
	Paying(Clearing, Progress),
}

/// How far settlement is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Progress {
	/// The next page.
	pub page: u32,
	/// What was wanted at the very price by the pages before, to buy and to sell, in Wh.
	pub before: (u64, u64),
	/// The sums so far.
	pub sums: Sums,
}

/// What the meters of a point said about a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Metered {
	/// What it drew, in Wh.
	pub drawn: u64,
	/// What it delivered, in Wh.
	pub delivered: u64,
	/// Which of its meters reported, a bit for each.
	pub meters: u8,
}

impl Metered {
	/// Whether so many meters have reported, which are all that there are.
	pub fn is_complete(&self, meters: u32) -> bool {
		self.meters.count_ones() >= meters
	}
}

/// The sums over the points of a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Sums {
	/// What is paid, received and taken as the grid's fee for what was traded.
	pub trade: Payment,
	/// The same for what differs from the schedules.
	pub imbalance: Payment,
	/// What was drawn beyond the schedules, or delivered less, in Wh.
	pub short: u64,
	/// What was drawn less than the schedules, or delivered beyond, in Wh.
	pub long: u64,
	/// What was drawn, in Wh.
	pub drawn: u64,
	/// What was delivered, in Wh.
	pub delivered: u64,
	/// What was delivered by trades to those who bought, less what they took from those who sold, in Wh:
	/// what was drawn less what was delivered is this, with what was short and without what was long.
	pub scheduled: i64,
	/// The points that were settled.
	pub points: u32,
	/// The points of which a reading was missing.
	pub missing: u32,
	/// What was owed and could not be collected, in micro-units of the settlement currency.
	pub unpaid: Balance,
	/// The digest chained over what was settled with each point.
	pub digest: H256,
}

/// What is kept of a slot for good: the final record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Record {
	/// The market maker's prices.
	pub tariff: Tariff,
	/// Losses and fee of the grid.
	pub grid: Grid,
	/// The price, in µPCNY per kWh at the hub. `None` if nothing was traded.
	pub price: Option<u32>,
	/// What members bought and sold, in Wh at the hub.
	pub bought: u64,
	/// What members sold, in Wh at the hub.
	pub sold: u64,
	/// What the market maker bought, in Wh at the hub.
	pub maker_buys: u64,
	/// What the market maker sold, in Wh at the hub.
	pub maker_sells: u64,
	/// The sums over the points.
	pub sums: Sums,
	/// What rounding left over, in micro-units of the settlement currency: the grid operator's.
	pub dust: Balance,
}

/// What was settled with a point for a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct PointResult {
	/// What it bought, in Wh at the hub.
	pub bought: u64,
	/// What it sold, in Wh at the hub.
	pub sold: u64,
	/// What is delivered to it by its trades, less what it delivers, in Wh.
	pub schedule: i64,
	/// What it drew, less what it delivered, in Wh.
	pub metered: i64,
	/// Whether a reading was missing, and another figure stands for it.
	pub is_missing: bool,
	/// What it pays and gets for its trades.
	pub trade: Payment,
	/// What it pays and gets for the difference.
	pub imbalance: Payment,
}

impl PointResult {
	/// What it owes, or is owed if negative, in micro-units of the settlement currency.
	pub fn net(&self) -> i128 {
		let all = self.trade + self.imbalance;
		let signed = |amount: u128| i128::try_from(amount).unwrap_or(i128::MAX);
		signed(all.pays).saturating_sub(signed(all.gets))
	}
}
