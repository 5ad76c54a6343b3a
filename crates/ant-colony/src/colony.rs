//! The ants: equations (4) to (6).
//!
//! In every iteration each of `m` ants builds a choice and the swap search improves it. An ant
//! stands at an application node `i`, drawn in proportion to what serving `i` costs so far; the first
//! time anywhere. It moves to a node `j` of `O`, the nearest nodes that are not chosen yet, with the
//! probability of equation (4), and `j` becomes a centre. An edge is used if it leads from a node to
//! the centre that serves it. Each role has pheromone of its own.
//!
//! | paper | here |
//! |---|---|
//! | `τ_ij`, pheromone | 16 fractional bits, from a floor to [`Parameters::highest`], where it starts |
//! | `η_ij`, visibility | `1 / (1 + d_ij / scale)`, in 65,536ths |
//! | `O` | the [`Parameters::reach`] nearest nodes that may still be chosen |
//! | `Δτ_ij^k = Q` on used edges, (6) | by every ant, whatever its choice costs: the ant-density model |
//! | `τ(t+1) = ρ τ(t) + Δτ`, (5) | `ρ` is what stays; after all ants of an iteration |
//!
//! The floor keeps every edge possible (Stützle and Hoos, "MAX-MIN ant system", 2000). Without a
//! better choice for [`Parameters::patience`] iterations the pheromone starts anew.

use crate::{
	instance::{Instance, Role, Selection, Supply, UNMEASURED},
	random::Random,
	search::{Searcher, State},
};
use alloc::{vec, vec::Vec};
use core::fmt;

/// 1, in the 16 fractional bits of pheromone, `ρ` and `Q`.
pub const ONE: u32 = 1 << 16;

/// The most ants. With it pheromone and weights fit.
const MAX_ANTS: u32 = 64;

/// The highest exponent.
const MAX_EXPONENT: u32 = 4;

/// Why parameters cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParametersError {
	/// There is no ant, or more than 64.
	Ants,
	/// `α` or `β` is above 4.
	Exponent,
	/// `ρ` is 1 or more: pheromone would grow without end.
	Rho,
	/// `Q` is 0, or pheromone would not fit 32 bits.
	Increment,
	/// `O` is empty.
	Reach,
	/// The scale of the visibility or the divisor of the floor is 0.
	Zero,
}

impl fmt::Display for ParametersError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Ants => "give 1 to 64 ants",
			Self::Exponent => "alpha and beta are 0 to 4",
			Self::Rho => "rho is below 1: less than 65,536 of 65,536",
			Self::Increment => "Q is above 0, and m Q / (1 - rho) below 65,536",
			Self::Reach => "an ant chooses among one node at least",
			Self::Zero => "the scale and the floor's divisor are above 0",
		})
	}
}

impl core::error::Error for ParametersError {}

/// What the paper sets "according to the scale of the blockchain network".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
	/// `m`, how many ants build a choice in an iteration: 1 to 64.
	pub ants: u32,
	/// `α`, the exponent of the pheromone: 0 to 4.
	pub alpha: u32,
	/// `β`, the exponent of the visibility: 0 to 4.
	pub beta: u32,
	/// `ρ`, the share of the pheromone that stays, in 65,536ths: below 1.
	pub rho: u32,
	/// `Q`, the pheromone that an ant leaves on an edge it uses, with 16 fractional bits.
	pub increment: u32,
	/// `|O|`, among how many nodes an ant chooses.
	pub reach: usize,
	/// The distance at which the visibility is a half.
	pub scale: u32,
	/// The highest pheromone divided by the lowest.
	pub contrast: u32,
	/// The iterations without a better choice after which the pheromone starts anew.
	pub patience: u32,
}

impl Parameters {
	/// The defaults for an instance of `n` nodes: as many ants as `n` has binary digits but two, from
	/// 4 to 8; `α` 1, `β` 2, `ρ` 0.8, `Q` 1; `O` of 30 nodes; a floor of a 60th, and a patience of 60
	/// iterations. The scale is the mean distance of a node to its `n / k`-th nearest, the last that
	/// a centre serves if each serves as many; `k` is how many nodes are chosen.
	pub fn of(instance: &Instance) -> Self {
		let nodes = instance.nodes();
		let chosen = instance.size(Role::Consensus) + instance.size(Role::Exchange);
		let rank = (nodes / chosen.max(1)).min(nodes - 1);
		let mut sorted = Vec::with_capacity(nodes);
		let mut sum = 0_u64;
		for row in instance.distances().rows() {
			sorted.clear();
			sorted.extend_from_slice(row);
			let (_, distance, _) = sorted.select_nth_unstable(rank);
			sum += u64::from(*distance);
		}
		let mean = sum / nodes as u64;
		Self {
			ants: (nodes as u32).ilog2().saturating_sub(1).clamp(4, 8),
			alpha: 1,
			beta: 2,
			rho: 52_429,
			increment: ONE,
			reach: 30,
			scale: mean.saturating_add(1).try_into().unwrap_or(u32::MAX),
			contrast: 60,
			patience: 60,
		}
	}

