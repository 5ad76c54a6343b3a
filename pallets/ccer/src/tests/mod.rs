//! Tests, a file per subject.

mod invariants;
mod issuance;
mod projects;
mod uses;
