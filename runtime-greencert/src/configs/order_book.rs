//! The market of certificates.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
	PalletId,
};
use frame_system::EnsureSignedBy;
use sp_runtime::{traits::AccountIdConversion, Permill};
use zeropark_primitives::{
	certificates::CertificateBasket,
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
	type Catalogue = CertificateCatalogue;
	type Listener = RemoteOrders;
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

/// Each class is in two baskets: that of its technology and quarter, and that of its quarter alone.
pub struct CertificateCatalogue;
impl Catalogue for CertificateCatalogue {
	type Class = u32;
	type Basket = CertificateBasket;

	fn baskets(class: &u32) -> Option<Baskets<CertificateBasket>> {
		let batch = GreenCertificates::tradable(*class)?;
		let quarter = batch.month.quarter();
		let baskets = [Some(batch.technology), None]
			.map(|technology| CertificateBasket { technology, quarter });
		Some(Baskets::truncate_from(baskets.to_vec()))
	}
}
