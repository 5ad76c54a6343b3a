//! The swap search: from a choice to one that no swap improves.

use crate::{
	cover::{Cover, Near, Swap},
	instance::{Instance, Role, Selection},
	neighbours::Neighbours,
};
use alloc::{vec, vec::Vec};

/// A complete choice, with who serves whom.
pub(crate) struct State {
	/// By role; without centres if the role is not to be filled.
	pub covers: [Cover; 2],
	/// The role of each node.
	roles: Vec<Option<Role>>,
}

impl State {
	/// Of a choice whose nodes exist.
	pub(crate) fn of(instance: &Instance, selection: &Selection) -> Self {
		let mut roles = vec![None; instance.nodes()];
		for role in Role::ALL {
			for node in selection.of(role) {
				roles[usize::from(*node)] = Some(role);
			}
		}
		Self { covers: Role::ALL.map(|role| Cover::of_role(instance, selection, role)), roles }
	}

	pub(crate) fn cost(&self, instance: &Instance) -> u64 {
		self.covers.iter().map(|cover| cover.cost(instance)).sum()
	}

	/// The choice, ascending.
	pub(crate) fn selection(&self) -> Selection {
		let [mut consensus, mut exchange] =
			self.covers.each_ref().map(|cover| cover.centres.clone());
		consensus.sort_unstable();
		exchange.sort_unstable();
		Selection { consensus, exchange }
	}
}

/// What the search needs besides the choice.
pub(crate) struct Searcher<'a> {
	instance: &'a Instance,
	neighbours: Neighbours,
	/// Room for the changes by centre of one node.
	changes: Vec<i64>,
	/// Room for the changes of the exchange nodes, by pairs of a consensus and an exchange node.
	pairs: Vec<i64>,
	/// Room for the place of each centre.
	places: Vec<u16>,
}

impl<'a> Searcher<'a> {
	pub(crate) fn new(instance: &'a Instance) -> Self {
		Self {
			instance,
			neighbours: Neighbours::of(instance.distances()),
			changes: Vec::new(),
			pairs: Vec::new(),
			places: vec![0; instance.nodes()],
		}
	}

	pub(crate) fn neighbours(&self) -> &Neighbours {
		&self.neighbours
	}

	/// Swaps until neither a swap of a chosen node with another nor one of a consensus node with an
	/// exchange node lowers the cost. Nodes are tried from `start` on, and each swap that improves is
	/// made at once. A pass is O(n(n - k)).
	pub(crate) fn improve(&mut self, state: &mut State, start: usize) {
		let nodes = self.instance.nodes();
		let mut node = start;
		loop {
			let mut tried = 0;
			while tried < nodes {
				tried += 1;
				if let Some((role, place)) = self.best_swap(state, node) {
					self.swap_in(state, role, place, node);
					tried = 0;
				}
				node = if node + 1 == nodes { 0 } else { node + 1 };
			}
			let Some((consensus, exchange)) = self.best_pair(state) else { return };
			self.swap_pair(state, consensus, exchange);
		}
	}

	/// The role that `node` should take and the place of the centre that it should take it from, if
	/// that lowers the cost.
	fn best_swap(&mut self, state: &State, node: usize) -> Option<(Role, usize)> {
		if state.roles[node].is_some() {
			return None;
		}
		let mut best = 0;
		let mut found = None;
		for role in Role::ALL {
			if !self.instance.may_be(node, role) {
				continue;
			}
			let gain = state.covers[role.index()].changes_around(
				self.instance.penalty(node),
				self.neighbours.around(node),
				&mut self.changes,
			);
			if let Some(swap) = Swap::best(gain, &self.changes).filter(|swap| swap.change < best) {
				best = swap.change;
				found = Some((role, swap.place));
			}
		}
		found
	}

	fn swap_in(&mut self, state: &mut State, role: Role, place: usize, node: usize) {
		let old = state.covers[role.index()].centres[place];
		state.roles[usize::from(old)] = None;
		state.roles[node] = Some(role);
		self.relink(state, role, place, node);
	}

