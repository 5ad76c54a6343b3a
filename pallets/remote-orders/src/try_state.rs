//! The invariants of the crate's documentation, by their numbers.

use crate::{
	pallet::{Config, HoldReason, NewsQueue, Orders, Pallet, Purchases, Receipts, Waiting},
	types::News,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::{market::Balance, purchase::Exchange};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let queue = Waiting::<T>::get();
		let mut count = 0;
		for (number, ((chain, purchase), news)) in NewsQueue::<T>::iter() {
			count += 1;
			let waits = (queue.first..queue.next).contains(&number);
			let old = matches!(news, News::Placed(_) | News::Reopened(..));
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
			let own = chain == T::ChainId::get();
			ensure!(own == remote.recipient.is_some(), "6: orders of this chain have a recipient");
			let news = || NewsQueue::<T>::iter_values().filter(|(of, _)| *of == key);
			let filled = news().filter(|(_, news)| matches!(news, News::Filled(_))).count();
			ensure!(filled == remote.outstanding as usize, "3: unsent deliveries are counted");
			let goes_on = |news: &News<_>| matches!(news, News::Ended(_) | News::OrderAgain);
			let ended = news().filter(|(_, news)| goes_on(news)).count();
			let open = remote.order.is_some_and(T::Exchange::is_open);
			ensure!(ended == usize::from(!open), "5: an order stands, or it is known what comes");
		}
		ensure!(Purchases::<T>::iter().count() == accounts, "2: accounts are of orders");

		let void = NewsQueue::<T>::iter_values()
			.filter_map(|(key, news)| matches!(news, News::Reopened(..)).then_some(key));
		let mut receipts = BTreeMap::<_, Balance>::new();
		for key in Receipts::<T>::iter_values().map(|(key, _)| key).chain(void) {
			*receipts.entry(key).or_default() += T::ReceiptDeposit::get();
		}
		for (key, deposits) in receipts {
			let account = Self::account_of(key);
			let held = T::Currency::balance_on_hold(&HoldReason::Receipt.into(), &account);
			ensure!(held == deposits, "7: a receipt has its deposit");
		}
		Ok(())
	}
}