	/// The pheromone of an edge that every ant has always used: `m Q / (1 - ρ)`.
	pub fn highest(&self) -> u64 {
		let deposit = u64::from(self.ants) * u64::from(self.increment);
		let evaporates = u64::from(ONE.saturating_sub(self.rho).max(1));
		deposit.saturating_mul(u64::from(ONE)) / evaporates
	}

	/// `τ^α η^β` of equation (4), with 31 fractional bits where `τ` is a share of the highest; at
	/// least the last bit, so that no node of `O` is impossible.
	pub(crate) fn weight(&self, pheromone: u32, distance: u32) -> u64 {
		let trail = (u64::from(pheromone) << 16) / self.highest().max(1);
		let scale = u64::from(self.scale);
		let visibility = (scale << 16) / (scale + u64::from(distance)).max(1);
		((power(trail, self.alpha) * power(visibility, self.beta)) >> 31).max(1)
	}

	/// Refuses what the ants cannot work with.
	fn check(&self) -> Result<(), ParametersError> {
		if !(1..=MAX_ANTS).contains(&self.ants) {
			return Err(ParametersError::Ants);
		}
		if self.alpha > MAX_EXPONENT || self.beta > MAX_EXPONENT {
			return Err(ParametersError::Exponent);
		}
		if self.rho >= ONE {
			return Err(ParametersError::Rho);
		}
		if self.increment == 0 || self.highest() > u64::from(u32::MAX) {
			return Err(ParametersError::Increment);
		}
		if self.reach == 0 {
			return Err(ParametersError::Reach);
		}
		if self.scale == 0 || self.contrast == 0 {
			return Err(ParametersError::Zero);
		}
		Ok(())
	}
}

/// The best choice so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
	/// The nodes, ascending.
	pub selection: Selection,
	/// The cost `E`, in the unit of the distances.
	pub cost: u64,
	/// The iteration that found it, counted from 0.
	pub iteration: u64,
}

/// A search for the cheapest choice.
pub struct Colony<'a> {
	instance: &'a Instance,
	parameters: Parameters,
	random: Random,
	searcher: Searcher<'a>,
	/// By role, row by row; empty if the role is not to be filled.
	pheromone: [Vec<u32>; 2],
	/// The places in the pheromone of the edges that the ants of this iteration used.
	used: [Vec<u32>; 2],
	/// What serving each node costs the ant that is building.
	served: [Vec<u32>; 2],
	iterations: u64,
	/// The iterations since a better choice, or since the pheromone started anew.
	idle: u32,
	best: Option<Best>,
}

impl<'a> Colony<'a> {
	/// The same seed gives the same search.
	pub fn new(
		instance: &'a Instance,
		parameters: Parameters,
		seed: u64,
	) -> Result<Self, ParametersError> {
		parameters.check()?;
		let nodes = instance.nodes();
		let highest = parameters.highest() as u32;
		let pheromone = Role::ALL.map(|role| match instance.size(role) {
			0 => Vec::new(),
			_ => vec![highest; nodes * nodes],
		});
		Ok(Self {
			instance,
			parameters,
			random: Random::new(seed),
			searcher: Searcher::new(instance),
			pheromone,
			used: [Vec::new(), Vec::new()],
			served: [vec![0; nodes], vec![0; nodes]],
			iterations: 0,
			idle: 0,
			best: None,
		})
	}

	/// The best choice so far; `None` before the first step. No swap improves it.
	pub fn best(&self) -> Option<&Best> {
		self.best.as_ref()
	}

	/// `τ` of the edge from a node to a centre, with 16 fractional bits; `None` where there is none.
	pub fn pheromone(&self, role: Role, from: usize, to: usize) -> Option<u32> {
		let nodes = self.instance.nodes();
		let edge = from.checked_mul(nodes)?.checked_add(to)?;
		self.pheromone[role.index()].get(edge).filter(|_| to < nodes).copied()
	}

	/// How many iterations there were.
	pub fn iterations(&self) -> u64 {
		self.iterations
	}

