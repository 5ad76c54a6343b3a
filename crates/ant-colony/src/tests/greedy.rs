//! The greedy method.

use super::{cost_by_definition, instances, optimum};
use crate::{cost, greedy::greedy, Distances, Instance, Selection};
use alloc::vec;

#[test]
fn greedy_should_choose_well_formed_and_never_beat_the_optimum() {
	let mut above = 0;
	for instance in instances() {
		let selection = greedy(&instance);
		let found = cost(&instance, &selection).expect("is well formed");
		assert_eq!(cost_by_definition(&instance, &selection), Some(found));
		let optimum = optimum(&instance);
		assert!(found >= optimum);
		above += u32::from(found > optimum);
	}
	// It is not as good as the ants, which find every optimum of these.
	assert!(above > 10, "{above}");
}

/// Nodes on a line: the middle comes first, though it is in no best pair.
#[test]
fn greedy_should_keep_the_node_that_was_best_alone() {
	let places = [0_i32, 1, 10, 19, 20];
	let entries = places.iter().flat_map(|from| places.map(|to| from.abs_diff(to))).collect();
	let distances = Distances::new(5, entries).expect("is symmetric");
	let instance = Instance::open(distances, 2, 0).expect("is right");
	let selection = greedy(&instance);
	assert_eq!(selection, Selection { consensus: vec![0, 2], exchange: vec![] });
	assert_eq!(cost(&instance, &selection), Ok(1 + 9 + 10));
	assert_eq!(optimum(&instance), 1 + 9 + 1);
}
