//! Who pays what.

use crate::{Grid, Tick, TICK, WH_PER_KWH};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::Add;
use scale_info::TypeInfo;

/// Money that changes hands, in µPCNY.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Payment {
	/// What is paid, with the grid's fee.
	pub pays: u128,
	/// What is received.
	pub gets: u128,
	/// The part of what is paid that is the grid's fee.
	pub fee: u128,
}

impl Payment {
	/// What the market maker pays and gets for energy bought and sold at the hub, in Wh, at a price in
	/// µPCNY per kWh: without losses and without fee.
	pub fn at_hub(price: Option<u32>, bought: u64, sold: u64) -> Self {
		Self::at(price.unwrap_or(0), &Grid::default(), bought, sold)
	}

	/// For energy bought and sold at the hub, in Wh, at a price in µPCNY per kWh. What is paid is rounded
	/// up, what is received and the fee are rounded down: what is left over is dust, less than a µPCNY
	/// for each participant and side, and never missing.
	pub(crate) fn at(price: u32, grid: &Grid, bought: u64, sold: u64) -> Self {
		let value = |energy: u64| u128::from(price).saturating_mul(energy.into());
		let fee = u128::from(grid.fee).saturating_mul(grid.delivered(bought).into());
		Self {
			pays: value(bought).saturating_add(fee).div_ceil(WH_PER_KWH),
			gets: value(sold) / WH_PER_KWH,
			fee: fee / WH_PER_KWH,
		}
	}
}

impl Add for Payment {
	type Output = Self;

	fn add(self, other: Self) -> Self {
		Self {
			pays: self.pays.saturating_add(other.pays),
			gets: self.gets.saturating_add(other.gets),
			fee: self.fee.saturating_add(other.fee),
		}
	}
}

/// What the market maker buys and sells at, and what imbalance costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Tariff {
	/// The price at which it buys what nobody else buys.
	pub feed_in: Tick,
	/// The price at which it sells what nobody else sells: not below the other one.
	pub retail: Tick,
}

impl Tariff {
	/// Whether the prices are in order, and are ticks.
	pub fn is_valid(&self) -> bool {
		self.feed_in <= self.retail && self.retail <= crate::MAX_TICK
	}

	/// The lower price, in µPCNY per kWh.
	pub fn feed_in(&self) -> u32 {
		u32::from(self.feed_in).saturating_mul(TICK)
	}

	/// The upper price, in µPCNY per kWh.
	pub fn retail(&self) -> u32 {
		u32::from(self.retail).saturating_mul(TICK)
	}

	/// What a difference between what was metered and what was scheduled costs, in Wh: positive if more
	/// was drawn, or less delivered. The shortage costs the upper price with losses and fee, rounded up;
	/// the surplus brings the lower one, rounded down. So nobody gains by not keeping to its schedule.
	pub fn imbalance(&self, grid: &Grid, difference: i64) -> Payment {
		let energy = difference.unsigned_abs();
		if difference <= 0 {
			return Payment::at(self.feed_in(), grid, 0, energy);
		}
		// `delivered` is the inverse of `hub`, so the fee is of what was drawn, to the watt-hour.
		Payment::at(self.retail(), grid, grid.hub(energy), 0)
	}

	/// The most that a point can owe for a slot, in µPCNY: it sold all that it can generate and delivers
	/// nothing, and draws all that it can, of which it bought nothing. In Wh a slot. Rounded up, and one
	/// more: what it bought and what it drew beyond that are rounded up apart.
	pub fn worst(&self, grid: &Grid, load: u64, generation: u64) -> u128 {
		let most = i64::try_from(load.saturating_add(generation)).unwrap_or(i64::MAX);
		self.imbalance(grid, most).pays.saturating_add(1)
	}
}
