//! Everything that the four runtimes of Zeropark share, in this order: values ([`constants`],
//! [`chains`], [`routes`], [`fees`]), types ([`types`], [`xcm_types`], [`proxy`], [`genesis`]), the
//! messages between chains ([`messaging`]), the pallet configurations that are the same in all four
//! ([`configs`]), one macro for the runtime APIs ([`impl_runtime_apis!`]), and the tests that each
//! runtime passes ([`conformance_tests!`]).
//!
//! The purpose of a chain, and whom it trusts with which asset, stay spelled out in its own
//! runtime.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod apis;
pub mod chains;
pub mod configs;
#[cfg(feature = "std")]
pub mod conformance;
pub mod constants;
pub mod fees;
pub mod genesis;
pub mod messaging;
#[cfg(feature = "std")]
mod metadata_hash;
pub mod proxy;
pub mod routes;
pub mod types;
pub mod weights;
pub mod xcm_types;
pub mod xcm_weights;

#[cfg(feature = "std")]
pub use metadata_hash::metadata_hash;