	/// The places of the consensus node and of the exchange node whose swap lowers the cost most.
	/// Their penalties cancel out: what one role is spared is added to the other.
	fn best_pair(&mut self, state: &State) -> Option<(usize, usize)> {
		let [consensus, exchange] = &state.covers;
		if consensus.centres.is_empty() || exchange.centres.is_empty() {
			return None;
		}
		let width = exchange.centres.len();
		self.pairs.clear();
		for node in &consensus.centres {
			let gain = exchange.changes_around(
				self.instance.penalty(usize::from(*node)),
				self.neighbours.around(usize::from(*node)),
				&mut self.changes,
			);
			self.pairs.extend(self.changes.iter().map(|change| gain + change));
		}
		let mut best = 0;
		let mut found = None;
		for (column, node) in exchange.centres.iter().map(|node| usize::from(*node)).enumerate() {
			if !self.instance.may_be(node, Role::Consensus) {
				continue;
			}
			let gain = consensus.changes_around(
				self.instance.penalty(node),
				self.neighbours.around(node),
				&mut self.changes,
			);
			for (row, change) in self.changes.iter().enumerate() {
				let other = usize::from(consensus.centres[row]);
				let change = gain + change + self.pairs[row * width + column];
				if change < best && self.instance.may_be(other, Role::Exchange) {
					best = change;
					found = Some((row, column));
				}
			}
		}
		found
	}

	fn swap_pair(&mut self, state: &mut State, consensus: usize, exchange: usize) {
		let leaves = usize::from(state.covers[0].centres[consensus]);
		let comes = usize::from(state.covers[1].centres[exchange]);
		state.roles[leaves] = Some(Role::Exchange);
		state.roles[comes] = Some(Role::Consensus);
		self.relink(state, Role::Consensus, consensus, comes);
		self.relink(state, Role::Exchange, exchange, leaves);
	}

	/// Puts `node` at `place` among the centres of `role`, and finds the two nearest centres of the
	/// nodes that this concerns. The roles are up to date.
	fn relink(&mut self, state: &mut State, role: Role, place: usize, node: usize) {
		let State { covers, roles } = state;
		let cover = &mut covers[role.index()];
		cover.centres[place] = node as u16;
		for (place, centre) in (0_u16..).zip(&cover.centres) {
			self.places[usize::from(*centre)] = place;
		}
		let place = place as u16;
		let row = self.instance.distances().row(node);
		for (served, distance) in row.iter().copied().enumerate() {
			let mut near = cover.near[served];
			if near.first == place && distance <= near.second_distance {
				near.first_distance = distance;
			} else if near.first == place {
				near = self.nearest(&cover.centres, roles, role, served);
			} else if near.second == place && distance < near.first_distance {
				near = Near {
					first_distance: distance,
					second_distance: near.first_distance,
					first: place,
					second: near.first,
				};
			} else if near.second == place && distance <= near.second_distance {
				near.second_distance = distance;
			} else if near.second == place {
				near = self.nearest(&cover.centres, roles, role, served);
			} else {
				near.meet(place, distance);
			}
			cover.near[served] = near;
		}
		cover.count(self.instance);
	}

	/// The two nearest centres of `node`: among the centres if they are few, else around the node.
	fn nearest(&self, centres: &[u16], roles: &[Option<Role>], role: Role, node: usize) -> Near {
		let mut near = Near::NONE;
		if centres.len() * centres.len() <= 2 * self.instance.nodes() {
			let row = self.instance.distances().row(node);
			for (place, centre) in (0_u16..).zip(centres) {
				near.meet(place, row[usize::from(*centre)]);
			}
		} else {
			let around = self.neighbours.pairs(node);
			let centres = around.filter(|(other, _)| roles[usize::from(*other)] == Some(role));
			for (centre, distance) in centres.take(2) {
				near.meet(self.places[usize::from(centre)], distance);
			}
		}
		near
	}
}
