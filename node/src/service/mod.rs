//! A chain's node: the parts of every kind of node, and the node under a relay chain.

mod collator;
mod full_node;
pub mod hardware;
mod parts;
mod relay_chain;
pub mod storage;

pub use collator::AUTHORING;
pub use full_node::start;
pub use parts::{executor, partial, start_offchain_workers, OffchainParts, Partial};
