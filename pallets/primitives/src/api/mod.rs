//! The runtime APIs of the chains' own, a file each.

mod green_certificates;
mod power_purchase;
mod zero_carbon;

pub use green_certificates::*;
pub use power_purchase::*;
pub use zero_carbon::*;
