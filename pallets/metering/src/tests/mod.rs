//! Tests, a file for each call.

mod approve_device;
mod end_device;
mod register_device;
mod report_output;
mod submit_readings;
