//! Configurations of the pallets that do the same on every chain, a file per concern.
//!
//! Each file has the values and types that need no runtime, and one macro with the `Config`
//! implementations. A runtime calls the macros in its `configs/mod.rs`, where `use crate::*` brings
//! its types and pallets into scope.

pub mod assets;
pub mod consensus;
pub mod governance;
pub mod messaging;
pub mod monetary;
pub mod proofs;
pub mod system;
pub mod workers;
mod xcm_executor;
