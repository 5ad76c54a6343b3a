//! The ants.

use super::{instances, open, optimum, solved};
use crate::{
	check, colony::ONE, cost, Colony, Multipliers, Parameters, ParametersError, Role, Selection,
};
use alloc::{vec, vec::Vec};

#[test]
fn the_ants_should_find_the_optimum_of_small_instances() {
	for instance in instances() {
		let (selection, found) = solved(&instance, 3, 30);
		assert_eq!(found, optimum(&instance), "{selection:?}");
		assert_eq!(cost(&instance, &selection), Ok(found));
	}
}

#[test]
fn every_best_choice_should_pass_the_check() {
	for (consensus, exchange) in [(5, 0), (0, 20), (6, 4), (1, 1), (25, 30)] {
		let instance = open(9, 60, consensus, exchange);
		let of = |size| if size == 0 { Vec::new() } else { vec![300 << 10; 60] };
		let multipliers =
			Multipliers { consensus: of(consensus), exchange: of(exchange), delta: 0 };
		let mut colony = Colony::new(&instance, Parameters::of(&instance), 1).expect("is right");
		assert_eq!(colony.best(), None);
		for iteration in 0..3 {
			let found = colony.step();
			let best = colony.best().expect("there was a step");
			assert_eq!(found, best.iteration == iteration);
			let verdict = check(&instance, &best.selection, &multipliers).expect("is optimal");
			assert_eq!(verdict.cost, best.cost);
		}
	}
}

fn trail(seed: u64) -> Vec<(u64, Selection)> {
	// Large enough that the first iteration does not find what is best.
	let instance = open(4, 200, 30, 20);
	let mut colony = Colony::new(&instance, Parameters::of(&instance), seed).expect("is right");
	let mut trail = Vec::new();
	for _ in 0..2 {
		colony.step();
		let best = colony.best().expect("there was a step");
		trail.push((best.cost, best.selection.clone()));
	}
	trail
}

#[test]
fn the_same_seed_should_give_the_same_search() {
	assert_eq!(trail(6), trail(6));
	assert!((0..8).any(|seed| trail(seed) != trail(6)));
}

#[test]
fn pheromone_should_follow_equation_5_on_the_edges_that_an_ant_used() {
	let instance = open(8, 40, 4, 0);
	let parameters = Parameters { ants: 1, ..Parameters::of(&instance) };
	let mut colony = Colony::new(&instance, parameters, 1).expect("is right");
	let highest = parameters.highest();
	assert_eq!(colony.pheromone(Role::Consensus, 39, 39).map(u64::from), Some(highest));
	assert_eq!(colony.pheromone(Role::Consensus, 0, 40), None);
	assert_eq!(colony.pheromone(Role::Exchange, 0, 0), None);
	colony.step();
	let best = colony.best().expect("there was a step").selection.clone();
	let stays = (highest * u64::from(parameters.rho)) >> 16;
	for from in 0..40 {
		let to_centre = |centre: &u16| instance.distances().get(from, usize::from(*centre));
		let nearest = best.consensus.iter().map(to_centre).min();
		let mut used = 0;
		for to in 0..40 {
			let pheromone = colony.pheromone(Role::Consensus, from, to).map(u64::from);
			if pheromone == Some(stays + u64::from(parameters.increment)) {
				used += 1;
				assert!(best.consensus.contains(&(to as u16)));
				assert_eq!(Some(instance.distances().get(from, to)), nearest);
			} else {
				assert_eq!(pheromone, Some(stays));
			}
		}
		assert_eq!(used, 1, "edges from {from}");
	}
}

#[test]
fn pheromone_should_keep_its_floor_and_start_anew_after_a_while() {
	let instance = open(8, 10, 2, 0);
	let parameters = Parameters { rho: ONE / 2, patience: 20, ..Parameters::of(&instance) };
	let mut colony = Colony::new(&instance, parameters, 1).expect("is right");
	let floor = parameters.highest() / u64::from(parameters.contrast);
	let lowest = |colony: &Colony| {
		let edges = (0..100).map(|edge| colony.pheromone(Role::Consensus, edge / 10, edge % 10));
		edges.flatten().map(u64::from).min()
	};
	for _ in 0..15 {
		colony.step();
	}
	assert_eq!(lowest(&colony), Some(floor));
	let anew = (0..40).any(|_| {
		colony.step();
		lowest(&colony) == Some(parameters.highest())
	});
	assert!(anew);
}

