//! Tests, a file per subject.

mod choices;
mod nodes;
mod rounds;
mod worker;
