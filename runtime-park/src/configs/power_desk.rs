//! The trading desk for orders on the green certificate market.

use super::outbox::GreencertMessenger;
use crate::*;
use frame_support::{parameter_types, traits::ConstU64};
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim},
	purchase::Delivery,
};
use zeropark_runtime_common::{
	chains::Greencerts, constants::currency::deposit, messaging::fees::MAX_VALIDITY,
	xcm_types::EnsureSibling,
};

parameter_types! {
	// Encoded sizes with their keys, rounded up to tens: the order, and the purchase that it is
	// for. An agreement is listed by its period and its receipt too.
	pub const OrderDeposit: Balance = deposit(2, 370);
	pub const FillDeposit: Balance = deposit(3, 330);
}

impl pallet_trading_desk::Config<pallet_trading_desk::Instance1> for Runtime {
	type MarketOrigin = EnsureSibling<Greencerts>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Basket = CertificateBasket;
	type Purpose = Claim;
	type Fill = Delivery;
	type Market = GreencertMessenger;
	type Listener = PowerPurchase;
	type Time = Timestamp;
	type OrderDeposit = OrderDeposit;
	type FillDeposit = FillDeposit;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type WeightInfo = weights::pallet_trading_desk_power_desk::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
