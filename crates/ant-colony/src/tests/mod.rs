//! Small instances, solved by trying everything.

mod bound;
mod check;
mod colony;
mod equation_3;
mod greedy;
mod instance;

use crate::{
	random::Random, Candidate, Colony, Distances, Instance, Parameters, Relaxation, Role, Selection,
};
use alloc::{vec, vec::Vec};

/// Symmetric distances from 1 to `longest`.
fn distances(random: &mut Random, nodes: usize, longest: u64) -> Distances {
	let mut entries = vec![0; nodes * nodes];
	for i in 0..nodes {
		for j in 0..i {
			let distance = 1 + random.below(longest) as u32;
			entries[i * nodes + j] = distance;
			entries[j * nodes + i] = distance;
		}
	}
	Distances::new(nodes, entries).expect("is symmetric")
}

/// An instance in which some nodes have penalties, and some may have one role only or none.
fn instance(random: &mut Random, nodes: usize, consensus: usize, exchange: usize) -> Instance {
	loop {
		let candidates = (0..nodes).map(|_| Candidate {
			consensus: random.below(5) > 0,
			exchange: random.below(5) > 0,
			penalty: random.below(2) * random.below(30),
		});
		let candidates = candidates.collect();
		let distances = distances(random, nodes, 60);
		if let Ok(instance) = Instance::new(distances, candidates, consensus, exchange) {
			return instance;
		}
	}
}

/// Instances of up to twelve nodes with every mix of roles.
fn instances() -> impl Iterator<Item = Instance> {
	let mut random = Random::new(7);
	let sizes = [
		(4, 1, 0),
		(5, 0, 2),
		(6, 1, 1),
		(6, 3, 3),
		(7, 3, 0),
		(8, 2, 2),
		(9, 1, 3),
		(10, 4, 0),
		(10, 3, 2),
		(12, 2, 3),
		(12, 3, 1),
	];
	sizes.into_iter().flat_map(move |(nodes, consensus, exchange)| {
		let instances = (0..6).map(|_| instance(&mut random, nodes, consensus, exchange));
		instances.collect::<Vec<_>>()
	})
}

/// The cost by its definition; `None` if the choice is not allowed.
fn cost_by_definition(instance: &Instance, selection: &Selection) -> Option<u64> {
	let mut sum = 0;
	let mut chosen = Vec::new();
	for role in Role::ALL {
		let nodes = selection.of(role);
		if nodes.len() != instance.size(role) {
			return None;
		}
		for node in nodes {
			let candidate = instance.candidates().get(usize::from(*node))?;
			if !candidate.may_be(role) || chosen.contains(node) {
				return None;
			}
			chosen.push(*node);
			sum += candidate.penalty;
		}
		for i in 0..instance.nodes() {
			let to = nodes.iter().map(|node| instance.distances().get(i, usize::from(*node)));
			sum += u64::from(to.min().unwrap_or(0));
		}
	}
	Some(sum)
}

/// Every allowed choice, with its cost.
fn all_choices(instance: &Instance) -> Vec<(u64, Selection)> {
	fn extend(instance: &Instance, node: u16, partial: Selection, all: &mut Vec<(u64, Selection)>) {
		if usize::from(node) == instance.nodes() {
			all.extend(cost_by_definition(instance, &partial).map(|cost| (cost, partial)));
			return;
		}
		let mut consensus = partial.clone();
		consensus.consensus.push(node);
		let mut exchange = partial.clone();
		exchange.exchange.push(node);
		for next in [partial, consensus, exchange] {
			let fits = Role::ALL.iter().all(|role| next.of(*role).len() <= instance.size(*role));
			if fits {
				extend(instance, node + 1, next, all);
			}
		}
	}
	let mut all = Vec::new();
	extend(instance, 0, Selection::default(), &mut all);
	all
}

fn optimum(instance: &Instance) -> u64 {
	all_choices(instance).iter().map(|(cost, _)| *cost).min().expect("there is a choice")
}

/// What the ants find in a few iterations.
fn solved(instance: &Instance, seed: u64, iterations: usize) -> (Selection, u64) {
	let mut colony = Colony::new(instance, Parameters::of(instance), seed).expect("is right");
	for _ in 0..iterations {
		colony.step();
	}
	let best = colony.best().expect("there was a step");
	(best.selection.clone(), best.cost)
}

/// The relaxation after so many iterations.
fn relaxed<'a>(
	instance: &'a Instance,
	(selection, cost): (&Selection, u64),
	iterations: usize,
) -> Relaxation<'a> {
	let mut relaxation = Relaxation::new(instance, selection);
	for _ in 0..iterations {
		if !relaxation.step(cost) {
			break;
		}
	}
	relaxation
}

/// A larger instance without penalties: places on a map, at the distances that streets make.
fn open(seed: u64, nodes: usize, consensus: usize, exchange: usize) -> Instance {
	let mut random = Random::new(seed);
	let places = (0..nodes).map(|_| (random.below(1_000) as u32, random.below(1_000) as u32));
	let places = places.collect::<Vec<_>>();
	let between =
		|from: &(u32, u32), to: &(u32, u32)| from.0.abs_diff(to.0) + from.1.abs_diff(to.1);
	let entries = places.iter().flat_map(|from| places.iter().map(move |to| between(from, to)));
	let distances = Distances::new(nodes, entries.collect()).expect("is symmetric");
	Instance::open(distances, consensus, exchange).expect("is right")
}
