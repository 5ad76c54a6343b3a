//! A file per call.

mod register_device;
mod remove_device;
mod submit_readings;
