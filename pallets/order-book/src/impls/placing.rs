//! Placing orders.

use super::{due, TermsOf};
use crate::{
	pallet::{
		Config, Error, Event, ExpiredUntil, Expiries, Halted, HoldReason, Hour, NextOrderId,
		Orders, Pallet,
	},
	types::{Order, OrderOf, Terms, Validity},
	weights::WeightInfo,
};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::hold::Mutate as _, fungibles::Mutate as _, tokens::Preservation::Expendable, Get,
		UnixTime,
	},
	weights::Weight,
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	ids::OrderId,
	market::{Catalogue, CloseReason, Instrument, Price, Quantity},
	time::HOUR,
};

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
		ensure!(price >= T::MinPrice::get(), Error::<T>::InvalidPrice);
		ensure!(max_fills <= T::MaxFills::get(), Error::<T>::TooManyFills);
		if let Validity::Until(time) = validity {
			// Orders expire by the hour. The least validity of an hour prevents flash orders that
			// only block the book.
			let now = T::Time::now().as_secs();
			let (least, most) = (HOUR, T::MaxValidity::get());
			let in_time = (least..=most).contains(&time.saturating_sub(now));
			ensure!(in_time && time.is_multiple_of(HOUR), Error::<T>::InvalidValidity);
		}
		if let Terms::Bid { market: Instrument::Class(class), .. } = terms {
			ensure!(T::Catalogue::baskets(class).is_some(), Error::<T>::NotTradable);
		}
		Ok(())
	}

	/// The weight of placing a bid that meets `steps` asks.
	pub(crate) fn bid_weight(steps: u32) -> Weight {
		match steps {
			0 => T::WeightInfo::rest_bid(),
			steps => T::WeightInfo::place_bid(steps),
		}
	}

	/// The weight of placing an ask that meets `steps` bids.
	pub(crate) fn ask_weight(steps: u32) -> Weight {
		match steps {
			0 => T::WeightInfo::rest_ask(),
			steps => T::WeightInfo::place_ask(steps),
		}
	}

	/// Places and matches an order. Returns its id, and how many resting orders it met.
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
		let reason = match outcome.stop {
			_ if order.remaining == 0 => Some(CloseReason::Filled),
			None if validity == Validity::Immediate => Some(CloseReason::Unmatched),
			stop => stop,
		};
		match reason {
			Some(reason) => Self::closed(id, &order, reason),
			None => match with_storage_layer(|| Self::rest(id, &order)) {
				// What it traded stays traded.
				Err(error) if outcome.steps > 0 && error == Error::<T>::BookFull.into() => {
					Self::closed(id, &order, CloseReason::BookFull);
				},
				rested => rested?,
			},
		}
		Ok((id, outcome.steps))
	}

	/// Takes the escrow of an order, and puts the order into its books and into the expiry queue.
	fn rest(id: OrderId, order: &OrderOf<T>) -> DispatchResult {
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
		Orders::<T>::insert(id, order);
		let Order { owner, price, remaining, expires, .. } = order.clone();
		Self::deposit_event(Event::OrderPlaced { order: id, owner, price, remaining, expires });
		Ok(())
	}

	fn take_id() -> Result<OrderId, DispatchError> {
		let id = NextOrderId::<T>::get();
		NextOrderId::<T>::put(id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		Ok(id)
	}
}
