//! The nodes around each node, nearest first.

use crate::instance::Distances;
use alloc::vec::Vec;

/// For each node all nodes by their distance from it; equally far nodes by their number.
pub(crate) struct Neighbours {
	nodes: usize,
	order: Vec<u16>,
	distances: Vec<u32>,
}

impl Neighbours {
	pub(crate) fn of(distances: &Distances) -> Self {
		let nodes = distances.nodes();
		let mut this = Self {
			nodes,
			order: Vec::with_capacity(nodes * nodes),
			distances: Vec::with_capacity(nodes * nodes),
		};
		let mut sorted = Vec::<(u32, u16)>::with_capacity(nodes);
		for row in distances.rows() {
			sorted.clear();
			sorted.extend(row.iter().zip(0_u16..).map(|(distance, node)| (*distance, node)));
			sorted.sort_unstable();
			this.order.extend(sorted.iter().map(|(_, node)| *node));
			this.distances.extend(sorted.iter().map(|(distance, _)| *distance));
		}
		this
	}

	/// The nodes around `node` and their distances.
	pub(crate) fn around(&self, node: usize) -> (&[u16], &[u32]) {
		let row = node * self.nodes..(node + 1) * self.nodes;
		(&self.order[row.clone()], &self.distances[row])
	}

	/// The same, in pairs.
	pub(crate) fn pairs(&self, node: usize) -> impl Iterator<Item = (u16, u32)> + '_ {
		let (order, distances) = self.around(node);
		order.iter().copied().zip(distances.iter().copied())
	}
}
