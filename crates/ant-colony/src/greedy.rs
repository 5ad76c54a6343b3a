//! The greedy method: the paper's alternative to the ants.

use crate::instance::{Instance, Role, Selection, Supply, UNMEASURED};
use alloc::vec;

/// Chooses one node after the other: always the one, and for the role, that lowers the cost most.
/// O(k n²). The first of equally good nodes is taken, for consensus before exchange.
pub fn greedy(instance: &Instance) -> Selection {
	let nodes = instance.nodes();
	let mut left = Role::ALL.map(|role| instance.size(role));
	let mut supply = Supply::of(instance.candidates());
	let mut taken = vec![false; nodes];
	// Without a centre a node costs more than any centre would.
	let mut served = [vec![UNMEASURED; nodes], vec![UNMEASURED; nodes]];
	let mut selection = Selection::default();
	while left[0] + left[1] > 0 {
		let mut best = None::<(i64, usize, Role)>;
		for role in Role::ALL.into_iter().filter(|role| left[role.index()] > 0) {
			let other = Role::ALL[1 - role.index()];
			let spared = supply.spares(left[other.index()], other);
			for (node, row) in instance.distances().rows().enumerate() {
				let candidate = &instance.candidates()[node];
				let both = candidate.consensus && candidate.exchange;
				if taken[node] || !candidate.may_be(role) || (both && !spared) {
					continue;
				}
				let pairs = served[role.index()].iter().zip(row);
				let saved =
					pairs.map(|(cost, new)| u64::from(cost.saturating_sub(*new))).sum::<u64>();
				let change = instance.penalty(node) - saved as i64;
				if best.is_none_or(|(least, ..)| change < least) {
					best = Some((change, node, role));
				}
			}
		}
		let Some((_, node, role)) = best else { break };
		left[role.index()] -= 1;
		taken[node] = true;
		supply.take(&instance.candidates()[node], role);
		for (cost, new) in served[role.index()].iter_mut().zip(instance.distances().row(node)) {
			*cost = (*cost).min(*new);
		}
		match role {
			Role::Consensus => selection.consensus.push(node as u16),
			Role::Exchange => selection.exchange.push(node as u16),
		}
	}
	selection.consensus.sort_unstable();
	selection.exchange.sort_unstable();
	selection
}
