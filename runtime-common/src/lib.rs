//! What the four runtimes of Zeropark share, in this order: values ([`constants`], [`chains`], [`fees`], [`purchases`]), types
//! ([`types`], [`xcm_types`], [`proxy`], [`genesis`]), one macro for the runtime APIs ([`impl_runtime_apis!`]), and one for
//! the pallet configurations that are the same in all four ([`impl_infrastructure!`]).
//!
//! What a chain is *for*, and whom it trusts with which asset, stays spelled out in its own runtime.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod apis;
pub mod chains;
mod conformance;
pub mod constants;
pub mod fees;
pub mod genesis;
mod infrastructure;
#[cfg(feature = "std")]
mod metadata_hash;
pub mod proxy;
pub mod purchases;
pub mod types;
pub mod weights;
pub mod xcm_types;
pub mod xcm_weights;

#[cfg(feature = "std")]
pub use metadata_hash::metadata_hash;
