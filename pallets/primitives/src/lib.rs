//! Units, identifiers and the traits through which Zeropark's pallets know each other.
//!
//! Nothing here stores anything. A module is a domain:
//!
//! - [`units`]: integers that carry their unit in their type (watt-hours, grams of CO2e), and the
//!   only functions that convert between them, each with a stated rounding direction;
//! - [`time`]: seconds, intervals, months and quarters;
//! - [`ids`]: numbers that name things;
//! - [`metering`]: what a meter says, and who listens;
//! - [`carbon`]: the period statement;
//! - [`compliance`]: emissions under a carbon quota;
//! - [`certificates`]: green certificates, from their serial numbers to their receipts;
//! - [`market`]: an order book's terms;
//! - [`energy`]: trade in energy on a carrier's chain;
//! - [`trading`]: orders on another chain's market;
//! - [`purchase`]: green power that the park buys;
//! - [`proofs`]: figures that are proven and not shown;
//! - [`api`]: runtime APIs.
//!
//! A pallet takes a neighbour as a role (`Calendar`, `Venue`, …): a trait that stands beside the
//! domain's types.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod api;
pub mod carbon;
pub mod certificates;
pub mod compliance;
pub mod energy;
pub mod ids;
pub mod market;
pub mod metering;
pub mod proofs;
pub mod purchase;
pub mod time;
pub mod trading;
pub mod units;
