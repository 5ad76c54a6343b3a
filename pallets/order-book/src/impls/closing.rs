//! Closing orders: cancellation and expiry.

use super::due;
use crate::{
	pallet::{Config, Error, Event, ExpiredUntil, Expiries, HoldReason, Orders, Pallet},
	types::{OrderOf, Terms},
	weights::WeightInfo,
	LOG_TARGET,
};
use alloc::vec::Vec;
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
use zeropark_primitives::{
	ids::OrderId,
	market::{CloseReason, OrderListener},
	time::HOUR,
};

impl<T: Config> Pallet<T> {
	/// Closes an order for its owner `who`, for the operator if `who` is `None`, or for anybody if
	/// the order has expired.
	pub(crate) fn do_cancel(who: Option<T::AccountId>, id: OrderId) -> DispatchResult {
		let order = Orders::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let expired = order.expires <= T::Time::now().as_secs();
		let may = expired || who.is_none_or(|who| who == order.owner);
		ensure!(may, Error::<T>::NotAuthorized);
		let reason = if expired { CloseReason::Expired } else { CloseReason::Cancelled };
		Self::close_resting(id, order, reason);
		Ok(())
	}

	/// The weight of `count` expiry steps. Closing an order weighs as much as cancelling it, and
	/// the move to the next hour weighs less.
	pub(crate) fn expiry_weight(count: u32) -> Weight {
		let closing = T::WeightInfo::cancel_order().saturating_mul(count.into());
		T::DbWeight::get().reads(2).saturating_add(closing)
	}

	/// Closes expired orders, the oldest hour first. Takes at most `limit` steps, and returns how
	/// many it took; a step is one order, or the move to the next hour.
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
					Some(order) => Self::close_resting(id, order, CloseReason::Expired),
					None => Expiries::<T>::remove(hour, id),
				}
			}
			if emptied {
				// The move to the next hour costs reads and writes, so it counts as a step.
				hour = hour.saturating_add(1);
				ExpiredUntil::<T>::put(hour);
				done += 1;
			}
		}
		done
	}

	/// Takes a resting order out of its books, and releases its escrow and deposit.
	pub(crate) fn close_resting(id: OrderId, order: OrderOf<T>, reason: CloseReason) {
		Self::unlist(id, &order);
		Self::release(id, order, reason);
	}

	/// Takes an order out of its books and out of the expiry queue.
	fn unlist(id: OrderId, order: &OrderOf<T>) {
		for book in Self::books(&order.terms) {
			Self::remove_key(&book, &book.key(order.price, id));
		}
		Expiries::<T>::remove(due(order.expires), id);
		Orders::<T>::remove(id);
	}

	/// Releases the escrow and the deposit of an order that was taken out of its books.
	///
	/// Money is always on hold (invariant 1). Assets cannot move while their class is frozen: the
	/// order then stays on record, in no book, and its owner can cancel it again.
	fn release(id: OrderId, order: OrderOf<T>, reason: CloseReason) {
		let (owner, remaining) = (&order.owner, order.remaining);
		if let Terms::Ask { class, .. } = order.terms {
			let market = Self::account_id();
			let give_back = || match remaining {
				0 => Ok(0),
				rest => T::Assets::transfer(class, &market, owner, rest.into(), Expendable),
			};
			if let Err(error) = with_storage_layer(give_back) {
				Orders::<T>::insert(id, order);
				log::warn!(
					target: LOG_TARGET,
					"the assets of order {id} stay in the market's account: {error:?}"
				);
				return Self::deposit_event(Event::AssetsStuck { order: id, error });
			}
		}
		let (hold, held) = (HoldReason::Order.into(), order.held());
		if T::Currency::release(&hold, owner, held, Precision::BestEffort) != Ok(held) {
			defensive!("holds cover the orders");
		}
		Self::closed(id, &order, reason);
	}

	/// Reports that an order closed.
	pub(crate) fn closed(id: OrderId, order: &OrderOf<T>, reason: CloseReason) {
		T::Listener::closed(id, &order.owner, reason);
		let remaining = order.remaining;
		Self::deposit_event(Event::OrderClosed { order: id, reason, remaining });
	}
}
