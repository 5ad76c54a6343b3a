//! Orders meet.

use crate::{
	pallet::{Config, Event, HoldReason, NextTradeId, Orders, Pallet, Trades},
	types::{BasketOf, Book, BookOf, ClassOf, OrderOf, Terms},
};
use frame_support::{
	pallet_prelude::DispatchResult,
	traits::{
		fungible::hold::Mutate as _,
		fungibles::{Inspect as _, Mutate as _},
		tokens::{Fortitude, Precision, Preservation::Expendable, Restriction},
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
	/// Matches `order`, whose escrow is on hold, with what stands in the books, and takes what it traded off `remaining`.
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
				// Every key of a book has its order (invariant 4).
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
			let price = other.price;
			if matches!(order.terms, Terms::Bid { .. }) {
				Self::settle((id, order), (other_id, &other), quantity, price)?;
			} else {
				Self::settle((other_id, &other), (id, order), quantity, price)?;
			}
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
	fn is_tradable(order: &OrderOf<T>) -> bool {
		let Terms::Ask { class, .. } = &order.terms else { return true };
		let market = Self::account_id();
		T::Catalogue::baskets(class).is_some()
			&& T::Assets::can_withdraw(*class, &market, order.remaining.into())
				.into_result(false)
				.is_ok()
	}

	/// Moves `quantity` at `price` between the holds of two orders; what the bid would have paid more is released.
	///
	/// The buyer pays exactly the price, the seller gets it less the fee, which is rounded up against the seller.
	fn settle(
		(bid_id, bid): (OrderId, &OrderOf<T>),
		(ask_id, ask): (OrderId, &OrderOf<T>),
		quantity: Quantity,
		price: Price,
	) -> DispatchResult {
		let class = match &ask.terms {
			Terms::Ask { class, .. } => *class,
			Terms::Bid { .. } => return Err(DispatchError::Corruption),
		};
		let reason = HoldReason::Escrow.into();
		let paid = price.of(quantity);
		let fee = T::FeeRate::get().mul_ceil(paid);
		let pay = |to: &T::AccountId, amount: Balance| -> DispatchResult {
			if amount > 0 {
				T::Currency::transfer_on_hold(
					&reason,
					&bid.owner,
					to,
					amount,
					Precision::Exact,
					Restriction::Free,
					Fortitude::Polite,
				)?;
			}
			Ok(())
		};
		pay(&ask.owner, paid - fee)?;
		pay(&T::FeePot::get(), fee)?;
		let saved = bid.price.of(quantity).saturating_sub(paid);
		if saved > 0 {
			T::Currency::release(&reason, &bid.owner, saved, Precision::Exact)?;
		}
		let market = Self::account_id();
		T::Assets::transfer(class, &market, &bid.owner, quantity.into(), Expendable)?;
		let trade = Trade {
			bid: bid_id,
			ask: ask_id,
			buyer: bid.owner.clone(),
			seller: ask.owner.clone(),
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
}
