//! Tests, a file per subject.

mod margins;
mod members;
mod points;
