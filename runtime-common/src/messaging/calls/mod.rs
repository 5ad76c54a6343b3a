//! What chains say to each other: a file for each kind of chain that is spoken to.
//!
//! Each file has the receiving chain's calls as they look from outside, and the messages that make
//! them. The receiving runtime's tests compare the calls with its own.

pub mod carbon;
pub mod greencert;
pub mod park;
