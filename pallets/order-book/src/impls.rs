//! What the calls do: placing, closing, delivering.

use crate::{
	pallet::{
		Config, Error, Event, Expiries, ExpiredUntil, Halted, HoldReason, Hour, NextOrderId,
		NextTradeId, Orders, Pallet, Trades, Undelivered, UndeliveredOf,
	},
	types::{
		BasketOf, BeneficiaryOf, Book, BookOf, ClassOf, Closure, Market, Order, OrderOf,
		Terms, TradeOf, Validity,
	},
};
use alloc::{vec, vec::Vec};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _},
		fungibles::hold::Mutate as _,
		tokens::{Fortitude, Precision, Preservation::Expendable},
		Get, UnixTime,
	},
	BoundedVec,
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	market::{
		Balance, Catalogue, Delivery, Fill, Level, OrderId, Parcel, Price, Quantity,
	},
	units::HOUR,
	Seconds,
};

/// The most levels that depth is told of.
const MAX_LEVELS: u32 = 100;

type TermsOf<T> = Terms<ClassOf<T>, BasketOf<T>, BeneficiaryOf<T>>;

/// The hour in which an order that expires at `time` is due: the first that starts no earlier.
fn due(time: Seconds) -> Hour {
	Hour::try_from(time.div_ceil(HOUR)).unwrap_or(Hour::MAX)
}

