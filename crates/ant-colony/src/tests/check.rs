//! The check on the chain, against definitions.

use super::{all_choices, cost_by_definition, instances, open, relaxed, solved};
use crate::{
	check, cost, gap, random::Random, Candidate, Distances, Instance, Multipliers, Refusal, Role,
	Selection, MAX_PENALTY, UNMEASURED,
};
use alloc::{vec, vec::Vec};

/// Multipliers that give a bound of some kind.
fn multipliers(instance: &Instance) -> Multipliers {
	let of = |role| match instance.size(role) {
		0 => Vec::new(),
		_ => vec![20 << 10; instance.nodes()],
	};
	Multipliers { consensus: of(Role::Consensus), exchange: of(Role::Exchange), delta: 0 }
}

/// Whether a swap within a role, or of two roles, makes the choice cheaper: by computing each.
fn is_improvable(instance: &Instance, selection: &Selection, current: u64) -> bool {
	let mut swapped = Vec::new();
	for node in 0..instance.nodes() as u16 {
		for place in 0..selection.consensus.len() {
			let mut other = selection.clone();
			other.consensus[place] = node;
			swapped.push(other);
		}
		for place in 0..selection.exchange.len() {
			let mut other = selection.clone();
			other.exchange[place] = node;
			swapped.push(other);
		}
	}
	for consensus in 0..selection.consensus.len() {
		for exchange in 0..selection.exchange.len() {
			let mut other = selection.clone();
			core::mem::swap(&mut other.consensus[consensus], &mut other.exchange[exchange]);
			swapped.push(other);
		}
	}
	swapped
		.iter()
		.any(|other| cost_by_definition(instance, other).is_some_and(|cost| cost < current))
}

#[test]
fn every_choice_should_cost_its_definition_and_be_refused_when_a_swap_improves_it() {
	let (mut refused, mut pairs, mut accepted) = (0, 0, 0);
	for instance in instances() {
		let multipliers = multipliers(&instance);
		// Every choice of the small ones, some of the large.
		let all = all_choices(&instance);
		let step = all.len().div_ceil(300);
		for (expected, selection) in all.iter().step_by(step) {
			assert_eq!(cost(&instance, selection), Ok(*expected));
			let verdict = check(&instance, selection, &multipliers);
			assert_eq!(verdict.is_err(), is_improvable(&instance, selection, *expected));
			match verdict {
				Ok(verdict) => {
					accepted += 1;
					assert_eq!(verdict.cost, *expected);
				},
				Err(Refusal::Improvable(_)) => refused += 1,
				Err(Refusal::RolesImprovable(..)) => pairs += 1,
				Err(refusal) => panic!("{refusal}"),
			}
		}
	}
	assert!(refused > 100 && pairs > 0 && accepted > 20, "{refused} {pairs} {accepted}");
}

#[test]
fn a_solution_should_be_refused_when_anything_in_it_is_changed() {
	let instance = open(3, 30, 3, 2);
	let (good, least) = solved(&instance, 1, 5);
	let multipliers = relaxed(&instance, (&good, least), 200).multipliers().clone();
	let verdict = check(&instance, &good, &multipliers).expect("is good");
	assert_eq!((verdict.cost, verdict.gap), (least, gap(least, verdict.bound)));

	let change = |change: fn(&mut Selection)| {
		let mut selection = good.clone();
		change(&mut selection);
		check(&instance, &selection, &multipliers).expect_err("is changed")
	};
	let wrong_size = Refusal::WrongSize(Role::Consensus);
	assert_eq!(change(|selection| selection.consensus.push(0)), wrong_size);
	assert_eq!(change(|selection| selection.consensus.truncate(2)), wrong_size);
	assert_eq!(change(|selection| selection.exchange.clear()), Refusal::WrongSize(Role::Exchange));
	assert_eq!(change(|selection| selection.consensus[1] = 30), Refusal::NotEligible(30));
	assert_eq!(
		change(|selection| selection.exchange[0] = u16::MAX),
		Refusal::NotEligible(u16::MAX)
	);
	let first = good.consensus[0];
	assert_eq!(
		change(|selection| selection.consensus[1] = selection.consensus[0]),
		Refusal::ChosenTwice(first)
	);
	assert_eq!(
		change(|selection| selection.exchange[1] = selection.consensus[0]),
		Refusal::ChosenTwice(first)
	);
	// Any other node in the place of a chosen one makes the choice worse, so that swapping back
	// improves it.
	for node in
		(0..30).filter(|node| !good.consensus.contains(node) && !good.exchange.contains(node))
	{
		let mut selection = good.clone();
		selection.consensus[0] = node;
		assert!(cost(&instance, &selection).is_ok_and(|cost| cost > least));
		let refused = check(&instance, &selection, &multipliers);
		assert!(matches!(refused, Err(Refusal::Improvable(_))), "{node}: {refused:?}");
	}
	for (consensus, exchange) in [(29, 30), (30, 31), (0, 30)] {
		let multipliers =
			Multipliers { consensus: vec![0; consensus], exchange: vec![0; exchange], delta: 0 };
		assert_eq!(check(&instance, &good, &multipliers), Err(Refusal::WrongMultipliers));
	}
}

#[test]
fn a_node_should_be_refused_for_a_role_that_it_may_not_have() {
	let distances = super::distances(&mut Random::new(5), 6, 50);
	let mut candidates = vec![Candidate::ANY; 6];
	candidates[2].exchange = false;
	let instance = Instance::new(distances, candidates, 1, 1).expect("is right");
	let selection = Selection { consensus: vec![0], exchange: vec![2] };
	assert_eq!(cost(&instance, &selection), Err(Refusal::NotEligible(2)));
	let selection = Selection { consensus: vec![2], exchange: vec![0] };
	assert!(cost(&instance, &selection).is_ok());
}

#[test]
fn the_largest_numbers_should_not_overflow() {
	for distance in [UNMEASURED, UNMEASURED - 1] {
		let nodes = 40;
		let mut entries = vec![distance; nodes * nodes];
		(0..nodes).for_each(|node| entries[node * nodes + node] = 0);
		let distances = Distances::new(nodes, entries).expect("is symmetric");
		let candidates = vec![Candidate { penalty: MAX_PENALTY, ..Candidate::ANY }; nodes];
		let instance = Instance::new(distances, candidates, 20, 20).expect("is right");
		let selection = Selection { consensus: (0..20).collect(), exchange: (20..40).collect() };
		for (value, delta) in [(0, 0), (u64::MAX, i64::MAX), (u64::MAX, i64::MIN), (1, i64::MIN)] {
			let multipliers =
				Multipliers { consensus: vec![value; nodes], exchange: vec![value; nodes], delta };
			let verdict = check(&instance, &selection, &multipliers).expect("all cost the same");
			assert_eq!(verdict.cost, 40 * MAX_PENALTY + 40 * u64::from(distance));
			assert!(verdict.bound <= verdict.cost);
		}
	}
}

#[test]
fn the_gap_should_be_in_millionths_and_rounded_up() {
	assert_eq!(gap(100, 100), 0);
	assert_eq!(gap(101, 100), 10_000);
	assert_eq!(gap(1_000_000_001, 1_000_000_000), 1);
	assert_eq!(gap(5, 0), 5_000_000);
	assert_eq!(gap(u64::MAX, 1), u32::MAX);
	assert_eq!(gap(0, 7), 0);
}
