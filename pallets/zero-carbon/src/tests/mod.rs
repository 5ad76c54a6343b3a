//! Tests, a file for each subject: the calls, the equations, and purchased power.

mod close_period;
mod grid_factor;
mod open_period;
mod purchased;
mod removals;
mod report_activity;
mod sources;
mod statement;
