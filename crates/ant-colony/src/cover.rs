//! Who serves whom: the nearest and the second nearest centre of every node, and what a swap of a
//! centre would change.
//!
//! The change of a swap is computed for all centres at once, as FasterPAM does it (Schubert and
//! Rousseeuw, "Fast and eager k-medoids clustering", Information Systems 101, 2021): in O(n) for a
//! node that would become a centre, instead of O(nk).
//!
//! Nothing here overflows: sums are of 1,024 values below 2^32 and of 1,024 penalties of 2^42.

use crate::instance::{Instance, Role, Selection};
use alloc::{vec, vec::Vec};

/// No place among the centres.
const NOWHERE: u16 = u16::MAX;

/// The two nearest centres of a node.
#[derive(Clone, Copy)]
pub(crate) struct Near {
	/// The distance to the nearest.
	pub first_distance: u32,
	/// The distance to the second nearest, or `u32::MAX` if there is none.
	pub second_distance: u32,
	/// The place of the nearest among the centres.
	pub first: u16,
	/// The place of the second nearest.
	pub second: u16,
}

impl Near {
	pub(crate) const NONE: Self =
		Self { first_distance: u32::MAX, second_distance: u32::MAX, first: 0, second: NOWHERE };

	/// Takes a centre into account that was not.
	pub(crate) fn meet(&mut self, centre: u16, distance: u32) {
		if distance < self.first_distance {
			self.second_distance = self.first_distance;
			self.second = self.first;
			self.first_distance = distance;
			self.first = centre;
		} else if distance < self.second_distance {
			self.second_distance = distance;
			self.second = centre;
		}
	}

	/// Adds what changes for this node if another, `distance` away, becomes a centre: to `gain`
	/// whichever centre leaves, and to the changes that come on top if its own does.
	fn change(&self, distance: u32, gain: &mut i64, changes: &mut [i64]) {
		if distance >= self.second_distance {
			return;
		}
		let distance = i64::from(distance);
		let first = i64::from(self.first_distance);
		*gain += (distance - first).min(0);
		if let Some(change) = changes.get_mut(usize::from(self.first)) {
			*change -= i64::from(self.second_distance) - distance.max(first);
		}
	}
}

/// A swap, and what it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Swap {
	/// The place of the centre that leaves.
	pub place: usize,
	/// The new cost less the old.
	pub change: i64,
}

impl Swap {
	/// The best of the swaps with one node, whose changes are `gain` and one of `changes`. The first
	/// of equals.
	pub(crate) fn best(gain: i64, changes: &[i64]) -> Option<Self> {
		let (place, change) = changes.iter().enumerate().min_by_key(|(_, change)| **change)?;
		Some(Self { place, change: gain + change })
	}
}

/// The centres of a role, and the nodes that they serve.
pub(crate) struct Cover {
	/// The chosen nodes.
	pub centres: Vec<u16>,
	/// For each node its two nearest centres.
	pub near: Vec<Near>,
	/// For each centre what its removal costs, less its penalty.
	losses: Vec<i64>,
	/// The longest distance to a second nearest centre: a node farther than that from another gains
	/// nothing from it.
	reach: u32,
}

impl Cover {
	/// Of centres that exist.
	pub(crate) fn of(instance: &Instance, centres: Vec<u16>) -> Self {
		let mut near = vec![Near::NONE; instance.nodes()];
		for (place, centre) in (0_u16..).zip(&centres) {
			let row = instance.distances().row(usize::from(*centre));
			for (near, distance) in near.iter_mut().zip(row) {
				near.meet(place, *distance);
			}
		}
		let mut cover = Self { centres, near, losses: Vec::new(), reach: 0 };
		cover.count(instance);
		cover
	}

	/// Of the nodes with `role`.
	pub(crate) fn of_role(instance: &Instance, selection: &Selection, role: Role) -> Self {
		Self::of(instance, selection.of(role).to_vec())
	}

	/// Computes the losses and the reach.
	pub(crate) fn count(&mut self, instance: &Instance) {
		self.losses.clear();
		let penalties = self.centres.iter().map(|centre| -instance.penalty(usize::from(*centre)));
		self.losses.extend(penalties);
		self.reach = 0;
		for near in &self.near {
			if let Some(loss) = self.losses.get_mut(usize::from(near.first)) {
				*loss += i64::from(near.second_distance) - i64::from(near.first_distance);
			}
			self.reach = self.reach.max(near.second_distance);
		}
	}

	/// The distance of every node to its centre, added up, and the penalties. 0 without centres.
	pub(crate) fn cost(&self, instance: &Instance) -> u64 {
		if self.centres.is_empty() {
			return 0;
		}
		let served = self.near.iter().map(|near| u64::from(near.first_distance)).sum::<u64>();
		let penalties =
			self.centres.iter().map(|centre| instance.penalty(usize::from(*centre)) as u64);
		served + penalties.sum::<u64>()
	}

	/// What changes if `node`, whose distances to all nodes are `row`, becomes a centre: the sum of
	/// the value returned and of the one in `changes` for the centre that leaves.
	pub(crate) fn changes(&self, instance: &Instance, node: usize, changes: &mut Vec<i64>) -> i64 {
		changes.clone_from(&self.losses);
		let mut gain = instance.penalty(node);
		for (near, distance) in self.near.iter().zip(instance.distances().row(node)) {
			near.change(*distance, &mut gain, changes);
		}
		gain
	}

	/// The same, from the nodes around `node` in the order of their distance: it stops where
	/// nothing changes any more.
	pub(crate) fn changes_around(
		&self,
		penalty: i64,
		(order, distances): (&[u16], &[u32]),
		changes: &mut Vec<i64>,
	) -> i64 {
		changes.clone_from(&self.losses);
		let mut gain = penalty;
		for (node, distance) in order.iter().zip(distances) {
			if *distance >= self.reach {
				break;
			}
			self.near[usize::from(*node)].change(*distance, &mut gain, changes);
		}
		gain
	}
}
