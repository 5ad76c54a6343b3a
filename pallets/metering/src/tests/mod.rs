//! Tests, a file for each call.

mod register_device;
mod remove_device;
mod report_output;
mod submit_readings;
