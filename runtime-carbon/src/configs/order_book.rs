//! The market of allowances and credits.

use crate::*;
use alloc::vec;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
	PalletId,
};
use frame_system::EnsureSignedBy;
use sp_runtime::{traits::AccountIdConversion, Permill};
use zeropark_primitives::{
	compliance::{CarbonBasket, FIRST_CREDIT_CLASS},
	market::{Baskets, Catalogue, Price},
};
use zeropark_runtime_common::{messaging::fees, types::CollatorPot};

parameter_types! {
	pub const MarketId: PalletId = PalletId(*b"zp/order");
	pub MarketAccount: AccountId = MarketId::get().into_account_truncating();
	pub const OrderDeposit: Balance = fees::ORDER_DEPOSIT;
	// At this price the fee is 2 micro-units: two per mille.
	pub const MinPrice: Price = Price(1_000);
	// Two per mille, of the seller.
	pub const FeeRate: Permill = Permill::from_parts(2_000);
}

impl pallet_order_book::Config for Runtime {
	type Currency = Balances;
	type Assets = Assets;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Catalogue = CarbonCatalogue;
	type Listener = (CarbonAllowances, RemoteOrders);
	type OperatorOrigin = EnsureSignedBy<Regulators, AccountId>;
	type Time = Timestamp;
	type PalletId = MarketId;
	type FeeRate = FeeRate;
	type FeePot = CollatorPot<Runtime>;
	type OrderDeposit = OrderDeposit;
	type MinLot = ConstU64<1>;
	type MinPrice = MinPrice;
	type MaxValidity = ConstU64<{ fees::MAX_VALIDITY }>;
	// Less than a fiftieth of a block, in time and in proof.
	type MaxFills = ConstU32<20>;
	// An idle block closes more.
	type MaxExpiries = ConstU32<16>;
	// 10,000 orders fit however they come: a third of 256 pages of 128.
	type PageSize = ConstU32<128>;
	type MaxPages = ConstU32<256>;
	// What a market page shows; older trades are in the blocks' events.
	type MaxTrades = ConstU32<4_096>;
	type WeightInfo = weights::pallet_order_book::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// The allowances of a cycle are in a basket of their own. Credits are in that of credits if they can
/// be surrendered in the newest cycle; the others are traded by their batch alone.
pub struct CarbonCatalogue;
impl Catalogue for CarbonCatalogue {
	type Class = u32;
	type Basket = CarbonBasket;

	fn baskets(class: &u32) -> Option<Baskets<CarbonBasket>> {
		if *class < FIRST_CREDIT_CLASS {
			let basket = CarbonBasket::Allowances(*class);
			return CarbonAllowances::is_tradable(*class)
				.then(|| Baskets::truncate_from(vec![basket]));
		}
		if !Ccer::is_tradable(*class) {
			return None;
		}
		let from = CarbonAllowances::credits_registered_from();
		let counts = Ccer::surrenderable_since(*class).is_some_and(|at| from <= at);
		let basket = counts.then_some(CarbonBasket::Credits);
		Some(Baskets::truncate_from(basket.into_iter().collect()))
	}
}
