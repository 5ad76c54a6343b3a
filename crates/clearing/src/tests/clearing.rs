use super::*;
use crate::{Side, TICK};

/// Every price that supports a book, found by trying each, and the largest volumes at a price.
struct Oracle<'a>(&'a [HubCurve], Tariff, i64);

impl Oracle<'_> {
	fn sum(&self, side: Side, counts: impl Fn(u16) -> bool) -> i64 {
		let steps = |curve: &HubCurve| match side {
			Side::Buy => curve.buys.clone(),
			Side::Sell => curve.sells.clone(),
		};
		let steps = self.0.iter().flat_map(steps);
		steps.filter(|step| counts(step.limit)).map(|step| i64::from(step.energy)).sum()
	}

	/// More than there ever is.
	const PLENTY: i64 = 1 << 40;

	fn maker(&self, quotes: bool) -> i64 {
		if quotes {
			Self::PLENTY
		} else {
			0
		}
	}

	fn supports(&self, tick: u16) -> bool {
		let Tariff { feed_in, retail } = self.1;
		let buys_above = self.sum(Side::Buy, |limit| limit > tick) + self.maker(tick < feed_in);
		let buys_from = self.sum(Side::Buy, |limit| limit >= tick) + self.maker(tick <= feed_in);
		let sells_to = self.sum(Side::Sell, |limit| limit <= tick) + self.maker(tick >= retail);
		let sells_below = self.sum(Side::Sell, |limit| limit < tick) + self.maker(tick > retail);
		buys_above - sells_to <= self.2 && self.2 <= buys_from - sells_below
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn the_price_should_be_the_middle_of_those_that_support_the_book(
		curves in curves(), tariff in tariff(), injection in -30i64..30, seed: u64,
	) {
		let injection = injection * 100;
		let (book, curves) = book(Grid::default(), &curves);
		let clearing = book.clear(Grid::default(), tariff, injection, seed);
		let oracle = Oracle(&curves, tariff, injection);
		let supporting = (0..=crate::MAX_TICK).filter(|tick| oracle.supports(*tick)).collect::<Vec<_>>();
		let (lo, hi) = (supporting[0], supporting[supporting.len() - 1]);
		prop_assert_eq!(supporting.len(), usize::from(hi - lo) + 1, "they are an interval");
		let middle = (u32::from(lo) + u32::from(hi)) * TICK / 2;
		if let Some(price) = clearing.price {
			prop_assert_eq!(price, middle);
			prop_assert!((tariff.feed_in()..=tariff.retail()).contains(&price));
		}

		// Energy balances.
		let (bought, sold) = (clearing.bought as i64, clearing.sold as i64);
		let (takes, gives) = (clearing.maker_buys as i64, clearing.maker_sells as i64);
		prop_assert_eq!(bought + takes, sold + gives + injection);
		// At most one side is rationed, and the market maker is on one side, at its own price.
		let wanted = oracle.sum(Side::Buy, |limit| u32::from(limit) * TICK >= middle);
		let offered = oracle.sum(Side::Sell, |limit| u32::from(limit) * TICK <= middle);
		prop_assert!(bought == wanted || sold == offered);
		prop_assert!(takes == 0 || gives == 0);
		prop_assert!(takes == 0 || middle == tariff.feed_in());
		prop_assert!(gives == 0 || middle == tariff.retail());
		// It ranks after members.
		prop_assert!(gives == 0 || sold == offered);
		prop_assert!(takes == 0 || bought == wanted);

		// All parts together are the whole, and nobody gets what it does not want.
		let fills = fills(&clearing, &curves);
		prop_assert_eq!(fills.iter().map(|fill| fill.bought).sum::<u64>(), clearing.bought);
		prop_assert_eq!(fills.iter().map(|fill| fill.sold).sum::<u64>(), clearing.sold);
		for (fill, curve) in fills.iter().zip(&curves) {
			let want = |steps: &[crate::HubStep], at: &dyn Fn(u32) -> bool| -> u64 {
				steps.iter().filter(|step| at(u32::from(step.limit) * TICK)).map(|step| u64::from(step.energy)).sum()
			};
			if clearing.price.is_some() {
				prop_assert!(fill.bought >= want(&curve.buys, &|limit| limit > middle));
				prop_assert!(fill.bought <= want(&curve.buys, &|limit| limit >= middle));
				prop_assert!(fill.sold >= want(&curve.sells, &|limit| limit < middle));
				prop_assert!(fill.sold <= want(&curve.sells, &|limit| limit <= middle));
			}
		}
	}

	#[test]
	fn the_outcome_should_not_depend_on_the_order(
		curves in curves(), tariff in tariff(), seed: u64, rotate in 0usize..12,
	) {
		let (one, hubs) = book(Grid::default(), &curves);
		let mut other = Book::default();
		for at in 0..hubs.len() {
			other.add(&hubs[(at + rotate) % hubs.len()]);
		}
		let clear = |book: &Book| book.clear(Grid::default(), tariff, 0, seed);
		prop_assert_eq!(clear(&one), clear(&other));
	}

	/// Who bids a worse limit than another for as much never gets more, whatever the seed.
	#[test]
	fn a_worse_limit_should_not_fill_more(
		curves in curves(), limit in 0u16..12, worse in 0u16..12, energy in 1i32..20, seed: u64,
	) {
		let (limit, worse) = (limit.max(worse), limit.min(worse));
		prop_assume!(worse < limit);
		let mut curves = curves;
		curves.push(vec![step(limit, energy * 100)]);
		curves.push(vec![step(worse, energy * 100)]);
		let (book, hubs) = book(Grid::default(), &curves);
		let clearing = book.clear(Grid::default(), WIDE, 0, seed);
		let fills = fills(&clearing, &hubs);
		prop_assert!(fills[fills.len() - 1].bought <= fills[fills.len() - 2].bought);
	}

	/// No other volumes at the price bring more: the traded ones have the largest welfare.
	#[test]
	fn the_volume_should_be_the_largest(curves in curves(), seed: u64) {
		let (book, hubs) = book(Grid::default(), &curves);
		let clearing = book.clear(Grid::default(), WIDE, 0, seed);
		// Without a market maker and converters, the most that can change hands is the largest number
		// of watt-hours such that the dearest purchases are not below the cheapest sales.
		let unit = |side| {
			let mut units = Vec::new();
			for curve in &hubs {
				let steps = if side == Side::Buy { &curve.buys } else { &curve.sells };
				for step in steps {
					units.extend(core::iter::repeat_n(step.limit, step.energy as usize / 100));
				}
			}
			units.sort_unstable();
			units
		};
		let (mut buys, sells) = (unit(Side::Buy), unit(Side::Sell));
		buys.reverse();
		let most = buys.iter().zip(&sells).take_while(|(buy, sell)| buy >= sell).count() as u64 * 100;
		// The market maker takes at 0 and gives at the highest tick, which members hardly reach.
		let members = clearing.bought.min(clearing.sold);
		prop_assert!(members == most || clearing.maker_buys > 0, "{members} of {most}");
	}
}