impl<T: Config> Pallet<T> {
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
			let now = T::Time::now().as_secs();
			let latest = now.saturating_add(T::MaxValidity::get());
			ensure!(time > now && time <= latest, Error::<T>::InvalidValidity);
		}
		if let Terms::Bid { market: Market::Class(class), .. } = terms {
			ensure!(T::Catalogue::baskets(class).is_some(), Error::<T>::NotTradable);
		}
		Ok(())
	}

	/// Places an order and matches it; how many others it met.
	///
	/// `over` is money of the owner that came with the bid and is to go back with what it does not spend.
	pub(crate) fn do_place(
		owner: T::AccountId,
		terms: TermsOf<T>,
		price: Price,
		quantity: Quantity,
		validity: Validity,
		max_fills: u32,
		over: Balance,
	) -> Result<u32, DispatchError> {
		Self::check(&terms, price, quantity, validity, max_fills)?;
		let id = Self::take_id()?;
		let escrow = &HoldReason::Escrow.into();
		match &terms {
			Terms::Bid { .. } => T::Currency::hold(escrow, &owner, price.of(quantity))?,
			Terms::Ask { class, .. } => {
				T::Assets::hold(*class, escrow, &owner, quantity.into())?;
			},
		}
		let expires = match validity {
			Validity::Immediate => 0,
			Validity::Until(time) => time,
		};
		let deposit = 0;
		let mut order =
			Order { owner, terms, price, remaining: quantity, expires, deposit, saved: over };
		let outcome = Self::match_order(id, &mut order, max_fills)?;
		let closure = match outcome.stop {
			_ if order.remaining == 0 => Some(Closure::Filled),
			None if validity == Validity::Immediate => Some(Closure::Unmatched),
			stop => stop,
		};
		let Some(closure) = closure else {
			order.deposit = T::OrderDeposit::get();
			T::Currency::hold(&HoldReason::Deposit.into(), &order.owner, order.deposit)?;
			Self::list(id, &order)?;
			Self::deposit_event(Event::OrderPlaced {
				order: id,
				owner: order.owner.clone(),
				price,
				remaining: order.remaining,
				expires,
			});
			Self::hand_over(id, &order, outcome.fills, None);
			return Ok(outcome.steps);
		};
		Self::release(id, &order, closure, outcome.fills);
		Ok(outcome.steps)
	}

	/// Places a bid of another chain, or sends its money back.
	pub(crate) fn do_place_remote(
		owner: T::AccountId,
		beneficiary: BeneficiaryOf<T>,
		market: Market<ClassOf<T>, BasketOf<T>>,
		price: Price,
		quantity: Quantity,
		expires: Seconds,
		funds: Balance,
	) -> DispatchResult {
		// Only what came for this bid may go back for it.
		let there = T::Currency::reducible_balance(&owner, Expendable, Fortitude::Polite);
		ensure!(funds <= there, Error::<T>::InsufficientFunds);
		let placed = with_storage_layer(|| {
			let need = price.of(quantity).saturating_add(T::OrderDeposit::get());
			// What stays free keeps the account alive while the bid stands.
			let over = funds
				.checked_sub(need)
				.filter(|over| *over >= T::Currency::minimum_balance())
				.ok_or(Error::<T>::InsufficientFunds)?;
			let terms = Terms::Bid { market, beneficiary: Some(beneficiary.clone()) };
			let until = Validity::Until(expires);
			let fills = T::MaxFills::get();
			Self::do_place(owner.clone(), terms, price, quantity, until, fills, over)
		});
		if let Err(error) = placed {
			let order = Self::take_id()?;
			Self::deposit_event(Event::RemoteBidRefused { order, error });
			Self::send(Parcel { order, owner, beneficiary, fills: Vec::new(), unspent: Some(funds) });
		}
		Ok(())
	}

	/// Closes an order at its owner's wish, or at anybody's if it has expired.
	pub(crate) fn do_cancel(who: T::AccountId, id: OrderId) -> DispatchResult {
		let order = Orders::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let expired = order.expires <= T::Time::now().as_secs();
		ensure!(expired || order.owner == who, Error::<T>::NotAuthorized);
		let closure = if expired { Closure::Expired } else { Closure::Cancelled };
		Self::close_standing(id, order, closure);
		Ok(())
	}

	/// Sends a parcel that waits.
	pub(crate) fn do_retry_delivery(order: OrderId) -> DispatchResult {
		let UndeliveredOf { owner, beneficiary, fills, unspent } =
			Undelivered::<T>::get(order).ok_or(Error::<T>::NotFound)?;
		let fills = fills.into_inner();
		T::Delivery::deliver(&Parcel { order, owner, beneficiary, fills, unspent })?;
		Undelivered::<T>::remove(order);
		Self::deposit_event(Event::Delivered { order });
		Ok(())
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
			if orders.len() < left {
				// The hour is empty after this, and going on to the next is work too.
				hour = hour.saturating_add(1);
				ExpiredUntil::<T>::put(hour);
				done += 1;
			}
			for id in orders {
				match Orders::<T>::get(id) {
					Some(order) => Self::close_standing(id, order, Closure::Expired),
					None => Expiries::<T>::remove(hour, id),
				}
			}
		}
		done
	}

	/// Takes an order that stands out of its books and releases what is held for it.
	pub(crate) fn close_standing(id: OrderId, order: OrderOf<T>, closure: Closure) {
		Self::unlist(id, &order);
		Self::release(id, &order, closure, Vec::new());
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

	/// Puts an order into its books and into the queue of what will expire.
	fn list(id: OrderId, order: &OrderOf<T>) -> DispatchResult {
		for book in Self::books(&order.terms) {
			Self::insert_key(&book, book.key(order.price, id))?;
		}
		if !ExpiredUntil::<T>::exists() {
			let now = T::Time::now().as_secs() / HOUR;
			ExpiredUntil::<T>::put(Hour::try_from(now).unwrap_or(Hour::MAX));
		}
		Expiries::<T>::insert(due(order.expires), id, ());
		Orders::<T>::insert(id, order);
		Ok(())
	}

	/// The reverse of [`Self::list`].
	pub(crate) fn unlist(id: OrderId, order: &OrderOf<T>) {
		for book in Self::books(&order.terms) {
			Self::remove_key(&book, &book.key(order.price, id));
		}
		Expiries::<T>::remove(due(order.expires), id);
		Orders::<T>::remove(id);
	}

	/// Releases what is held for an order that is in no book (any more), and sends its last parcel.
	///
	/// What is held is there (invariants 1 to 3), so this takes what it finds rather than fail: an order must always close.
	pub(crate) fn release(
		id: OrderId,
		order: &OrderOf<T>,
		closure: Closure,
		fills: Vec<Fill<ClassOf<T>>>,
	) {
		let (owner, remaining) = (&order.owner, order.remaining);
		let escrow = &HoldReason::Escrow.into();
		let released = match &order.terms {
			Terms::Bid { .. } => {
				let rest = order.price.of(remaining);
				T::Currency::release(escrow, owner, rest, Precision::BestEffort)
			},
			Terms::Ask { class, .. } => {
				T::Assets::release(*class, escrow, owner, remaining.into(), Precision::BestEffort)
			},
		};
		let deposit = &HoldReason::Deposit.into();
		let returned = T::Currency::release(deposit, owner, order.deposit, Precision::BestEffort);
		debug_assert!(released.is_ok() && returned.is_ok(), "holds cover the orders");
		Self::deposit_event(Event::OrderClosed { order: id, closure, remaining });
		let rest = order.price.of(remaining);
		let unspent = rest.saturating_add(order.deposit).saturating_add(order.saved);
		Self::hand_over(id, order, fills, Some(unspent));
	}

	/// Sends what a bid bought for a beneficiary elsewhere, together with what already waits.
	pub(crate) fn hand_over(
		id: OrderId,
		order: &OrderOf<T>,
		fills: Vec<Fill<ClassOf<T>>>,
		unspent: Option<Balance>,
	) {
		let Terms::Bid { beneficiary: Some(beneficiary), .. } = &order.terms else { return };
		let (owner, beneficiary) = (order.owner.clone(), beneficiary.clone());
		let waiting = Undelivered::<T>::take(id).map(|parcel| parcel.fills.into_inner());
		let fills = [waiting.unwrap_or_default(), fills].concat();
		if !fills.is_empty() || unspent.is_some() {
			Self::send(Parcel { order: id, owner, beneficiary, fills, unspent });
		}
	}

	/// Sends a parcel, or keeps it.
	fn send(parcel: Parcel<T::AccountId, ClassOf<T>, BeneficiaryOf<T>>) {
		let order = parcel.order;
		let Err(error) = with_storage_layer(|| T::Delivery::deliver(&parcel)) else {
			return Self::deposit_event(Event::Delivered { order });
		};
		let Parcel { owner, beneficiary, fills, unspent, .. } = parcel;
		// No more than fit: an order meets at most `MaxFills` others at once, and a parcel that is full stops a bid.
		let fills = BoundedVec::truncate_from(fills);
		Undelivered::<T>::insert(order, UndeliveredOf { owner, beneficiary, fills, unspent });
		Self::deposit_event(Event::DeliveryFailed { order, error });
	}

	/// Whether no other fill has room in the parcel that waits for a bid.
	pub(crate) fn parcel_is_full(id: OrderId) -> bool {
		Undelivered::<T>::get(id).is_some_and(|parcel| parcel.fills.is_full())
	}

	fn take_id() -> Result<OrderId, DispatchError> {
		let id = NextOrderId::<T>::get();
		NextOrderId::<T>::put(id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		Ok(id)
	}

	/// The best levels of a book.
	pub(crate) fn levels(book: BookOf<T>, limit: u32) -> Vec<Level> {
		let now = T::Time::now().as_secs();
		let limit = limit.min(MAX_LEVELS) as usize;
		let mut levels = Vec::<Level>::new();
		for key in Self::keys(book) {
			let Some(order) = Orders::<T>::get(key.order).filter(|order| order.expires > now)
			else {
				continue;
			};
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
