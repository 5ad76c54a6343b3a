//! What is chosen from: the distances between nodes, and who may have which role.

use alloc::{vec, vec::Vec};
use core::fmt;

/// The most nodes of an instance. It keeps every sum within 64 bits.
pub const MAX_NODES: usize = 1_024;

/// The distance of two nodes of which neither measured the other. Neither serves the other if any
/// other node can.
pub const UNMEASURED: u32 = u32::MAX;

/// The largest penalty: as much as the longest distance of every node of the largest instance.
pub const MAX_PENALTY: u64 = 1 << 42;

/// What a chosen node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
	/// Makes blocks: the paper's consensus service node.
	Consensus,
	/// Gives access to other chains: the paper's cross-chain exchange node.
	Exchange,
}

impl Role {
	/// Both, in the order in which pairs of values by role have them.
	pub const ALL: [Self; 2] = [Self::Consensus, Self::Exchange];

	/// Its place in such a pair.
	pub(crate) const fn index(self) -> usize {
		match self {
			Self::Consensus => 0,
			Self::Exchange => 1,
		}
	}
}

/// Why an instance cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceError {
	/// There are no nodes, or more than [`MAX_NODES`].
	NodesExceeded,
	/// The number of distances is not the square of the number of nodes, or the number of candidates
	/// not that of nodes.
	WrongSize,
	/// The distances of two nodes differ by direction.
	NotSymmetric(u16, u16),
	/// A node is away from itself.
	NotZero(u16),
	/// An edge leads to a node that does not exist.
	UnknownNode,
	/// The square of a distance does not fit: only distances up to 65,535 have one.
	DistanceExceeded,
	/// A penalty is above [`MAX_PENALTY`].
	PenaltyExceeded,
	/// Neither role is to be filled.
	NothingToChoose,
	/// There are fewer candidates than nodes to be chosen.
	TooFewCandidates,
}

impl fmt::Display for InstanceError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::NodesExceeded => write!(f, "give 1 to {MAX_NODES} nodes"),
			Self::WrongSize => {
				f.write_str("give a distance for each pair and a candidate for each node")
			},
			Self::NotSymmetric(from, to) => {
				write!(f, "the distances between {from} and {to} differ by direction: give one")
			},
			Self::NotZero(node) => write!(f, "node {node} is away from itself: give 0"),
			Self::UnknownNode => f.write_str("an edge leads to a node that does not exist"),
			Self::DistanceExceeded => {
				write!(f, "only distances up to {} can be squared: take a larger unit", u16::MAX)
			},
			Self::PenaltyExceeded => write!(f, "a penalty is {MAX_PENALTY} at most"),
			Self::NothingToChoose => f.write_str("ask for one node at least"),
			Self::TooFewCandidates => {
				f.write_str("ask for no more nodes than there are candidates")
			},
		}
	}
}

impl core::error::Error for InstanceError {}

/// The distances between nodes: symmetric, and 0 from a node to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distances {
	nodes: usize,
	/// Row by row.
	entries: Vec<u32>,
}

impl Distances {
	/// Of a matrix, row by row.
	pub fn new(nodes: usize, entries: Vec<u32>) -> Result<Self, InstanceError> {
		let this = Self::sized(nodes, entries)?;
		for (i, row) in this.rows().enumerate() {
			for (j, distance) in row.iter().enumerate().take(i + 1) {
				if i == j && *distance != 0 {
					return Err(InstanceError::NotZero(i as u16));
				}
				if this.get(j, i) != *distance {
					return Err(InstanceError::NotSymmetric(j as u16, i as u16));
				}
			}
		}
		Ok(this)
	}

	/// Of what each node measured, row by row; 0 is no measurement.
	///
	/// The longer of the two measurements of a pair counts: to make a distance shorter takes both
	/// ends, and who makes them longer has long distances. A pair that neither end measured is
	/// [`UNMEASURED`].
	pub fn measured(nodes: usize, rows: &[u32]) -> Result<Self, InstanceError> {
		let mut this = Self::sized(nodes, rows.to_vec())?;
		for i in 0..nodes {
			for j in 0..i {
				let longer = this.get(i, j).max(this.get(j, i));
				this.set(i, j, if longer == 0 { UNMEASURED } else { longer });
			}
			this.set(i, i, 0);
		}
		Ok(this)
	}

