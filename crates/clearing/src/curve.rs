//! What a member buys and sells at which price.

use crate::{Tick, MAX_TICK, TICK};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The most steps of a curve.
pub const MAX_STEPS: usize = 8;

/// The least energy of a step, in Wh.
pub const MIN_STEP: u32 = 100;

/// One in parts per million.
const MILLION: u64 = 1_000_000;

/// A part of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Step {
	/// The highest price at which this is bought, or the lowest at which it is sold.
	pub limit: Tick,
	/// How much more is bought there, in Wh as delivered; negative if it is sold.
	pub energy: i32,
}

/// The net position of a member as a function of the price: steps that buy with falling limits, then
/// steps that sell with rising ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Curve<'a>(pub &'a [Step]);

impl Curve<'_> {
	/// Whether this is a curve of a member that can take at most `load` and deliver at most
	/// `generation`, in Wh a slot.
	///
	/// There are [`MAX_STEPS`] steps at most, none below [`MIN_STEP`]. Limits of purchases fall, those
	/// of sales rise, and the lowest sale is above the highest purchase, so nobody trades with itself.
	/// No steps are a curve, too: nothing is traded.
	pub fn is_valid(&self, load: u64, generation: u64) -> bool {
		let Self(steps) = self;
		let bounded = steps.len() <= MAX_STEPS;
		let in_range = steps
			.iter()
			.all(|step| step.limit <= MAX_TICK && step.energy.unsigned_abs() >= MIN_STEP);
		let sales = steps.iter().position(|step| step.energy < 0).unwrap_or(steps.len());
		let (buys, sells) = steps.split_at(sales);
		let falling = buys.windows(2).all(|pair| pair[0].limit > pair[1].limit);
		let rising = sells.windows(2).all(|pair| pair[0].limit < pair[1].limit);
		let sold_only = sells.iter().all(|step| step.energy < 0);
		let apart = match (buys.first(), sells.first()) {
			(Some(buy), Some(sell)) => buy.limit < sell.limit,
			_ => true,
		};
		bounded && in_range && falling && rising && sold_only && apart && {
			let sum = |steps: &[Step]| {
				steps.iter().map(|step| u64::from(step.energy.unsigned_abs())).sum::<u64>()
			};
			sum(buys) <= load && sum(sells) <= generation
		}
	}
}

/// A step as the hub sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HubStep {
	/// The limit of the price at the hub.
	pub limit: Tick,
	/// The energy at the hub, in Wh.
	pub energy: u32,
}

/// A curve as the hub sees it. Purchases that the grid's fee alone makes too dear are not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubCurve {
	/// What is bought, with falling limits; two steps may have the same one.
	pub buys: Vec<HubStep>,
	/// What is sold, with rising limits.
	pub sells: Vec<HubStep>,
}

/// What it takes to bring energy from the hub to a member. It is fixed before the slot's first bid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Grid {
	/// What is lost, in parts per million of what is delivered.
	pub losses: u32,
	/// The grid's fee, in µPCNY for each kWh delivered. The buyer pays it.
	pub fee: u32,
}

impl Grid {
	/// The energy at the hub of which `delivered` Wh arrive, rounded down: the grid covers a part of a
	/// watt-hour. [`Self::delivered`] is its exact inverse.
	pub fn hub(&self, delivered: u64) -> u64 {
		let hub = u128::from(delivered) * u128::from(MILLION.saturating_add(self.losses.into()))
			/ u128::from(MILLION);
		u64::try_from(hub).unwrap_or(u64::MAX)
	}

	/// What arrives of `hub` Wh, rounded up.
	pub fn delivered(&self, hub: u64) -> u64 {
		let parts = u128::from(MILLION.saturating_add(self.losses.into()));
		let delivered = (u128::from(hub) * u128::from(MILLION)).div_ceil(parts);
		u64::try_from(delivered).unwrap_or(u64::MAX)
	}

	/// The highest limit at the hub with which a buyer pays no more than `limit` for what is delivered,
	/// with fee and losses: rounded down. `None` if the fee alone is more.
	fn hub_limit(&self, limit: Tick) -> Option<Tick> {
		let all_in = u64::from(limit).checked_mul(TICK.into())?;
		let net = all_in.checked_sub(self.fee.into())?;
		let parts = MILLION.saturating_add(self.losses.into()).checked_mul(TICK.into())?;
		Tick::try_from(net.checked_mul(MILLION)?.checked_div(parts)?).ok()
	}

	/// A curve as the hub sees it.
	pub fn at_hub(&self, curve: Curve<'_>) -> HubCurve {
		let mut at_hub = HubCurve::default();
		// Each step is the difference of sums, so that all together are exact.
		let mut delivered = 0u64;
		for step in curve.0 {
			let energy = step.energy.unsigned_abs();
			if step.energy < 0 {
				at_hub.sells.push(HubStep { limit: step.limit, energy });
				continue;
			}
			let before = self.hub(delivered);
			delivered = delivered.saturating_add(energy.into());
			let energy = u32::try_from(self.hub(delivered).saturating_sub(before));
			// Once one is too dear, all that follow are: their limits are lower.
			let Some(limit) = self.hub_limit(step.limit) else { continue };
			at_hub.buys.push(HubStep { limit, energy: energy.unwrap_or(u32::MAX) });
		}
		at_hub
	}
}
