//! Orders, the books they stand in, and what became of them.

use crate::pallet::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungibles::Inspect;
use scale_info::TypeInfo;
use zeropark_primitives::{
	market::{Balance, Baskets, Catalogue, Market, OrderId, Price, Quantity, Side, Trade},
	Seconds,
};

/// A class of asset.
pub type ClassOf<T> =
	<<T as Config>::Assets as Inspect<<T as frame_system::Config>::AccountId>>::AssetId;

/// A basket of classes.
pub type BasketOf<T> = <<T as Config>::Catalogue as Catalogue>::Basket;

/// The [`Order`] of a runtime.
pub type OrderOf<T> = Order<<T as frame_system::Config>::AccountId, ClassOf<T>, BasketOf<T>>;

/// The [`Book`] of a runtime.
pub type BookOf<T> = Book<ClassOf<T>, BasketOf<T>>;

/// The [`Trade`] of a runtime.
pub type TradeOf<T> = Trade<<T as frame_system::Config>::AccountId, ClassOf<T>>;

/// A list of orders, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Book<Class, Basket> {
	/// What is traded.
	pub market: Market<Class, Basket>,
	/// By whom.
	pub side: Side,
}

impl<Class, Basket> Book<Class, Basket> {
	/// The bids of a market.
	pub fn bids(market: Market<Class, Basket>) -> Self {
		Self { market, side: Side::Bids }
	}

	/// The asks of a market.
	pub fn asks(market: Market<Class, Basket>) -> Self {
		Self { market, side: Side::Asks }
	}

	/// Where an order stands: the better price first, then the older order.
	pub fn key(&self, price: Price, order: OrderId) -> Key {
		let rank = match self.side {
			Side::Bids => u64::MAX - price.0,
			Side::Asks => price.0,
		};
		Key { rank, order }
	}

	/// The price behind a key.
	pub fn price(&self, key: &Key) -> Price {
		match self.side {
			Side::Bids => Price(u64::MAX - key.rank),
			Side::Asks => Price(key.rank),
		}
	}
}

/// A place in a book; the least is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Key {
	/// Ascends from the best price to the worst.
	pub rank: u64,
	/// The order, older ones first.
	pub order: OrderId,
}

/// How long an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Validity {
	/// It takes what there is at its price now; the rest is closed.
	Immediate,
	/// Until this full hour, in seconds since the Unix epoch.
	Until(Seconds),
}

/// What an order wants.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Terms<Class, Basket> {
	/// To buy.
	Bid {
		/// What.
		market: Market<Class, Basket>,
	},
	/// To sell.
	Ask {
		/// What.
		class: Class,
		/// The baskets the class was in when the order was placed: the books it stands in.
		baskets: Baskets<Basket>,
	},
}

/// An order that stands in a book.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Order<AccountId, Class, Basket> {
	/// Whose it is.
	pub owner: AccountId,
	/// What it wants.
	pub terms: Terms<Class, Basket>,
	/// The worst price it takes.
	pub price: Price,
	/// How much is left of it.
	pub remaining: Quantity,
	/// When it lapses, in seconds since the Unix epoch.
	pub expires: Seconds,
	/// What is held for its place in storage.
	pub deposit: Balance,
}

impl<AccountId, Class, Basket> Order<AccountId, Class, Basket> {
	/// The money on hold for it: its deposit, and what a bid could still cost.
	pub fn held(&self) -> Balance {
		let escrow = match self.terms {
			Terms::Bid { .. } => self.price.of(self.remaining),
			Terms::Ask { .. } => 0,
		};
		self.deposit.saturating_add(escrow)
	}
}
