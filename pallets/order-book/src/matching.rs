//! Matching: an incoming order meets resting orders, and trades are settled.

use crate::{
	pallet::{Config, Event, HoldReason, NextTradeId, Orders, Pallet, Trades},
	types::{BasketOf, Book, BookOf, ClassOf, OrderOf, Terms},
	LOG_TARGET,
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
use zeropark_primitives::{
	ids::OrderId,
	market::{Balance, Catalogue, CloseReason, Instrument, OrderListener, Price, Quantity, Trade},
};

/// The result of matching an incoming order.
pub(crate) struct Outcome {
	/// How many resting orders it met, including those that were closed instead of traded with.
	pub steps: u32,
	/// Why its remainder must be closed; `None` if the remainder may rest.
	pub stop: Option<CloseReason>,
}

impl<T: Config> Pallet<T> {
	/// Matches an incoming order against resting orders, and reduces its `remaining`.
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
				outcome.stop = Some(CloseReason::FillLimit);
				break;
			}
			outcome.steps += 1;
			let Some(mut other) = Orders::<T>::get(other_id) else {
				// Every key of a book has its order (invariant 3).
				log::error!(target: LOG_TARGET, "order {other_id} is in a book and not on record");
				outcome.stop = Some(CloseReason::Unmatched);
				break;
			};
			let unfit = if other.expires <= now {
				Some(CloseReason::Expired)
			} else if other.owner == order.owner {
				Some(CloseReason::SelfTrade)
			} else {
				(!Self::is_tradable(&other)).then_some(CloseReason::NotTradable)
			};
			if let Some(reason) = unfit {
				Self::close_resting(other_id, other, reason);
				continue;
			}
			let quantity = order.remaining.min(other.remaining);
			order.remaining -= quantity;
			other.remaining -= quantity;
			Self::settle((id, order), (other_id, &other), quantity)?;
			if other.remaining == 0 {
				Self::close_resting(other_id, other, CloseReason::Filled);
			} else {
				Orders::<T>::insert(other_id, other);
			}
		}
		Ok(outcome)
	}

	/// Returns the best resting order that would trade with an order of these terms at this limit
	/// price.
	fn best_against(terms: &Terms<ClassOf<T>, BasketOf<T>>, limit: Price) -> Option<OrderId> {
		match terms {
			Terms::Bid { market, .. } => {
				let book = Book::asks(*market);
				let key = Self::best(&book)?;
				(book.price(&key) <= limit).then_some(key.order)
			},
			Terms::Ask { class, baskets } => {
				// Keys of bids compare across books, so the least key of these books is the best
				// bid.
				let own = core::iter::once(Instrument::Class(*class));
				let markets = own.chain(baskets.iter().copied().map(Instrument::Basket));
				let books = markets.map(Book::bids);
				let best = books.filter_map(|book: BookOf<T>| {
					Self::best(&book).map(|key| (key, book.price(&key)))
				});
				let (key, price) = best.min_by_key(|(key, _)| *key)?;
				(price >= limit).then_some(key.order)
			},
		}
	}

	/// Whether a resting order can trade now. The class of an ask may have been frozen or
	/// withdrawn.
	pub(crate) fn is_tradable(order: &OrderOf<T>) -> bool {
		let Terms::Ask { class, .. } = &order.terms else { return true };
		let market = Self::account_id();
		T::Catalogue::baskets(class).is_some()
			&& T::Assets::can_withdraw(*class, &market, order.remaining.into())
				.into_result(false)
				.is_ok()
	}

	/// Settles a trade of `quantity` between an incoming order and a resting one, at the price of
	/// the resting order.
	///
	/// The buyer pays exactly the price. The seller gets the price less the fee, which is rounded
	/// up so that splitting a trade never saves fees.
	fn settle(
		(id, order): (OrderId, &OrderOf<T>),
		(other_id, other): (OrderId, &OrderOf<T>),
		quantity: Quantity,
	) -> DispatchResult {
		let price = other.price;
		let paid = price.of(quantity);
		let fee = T::FeeRate::get().mul_ceil(paid);
		let (class, (bid, buyer), (ask, seller), bid_rests) = match (&order.terms, &other.terms) {
			(Terms::Bid { .. }, Terms::Ask { class, .. }) => {
				(*class, (id, &order.owner), (other_id, &other.owner), false)
			},
			(Terms::Ask { class, .. }, Terms::Bid { .. }) => {
				(*class, (other_id, &other.owner), (id, &order.owner), true)
			},
			_ => return Err(DispatchError::Corruption),
		};
		Self::pay(buyer, seller, paid - fee, bid_rests)?;
		Self::pay(buyer, &T::FeePot::get(), fee, bid_rests)?;
		// The market's account keeps the assets of a resting ask.
		let keeper = if bid_rests { seller.clone() } else { Self::account_id() };
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

	/// Pays from a bid's owner: out of the bid's escrow if it rests, and out of free money
	/// otherwise.
	fn pay(
		buyer: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
		bid_rests: bool,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let paid = if bid_rests {
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
