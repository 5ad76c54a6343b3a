//! What the calls do: placing and closing.

use crate::{
	pallet::{
		Config, Error, Event, ExpiredUntil, Expiries, Halted, HoldReason, Hour, NextOrderId,
		NextTradeId, Orders, Pallet, Trades,
	},
	types::{BasketOf, Book, BookOf, ClassOf, Order, OrderOf, Terms, TradeOf, Validity},
	weights::WeightInfo,
};
use alloc::{vec, vec::Vec};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::hold::Mutate as _,
		fungibles::Mutate as _,
		tokens::{Precision, Preservation::Expendable},
		Get, UnixTime,
	},
	weights::Weight,
};
use sp_runtime::{traits::AccountIdConversion, DispatchError};
use zeropark_primitives::{
	market::{
		Catalogue, CertificateBasket, Closure, Level, Market, OrderId, OrderListener, Price,
		Quantity,
	},
	purchase::{Exchange, Refusal},
	units::HOUR,
	Seconds,
};

/// The most levels that depth is told of.
const MAX_LEVELS: u32 = 100;

/// The most orders that depth is made of: a question costs nothing, so its answer must not take long.
const MAX_COUNTED: usize = 1_000;

type TermsOf<T> = Terms<ClassOf<T>, BasketOf<T>>;

/// The hour in which an order that expires at `time` is due: the first that starts no earlier.
pub(crate) fn due(time: Seconds) -> Hour {
	Hour::try_from(time.div_ceil(HOUR)).unwrap_or(Hour::MAX)
}

