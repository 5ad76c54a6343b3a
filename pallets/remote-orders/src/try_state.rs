//! The invariants of the crate's documentation, by their numbers.

use crate::{
	pallet::{Config, HoldReason, NewsQueue, Orders, Pallet, Purchases, Waiting},
	types::News,
};
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::purchase::Exchange;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let queue = Waiting::<T>::get();
		let mut count = 0;
		for (number, ((chain, purchase), news)) in NewsQueue::<T>::iter() {
			count += 1;
			let waits = (queue.first..queue.next).contains(&number);
			let old = matches!(news, News::Placed(_));
			let known = old || Orders::<T>::contains_key(chain, purchase);
			ensure!(waits && known, "4: news is of an order there is, and waits");
		}
		ensure!(queue.next - queue.first == count, "4: the queue has no gaps");

		let mut accounts = 0;
		for (chain, purchase, remote) in Orders::<T>::iter() {
			let key = (chain, purchase);
			let account = Self::account_of(key);
			let held = T::Currency::balance_on_hold(&HoldReason::Deposit.into(), &account);
			ensure!(held == remote.deposit, "1: an order holds its deposit");
			ensure!(Purchases::<T>::get(&account) == Some(key), "2: accounts are of orders");
			accounts += 1;
			let news = || NewsQueue::<T>::iter_values().filter(|(of, _)| *of == key);
			let filled = news().filter(|(_, news)| matches!(news, News::Filled(_))).count();
			ensure!(filled == remote.outstanding as usize, "3: unsent deliveries are counted");
			let ended = news().filter(|(_, news)| matches!(news, News::Ended(_))).count();
			let open = remote.order.is_some_and(T::Exchange::is_open);
			ensure!(ended == usize::from(!open), "5: an order stands, or its end is to be told");
		}
		ensure!(Purchases::<T>::iter().count() == accounts, "2: accounts are of orders");
		Ok(())
	}
}
