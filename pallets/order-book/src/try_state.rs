//! The invariants of the crate documentation, by the same numbers.

use crate::{
	pallet::{Config, ExpiredUntil, Expiries, HoldReason, Index, Orders, Pages, Pallet},
	types::{Book, Market, Terms},
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold as _, fungibles::InspectHold as _, UnixTime},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant; reads the whole state of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let now = T::Time::now().as_secs();
		let mut money = BTreeMap::new();
		let mut assets = BTreeMap::new();
		let mut keys = BTreeMap::<Vec<u8>, u32>::new();
		let mut orders = 0;
		for (id, order) in Orders::<T>::iter() {
			orders += 1;
			let held = money.entry(order.owner.encode()).or_insert((order.owner.clone(), 0, 0));
			held.2 += order.deposit;
			match order.terms {
				Terms::Bid { .. } => held.1 += order.price.of(order.remaining),
				Terms::Ask { class, .. } => {
					let owner = order.owner.clone();
					let held = assets.entry((class, owner).encode());
					held.or_insert((class, order.owner, 0u128)).2 += u128::from(order.remaining);
				},
			}
			for book in Self::books(&order.terms) {
				let key = book.key(order.price, id);
				ensure!(Self::keys(book).any(|other| other == key), "4: an order is in its books");
				*keys.entry(book.encode()).or_default() += 1;
			}
			if let Terms::Ask { class, baskets } = &order.terms {
				let markets = baskets.iter().copied().map(Market::Basket);
				for market in markets.chain([Market::Class(*class)]) {
					let bids = Book::bids(market);
					let crossed = Self::best(&bids).is_some_and(|key| bids.price(&key) >= order.price);
					ensure!(!crossed || order.expires <= now, "5: books do not cross");
				}
			}
		}
		for (owner, escrow, deposits) in money.into_values() {
			let held = |reason: HoldReason| T::Currency::balance_on_hold(&reason.into(), &owner);
			ensure!(held(HoldReason::Escrow) == escrow, "1: money on hold covers the bids");
			ensure!(held(HoldReason::Deposit) == deposits, "3: deposits are on hold");
		}
		for (class, owner, quantity) in assets.into_values() {
			let held = T::Assets::balance_on_hold(class, &HoldReason::Escrow.into(), &owner);
			ensure!(held == quantity, "2: assets on hold cover the asks");
		}
		for (book, index) in Index::<T>::iter() {
			let all = Self::keys(book.clone()).collect::<Vec<_>>();
			ensure!(all.is_sorted(), "4: books are sorted");
			ensure!(
				Some(&(all.len() as u32)) == keys.get(&book.encode()),
				"4: books have their orders and no others"
			);
			for head in index {
				let first = Pages::<T>::get(&book, head.page).first().copied();
				ensure!(first == Some(head.first), "4: the index knows each page's first key");
			}
		}
		let mut due = 0;
		for (hour, id, ()) in Expiries::<T>::iter() {
			due += 1;
			ensure!(Orders::<T>::contains_key(id), "6: what falls due stands");
			ensure!(ExpiredUntil::<T>::get().is_some_and(|at| at <= hour), "6: none is passed over");
		}
		ensure!(due == orders, "6: each order falls due once");
		Ok(())
	}
}