impl<T: Config> Pallet<T> {
	/// The account that keeps what is to be sold.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	fn check(
		terms: &TermsOf<T>,
		price: Price,
		quantity: Quantity,
		validity: Validity,
		max_fills: u32,
	) -> DispatchResult {
		ensure!(!Halted::<T>::get(), Error::<T>::MarketHalted);
		ensure!(quantity >= T::MinLot::get(), Error::<T>::LotTooSmall);
		ensure!(price.0 > 0, Error::<T>::InvalidPrice);
		ensure!(max_fills <= T::MaxFills::get(), Error::<T>::TooManyFills);
		if let Validity::Until(time) = validity {
			// Orders fall due by the hour, and one that stands can be traded with for some time at least: none is there
			// only to be in the way.
			let now = T::Time::now().as_secs();
			let (least, most) = (HOUR, T::MaxValidity::get());
			let in_time = (least..=most).contains(&time.saturating_sub(now));
			ensure!(in_time && time.is_multiple_of(HOUR), Error::<T>::InvalidValidity);
		}
		if let Terms::Bid { market: Market::Class(class), .. } = terms {
			ensure!(T::Catalogue::baskets(class).is_some(), Error::<T>::NotTradable);
		}
		Ok(())
	}

	/// What placing a bid weighs that meets `steps` asks.
	pub(crate) fn bid_weight(steps: u32) -> Weight {
		match steps {
			0 => T::WeightInfo::rest_bid(),
			steps => T::WeightInfo::place_bid(steps),
		}
	}

	/// What placing an ask weighs that meets `steps` bids.
	pub(crate) fn ask_weight(steps: u32) -> Weight {
		match steps {
			0 => T::WeightInfo::rest_ask(),
			steps => T::WeightInfo::place_ask(steps),
		}
	}

	/// Places an order and matches it; its id, and how many others it met.
	pub(crate) fn do_place(
		owner: T::AccountId,
		terms: TermsOf<T>,
		price: Price,
		quantity: Quantity,
		validity: Validity,
		max_fills: u32,
	) -> Result<(OrderId, u32), DispatchError> {
		Self::check(&terms, price, quantity, validity, max_fills)?;
		let id = Self::take_id()?;
		let expires = match validity {
			Validity::Immediate => 0,
			Validity::Until(time) => time,
		};
		let deposit = T::OrderDeposit::get();
		let mut order = Order { owner, terms, price, remaining: quantity, expires, deposit };
		let outcome = Self::match_order(id, &mut order, max_fills)?;
		let closure = match outcome.stop {
			_ if order.remaining == 0 => Some(Closure::Filled),
			None if validity == Validity::Immediate => Some(Closure::Unmatched),
			stop => stop,
		};
		match closure {
			Some(closure) => Self::closed(id, &order, closure),
			None => Self::stand(id, order)?,
		}
		Ok((id, outcome.steps))
	}

	/// Takes what an order could cost into escrow, and puts it into its books and into the queue of what will expire.
	fn stand(id: OrderId, order: OrderOf<T>) -> DispatchResult {
		if let Terms::Ask { class, .. } = order.terms {
			let (market, rest) = (Self::account_id(), order.remaining.into());
			T::Assets::transfer(class, &order.owner, &market, rest, Expendable)?;
		}
		T::Currency::hold(&HoldReason::Order.into(), &order.owner, order.held())?;
		for book in Self::books(&order.terms) {
			Self::insert_key(&book, book.key(order.price, id))?;
		}
		if !ExpiredUntil::<T>::exists() {
			let now = T::Time::now().as_secs() / HOUR;
			ExpiredUntil::<T>::put(Hour::try_from(now).unwrap_or(Hour::MAX));
		}
		Expiries::<T>::insert(due(order.expires), id, ());
		Orders::<T>::insert(id, &order);
		let Order { owner, price, remaining, expires, .. } = order;
		Self::deposit_event(Event::OrderPlaced { order: id, owner, price, remaining, expires });
		Ok(())
	}

	/// Closes an order at its owner's wish, at the operator's if nobody is named, or at anybody's if it has expired.
	pub(crate) fn do_cancel(who: Option<T::AccountId>, id: OrderId) -> DispatchResult {
		let order = Orders::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let expired = order.expires <= T::Time::now().as_secs();
		let may = expired || who.is_none_or(|who| who == order.owner);
		ensure!(may, Error::<T>::NotAuthorized);
		let closure = if expired { Closure::Expired } else { Closure::Cancelled };
		Self::close_standing(id, order, closure);
		Ok(())
	}

	/// What it weighs to go through `count` orders and empty hours: each is closed as if it were called back, or is less.
	pub(crate) fn expiry_weight(count: u32) -> Weight {
		let closing = T::WeightInfo::cancel_order().saturating_mul(count.into());
		T::DbWeight::get().reads(2).saturating_add(closing)
	}

	/// Closes orders that fell due, the oldest hour first; goes through at most `limit` orders and empty hours, and says
	/// how many it went through.
	pub(crate) fn close_expired(limit: u32) -> u32 {
		let Some(mut hour) = ExpiredUntil::<T>::get() else { return 0 };
		let now = T::Time::now().as_secs() / HOUR;
		let mut done = 0;
		while done < limit && u64::from(hour) <= now {
			let left = (limit - done) as usize;
			let orders = Expiries::<T>::iter_key_prefix(hour).take(left).collect::<Vec<_>>();
			done += orders.len() as u32;
			let emptied = orders.len() < left;
			for id in orders {
				match Orders::<T>::get(id) {
					Some(order) => Self::close_standing(id, order, Closure::Expired),
					None => Expiries::<T>::remove(hour, id),
				}
			}
			if emptied {
				// Going on to the next hour is work too.
				hour = hour.saturating_add(1);
				ExpiredUntil::<T>::put(hour);
				done += 1;
			}
		}
		done
	}

	/// Takes an order that stands out of its books and releases what is held for it.
	pub(crate) fn close_standing(id: OrderId, order: OrderOf<T>, closure: Closure) {
		Self::unlist(id, &order);
		Self::release(id, order, closure);
	}

	/// The books an order stands in.
	pub(crate) fn books(terms: &TermsOf<T>) -> Vec<BookOf<T>> {
		match terms {
			Terms::Bid { market, .. } => vec![Book::bids(*market)],
			Terms::Ask { class, baskets } => core::iter::once(Market::Class(*class))
				.chain(baskets.iter().copied().map(Market::Basket))
				.map(Book::asks)
				.collect(),
		}
	}

	/// Takes an order out of its books and out of the queue.
	fn unlist(id: OrderId, order: &OrderOf<T>) {
		for book in Self::books(&order.terms) {
			Self::remove_key(&book, &book.key(order.price, id));
		}
		Expiries::<T>::remove(due(order.expires), id);
		Orders::<T>::remove(id);
	}

	/// Releases what is kept for an order that is in no book any more.
	///
	/// Money on hold is always there (invariant 1). Assets may not move while their class is frozen: the order then stays,
	/// in no book, and its owner can cancel it again.
	fn release(id: OrderId, order: OrderOf<T>, closure: Closure) {
		let (owner, remaining) = (&order.owner, order.remaining);
		if let Terms::Ask { class, .. } = order.terms {
			let market = Self::account_id();
			let give_back = || match remaining {
				0 => Ok(0),
				rest => T::Assets::transfer(class, &market, owner, rest.into(), Expendable),
			};
			if let Err(error) = with_storage_layer(give_back) {
				Orders::<T>::insert(id, order);
				return Self::deposit_event(Event::AssetsStuck { order: id, error });
			}
		}
		let (reason, held) = (HoldReason::Order.into(), order.held());
		if T::Currency::release(&reason, owner, held, Precision::BestEffort) != Ok(held) {
			defensive!("holds cover the orders");
		}
		Self::closed(id, &order, closure);
	}

	/// Tells that an order is done with.
	fn closed(id: OrderId, order: &OrderOf<T>, closure: Closure) {
		T::Listener::closed(id, &order.owner, closure);
		let remaining = order.remaining;
		Self::deposit_event(Event::OrderClosed { order: id, closure, remaining });
	}

	fn take_id() -> Result<OrderId, DispatchError> {
		let id = NextOrderId::<T>::get();
		NextOrderId::<T>::put(id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		Ok(id)
	}

	/// The best levels of a book, of its best [`MAX_COUNTED`] orders.
	pub(crate) fn levels(book: BookOf<T>, limit: u32) -> Vec<Level> {
		let now = T::Time::now().as_secs();
		let limit = limit.min(MAX_LEVELS) as usize;
		let mut levels = Vec::<Level>::new();
		for key in Self::keys(book).take(MAX_COUNTED) {
			let fit = |order: &OrderOf<T>| order.expires > now && Self::is_tradable(order);
			let Some(order) = Orders::<T>::get(key.order).filter(fit) else { continue };
			let Order { price, remaining: quantity, .. } = order;
			let full = levels.len() == limit;
			match levels.last_mut().filter(|level| level.price == price) {
				Some(level) => {
					level.quantity = level.quantity.saturating_add(quantity);
					level.orders += 1;
				},
				None if full => break,
				None => levels.push(Level { price, quantity, orders: 1 }),
			}
		}
		levels
	}

	/// The last trades, newest first.
	pub(crate) fn last_trades(count: u32) -> Vec<TradeOf<T>> {
		let kept = u64::from(T::MaxTrades::get());
		let next = NextTradeId::<T>::get();
		let count = u64::from(count).min(kept).min(next);
		(next - count..next)
			.rev()
			.filter_map(|number| Trades::<T>::get((number % kept) as u32))
			.collect()
	}
}

