//! What every choice costs at least, by Lagrangian relaxation.
//!
//! Every node has to be served by one consensus node and by one exchange node. Instead of insisting
//! on it, node `i` pays `λ_i` for the one and `μ_i` for the other, served or not. Whatever these
//! multipliers are, no choice costs less than the cheapest one with payments:
//!
//! ```text
//! Σλ + Σμ − δ·k1 + Σ of the (k1 + k2) smallest min(ρc_j + δ, ρx_j)
//! ρc_j = penalty_j + Σ_i min(0, d_ij − λ_i)      ρx_j = penalty_j + Σ_i min(0, d_ij − μ_i)
//! ```
//!
//! `ρc_j` is what opening node `j` for consensus costs less what nodes pay for it; `δ` relaxes how
//! many of the chosen nodes have which role. Computing it is O(n²). Multipliers have ten fractional
//! bits; whole ones lose up to 1.4 % of the bound.

use crate::{
	cover::Cover,
	instance::{Instance, Role, Selection},
	neighbours::Neighbours,
};
use alloc::{vec, vec::Vec};

/// The fractional bits of a multiplier.
pub const FRACTIONAL_BITS: u32 = 10;

/// The largest multiplier that counts: the longest distance. More does not raise the bound.
pub const MAX_MULTIPLIER: u64 = (u32::MAX as u64) << FRACTIONAL_BITS;

/// The largest `δ` that counts, above any sum of distances.
const MAX_DELTA: i64 = 1 << 56;

/// The reduced cost of a node that may not have a role: above any other, and far enough below 2^63
/// to add `δ` to it.
const INELIGIBLE: i64 = 1 << 61;

/// The step length at the start.
const FIRST_LENGTH: i64 = 98_304;

/// The step length at which a step changes nothing worth the time.
const LAST_LENGTH: i64 = 16;

/// The iterations without gain after which the steps become shorter.
const PATIENCE: u32 = 20;

/// The multipliers of the relaxation: any give a bound, good ones a high one.
///
/// They have [`FRACTIONAL_BITS`]; what is beyond [`MAX_MULTIPLIER`] does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multipliers {
	/// `λ`, for each node what it pays to be served by a consensus node. Empty if there are none.
	pub consensus: Vec<u64>,
	/// `μ`, the same for exchange nodes.
	pub exchange: Vec<u64>,
	/// `δ`, what a consensus node is dearer than an exchange node; between -2^56 and 2^56.
	pub delta: i64,
}

impl Multipliers {
	/// The multipliers of the nodes for `role`.
	pub fn of(&self, role: Role) -> &[u64] {
		match role {
			Role::Consensus => &self.consensus,
			Role::Exchange => &self.exchange,
		}
	}

	/// What every choice costs at least, in the unit of the distances. `None` if the multipliers are
	/// not as many as the nodes, or if there are some for a role that is not to be filled.
	pub fn bound(&self, instance: &Instance) -> Option<u64> {
		let mut paid = 0;
		let mut reduced = [Vec::new(), Vec::new()];
		for (role, reduced) in Role::ALL.into_iter().zip(&mut reduced) {
			let multipliers = self.of(role);
			let expected = if instance.size(role) > 0 { instance.nodes() } else { 0 };
			if multipliers.len() != expected {
				return None;
			}
			paid += multipliers.iter().map(|value| (*value).min(MAX_MULTIPLIER)).sum::<u64>();
			for (node, row) in instance.distances().rows().enumerate() {
				reduced.push(if instance.may_be(node, role) {
					let served = row.iter().zip(multipliers).map(|(distance, multiplier)| {
						let distance = u64::from(*distance) << FRACTIONAL_BITS;
						(*multiplier).min(MAX_MULTIPLIER).saturating_sub(distance)
					});
					(instance.penalty(node) << FRACTIONAL_BITS) - served.sum::<u64>() as i64
				} else {
					INELIGIBLE
				});
			}
		}
		let delta = self.delta.clamp(-MAX_DELTA, MAX_DELTA);
		let cheapest = cheapest(instance, &reduced, delta, &mut Vec::new());
		Some(rounded(i128::from(paid) + cheapest.cost))
	}
}

/// What a choice costs more than it must at most, in millionths of `bound`, rounded up.
pub fn gap(cost: u64, bound: u64) -> u32 {
	if cost <= bound {
		return 0;
	}
	let above = u128::from(cost - bound) * 1_000_000;
	above.div_ceil(u128::from(bound.max(1))).try_into().unwrap_or(u32::MAX)
}

/// A bound as a whole number. Costs are whole numbers, so it may be rounded up.
fn rounded(bound: i128) -> u64 {
	let up = (bound + (1 << FRACTIONAL_BITS) - 1) >> FRACTIONAL_BITS;
	up.clamp(0, i128::from(u64::MAX)) as u64
}

