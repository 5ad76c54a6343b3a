//! Which energy this chain trades.

use crate::*;

impl pallet_carrier::Config for Runtime {}
