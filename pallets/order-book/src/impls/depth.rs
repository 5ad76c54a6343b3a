//! The answers to the market's view functions: depth, and recent trades.

use crate::{
	pallet::{Config, NextTradeId, Orders, Pallet, Trades},
	types::{BookOf, Order, OrderOf, TradeOf},
};
use alloc::vec::Vec;
use frame_support::traits::{Get, UnixTime};
use zeropark_primitives::market::Level;

/// The most levels that one answer has.
const MAX_LEVELS: u32 = 100;

/// The most orders that one answer is made of. A query costs its caller nothing, so it must not
/// take long.
const MAX_COUNTED: usize = 1_000;

impl<T: Config> Pallet<T> {
	/// Returns the best price levels of a book, made of its best [`MAX_COUNTED`] orders.
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

	/// Returns the last trades, newest first.
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
