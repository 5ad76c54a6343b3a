//! A client of the chains' public JSON-RPC, typed by their runtimes.
//!
//! A [`Connection`] asks a chain and makes its transactions. Its type parameter is a [`Chain`],
//! which ties together the calls, events and errors of a runtime: [`Park`], [`Greencert`],
//! [`Carbon`] or [`Energy`]. A connection to [`AnyChain`] asks for things that all chains have,
//! and signs nothing.
//!
//! - Storage is read by the pallets' own storage types ([`StorageItem`]), so that key and value
//!   cannot disagree, and whoever wants to check a proof has both.
//! - A transaction is sent by [`Connection::send`], which waits for its block and gives its events,
//!   or by [`Connection::submit`], which returns as soon as the pool has it.
//! - An [`Error`] can be compared with the error of a pallet: [`Error::failed_with`].
//!
//! The crate knows no scenarios and no user of it. ADR 9 says why it generates no code from
//! metadata.

mod blocks;
mod chain;
mod common;
mod connection;
mod endpoints;
mod error;
mod greencert;
pub mod park;
mod storage;
mod transaction;

pub use blocks::Blocks;
pub use chain::{AnyChain, Carbon, Chain, Energy, Greencert, Implicit, Park};
pub use connection::Connection;
pub use endpoints::Endpoints;
pub use error::{Error, PalletError};
pub use storage::StorageItem;
pub use transaction::Included;
