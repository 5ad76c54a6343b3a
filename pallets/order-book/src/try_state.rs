//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	impls::due,
	pallet::{Config, ExpiredUntil, Expiries, HoldReason, Index, Orders, Pages, Pallet},
	types::{Book, Terms},
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold as _, fungibles::Inspect as _, UnixTime},
};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::market::Instrument;

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let now = T::Time::now().as_secs();
		let mut money = BTreeMap::new();
		let mut assets = BTreeMap::new();
		let mut keys = BTreeMap::<Vec<u8>, u32>::new();
		let mut orders = 0;
		for (id, order) in Orders::<T>::iter() {
			let held = money.entry(order.owner.encode()).or_insert((order.owner.clone(), 0));
			held.1 += order.held();
			if let Terms::Ask { class, .. } = order.terms {
				let kept = assets.entry(class.encode()).or_insert((class, 0u128));
				kept.1 += u128::from(order.remaining);
			}
			let hour = due(order.expires);
			if !Expiries::<T>::contains_key(hour, id) {
				ensure!(
					matches!(order.terms, Terms::Ask { .. }),
					"5: each bid is in the expiry queue"
				);
				continue;
			}
			orders += 1;
			for book in Self::books(&order.terms) {
				let key = book.key(order.price, id);
				ensure!(Self::keys(book).any(|other| other == key), "3: an order is in its books");
				*keys.entry(book.encode()).or_default() += 1;
			}
			if let Terms::Ask { class, baskets } = &order.terms {
				let markets = baskets.iter().copied().map(Instrument::Basket);
				for market in markets.chain([Instrument::Class(*class)]) {
					let bids = Book::bids(market);
					let crossed =
						Self::best(&bids).is_some_and(|key| bids.price(&key) >= order.price);
					ensure!(!crossed || order.expires <= now, "4: books do not cross");
				}
			}
		}
		for (owner, expected) in money.into_values() {
			let held = T::Currency::balance_on_hold(&HoldReason::Order.into(), &owner);
			ensure!(held == expected, "1: money on hold is the sum over the orders");
		}
		for (class, quantity) in assets.into_values() {
			let kept = T::Assets::balance(class, &Self::account_id());
			ensure!(kept >= quantity, "2: the market keeps the assets of all asks");
		}
		for (book, index) in Index::<T>::iter() {
			let all = Self::keys(book).collect::<Vec<_>>();
			ensure!(all.is_sorted(), "3: books are sorted");
			ensure!(
				Some(&(all.len() as u32)) == keys.get(&book.encode()),
				"3: books have exactly their orders"
			);
			for head in index {
				let first = Pages::<T>::get(book, head.page).first().copied();
				ensure!(first == Some(head.first), "3: the index knows each page's first key");
			}
		}
		let mut queued = 0;
		for (hour, id, ()) in Expiries::<T>::iter() {
			queued += 1;
			ensure!(Orders::<T>::contains_key(id), "5: a queued order is on record");
			ensure!(
				ExpiredUntil::<T>::get().is_some_and(|at| at <= hour),
				"5: no queued order is in an hour that is done"
			);
		}
		ensure!(queued == orders, "5: each order is queued once");
		Ok(())
	}
}
