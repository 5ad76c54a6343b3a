//! Orders meet.

use crate::{
	pallet::{Config, Event, HoldReason, NextTradeId, Orders, Pallet, Trades},
	types::{BasketOf, Book, BookOf, ClassOf, OrderOf, Terms},
};
use frame_support::{
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{hold::Mutate as _, Mutate as _},
		fungibles::{Inspect as _, Mutate as _},
		tokens::{
			Fortitude, Precision,
			Preservation::{Expendable, Preserve},
			Restriction,
		},
		Get, UnixTime,
	},
};
use sp_runtime::DispatchError;
use zeropark_primitives::market::{
	Balance, Catalogue, Closure, Market, OrderId, OrderListener, Price, Quantity, Trade,
};

/// What became of an incoming order.
pub(crate) struct Outcome {
	/// Orders it met, those included that were closed rather than traded with.
	pub steps: u32,
	/// Why it may not stand, if it may not.
	pub stop: Option<Closure>,
}

impl<T: Config> Pallet<T> {
	/// Matches `order`, which does not stand, with what stands in the books, and takes what it traded off `remaining`.
	pub(crate) fn match_order(
		id: OrderId,
		order: &mut OrderOf<T>,
		max_fills: u32,
	) -> Result<Outcome, DispatchError> {
		let now = T::Time::now().as_secs();
		let mut outcome = Outcome { steps: 0, stop: None };
		while order.remaining > 0 {
			let Some(other_id) = Self::best_against(&order.terms, order.price) else { break };
			if outcome.steps == max_fills {
				outcome.stop = Some(Closure::FillLimit);
				break;
			}
			outcome.steps += 1;
			let Some(mut other) = Orders::<T>::get(other_id) else {
				// Every key of a book has its order (invariant 3).
				outcome.stop = Some(Closure::Unmatched);
				break;
			};
			let unfit = if other.expires <= now {
				Some(Closure::Expired)
			} else if other.owner == order.owner {
				Some(Closure::SelfTrade)
			} else {
				(!Self::is_tradable(&other)).then_some(Closure::NotTradable)
			};
			if let Some(closure) = unfit {
				Self::close_standing(other_id, other, closure);
				continue;
			}
			let quantity = order.remaining.min(other.remaining);
			order.remaining -= quantity;
			other.remaining -= quantity;
			Self::settle((id, order), (other_id, &other), quantity)?;
			if other.remaining == 0 {
				Self::close_standing(other_id, other, Closure::Filled);
			} else {
				Orders::<T>::insert(other_id, other);
			}
		}
		Ok(outcome)
	}

	/// The best order that would trade with one of these terms at this limit.
	fn best_against(terms: &Terms<ClassOf<T>, BasketOf<T>>, limit: Price) -> Option<OrderId> {
		match terms {
			Terms::Bid { market, .. } => {
				let book = Book::asks(*market);
				let key = Self::best(&book)?;
				(book.price(&key) <= limit).then_some(key.order)
			},
			Terms::Ask { class, baskets } => {
				// All bids rank alike, so the least key of the books is the best bid of all.
				let own = core::iter::once(Market::Class(*class));
				let markets = own.chain(baskets.iter().copied().map(Market::Basket));
				let books = markets.map(Book::bids);
				let best = books.filter_map(|book: BookOf<T>| {
					Self::best(&book).map(|key| (key, book.price(&key)))
				});
				let (key, price) = best.min_by_key(|(key, _)| *key)?;
				(price >= limit).then_some(key.order)
			},
		}
	}

	/// Whether what an order that stands sells can be sold at present.
	pub(crate) fn is_tradable(order: &OrderOf<T>) -> bool {
		let Terms::Ask { class, .. } = &order.terms else { return true };
		let market = Self::account_id();
		T::Catalogue::baskets(class).is_some()
			&& T::Assets::can_withdraw(*class, &market, order.remaining.into())
				.into_result(false)
				.is_ok()
	}

	/// Moves `quantity` between an incoming order and one that stands, whose price it is.
	///
	/// The buyer pays exactly the price, the seller gets it less the fee, which is rounded up against the seller.
	fn settle(
		(id, order): (OrderId, &OrderOf<T>),
		(other_id, other): (OrderId, &OrderOf<T>),
		quantity: Quantity,
	) -> DispatchResult {
		let price = other.price;
		let paid = price.of(quantity);
		let fee = T::FeeRate::get().mul_ceil(paid);
		let (class, (bid, buyer), (ask, seller), bid_stands) = match (&order.terms, &other.terms) {
			(Terms::Bid { .. }, Terms::Ask { class, .. }) => {
				(*class, (id, &order.owner), (other_id, &other.owner), false)
			},
			(Terms::Ask { class, .. }, Terms::Bid { .. }) => {
				(*class, (other_id, &other.owner), (id, &order.owner), true)
			},
			_ => return Err(DispatchError::Corruption),
		};
		Self::pay(buyer, seller, paid - fee, bid_stands)?;
		Self::pay(buyer, &T::FeePot::get(), fee, bid_stands)?;
		// The market keeps the assets of an ask that stands.
		let keeper = if bid_stands { seller.clone() } else { Self::account_id() };
		T::Assets::transfer(class, &keeper, buyer, quantity.into(), Expendable)?;
		let trade = Trade {
			bid,
			ask,
			buyer: buyer.clone(),
			seller: seller.clone(),
			class,
			quantity,
			price,
			fee,
			time: T::Time::now().as_secs(),
		};
		let number = NextTradeId::<T>::mutate(|next| {
			let number = *next;
			*next = next.wrapping_add(1);
			number
		});
		// Less than `MaxTrades`, which is 32 bits.
		Trades::<T>::insert((number % u64::from(T::MaxTrades::get())) as u32, trade.clone());
		T::Listener::traded(&trade);
		Self::deposit_event(Event::Traded { trade });
		Ok(())
	}

	/// Pays for a bid, out of what is on hold for it if it stands.
	fn pay(
		buyer: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
		bid_stands: bool,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let paid = if bid_stands {
			T::Currency::transfer_on_hold(
				&HoldReason::Order.into(),
				buyer,
				to,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Polite,
			)
		} else {
			T::Currency::transfer(buyer, to, amount, Preserve)
		};
		paid.map(drop)
	}
}