impl<T> Exchange<T::AccountId> for Pallet<T>
where
	T: Config<Catalogue: Catalogue<Basket = CertificateBasket>>,
{
	fn bid_weight() -> Weight {
		Self::bid_weight(T::MaxFills::get())
	}

	fn cancel_weight() -> Weight {
		T::WeightInfo::cancel_order()
	}

	fn bid(
		owner: T::AccountId,
		basket: CertificateBasket,
		price: Price,
		quantity: Quantity,
		deadline: Seconds,
	) -> Result<(OrderId, Weight), DispatchError> {
		let terms = Terms::Bid { market: Market::Basket(basket) };
		let validity = Validity::Until(deadline);
		let (order, steps) =
			Self::do_place(owner, terms, price, quantity, validity, T::MaxFills::get())?;
		Ok((order, Self::bid_weight(steps)))
	}

	fn refusal(error: DispatchError) -> Refusal {
		[
			(Error::<T>::MarketHalted, Refusal::MarketHalted),
			(Error::InvalidValidity, Refusal::InvalidDeadline),
			(Error::LotTooSmall, Refusal::LotTooSmall),
			(Error::BookFull, Refusal::BookFull),
		]
		.into_iter()
		.find_map(|(known, refusal)| (DispatchError::from(known) == error).then_some(refusal))
		.unwrap_or(Refusal::Other)
	}

	fn is_open(order: OrderId) -> bool {
		Orders::<T>::contains_key(order)
	}

	fn cancel(order: OrderId) -> DispatchResult {
		Self::do_cancel(None, order)
	}
}
