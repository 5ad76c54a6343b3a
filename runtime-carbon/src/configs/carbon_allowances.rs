//! Compliance cycles, and the allowances of enterprises.

use super::{
	governance::IndependentVerifiers,
	order_book::{FeeRate, MarketAccount},
	outbox::ParkMessenger,
};
use crate::*;
use alloc::vec::Vec;
use frame_support::{
	parameter_types,
	traits::{Contains, SortedMembers},
	PalletId,
};
use frame_system::EnsureSignedBy;
use zeropark_primitives::{
	compliance::{CarbonBasket, CarbonQuotes},
	ids::CycleId,
	market::{Instrument, Level, Price, Side},
};
use zeropark_runtime_common::{
	chains::Parks, constants::currency::deposit, xcm_types::EnsureSibling,
};

/// The most price levels of a book that a plan looks at.
const MAX_LEVELS: u32 = 100;

parameter_types! {
	pub const AllowancesId: PalletId = PalletId(*b"zp/allow");
	// Encoded sizes with their keys, rounded up to tens. A cycle has a class of asset and its name, an
	// enterprise an entry for its owner.
	pub const CycleDeposit: Balance = deposit(3, 560);
	pub const EntityDeposit: Balance = deposit(2, 380);
	// With the compliance account's entry of the class.
	pub const ObligationDeposit: Balance = deposit(2, 480);
	pub const CancellationDeposit: Balance = deposit(1, 340);
}

impl pallet_carbon_allowances::Config for Runtime {
	type RegulatorOrigin = EnsureSignedBy<Regulators, AccountId>;
	type ParkOrigin = EnsureSibling<Parks>;
	type Barred = Barred;
	type Verifiers = IndependentVerifiers;
	type Currency = Balances;
	type Assets = Assets;
	type Credits = Ccer;
	type Quotes = BookQuotes;
	type Parks = ParkMessenger;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = AllowancesId;
	type CycleDeposit = CycleDeposit;
	type EntityDeposit = EntityDeposit;
	type ObligationDeposit = ObligationDeposit;
	type CancellationDeposit = CancellationDeposit;
	type WeightInfo = weights::pallet_carbon_allowances::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// The offers and bids in the order book.
pub struct BookQuotes;
impl CarbonQuotes for BookQuotes {
	fn offered(basket: CarbonBasket) -> Vec<Level> {
		OrderBook::depth(Instrument::Basket(basket), Side::Asks, MAX_LEVELS)
	}

	fn wanted(cycle: CycleId) -> Vec<Level> {
		let bids = |market| OrderBook::depth(market, Side::Bids, MAX_LEVELS);
		let mut wanted = bids(Instrument::Class(cycle));
		wanted.extend(bids(Instrument::Basket(CarbonBasket::Allowances(cycle))));
		for level in &mut wanted {
			let Price(price) = level.price;
			level.price = Price(price.saturating_sub(FeeRate::get().mul_ceil(price)));
		}
		wanted.sort_by_key(|level| core::cmp::Reverse(level.price));
		wanted
	}
}

/// The accounts that may not own an enterprise under quota (Decree 775).
pub struct Barred;
impl Contains<AccountId> for Barred {
	fn contains(who: &AccountId) -> bool {
		*who == MarketAccount::get() || <Regulators as SortedMembers<_>>::contains(who)
	}
}
