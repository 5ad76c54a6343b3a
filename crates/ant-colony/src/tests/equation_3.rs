//! Equation (3), with and without coordinates.

use crate::{equation_3, Distances, Forms, UNMEASURED};
use alloc::{vec, vec::Vec};

#[test]
fn the_mean_form_should_be_what_coordinates_give() {
	// On a line; the clusters' means are 4 and 102.
	let places = [0_i64, 3, 9, 100, 104];
	let entries = places
		.iter()
		.flat_map(|from| places.map(|to| from.abs_diff(to) as u32))
		.collect::<Vec<_>>();
	let distances = Distances::new(5, entries).expect("is symmetric");
	let forms = equation_3(&distances, &[1, 4]);
	let mean = [(0, 4), (3, 4), (9, 4), (100, 102), (104, 102)]
		.iter()
		.map(|(place, mean): &(i64, i64)| (place - mean).pow(2) as u64)
		.sum();
	assert_eq!(forms, Forms { medoid: 9 + 36 + 16, mean });
}

#[test]
fn the_mean_form_should_be_rounded_once() {
	// Two clusters of two nodes, each at 1 from the other: a half and a half.
	let far = 1_000;
	let entries = vec![0, 1, far, far, 1, 0, far, far, far, far, 0, 1, far, far, 1, 0];
	let distances = Distances::new(4, entries).expect("is symmetric");
	assert_eq!(equation_3(&distances, &[0, 2]), Forms { medoid: 2, mean: 1 });
}

#[test]
fn unmeasured_pairs_should_count_as_the_mean_of_the_others() {
	let entries = vec![0, 2, 2, 2, 0, UNMEASURED, 2, UNMEASURED, 0];
	let distances = Distances::new(3, entries).expect("is symmetric");
	// Three pairs at 2, over three nodes.
	assert_eq!(equation_3(&distances, &[0]), Forms { medoid: 8, mean: 4 });
	assert_eq!(equation_3(&distances, &[]), Forms { medoid: 0, mean: 0 });
}
