//! Tests, a file per subject.

mod entities;
mod invariants;
mod positions;
mod registers;
