//! A file per call, and one for the equations.

mod close_period;
mod open_period;
mod purchased;
mod report_activity;
mod sources;
mod statement;