#[test]
fn shares_should_be_fair_over_all_seeds() {
	// Three want 300, 200 and 100 at the price at which 400 are sold.
	let curves = [vec![step(5, 300)], vec![step(5, 200)], vec![step(5, 100)], vec![step(2, -400)]];
	let (book, hubs) = book(Grid::default(), &curves);
	let mut sums = [0u64; 3];
	for seed in 0..600 {
		let clearing = book.clear(Grid::default(), WIDE, 0, seed);
		assert_eq!((clearing.price, clearing.bought), (Some(5_000), 400));
		for (sum, fill) in sums.iter_mut().zip(fills(&clearing, &hubs)) {
			*sum += fill.bought;
		}
	}
	// 400 x 300 / 600 a seed, and so on: exactly.
	assert_eq!(sums, [200 * 600, 80_000, 40_000]);
}

#[test]
fn degenerate_books_should_have_a_defined_outcome() {
	let clear = |curves: &[Vec<Step>], tariff| {
		let (book, _) = book(Grid::default(), curves);
		let Clearing { price, bought, sold, maker_buys, maker_sells, .. } =
			book.clear(Grid::default(), tariff, 0, 7);
		(price, bought, sold, maker_buys, maker_sells)
	};
	let tariff = Tariff { feed_in: 30, retail: 80 };
	assert_eq!(clear(&[], tariff), (None, 0, 0, 0, 0));
	// They do not meet, and the market maker is dearer and cheaper than both.
	let apart = [vec![step(40, 500)], vec![step(60, -500)]];
	assert_eq!(clear(&apart, tariff), (None, 0, 0, 0, 0));
	// One side alone trades with the market maker.
	assert_eq!(clear(&[vec![step(90, 500)]], tariff), (Some(80_000), 500, 0, 0, 500));
	assert_eq!(clear(&[vec![step(10, -500)]], tariff), (Some(30_000), 0, 500, 500, 0));
	// All at the same limit: the longer side is rationed.
	let equal = [vec![step(50, 500)], vec![step(50, -300)]];
	assert_eq!(clear(&equal, tariff), (Some(50_000), 300, 300, 0, 0));
	// Half a tick.
	let between = [vec![step(51, 500)], vec![step(50, -500)]];
	assert_eq!(clear(&between, tariff), (Some(50_500), 500, 500, 0, 0));
	// The market maker's own prices are one.
	let flat = Tariff { feed_in: 50, retail: 50 };
	assert_eq!(
		clear(&[vec![step(50, 400)], vec![step(10, -300)]], flat),
		(Some(50_000), 400, 300, 0, 100)
	);
}