#[test]
fn weights_should_follow_equation_4() {
	let instance = open(8, 40, 4, 0);
	let base = Parameters { scale: 100, ..Parameters::of(&instance) };
	// Four ants at Q = 1 and rho = 0.8 make it 20, but for the rounding of rho.
	assert_eq!((base.ants, base.highest()), (4, 1_310_740));
	assert_eq!(Parameters { rho: 0, ..base }.highest(), u64::from(4 * ONE));
	let highest = base.highest() as u32;
	// At the scale the visibility is a half.
	let whole = 1_u64 << 31;
	for (alpha, beta) in [(0, 0), (1, 0), (0, 1), (1, 2), (4, 4)] {
		let parameters = Parameters { alpha, beta, ..base };
		assert_eq!(parameters.weight(highest, 0), whole);
		assert_eq!(parameters.weight(highest / 2, 0), whole >> alpha);
		assert_eq!(parameters.weight(highest, 100), whole >> beta);
		assert_eq!(parameters.weight(highest / 4, 300), whole >> (2 * alpha + 2 * beta));
	}
	assert_eq!(Parameters { alpha: 4, ..base }.weight(0, 0), 1);
}

#[test]
fn parameters_should_be_refused_when_pheromone_would_not_fit() {
	let instance = open(8, 10, 2, 0);
	let base = Parameters::of(&instance);
	let with = |parameters| Colony::new(&instance, parameters, 1).map(drop);
	for (parameters, error) in [
		(Parameters { ants: 0, ..base }, ParametersError::Ants),
		(Parameters { ants: 65, ..base }, ParametersError::Ants),
		(Parameters { alpha: 5, ..base }, ParametersError::Exponent),
		(Parameters { beta: 5, ..base }, ParametersError::Exponent),
		(Parameters { rho: ONE, ..base }, ParametersError::Rho),
		(Parameters { increment: 0, ..base }, ParametersError::Increment),
		(Parameters { increment: u32::MAX, ..base }, ParametersError::Increment),
		(Parameters { rho: ONE - 1, ..base }, ParametersError::Increment),
		(Parameters { reach: 0, ..base }, ParametersError::Reach),
		(Parameters { scale: 0, ..base }, ParametersError::Zero),
		(Parameters { contrast: 0, ..base }, ParametersError::Zero),
	] {
		assert_eq!(with(parameters), Err(error), "{parameters:?}");
	}
}

#[test]
fn extreme_parameters_should_still_find_choices() {
	let instance = open(8, 30, 3, 3);
	let base = Parameters::of(&instance);
	for parameters in [
		Parameters { alpha: 0, beta: 0, ..base },
		Parameters { alpha: 4, beta: 4, scale: 1, ..base },
		Parameters { rho: 0, contrast: u32::MAX, ..base },
		Parameters { ants: 64, increment: ONE * 200, ..base },
		Parameters { reach: 1, patience: 0, ..base },
		Parameters { reach: usize::MAX, scale: u32::MAX, ..base },
	] {
		let mut colony = Colony::new(&instance, parameters, 1).expect("is right");
		for _ in 0..4 {
			colony.step();
		}
		let best = colony.best().expect("there was a step");
		assert_eq!(cost(&instance, &best.selection), Ok(best.cost));
	}
}

#[test]
fn all_nodes_may_be_chosen() {
	let instance = open(8, 12, 5, 7);
	let (selection, found) = solved(&instance, 1, 3);
	assert_eq!(selection.consensus.len() + selection.exchange.len(), 12);
	assert_eq!(cost(&instance, &selection), Ok(found));
	let one = open(8, 1, 1, 0);
	assert_eq!(solved(&one, 1, 1), (Selection { consensus: vec![0], exchange: vec![] }, 0));
}