/// The cheapest nodes by their reduced costs.
struct Cheapest {
	/// `−δ·k1`, and their reduced costs.
	cost: i128,
	/// How many of them are for consensus.
	consensus: usize,
}

/// The role in which a node is cheaper, and its reduced cost there.
fn cheaper([consensus, exchange]: [i64; 2], delta: i64) -> (Role, i64) {
	let consensus = if consensus == INELIGIBLE { INELIGIBLE } else { consensus + delta };
	if consensus < exchange {
		(Role::Consensus, consensus)
	} else {
		(Role::Exchange, exchange)
	}
}

/// The `k1 + k2` nodes of the smallest `min(ρc + δ, ρx)`, which are left at the start of `order`.
fn cheapest(
	instance: &Instance,
	[consensus, exchange]: &[Vec<i64>; 2],
	delta: i64,
	order: &mut Vec<(i64, u16, Role)>,
) -> Cheapest {
	let wanted = [instance.size(Role::Consensus), instance.size(Role::Exchange)];
	let count = wanted[0] + wanted[1];
	order.clear();
	order.extend((0_u16..).zip(consensus.iter().zip(exchange)).map(
		|(node, (consensus, exchange))| {
			let (role, reduced) = cheaper([*consensus, *exchange], delta);
			(reduced, node, role)
		},
	));
	if count < order.len() {
		order.select_nth_unstable_by_key(count, |(reduced, node, _)| (*reduced, *node));
	}
	let mut cheapest = Cheapest { cost: -i128::from(delta) * wanted[0] as i128, consensus: 0 };
	for (reduced, _, role) in order.iter().take(count) {
		cheapest.cost += i128::from(*reduced);
		cheapest.consensus += usize::from(*role == Role::Consensus);
	}
	cheapest
}

/// A search for good multipliers by the subgradient method, one iteration a step.
///
/// Held, Wolfe and Crowder, "Validation of subgradient optimization", Mathematical Programming 6,
/// 1974. The direction is smoothed (Camerini, Fratta and Maffioli, 1975), and the step length shrinks
/// when the bound has not risen for a while.
pub struct Relaxation<'a> {
	instance: &'a Instance,
	neighbours: Neighbours,
	current: Multipliers,
	best: Multipliers,
	/// The best bound, with the fractional bits.
	best_bound: i128,
	/// The smoothed direction, in 256ths.
	direction: [Vec<i64>; 2],
	/// The step length, in 65,536ths of that to the cost in hand.
	length: i64,
	/// Iterations since the bound rose.
	stalled: u32,
	reduced: [Vec<i64>; 2],
	order: Vec<(i64, u16, Role)>,
}

impl<'a> Relaxation<'a> {
	/// Starts half-way between what the nearest and the second nearest centres of a choice ask for.
	/// Nodes of it that do not exist are left out.
	pub fn new(instance: &'a Instance, selection: &Selection) -> Self {
		let nodes = instance.nodes();
		let start = |role: Role| -> Vec<u64> {
			if instance.size(role) == 0 {
				return Vec::new();
			}
			let exists = |node: &&u16| usize::from(**node) < nodes;
			let centres = selection.of(role).iter().filter(exists).copied().take(nodes);
			let cover = Cover::of(instance, centres.collect());
			let multipliers = cover.near.iter().map(|near| {
				let first = u64::from(near.first_distance);
				let second = match near.second_distance {
					u32::MAX => first,
					second => u64::from(second),
				};
				(first + second) << (FRACTIONAL_BITS - 1)
			});
			multipliers.collect()
		};
		let current = Multipliers {
			consensus: start(Role::Consensus),
			exchange: start(Role::Exchange),
			delta: 0,
		};
		Self {
			instance,
			neighbours: Neighbours::of(instance.distances()),
			best: current.clone(),
			best_bound: i128::MIN,
			direction: Role::ALL.map(|role| vec![0; current.of(role).len()]),
			current,
			length: FIRST_LENGTH,
			stalled: 0,
			reduced: [vec![INELIGIBLE; nodes], vec![INELIGIBLE; nodes]],
			order: Vec::with_capacity(nodes),
		}
	}

	/// Does one iteration. `cost` is that of the best choice in hand. Returns whether another one
	/// may raise the bound.
	pub fn step(&mut self, cost: u64) -> bool {
		if self.length < LAST_LENGTH {
			return false;
		}
		let mut bound = self.relax();
		if bound > self.best_bound {
			self.best_bound = bound;
			self.best.clone_from(&self.current);
			self.stalled = 0;
		} else {
			self.stalled += 1;
			if self.stalled == PATIENCE {
				self.stalled = 0;
				self.length = self.length * 3 / 4;
				self.current.clone_from(&self.best);
				self.direction.iter_mut().for_each(|direction| direction.fill(0));
				bound = self.relax();
			}
		}
		if rounded(bound) >= cost {
			self.length = 0;
			return false;
		}
		let moved = self.turn() && self.advance((i128::from(cost) << FRACTIONAL_BITS) - bound);
		if !moved {
			self.length = 0;
		}
		moved
	}

