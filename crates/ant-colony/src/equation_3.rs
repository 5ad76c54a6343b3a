//! Equation (3), in two forms.

use crate::instance::{Distances, UNMEASURED};
use alloc::{vec, vec::Vec};

/// The cost of equation (3) for the nodes of one role, in the square of the distances' unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forms {
	/// `Σ_i Σ_{x ∈ C_i} ‖x − c_i‖²`: to the centre, which is a node.
	pub medoid: u64,
	/// `Σ_i Σ_{x ∈ C_i} ‖x − μ_i‖²`: to the mean, as the paper has it, rounded down.
	pub mean: u64,
}

/// Equation (3) for the clusters of `centres`: each node belongs to its nearest centre, the first of
/// equally near ones.
///
/// A mean needs no coordinates: `Σ_{x ∈ C} ‖x − μ‖² = 1 / 2|C| · Σ_{x,y ∈ C} ‖x − y‖²`, exactly so
/// for Euclidean distances. Pairs that nobody measured count as the mean of those of their cluster;
/// nodes that no centre serves are left out.
pub fn equation_3(distances: &Distances, centres: &[u16]) -> Forms {
	let mut clusters = vec![Vec::new(); centres.len()];
	let mut medoid = 0_u128;
	for node in 0..distances.nodes() {
		let to = |centre: &u16| distances.get(usize::from(*centre), node);
		let nearest = centres.iter().map(to).enumerate().min_by_key(|(_, distance)| *distance);
		let Some((place, distance)) = nearest.filter(|(_, distance)| *distance != UNMEASURED)
		else {
			continue;
		};
		medoid += square(distance);
		clusters[place].push(node);
	}
	// With ten fractional bits, so that only the total is rounded.
	let mean = clusters.iter().map(|cluster| scatter(distances, cluster)).sum::<u128>() >> 10;
	Forms {
		medoid: medoid.try_into().unwrap_or(u64::MAX),
		mean: mean.try_into().unwrap_or(u64::MAX),
	}
}

/// The squares of the distances of a cluster's nodes from their mean, with ten fractional bits.
fn scatter(distances: &Distances, cluster: &[usize]) -> u128 {
	let (mut sum, mut measured, mut pairs) = (0_u128, 0_u128, 0_u128);
	for (index, node) in cluster.iter().enumerate() {
		for other in cluster.iter().take(index) {
			let distance = distances.get(*node, *other);
			pairs += 1;
			if distance != UNMEASURED {
				measured += 1;
				sum += square(distance);
			}
		}
	}
	// Each pair once: the half of equation (3)'s sum.
	(sum << 10) * pairs / (measured * cluster.len() as u128).max(1)
}

fn square(distance: u32) -> u128 {
	u128::from(distance) * u128::from(distance)
}
