//! The double auction of one carrier and one delivery slot: section 3.4 of the paper.
//!
//! Members hand in [`Curve`]s: what they buy and sell at which price. All trade at the one price at
//! which most energy changes hands. What follows from a book is unique, whatever the order in which
//! it was filled, so there is nothing to choose and nothing to check.
//!
//! | step | here |
//! |---|---|
//! | a curve, checked | [`Curve::is_valid`] |
//! | as the hub sees it: with losses and the grid's fee | [`Grid::at_hub`] |
//! | all curves together | [`Book`] |
//! | the price and the volumes | [`Book::clear`] |
//! | what one curve gets | [`Clearing::fill`] |
//! | who pays what | [`Clearing::payment`], [`Tariff::imbalance`] |
//! | what a point can owe at most | [`Tariff::worst`] |
//!
//! ## Units
//!
//! Energy is in Wh, prices are in µPCNY per kWh, money is in µPCNY. Bids name their limits in ticks of
//! [`TICK`] µPCNY per kWh, 0 to [`MAX_TICK`], so that a tick times a watt-hour is a µPCNY. The *hub* is
//! where all trade. What a buyer gets delivered is less by the losses of the grid.
//!
//! ## Bounds
//!
//! The functions are for curves within [`MAX_STEPS`] steps of less than 2^31 Wh, and for books of less
//! than 2^20 of them: sums of energy fit 64 bits, and products with prices 128. Everything that could
//! exceed its type saturates.

#![cfg_attr(not(any(feature = "std", test)), no_std)]

extern crate alloc;

mod book;
mod clear;
mod curve;
mod money;
#[cfg(test)]
mod tests;

pub use book::Book;
pub use clear::{Clearing, Fill, Share, Side};
pub use curve::{Curve, Grid, HubCurve, HubStep, Step, MAX_STEPS, MIN_STEP};
pub use money::{Payment, Tariff};

/// A limit of a bid: so many times [`TICK`].
pub type Tick = u16;

/// The highest limit.
pub const MAX_TICK: Tick = 1_023;

/// A tick, in µPCNY per kWh.
pub const TICK: u32 = 1_000;

/// Watt-hours in a kilowatt-hour.
const WH_PER_KWH: u128 = 1_000;
