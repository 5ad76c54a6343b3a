//! Units, identifiers and the traits through which Zeropark's pallets know each other.
//!
//! Nothing here stores anything. Three kinds of thing live here and nowhere else:
//!
//! - [`units`]: integers that carry their unit in their type (watt-hours, grams of CO2e), and the only functions that
//!   convert between them, each with a stated rounding direction;
//! - [`metering`] and [`carbon`]: what a meter says and what the period ledger makes of it, as the pallets, the runtime
//!   APIs and the node share them;
//! - [`market`]: what is bought and sold, and for how much;
//! - [`purchase`]: green power bought on one chain and delivered to another;
//! - the role traits (`Ledger`, …) that one pallet takes as a `Config` item and another implements.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod carbon;
pub mod market;
pub mod metering;
pub mod purchase;
pub mod units;

#[cfg(feature = "std")]
pub use carbon::ZeroCarbonApi;
pub use carbon::{Carbon, Coverage, Offsets, PeriodId, PeriodSpan, Power, Statement};
pub use metering::{AccuracyClass, DeviceId, DeviceKind, Interval, Ledger, Reading};
pub use units::{GramsCo2e, MilliUnits, MilligramsPerUnit, Seconds, WattHours, Watts};