	/// Does one iteration: every ant builds a choice, which is improved by swaps, and leaves its
	/// pheromone. Returns whether a better choice was found.
	pub fn step(&mut self) -> bool {
		let mut found = false;
		self.used.iter_mut().for_each(Vec::clear);
		for _ in 0..self.parameters.ants {
			let selection = self.build();
			let mut state = State::of(self.instance, &selection);
			let start = self.random.index(self.instance.nodes());
			self.searcher.improve(&mut state, start);
			let cost = state.cost(self.instance);
			if self.best.as_ref().is_none_or(|best| cost < best.cost) {
				let selection = state.selection();
				self.best = Some(Best { selection, cost, iteration: self.iterations });
				found = true;
			}
			self.remember(&state);
		}
		self.iterations += 1;
		self.idle = if found { 0 } else { self.idle + 1 };
		if self.idle >= self.parameters.patience {
			self.idle = 0;
			let highest = self.parameters.highest() as u32;
			self.pheromone.iter_mut().for_each(|pheromone| pheromone.fill(highest));
		} else {
			self.deposit();
		}
		found
	}

	/// Keeps the edges that an ant used until all ants are done.
	fn remember(&mut self, state: &State) {
		let nodes = self.instance.nodes();
		for (used, cover) in self.used.iter_mut().zip(&state.covers) {
			if cover.centres.is_empty() {
				continue;
			}
			used.extend(cover.near.iter().enumerate().map(|(node, near)| {
				// Below the square of `MAX_NODES`.
				(node * nodes + usize::from(cover.centres[usize::from(near.first)])) as u32
			}));
		}
	}

	/// Equation (5).
	fn deposit(&mut self) {
		let highest = self.parameters.highest();
		let lowest = highest / u64::from(self.parameters.contrast);
		let rho = u64::from(self.parameters.rho);
		for (pheromone, used) in self.pheromone.iter_mut().zip(&self.used) {
			for edge in pheromone.iter_mut() {
				*edge = ((u64::from(*edge) * rho) >> 16) as u32;
			}
			for edge in used {
				// At most `highest`, which fits.
				pheromone[*edge as usize] += self.parameters.increment;
			}
			for edge in pheromone.iter_mut() {
				*edge = (*edge).max(lowest as u32);
			}
		}
	}

	/// An ant's way: a choice of the right sizes.
	fn build(&mut self) -> Selection {
		let mut left = Role::ALL.map(|role| self.instance.size(role));
		let mut supply = Supply::of(self.instance.candidates());
		let mut taken = vec![false; self.instance.nodes()];
		let mut selection = Selection::default();
		self.served.iter_mut().for_each(|served| served.fill(UNMEASURED));
		while left[0] + left[1] > 0 {
			// Each remaining move is for either role with the same probability.
			let role = Role::ALL[usize::from(self.random.index(left[0] + left[1]) >= left[0])];
			let other = Role::ALL[1 - role.index()];
			let spared = supply.spares(left[other.index()], other);
			let Some(node) = self.next(role, &taken, spared) else { break };
			left[role.index()] -= 1;
			taken[node] = true;
			if let Some(candidate) = self.instance.candidates().get(node) {
				supply.take(candidate, role);
			}
			for (served, distance) in
				self.served[role.index()].iter_mut().zip(self.instance.distances().row(node))
			{
				*served = (*served).min(*distance);
			}
			match role {
				Role::Consensus => selection.consensus.push(node as u16),
				Role::Exchange => selection.exchange.push(node as u16),
			}
		}
		selection
	}

	/// The node that an ant moves to, equation (4). Candidates for both roles are out of the
	/// question unless they are `spared` by the other role.
	fn next(&mut self, role: Role, taken: &[bool], spared: bool) -> Option<usize> {
		let nodes = self.instance.nodes();
		// As long as there is no centre, all nodes cost the same.
		let served = &self.served[role.index()];
		let total = served.iter().map(|cost| u64::from(*cost)).sum::<u64>();
		let from = if total == 0 {
			self.random.index(nodes)
		} else {
			self.random.weighted(served.iter().map(|cost| u64::from(*cost)), total)
		};
		let candidates = self.instance.candidates();
		let eligible = |node: usize| {
			let candidate = &candidates[node];
			!taken[node]
				&& candidate.may_be(role)
				&& (spared || !(candidate.consensus && candidate.exchange))
		};
		let pheromone = &self.pheromone[role.index()][from * nodes..(from + 1) * nodes];
		let around = self.searcher.neighbours().pairs(from);
		let open = around.map(|(node, distance)| (usize::from(node), distance));
		let (mut places, mut weights) = (Vec::new(), Vec::new());
		for (node, distance) in open.filter(|(node, _)| eligible(*node)).take(self.parameters.reach)
		{
			places.push(node);
			weights.push(self.parameters.weight(pheromone[node], distance));
		}
		let total = weights.iter().sum::<u64>();
		if total == 0 {
			return None;
		}
		let drawn = self.random.weighted(weights.into_iter(), total);
		places.get(drawn).copied()
	}
}

/// A power of a fraction in 65,536ths, with 31 fractional bits.
fn power(fraction: u64, exponent: u32) -> u64 {
	(0..exponent).fold(1 << 31, |power, _| (power * fraction) >> 16)
}