	/// The best bound so far, in the unit of the distances; 0 before the first step.
	pub fn bound(&self) -> u64 {
		if self.best_bound == i128::MIN {
			return 0;
		}
		rounded(self.best_bound)
	}

	/// The multipliers of that bound.
	pub fn multipliers(&self) -> &Multipliers {
		&self.best
	}

	/// The bound of the current multipliers. Chooses `δ`, and leaves the cheapest nodes in `order`.
	fn relax(&mut self) -> i128 {
		let mut paid = 0;
		for role in Role::ALL {
			let multipliers = self.current.of(role);
			let highest = multipliers.iter().copied().max().unwrap_or(0);
			paid += multipliers.iter().sum::<u64>();
			for (node, reduced) in self.reduced[role.index()].iter_mut().enumerate() {
				if !self.instance.may_be(node, role) {
					continue;
				}
				let mut served = 0;
				for (other, distance) in self.neighbours.pairs(node) {
					let distance = u64::from(distance) << FRACTIONAL_BITS;
					if distance >= highest {
						break;
					}
					served += multipliers[usize::from(other)].saturating_sub(distance);
				}
				*reduced = (self.instance.penalty(node) << FRACTIONAL_BITS) - served as i64;
			}
		}
		self.current.delta = self.best_delta();
		let cheapest = cheapest(self.instance, &self.reduced, self.current.delta, &mut self.order);
		i128::from(paid) + cheapest.cost
	}

	/// The largest `δ` at which no fewer consensus nodes than wanted are among the cheapest: it
	/// gives the highest bound, up to its last bit. 0 if only one role is to be filled.
	fn best_delta(&mut self) -> i64 {
		let wanted = self.instance.size(Role::Consensus);
		if wanted == 0 || self.instance.size(Role::Exchange) == 0 {
			return 0;
		}
		let range = |reduced: &[i64]| {
			let eligible = reduced.iter().copied().filter(|reduced| *reduced != INELIGIBLE);
			eligible
				.fold((i64::MAX, i64::MIN), |(low, high), value| (low.min(value), high.max(value)))
		};
		let [consensus, exchange] = self.reduced.each_ref().map(|reduced| range(reduced));
		// Below, every node is cheaper for consensus; above, for exchange.
		let mut low = exchange.0 - consensus.1 - 1;
		let mut high = exchange.1 - consensus.0 + 1;
		while high - low > 1 {
			let middle = low + (high - low) / 2;
			let cheapest = cheapest(self.instance, &self.reduced, middle, &mut self.order);
			if cheapest.consensus >= wanted {
				low = middle;
			} else {
				high = middle;
			}
		}
		low
	}

	/// Adds the subgradient to the smoothed direction: 1 less how often a node is served. Returns
	/// whether there is a direction.
	fn turn(&mut self) -> bool {
		for direction in self.direction.iter_mut().flatten() {
			*direction = *direction * 7 / 10 + 256 * 3 / 10;
		}
		let chosen = self.instance.size(Role::Consensus) + self.instance.size(Role::Exchange);
		for (_, node, role) in self.order.iter().take(chosen) {
			let multipliers = self.current.of(*role);
			let direction = &mut self.direction[role.index()];
			for (other, distance) in self.neighbours.pairs(usize::from(*node)) {
				let other = usize::from(other);
				if (u64::from(distance) << FRACTIONAL_BITS) < multipliers[other] {
					direction[other] -= 256 * 3 / 10;
				}
			}
		}
		self.direction.iter().flatten().any(|direction| *direction != 0)
	}

	/// Moves the multipliers in the direction, by the part of the way to `above` that the step
	/// length says. Returns whether they changed.
	fn advance(&mut self, above: i128) -> bool {
		let norm =
			self.direction.iter().flatten().map(|direction| direction * direction).sum::<i64>();
		// A direction is in 2^8ths, the norm in 2^16ths, the length in 2^16ths: 2^-24 is left.
		let factor = (above.clamp(0, 1 << 62) * i128::from(self.length)) << 24;
		let factor = factor / i128::from(norm.max(1));
		let Multipliers { consensus, exchange, .. } = &mut self.current;
		let mut moved = false;
		for (multipliers, direction) in [consensus, exchange].into_iter().zip(&self.direction) {
			for (multiplier, direction) in multipliers.iter_mut().zip(direction) {
				let step = (factor * i128::from(*direction)) >> 32;
				let value = i128::from(*multiplier) + step;
				let value = value.clamp(0, i128::from(MAX_MULTIPLIER)) as u64;
				moved |= value != *multiplier;
				*multiplier = value;
			}
		}
		moved
	}
}
