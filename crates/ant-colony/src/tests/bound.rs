//! The bound is never above the optimum, whatever the multipliers are.

use super::{instances, open, optimum, relaxed, solved};
use crate::{random::Random, Multipliers, Role};
use alloc::vec::Vec;

#[test]
fn any_multipliers_should_give_a_bound_that_is_no_higher_than_the_optimum() {
	let mut random = Random::new(11);
	let mut positive = 0;
	for instance in instances() {
		let optimum = optimum(&instance);
		for round in 0..40 {
			let mut draw = |role| {
				let nodes = if instance.size(role) > 0 { instance.nodes() } else { 0 };
				// Up to the longest distance; now and then anything.
				let end = if round % 8 == 0 { u64::MAX } else { 40 << 10 };
				(0..nodes).map(|_| random.below(end)).collect::<Vec<_>>()
			};
			let consensus = draw(Role::Consensus);
			let exchange = draw(Role::Exchange);
			let delta = match round % 4 {
				0 => 0,
				1 => random.below(100 << 10) as i64,
				2 => -(random.below(100 << 10) as i64),
				_ => random.next() as i64,
			};
			let multipliers = Multipliers { consensus, exchange, delta };
			let bound = multipliers.bound(&instance).expect("is for the roles");
			assert!(bound <= optimum, "{bound} > {optimum}: {multipliers:?}");
			positive += u32::from(bound > 0);
		}
	}
	assert!(positive > 100, "{positive}");
}

#[test]
fn the_relaxation_should_come_close_and_say_what_the_chain_computes() {
	let (mut proven, mut bounds, mut optima) = (0, 0, 0);
	for instance in instances() {
		let optimum = optimum(&instance);
		let (selection, cost) = solved(&instance, 1, 5);
		let relaxation = relaxed(&instance, (&selection, cost), 400);
		let bound = relaxation.bound();
		assert_eq!(relaxation.multipliers().bound(&instance), Some(bound));
		assert!(bound <= optimum, "{bound} of {optimum}");
		(bounds, optima) = (bounds + bound, optima + optimum);
		proven += u32::from(bound == optimum);
	}
	// Some of these instances are as far from their relaxation as can be.
	assert!(proven > 20 && bounds * 100 >= optima * 90, "{proven}, {bounds} of {optima}");
}

#[test]
fn the_relaxation_should_certify_a_small_gap() {
	for (nodes, consensus, exchange) in [(60, 15, 0), (60, 0, 10), (60, 10, 8)] {
		let instance = open(5, nodes, consensus, exchange);
		let (selection, cost) = solved(&instance, 2, 10);
		let bound = relaxed(&instance, (&selection, cost), 1_000).bound();
		assert!(bound <= cost && bound * 100 >= cost * 98, "{bound} of {cost}");
	}
}

#[test]
fn a_relaxation_should_survive_a_choice_of_nothing() {
	let instance = open(5, 10, 2, 1);
	let relaxation = relaxed(&instance, (&Default::default(), u64::MAX), 50);
	assert!(relaxation.bound() <= optimum(&instance));
}
