//! The cheapest legal way to cover what is due, by what the market offers and wants now.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use zeropark_primitives::{
	market::{Balance, Level, Price},
	units::TonnesCo2e,
};

/// Units to be bought or sold at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Part {
	/// How many, in tonnes.
	pub quantity: TonnesCo2e,
	/// The money that all of them cost or bring, in micro-units of the settlement currency.
	pub money: Balance,
	/// The limit of an order that gets them all: the highest price of what is bought, the lowest of what
	/// is sold.
	pub limit: Price,
}

impl Part {
	fn add(&mut self, quantity: TonnesCo2e, price: Price) {
		self.quantity = self.quantity + quantity;
		self.money = self.money.saturating_add(price.of(quantity.0));
		self.limit = price;
	}
}

/// How an enterprise covers what is due at the least cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Plan {
	/// Allowances to be bought.
	pub allowances: Part,
	/// Credits to be bought and surrendered. What they cover need not be kept as allowances.
	pub credits: Part,
	/// Allowances of its own that it surrenders, in tonnes.
	pub own: TonnesCo2e,
	/// Allowances of its own that it can sell, at what it gets after the market's fee.
	pub sales: Part,
	/// The tonnes that are due and that nobody offers anything for.
	pub uncovered: TonnesCo2e,
}

/// The offers and bids of the market.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
	/// Allowances that are offered, cheapest first.
	pub allowances: Vec<Level>,
	/// Credits that are offered, cheapest first.
	pub credits: Vec<Level>,
	/// Allowances that are wanted, dearest first, at what the seller gets.
	pub wanted: Vec<Level>,
}

/// Units of one kind, cheapest first.
type Curve = Vec<(Price, TonnesCo2e)>;

fn curve(levels: &[Level]) -> Curve {
	levels.iter().map(|level| (level.price, TonnesCo2e(level.quantity))).collect()
}

/// The worth of one's own allowances, cheapest first: the money that selling them would bring, to the best
/// bidders first, and nothing if nobody wants them.
fn own_curve(held: TonnesCo2e, wanted: &[Level]) -> Curve {
	let mut rest = held;
	let mut curve = Vec::new();
	for (price, quantity) in self::curve(wanted) {
		let sold = quantity.min(rest);
		rest = rest - sold;
		curve.push((price, sold));
	}
	curve.push((Price(0), rest));
	curve.reverse();
	curve
}

