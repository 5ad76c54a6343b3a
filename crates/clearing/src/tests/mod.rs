//! Books of few orders against every possible outcome, and the identities of money and energy.

mod clearing;
mod curves;
mod money;

use crate::{Book, Clearing, Curve, Fill, Grid, HubCurve, Step, Tariff};
use proptest::prelude::*;

/// A market maker that is out of the way.
const WIDE: Tariff = Tariff { feed_in: 0, retail: crate::MAX_TICK };

fn step(limit: u16, energy: i32) -> Step {
	Step { limit, energy }
}

/// The book of curves, and the curves as the hub sees them.
fn book(grid: Grid, curves: &[Vec<Step>]) -> (Book, Vec<HubCurve>) {
	let mut book = Book::default();
	let curves = curves.iter().map(|steps| grid.at_hub(Curve(steps))).collect::<Vec<_>>();
	for curve in &curves {
		book.add(curve);
	}
	(book, curves)
}

/// What each curve gets.
fn fills(clearing: &Clearing, curves: &[HubCurve]) -> Vec<Fill> {
	let mut before = (0, 0);
	curves
		.iter()
		.map(|curve| {
			let fill = clearing.fill(curve, before);
			before = (before.0 + fill.marginal_buys, before.1 + fill.marginal_sells);
			fill
		})
		.collect()
}

/// Curves of one to three steps around few ticks, so that ties are common.
fn curve() -> impl Strategy<Value = Vec<Step>> {
	let energy = 1i32..20;
	let steps = prop::collection::btree_map(0u16..12, energy, 1..4);
	(steps, 0u16..13).prop_map(|(steps, split)| {
		let buys = steps.iter().rev().filter(|(limit, _)| **limit < split);
		let sells = steps.iter().filter(|(limit, _)| **limit >= split);
		buys.map(|(limit, energy)| step(*limit, energy * 100))
			.chain(sells.map(|(limit, energy)| step(*limit, -energy * 100)))
			.collect()
	})
}

fn curves() -> impl Strategy<Value = Vec<Vec<Step>>> {
	prop::collection::vec(curve(), 0..12)
}

fn tariff() -> impl Strategy<Value = Tariff> {
	(0u16..8, 4u16..14).prop_map(|(a, b)| Tariff { feed_in: a.min(b), retail: a.max(b) })
}
