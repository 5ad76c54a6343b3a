//! The trading desk for orders on the carbon market.

use super::outbox::CarbonMessenger;
use crate::*;
use frame_support::{parameter_types, traits::ConstU64};
use zeropark_primitives::compliance::{CarbonBasket, CarbonFill, Compliance};
use zeropark_runtime_common::{
	chains::Carbons, constants::currency::deposit, messaging::fees::MAX_VALIDITY,
	xcm_types::EnsureSibling,
};

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens: the order, and what it is for.
	pub const CarbonOrderDeposit: Balance = deposit(2, 330);
	// What the order bought with it.
	pub const CarbonFillDeposit: Balance = deposit(1, 150);
}

impl pallet_trading_desk::Config<pallet_trading_desk::Instance2> for Runtime {
	type MarketOrigin = EnsureSibling<Carbons>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Basket = CarbonBasket;
	type Purpose = Compliance;
	type Fill = CarbonFill;
	type Market = CarbonMessenger;
	type Listener = CarbonTrade;
	type Time = Timestamp;
	type OrderDeposit = CarbonOrderDeposit;
	type FillDeposit = CarbonFillDeposit;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type WeightInfo = weights::pallet_trading_desk_carbon_desk::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