impl Plan {
	/// Covers `due` with `held` allowances and with what the market offers, of which at most `credit_room`
	/// may be credits. Each next tonne is the cheapest one there is, which is the cheapest mix, for no kind
	/// gets cheaper as more is taken of it.
	pub fn new(
		due: TonnesCo2e,
		held: TonnesCo2e,
		credit_room: TonnesCo2e,
		quotes: &Quotes,
	) -> Self {
		let mut plan = Self { uncovered: due, ..Default::default() };
		let mut room = credit_room;
		// One's own allowances come first if they cost the same.
		let own = own_curve(held, &quotes.wanted);
		let mut curves = [own, curve(&quotes.credits), curve(&quotes.allowances)];
		curves.iter_mut().for_each(|curve| curve.reverse());
		while plan.uncovered > TonnesCo2e::ZERO {
			let cheapest = curves
				.iter_mut()
				.enumerate()
				.filter(|(kind, _)| *kind != 1 || room > TonnesCo2e::ZERO)
				.filter_map(|(kind, curve)| curve.last().map(|(price, _)| (*price, kind)))
				.min();
			let Some((price, kind)) = cheapest else { break };
			let Some((_, there)) = curves.get_mut(kind).and_then(Vec::pop) else { break };
			let limit = if kind == 1 { room } else { plan.uncovered };
			let taken = there.min(plan.uncovered).min(limit);
			match kind {
				0 => plan.own = plan.own + taken,
				1 => {
					room = room - taken;
					plan.credits.add(taken, price);
				},
				_ => plan.allowances.add(taken, price),
			}
			plan.uncovered = plan.uncovered - taken;
			if taken < there {
				if let Some(curve) = curves.get_mut(kind) {
					curve.push((price, there - taken));
				}
			}
		}
		// The best bids are left for the allowances of one's own that are not surrendered.
		let [own, ..] = curves;
		for (price, quantity) in own {
			if price > Price(0) && quantity > TonnesCo2e::ZERO {
				plan.sales.add(quantity, price);
			}
		}
		plan
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn levels(levels: &[(u64, u64)]) -> Vec<Level> {
		let level = |(price, quantity): &(u64, u64)| Level {
			price: Price(*price),
			quantity: *quantity,
			orders: 1,
		};
		levels.iter().map(level).collect()
	}

	fn part(quantity: u64, money: u128, limit: u64) -> Part {
		Part { quantity: TonnesCo2e(quantity), money, limit: Price(limit) }
	}

	#[test]
	fn the_heating_plant_should_buy_two_credits_and_three_allowances() {
		// 46 t are due, 41 allowances are there, and credits may cover 5 %.
		let quotes = Quotes {
			allowances: levels(&[(68, 2), (70, 8)]),
			credits: levels(&[(60, 1), (61, 10)]),
			wanted: vec![],
		};
		let plan = Plan::new(TonnesCo2e(46), TonnesCo2e(41), TonnesCo2e(2), &quotes);
		assert_eq!(plan.credits, part(2, 121, 61));
		assert_eq!(plan.allowances, part(3, 2 * 68 + 70, 70));
		assert_eq!((plan.own, plan.uncovered), (TonnesCo2e(41), TonnesCo2e(0)));
	}

	#[test]
	fn an_allowance_that_brings_more_than_a_credit_costs_should_be_sold() {
		let quotes = Quotes {
			credits: levels(&[(40, 1), (64, 1), (66, 9)]),
			wanted: levels(&[(70, 1), (65, 5)]),
			..Default::default()
		};
		let plan = Plan::new(TonnesCo2e(10), TonnesCo2e(11), TonnesCo2e(5), &quotes);
		// Eleven are there and five would be wanted at 65: the other five are worth nothing.
		assert_eq!(plan.credits, part(2, 104, 64));
		assert_eq!(plan.own, TonnesCo2e(8));
		assert_eq!(plan.sales, part(3, 70 + 2 * 65, 65));
	}

	#[test]
	fn what_nobody_offers_should_stay_uncovered() {
		let quotes = Quotes { credits: levels(&[(1, 50)]), ..Default::default() };
		let plan = Plan::new(TonnesCo2e(10), TonnesCo2e(3), TonnesCo2e(2), &quotes);
		assert_eq!((plan.own, plan.uncovered), (TonnesCo2e(3), TonnesCo2e(5)));
		assert_eq!(
			Plan::new(TonnesCo2e(0), TonnesCo2e(3), TonnesCo2e(2), &quotes),
			Plan::default()
		);
	}

	/// Some levels with rising prices.
	fn rising() -> impl Strategy<Value = Vec<(u64, u64)>> {
		prop::collection::vec((1u64..9, 1u64..4), 0..4).prop_map(|mut levels| {
			levels.sort_unstable();
			levels
		})
	}

	/// What the first so many units of levels cost; `None` if there are fewer.
	fn money(levels: &[(u64, u64)], mut quantity: u64) -> Option<u64> {
		let mut sum = 0;
		for (price, there) in levels {
			let taken = quantity.min(*there);
			sum += taken * price;
			quantity -= taken;
		}
		(quantity == 0).then_some(sum)
	}

	proptest! {
		#[test]
		fn no_other_mix_should_be_cheaper(
			due in 0u64..8, held in 0u64..6, room in 0u64..5,
			allowances in rising(), credits in rising(), mut wanted in rising(),
		) {
			wanted.reverse();
			let quotes = Quotes {
				allowances: levels(&allowances),
				credits: levels(&credits),
				wanted: levels(&wanted),
			};
			let plan = Plan::new(TonnesCo2e(due), TonnesCo2e(held), TonnesCo2e(room), &quotes);
			// All mixes, those first that cover the most.
			let mut best = None;
			for own in 0..=held {
				for bought in 0..=due {
					for credited in 0..=room {
						let covered = own + bought + credited;
						if covered > due {
							continue;
						}
						let (Some(cost), Some(credit)) = (money(&allowances, bought), money(&credits, credited))
						else {
							continue;
						};
						let sold = (0..=held - own).rev().find_map(|sold| money(&wanted, sold));
						let net = (cost + credit) as i64 - sold.unwrap_or(0) as i64;
						let mix = (due - covered, net);
						best = Some(best.map_or(mix, |best: (u64, i64)| best.min(mix)));
					}
				}
			}
			let net = plan.allowances.money as i64 + plan.credits.money as i64 - plan.sales.money as i64;
			prop_assert_eq!(best, Some((plan.uncovered.0, net)));
		}
	}
}
