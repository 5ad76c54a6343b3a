//! Node selection: the ant colony of the paper's section 3.1.1, and the check of what it finds.
//!
//! Among the nodes of a network some become consensus nodes and others exchange nodes. A choice
//! costs what the nodes are far from it, equation (3):
//!
//! ```text
//! E = Σ_i min_{j ∈ consensus} d_ij + Σ_i min_{j ∈ exchange} d_ij + Σ_{j chosen} penalty_j
//! ```
//!
//! Every node is served by the nearest consensus node and by the nearest exchange node; no node has
//! both roles. The distances are those that the caller gives, or their squares
//! ([`Distances::squared`]), as equation (3) has them.
//!
//! - [`Colony`] searches, equations (4) to (6), one iteration a [`step`](Colony::step). It has no
//!   clock: the caller decides how long it runs.
//! - [`Relaxation`] finds how much less any other choice could cost at most.
//! - [`check()`] is what a chain does with a choice from outside: it recomputes the cost, refuses a
//!   choice that a swap improves, and certifies the gap to the optimum.
//! - [`greedy`](mod@greedy) is the method that the paper compares with.
//!
//! Everything is an integer, and all randomness comes from a seed: the same input gives the same
//! result natively and in wasm, bit for bit.

#![no_std]

extern crate alloc;

mod bound;
mod check;
mod colony;
mod cover;
mod equation_3;
pub mod greedy;
mod instance;
mod neighbours;
mod random;
mod search;
#[cfg(test)]
mod tests;

pub use bound::{gap, Multipliers, Relaxation, FRACTIONAL_BITS, MAX_MULTIPLIER};
pub use check::{check, cost, Refusal, Verdict};
pub use colony::{Best, Colony, Parameters, ParametersError, ONE};
pub use equation_3::{equation_3, Forms};
pub use instance::{
	Candidate, Distances, Instance, InstanceError, Role, Selection, MAX_NODES, MAX_PENALTY,
	UNMEASURED,
};
