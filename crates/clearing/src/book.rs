//! All curves together, by price.

use crate::{
	clear::{Clearing, Share, Side},
	curve::HubCurve,
	Grid, Tariff, Tick, MAX_TICK, TICK,
};
use alloc::{vec, vec::Vec};

/// The number of ticks.
const TICKS: usize = MAX_TICK as usize + 1;

/// What is bought and sold at each tick, in Wh at the hub. Curves are added in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
	buys: Vec<u64>,
	sells: Vec<u64>,
}

impl Default for Book {
	fn default() -> Self {
		Self { buys: vec![0; TICKS], sells: vec![0; TICKS] }
	}
}

impl Book {
	/// Adds a curve.
	pub fn add(&mut self, curve: &HubCurve) {
		for (levels, steps) in [(&mut self.buys, &curve.buys), (&mut self.sells, &curve.sells)] {
			for step in steps {
				if let Some(level) = levels.get_mut(usize::from(step.limit)) {
					*level = level.saturating_add(step.energy.into());
				}
			}
		}
	}

	/// The levels with anything at them: the tick, what is bought and what is sold there, in Wh.
	pub fn levels(&self) -> impl Iterator<Item = (Tick, u64, u64)> + '_ {
		(0..=MAX_TICK)
			.zip(self.buys.iter().zip(&self.sells))
			.map(|(tick, (buys, sells))| (tick, *buys, *sells))
			.filter(|(_, buys, sells)| *buys > 0 || *sells > 0)
	}

	/// Puts levels back that [`Self::levels`] gave.
	pub fn from_levels(levels: impl IntoIterator<Item = (Tick, u64, u64)>) -> Self {
		let mut book = Self::default();
		for (tick, buys, sells) in levels {
			for (levels, energy) in [(&mut book.buys, buys), (&mut book.sells, sells)] {
				if let Some(level) = levels.get_mut(usize::from(tick)) {
					*level = level.saturating_add(energy);
				}
			}
		}
		book
	}

	/// Clears the book.
	///
	/// - `grid`: the losses and the fee with which the curves came to the hub;
	/// - `tariff`: what the market maker buys and sells at, to the extent that members lack partners;
	/// - `injection`: what converters bring from other carriers, in Wh; negative if they take it;
	/// - `seed`: decides who gets the last watt-hour where not all get what they want. Nobody must know
	///   it before the book is closed.
	///
	/// A price `p` supports the book if what is bought above it does not exceed what is sold at or
	/// below it, and what is sold below it does not exceed what is bought at or above it:
	/// `D⁺(p) - S(p) <= N <= D(p) - S⁻(p)`. Such prices are an interval. The price is its middle, and
	/// the volume the largest there.
	///
	/// With a market maker every injection has a supporting price, for it takes and gives whatever is
	/// needed.
	pub fn clear(&self, grid: Grid, tariff: Tariff, injection: i64, seed: u64) -> Clearing {
		let bounds = self.supporting(&tariff, injection);
		// In half ticks, the middle is exact.
		let (lo, hi) = bounds.unwrap_or_default();
		let price = (u32::from(lo).saturating_add(hi.into())).saturating_mul(TICK / 2);
		let at = (lo == hi).then_some(lo);

		// What is bought above the price and sold below it, and what wants to be at it.
		let above = tick_above(price);
		let below = tick_below(price);
		let sure = (sum(&self.buys, above..TICKS), sum(&self.sells, 0..below));
		let marginal = at.map_or((0, 0), |tick| {
			let tick = usize::from(tick);
			let level = |levels: &[u64]| levels.get(tick).copied().unwrap_or(0);
			(level(&self.buys), level(&self.sells))
		});

		// `buys - sells = N`, and the larger they are the better. The market maker comes last: it
		// closes what is open between members, at the ends of its tariff only.
		let needs = i128::from(injection);
		let (most_bought, most_sold) =
			(sure.0.saturating_add(marginal.0), sure.1.saturating_add(marginal.1));
		let makes = price == tariff.retail();
		let takes = price == tariff.feed_in();
		let (d, s) = (i128::from(most_bought), i128::from(most_sold).saturating_add(needs));
		let (bought, sold) = if d <= s {
			// Sellers are the longer side; the market maker takes what it takes at its lower end.
			(d, if takes { i128::from(most_sold) } else { d.saturating_sub(needs) })
		} else {
			(if makes { d } else { s }, i128::from(most_sold))
		};
		let (bought, sold) = (clamp(bought), clamp(sold));
		// What is left between them is the market maker's.
		let maker = i128::from(sold).saturating_add(needs).saturating_sub(i128::from(bought));
		let traded = bought > 0 || sold > 0 || injection != 0;
		let share = |all: u64, sure: u64, marginal: u64| Share {
			shared: all.saturating_sub(sure),
			marginal,
			seed: seed.checked_rem(marginal).unwrap_or(0),
		};
		Clearing {
			price: (traded && bounds.is_some()).then_some(price),
			at,
			bought,
			sold,
			maker_buys: u64::try_from(maker).unwrap_or(0),
			maker_sells: u64::try_from(maker.saturating_neg()).unwrap_or(0),
			grid,
			buys: share(bought, sure.0, marginal.0),
			sells: share(sold, sure.1, marginal.1),
		}
	}

	/// The lowest and the highest tick that support the book. `None` if none does, which happens only
	/// without a market maker.
	fn supporting(&self, tariff: &Tariff, injection: i64) -> Option<(Tick, Tick)> {
		let needs = i128::from(injection);
		let (mut buys_from, mut sells_below) = (i128::from(sum(&self.buys, 0..TICKS)), 0i128);
		let (mut lo, mut hi) = (None, None);
		for (tick, (buys, sells)) in (0..=MAX_TICK).zip(self.buys.iter().zip(&self.sells)) {
			let (buys, sells) = (i128::from(*buys), i128::from(*sells));
			let price = u32::from(tick).saturating_mul(TICK);
			// The market maker buys without limit at or below its lower price, sells at or above its
			// upper one.
			let maker_buys_above = price < tariff.feed_in();
			let maker_buys_from = price <= tariff.feed_in();
			let maker_sells_to = price >= tariff.retail();
			let maker_sells_below = price > tariff.retail();
			let (buys_above, sells_to) = (buys_from - buys, sells_below + sells);
			let enough = (maker_sells_to || buys_above - sells_to <= needs) && !maker_buys_above;
			let not_too_much =
				(maker_buys_from || needs <= buys_from - sells_below) && !maker_sells_below;
			if enough && lo.is_none() {
				lo = Some(tick);
			}
			if not_too_much {
				hi = Some(tick);
			}
			buys_from = buys_above;
			sells_below = sells_to;
		}
		lo.zip(hi).filter(|(lo, hi)| lo <= hi)
	}

	/// What is at a tick on one side, in Wh.
	pub fn at(&self, side: Side, tick: Tick) -> u64 {
		let levels = match side {
			Side::Buy => &self.buys,
			Side::Sell => &self.sells,
		};
		levels.get(usize::from(tick)).copied().unwrap_or(0)
	}
}

fn sum(levels: &[u64], range: core::ops::Range<usize>) -> u64 {
	levels.get(range).unwrap_or_default().iter().fold(0, |sum, level| sum.saturating_add(*level))
}

/// The first tick above a price.
fn tick_above(price: u32) -> usize {
	(price / TICK) as usize + 1
}

/// The first tick that is not below a price.
fn tick_below(price: u32) -> usize {
	price.div_ceil(TICK) as usize
}

fn clamp(energy: i128) -> u64 {
	u64::try_from(energy.max(0)).unwrap_or(u64::MAX)
}
