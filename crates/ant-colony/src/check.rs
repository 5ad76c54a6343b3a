//! What a chain checks of a choice that somebody else found.
//!
//! It is O(n² + nk), takes room for a few lists of n and for k1·k2 numbers, and panics on no input.

#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::{
	bound::{gap, Multipliers},
	cover::{Cover, Swap},
	instance::{Instance, Role, Selection},
};
use alloc::{vec, vec::Vec};
use core::fmt;

/// Why a choice is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// A role has more or fewer nodes than it should.
	WrongSize(Role),
	/// A node does not exist, or may not have the role that it was given.
	NotEligible(u16),
	/// A node was chosen twice, for one role or for both.
	ChosenTwice(u16),
	/// The node that was not chosen would serve better than one that was.
	Improvable(u16),
	/// The consensus node and the exchange node had better swap their roles.
	RolesImprovable(u16, u16),
	/// The multipliers are not as many as the nodes for each role that is filled.
	WrongMultipliers,
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::WrongSize(role) => write!(f, "the wrong number of nodes for {role:?}"),
			Self::NotEligible(node) => write!(f, "node {node} may not have its role"),
			Self::ChosenTwice(node) => write!(f, "node {node} was chosen twice"),
			Self::Improvable(node) => write!(f, "node {node} would serve better than a chosen one"),
			Self::RolesImprovable(consensus, exchange) => {
				write!(f, "nodes {consensus} and {exchange} had better swap their roles")
			},
			Self::WrongMultipliers => f.write_str("the wrong number of multipliers"),
		}
	}
}

impl core::error::Error for Refusal {}

/// What a choice is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
	/// Its cost `E`, in the unit of the distances.
	pub cost: u64,
	/// What every choice costs at least, in the same unit.
	pub bound: u64,
	/// By how much the cost is above the bound at most, in millionths of the bound, rounded up: the
	/// certified gap. The cost is the least possible if it is 0.
	pub gap: u32,
}

/// Checks a choice: its sizes, its nodes and their roles, and that neither a swap of a chosen node
/// with another nor one of a consensus node with an exchange node lowers its cost. Says what it is
/// worth by `multipliers`, which may be any: good ones make the gap small.
pub fn check(
	instance: &Instance,
	selection: &Selection,
	multipliers: &Multipliers,
) -> Result<Verdict, Refusal> {
	let covers = covers(instance, selection)?;
	check_swaps(instance, selection, &covers)?;
	check_pairs(instance, &covers)?;
	let cost = total(instance, &covers);
	let bound = multipliers.bound(instance).ok_or(Refusal::WrongMultipliers)?;
	Ok(Verdict { cost, bound, gap: gap(cost, bound) })
}

/// The cost `E` of a choice of the right sizes, whose nodes may have their roles; whether a swap
/// improves it does not matter.
pub fn cost(instance: &Instance, selection: &Selection) -> Result<u64, Refusal> {
	Ok(total(instance, &covers(instance, selection)?))
}

fn total(instance: &Instance, covers: &[Cover; 2]) -> u64 {
	covers.iter().map(|cover| cover.cost(instance)).sum()
}

/// Who serves whom, of a choice that is well formed.
fn covers(instance: &Instance, selection: &Selection) -> Result<[Cover; 2], Refusal> {
	let mut chosen = vec![false; instance.nodes()];
	for role in Role::ALL {
		let nodes = selection.of(role);
		if nodes.len() != instance.size(role) {
			return Err(Refusal::WrongSize(role));
		}
		for node in nodes {
			if !instance.may_be(usize::from(*node), role) {
				return Err(Refusal::NotEligible(*node));
			}
			match chosen.get_mut(usize::from(*node)) {
				Some(chosen) if !*chosen => *chosen = true,
				_ => return Err(Refusal::ChosenTwice(*node)),
			}
		}
	}
	Ok(Role::ALL.map(|role| Cover::of_role(instance, selection, role)))
}

/// No node that was not chosen is better than one that was.
fn check_swaps(
	instance: &Instance,
	selection: &Selection,
	covers: &[Cover; 2],
) -> Result<(), Refusal> {
	let mut others = vec![true; instance.nodes()];
	for node in selection.consensus.iter().chain(&selection.exchange) {
		if let Some(other) = others.get_mut(usize::from(*node)) {
			*other = false;
		}
	}
	let mut changes = Vec::new();
	for (node, _) in (0_u16..).zip(&others).filter(|(_, other)| **other) {
		let index = usize::from(node);
		for (role, cover) in Role::ALL.iter().zip(covers) {
			if !instance.may_be(index, *role) {
				continue;
			}
			let gain = cover.changes(instance, index, &mut changes);
			if Swap::best(gain, &changes).is_some_and(|swap| swap.change < 0) {
				return Err(Refusal::Improvable(node));
			}
		}
	}
	Ok(())
}

/// No consensus node and exchange node had better swap their roles.
fn check_pairs(instance: &Instance, [consensus, exchange]: &[Cover; 2]) -> Result<(), Refusal> {
	if consensus.centres.is_empty() || exchange.centres.is_empty() {
		return Ok(());
	}
	let mut changes = Vec::new();
	// What changes for the exchange nodes: for each consensus node by the exchange node it replaces.
	let mut by_pair = Vec::with_capacity(consensus.centres.len() * exchange.centres.len());
	for node in &consensus.centres {
		let gain = exchange.changes(instance, usize::from(*node), &mut changes);
		by_pair.extend(changes.iter().map(|change| gain + change));
	}
	for (column, node) in exchange.centres.iter().enumerate() {
		if !instance.may_be(usize::from(*node), Role::Consensus) {
			continue;
		}
		let gain = consensus.changes(instance, usize::from(*node), &mut changes);
		let rows = by_pair.chunks_exact(exchange.centres.len());
		for ((other, change), row) in consensus.centres.iter().zip(&changes).zip(rows) {
			let change = gain + change + row.get(column).copied().unwrap_or_default();
			if change < 0 && instance.may_be(usize::from(*other), Role::Exchange) {
				return Err(Refusal::RolesImprovable(*other, *node));
			}
		}
	}
	Ok(())
}
