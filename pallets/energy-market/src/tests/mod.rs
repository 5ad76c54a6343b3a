//! Tests, a file per subject.

mod bids;
mod invariants;
mod readings;
mod slots;
mod terms;
