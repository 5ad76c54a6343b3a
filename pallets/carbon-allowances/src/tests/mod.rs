//! Tests, a file per subject.

mod allocate;
mod carry_over;
mod cycles;
mod invariants;
mod report;
mod settle;
mod verify;
