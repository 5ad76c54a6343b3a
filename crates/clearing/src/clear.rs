//! What comes of a book.

use crate::{curve::HubCurve, money::Payment, Grid, Tick, TICK};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The sides of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
	/// Those who buy.
	Buy,
	/// Those who sell.
	Sell,
}

/// How what is wanted at the price is shared, when there is less than that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Share {
	/// What there is, in Wh.
	pub(crate) shared: u64,
	/// What is wanted, in Wh.
	pub(crate) marginal: u64,
	/// A number below what is wanted.
	pub(crate) seed: u64,
}

impl Share {
	/// The part of who wants `quantity`, while others before it want `before` together: its share
	/// rounded down or up. All parts together are what there is, and over all seeds the mean of each is
	/// its share.
	fn part(&self, before: u64, quantity: u64) -> u64 {
		let until = |wanted: u64| {
			let product = u128::from(wanted) * u128::from(self.shared);
			product.saturating_add(self.seed.into()).checked_div(self.marginal.into()).unwrap_or(0)
		};
		let part = until(before.saturating_add(quantity)).saturating_sub(until(before));
		u64::try_from(part).unwrap_or(u64::MAX)
	}
}

/// What a curve gets, in Wh at the hub. At most one of the first two is not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fill {
	/// What is bought.
	pub bought: u64,
	/// What is sold.
	pub sold: u64,
	/// What was wanted at the very price, to be bought: it comes before what the next curves want.
	pub marginal_buys: u64,
	/// What was offered at the very price.
	pub marginal_sells: u64,
}

/// The outcome of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Clearing {
	/// The price at the hub, in µPCNY per kWh. `None` if nothing is traded.
	pub price: Option<u32>,
	/// The tick of the price, if it is on one: what is wanted there may be shared.
	pub(crate) at: Option<Tick>,
	/// What members buy, in Wh at the hub.
	pub bought: u64,
	/// What members sell, in Wh at the hub.
	pub sold: u64,
	/// What the market maker buys, in Wh at the hub.
	pub maker_buys: u64,
	/// What the market maker sells, in Wh at the hub.
	pub maker_sells: u64,
	/// The grid, as it was when the slot was opened.
	pub grid: Grid,
	pub(crate) buys: Share,
	pub(crate) sells: Share,
}

impl Clearing {
	/// What a curve gets. `before` is what the curves before it wanted at the very price, on each side:
	/// the sums of [`Fill::marginal_buys`] and [`Fill::marginal_sells`].
	pub fn fill(&self, curve: &HubCurve, before: (u64, u64)) -> Fill {
		let Some(price) = self.price else { return Fill::default() };
		let limit = |tick: Tick| u32::from(tick).saturating_mul(TICK);
		let mut fill = Fill::default();
		for step in &curve.buys {
			let energy = u64::from(step.energy);
			if limit(step.limit) > price {
				fill.bought = fill.bought.saturating_add(energy);
			} else if self.at == Some(step.limit) {
				fill.marginal_buys = fill.marginal_buys.saturating_add(energy);
			}
		}
		for step in &curve.sells {
			let energy = u64::from(step.energy);
			if limit(step.limit) < price {
				fill.sold = fill.sold.saturating_add(energy);
			} else if self.at == Some(step.limit) {
				fill.marginal_sells = fill.marginal_sells.saturating_add(energy);
			}
		}
		let bought = self.buys.part(before.0, fill.marginal_buys);
		let sold = self.sells.part(before.1, fill.marginal_sells);
		fill.bought = fill.bought.saturating_add(bought);
		fill.sold = fill.sold.saturating_add(sold);
		fill
	}

	/// What the energy of a fill costs and brings.
	pub fn payment(&self, fill: &Fill) -> Payment {
		Payment::at(self.price.unwrap_or(0), &self.grid, fill.bought, fill.sold)
	}

	/// What the market maker pays and gets.
	pub fn maker_payment(&self) -> Payment {
		Payment::at_hub(self.price, self.maker_buys, self.maker_sells)
	}

	/// What is delivered to the buyer of a fill, less what its seller delivers, in Wh.
	pub fn schedule(&self, fill: &Fill) -> i64 {
		let signed = |energy: u64| i64::try_from(energy).unwrap_or(i64::MAX);
		signed(self.grid.delivered(fill.bought)).saturating_sub(signed(fill.sold))
	}
}