	/// The same, with no distance above `most`.
	pub fn at_most(mut self, most: u32) -> Self {
		self.entries.iter_mut().for_each(|entry| *entry = most.min(*entry));
		self
	}

	/// Of a network's undirected edges: the lengths of the shortest paths (Floyd and Warshall). Of
	/// edges between the same two nodes the last counts. Nodes without a path are [`UNMEASURED`].
	pub fn of_shortest_paths(
		nodes: usize,
		edges: &[(u16, u16, u32)],
	) -> Result<Self, InstanceError> {
		if !(1..=MAX_NODES).contains(&nodes) {
			return Err(InstanceError::NodesExceeded);
		}
		let mut this = Self { nodes, entries: vec![UNMEASURED; nodes * nodes] };
		for (from, to, length) in edges {
			let (from, to) = (usize::from(*from), usize::from(*to));
			if from >= nodes || to >= nodes {
				return Err(InstanceError::UnknownNode);
			}
			this.set(from, to, *length);
		}
		for i in 0..nodes {
			this.set(i, i, 0);
		}
		for via in 0..nodes {
			let onward = this.row(via).to_vec();
			for (i, row) in this.entries.chunks_exact_mut(nodes).enumerate() {
				let first = onward[i];
				if first == UNMEASURED {
					continue;
				}
				for (distance, second) in row.iter_mut().zip(&onward) {
					*distance = (*distance).min(first.saturating_add(*second));
				}
			}
		}
		Ok(this)
	}

	fn sized(nodes: usize, entries: Vec<u32>) -> Result<Self, InstanceError> {
		if !(1..=MAX_NODES).contains(&nodes) {
			return Err(InstanceError::NodesExceeded);
		}
		if entries.len() != nodes * nodes {
			return Err(InstanceError::WrongSize);
		}
		Ok(Self { nodes, entries })
	}

	fn set(&mut self, i: usize, j: usize, distance: u32) {
		self.entries[i * self.nodes + j] = distance;
		self.entries[j * self.nodes + i] = distance;
	}

	/// How many nodes there are.
	pub fn nodes(&self) -> usize {
		self.nodes
	}

	/// Between two nodes; [`UNMEASURED`] where one of them does not exist.
	pub fn get(&self, i: usize, j: usize) -> u32 {
		self.row(i).get(j).copied().unwrap_or(UNMEASURED)
	}

	/// From node `i` to every node; nothing where it does not exist.
	pub fn row(&self, i: usize) -> &[u32] {
		let start = i.saturating_mul(self.nodes);
		self.entries.get(start..start.saturating_add(self.nodes)).unwrap_or_default()
	}

	/// The rows, in order.
	pub fn rows(&self) -> impl Iterator<Item = &[u32]> {
		self.entries.chunks_exact(self.nodes)
	}

	/// How many pairs are [`UNMEASURED`].
	pub fn unmeasured(&self) -> usize {
		self.entries.iter().filter(|distance| **distance == UNMEASURED).count() / 2
	}

	/// The squares, as equation (3) has them; [`UNMEASURED`] stays so.
	pub fn squared(&self) -> Result<Self, InstanceError> {
		let square = |distance: &u32| match u16::try_from(*distance) {
			Ok(distance) => Ok(u32::from(distance) * u32::from(distance)),
			Err(_) if *distance == UNMEASURED => Ok(UNMEASURED),
			Err(_) => Err(InstanceError::DistanceExceeded),
		};
		let entries = self.entries.iter().map(square).collect::<Result<Vec<_>, _>>()?;
		Ok(Self { nodes: self.nodes, entries })
	}
}

/// What a node may become, and what choosing it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
	/// Whether it may be a consensus node.
	pub consensus: bool,
	/// Whether it may be an exchange node.
	pub exchange: bool,
	/// What choosing it adds to the cost, in the unit of the distances.
	pub penalty: u64,
}

impl Candidate {
	/// May be anything, at no penalty.
	pub const ANY: Self = Self { consensus: true, exchange: true, penalty: 0 };

	/// Whether it may have `role`.
	pub fn may_be(&self, role: Role) -> bool {
		match role {
			Role::Consensus => self.consensus,
			Role::Exchange => self.exchange,
		}
	}
}

/// The nodes that were chosen, numbered from 0. The order does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
	/// The consensus nodes.
	pub consensus: Vec<u16>,
	/// The exchange nodes.
	pub exchange: Vec<u16>,
}

