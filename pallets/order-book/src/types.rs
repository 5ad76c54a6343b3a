//! Orders, and the books that they rest in.

use crate::pallet::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungibles::Inspect;
use scale_info::TypeInfo;
use zeropark_primitives::{
	ids::OrderId,
	market::{Balance, Baskets, Catalogue, Instrument, Price, Quantity, Side, Trade},
	time::Seconds,
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

/// One side of a market: its bids or its asks, sorted by price and then by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Book<Class, Basket> {
	/// The market: a class or a basket.
	pub market: Instrument<Class, Basket>,
	/// The side of the market.
	pub side: Side,
}

impl<Class, Basket> Book<Class, Basket> {
	/// Returns the book of the bids of a market.
	pub fn bids(market: Instrument<Class, Basket>) -> Self {
		Self { market, side: Side::Bids }
	}

	/// Returns the book of the asks of a market.
	pub fn asks(market: Instrument<Class, Basket>) -> Self {
		Self { market, side: Side::Asks }
	}

	/// Returns the key of an order at a limit price. A better price makes a lesser key, and at the
	/// same price an older order does.
	pub fn key(&self, price: Price, order: OrderId) -> BookKey {
		let rank = match self.side {
			Side::Bids => u64::MAX - price.0,
			Side::Asks => price.0,
		};
		BookKey { rank, order }
	}

	/// Returns the limit price of a key of this book.
	pub fn price(&self, key: &BookKey) -> Price {
		match self.side {
			Side::Bids => Price(u64::MAX - key.rank),
			Side::Asks => Price(key.rank),
		}
	}
}

/// The place of an order in a book. The order with the least key is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct BookKey {
	/// A number that ascends from the best price to the worst.
	pub rank: u64,
	/// The id of the order, which is less for an older order.
	pub order: OrderId,
}

/// How long an order rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Validity {
	/// The order does not rest: it trades with the orders that it matches now, and the remainder is
	/// closed.
	Immediate,
	/// The order rests until this full hour, in seconds since the Unix epoch.
	Until(Seconds),
}

/// What an order asks for, apart from price and quantity.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Terms<Class, Basket> {
	/// To buy.
	Bid {
		/// The class or the basket to buy.
		market: Instrument<Class, Basket>,
	},
	/// To sell.
	Ask {
		/// The class to sell.
		class: Class,
		/// The baskets that the class was in when the order was placed. The order rests in their
		/// books.
		baskets: Baskets<Basket>,
	},
}

/// An open order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Order<AccountId, Class, Basket> {
	/// The owner of the order.
	pub owner: AccountId,
	/// What it asks for.
	pub terms: Terms<Class, Basket>,
	/// The limit price for one unit, in micro-units of the settlement currency.
	pub price: Price,
	/// The quantity that is not traded yet, in whole units.
	pub remaining: Quantity,
	/// When the order expires, in seconds since the Unix epoch.
	pub expires: Seconds,
	/// The deposit for its record, in micro-units of the settlement currency.
	pub deposit: Balance,
}

impl<AccountId, Class, Basket> Order<AccountId, Class, Basket> {
	/// Returns the money on hold for the order, in micro-units of the settlement currency: its
	/// deposit, and the price of a bid's remaining quantity.
	pub fn held(&self) -> Balance {
		let escrow = match self.terms {
			Terms::Bid { .. } => self.price.of(self.remaining),
			Terms::Ask { .. } => 0,
		};
		self.deposit.saturating_add(escrow)
	}
}