impl Selection {
	/// Those with `role`.
	pub fn of(&self, role: Role) -> &[u16] {
		match role {
			Role::Consensus => &self.consensus,
			Role::Exchange => &self.exchange,
		}
	}
}

/// A task: choose so many consensus and so many exchange nodes.
#[derive(Clone, Debug)]
pub struct Instance {
	distances: Distances,
	candidates: Vec<Candidate>,
	sizes: [usize; 2],
}

impl Instance {
	/// `candidates` has an entry for each node. There are enough of them for both roles, or it is an
	/// error.
	pub fn new(
		distances: Distances,
		candidates: Vec<Candidate>,
		consensus: usize,
		exchange: usize,
	) -> Result<Self, InstanceError> {
		if candidates.len() != distances.nodes() {
			return Err(InstanceError::WrongSize);
		}
		if candidates.iter().any(|candidate| candidate.penalty > MAX_PENALTY) {
			return Err(InstanceError::PenaltyExceeded);
		}
		if consensus == 0 && exchange == 0 {
			return Err(InstanceError::NothingToChoose);
		}
		let sizes = [consensus, exchange];
		if !Supply::of(&candidates).suffices(sizes) {
			return Err(InstanceError::TooFewCandidates);
		}
		Ok(Self { distances, candidates, sizes })
	}

	/// Every node is a candidate for both roles, at no penalty.
	pub fn open(
		distances: Distances,
		consensus: usize,
		exchange: usize,
	) -> Result<Self, InstanceError> {
		let candidates = vec![Candidate::ANY; distances.nodes()];
		Self::new(distances, candidates, consensus, exchange)
	}

	/// How many nodes there are.
	pub fn nodes(&self) -> usize {
		self.distances.nodes()
	}

	/// The distances that are added up.
	pub fn distances(&self) -> &Distances {
		&self.distances
	}

	/// What each node may become.
	pub fn candidates(&self) -> &[Candidate] {
		&self.candidates
	}

	/// How many nodes with `role` are to be chosen.
	pub fn size(&self, role: Role) -> usize {
		match role {
			Role::Consensus => self.sizes[0],
			Role::Exchange => self.sizes[1],
		}
	}

	/// Whether `node` may have `role`, which is to be filled.
	pub(crate) fn may_be(&self, node: usize, role: Role) -> bool {
		self.size(role) > 0
			&& self.candidates.get(node).is_some_and(|candidate| candidate.may_be(role))
	}

	/// What choosing `node` adds; nothing where it does not exist. At most 2^42.
	pub(crate) fn penalty(&self, node: usize) -> i64 {
		self.candidates.get(node).map_or(0, |candidate| candidate.penalty as i64)
	}
}

/// Candidates that are left, by what they may become.
#[derive(Clone, Copy)]
pub(crate) struct Supply {
	/// For one role only.
	only: [usize; 2],
	/// For both.
	both: usize,
}

impl Supply {
	pub(crate) fn of(candidates: &[Candidate]) -> Self {
		let mut supply = Self { only: [0, 0], both: 0 };
		for candidate in candidates {
			match (candidate.consensus, candidate.exchange) {
				(true, true) => supply.both += 1,
				(true, false) => supply.only[0] += 1,
				(false, true) => supply.only[1] += 1,
				(false, false) => {},
			}
		}
		supply
	}

	/// Whether they fill both roles.
	fn suffices(&self, left: [usize; 2]) -> bool {
		let [consensus, exchange] = self.only;
		left[0] <= consensus.saturating_add(self.both)
			&& left[1] <= exchange.saturating_add(self.both)
			&& left[0].saturating_add(left[1])
				<= consensus.saturating_add(exchange).saturating_add(self.both)
	}

	/// Whether enough is left for `other`, of which `left` are to be chosen, when a candidate for
	/// both gets the first role.
	pub(crate) fn spares(&self, left: usize, other: Role) -> bool {
		self.both > 0 && left < self.only[other.index()] + self.both
	}

	/// A candidate is taken for `role`.
	pub(crate) fn take(&mut self, candidate: &Candidate, role: Role) {
		if candidate.consensus && candidate.exchange {
			self.both -= 1;
		} else {
			self.only[role.index()] -= 1;
		}
	}
}
