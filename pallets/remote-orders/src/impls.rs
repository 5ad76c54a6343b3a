//! What the calls do, what is heard from the market, and the queue of news.

use crate::{
	pallet::{Config, Error, Event, HoldReason, NewsQueue, Orders, Pallet, Purchases, Waiting},
	types::{Fill, Key, News, RemoteOrder},
};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
	weights::Weight,
};
use sp_runtime::{traits::AccountIdConversion, AccountId32, DispatchError};
use zeropark_primitives::{
	market::{Closure, OrderId, OrderListener, Trade},
	purchase::{Courier, Delivery, Ending, Exchange, PowerOrder, Registry, Report},
};

impl<T: Config> Pallet<T> {
	/// The account of a purchase.
	pub fn account_of((chain, purchase): Key) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((chain, purchase))
	}

	/// Places an order; what the market's part weighed.
	pub(crate) fn do_place(
		key: Key,
		order: PowerOrder<T::AccountId>,
	) -> Result<Weight, DispatchError> {
		let (chain, purchase) = key;
		ensure!(!Orders::<T>::contains_key(chain, purchase), Error::<T>::AlreadyExists);
		let account = Self::account_of(key);
		let deposit = T::Deposit::get();
		T::Currency::hold(&HoldReason::Deposit.into(), &account, deposit)?;
		let PowerOrder { beneficiary, basket, quantity, price, deadline, claim } = order;
		let remote = RemoteOrder { beneficiary, claim, order: None, outstanding: 0, deposit };
		// The market's news find it there.
		Orders::<T>::insert(chain, purchase, remote);
		Purchases::<T>::insert(&account, key);
		let placed =
			with_storage_layer(|| T::Exchange::bid(account, basket, price, quantity, deadline));
		match placed {
			Ok((order, weight)) => {
				Self::mutate(key, |remote| remote.order = Some(order));
				Self::deposit_event(Event::OrderPlaced { chain, purchase, order });
				if T::Exchange::is_open(order) {
					Self::enqueue(key, News::Placed(order));
				}
				Ok(weight)
			},
			Err(error) => {
				Self::deposit_event(Event::OrderRefused { chain, purchase, error });
				Self::enqueue(key, News::Ended(Ending::Refused));
				// Whatever it was refused for may have come last.
				Ok(T::Exchange::bid_weight())
			},
		}
	}

	pub(crate) fn do_cancel(key: Key, beneficiary: T::AccountId) -> DispatchResult {
		let (chain, purchase) = key;
		match Orders::<T>::get(chain, purchase) {
			Some(RemoteOrder { order: Some(order), .. }) if T::Exchange::is_open(order) => {
				T::Exchange::cancel(order)
			},
			// Its end is in the queue.
			Some(_) => Ok(()),
			None => {
				let remote = RemoteOrder {
					beneficiary,
					claim: None,
					order: None,
					outstanding: 0,
					deposit: 0,
				};
				Orders::<T>::insert(chain, purchase, remote);
				Purchases::<T>::insert(Self::account_of(key), key);
				Self::enqueue(key, News::Ended(Ending::Refused));
				Ok(())
			},
		}
	}

	/// Sends what waits, the oldest first, at most `limit`; how many were tried.
	pub(crate) fn send_news(limit: u32) -> u32 {
		// What is tried again goes behind what waits now.
		let end = Waiting::<T>::get().next;
		let mut done = 0;
		while done < limit {
			let mut queue = Waiting::<T>::get();
			if queue.first >= end {
				break;
			}
			let number = queue.first;
			queue.first += 1;
			Waiting::<T>::put(queue);
			done += 1;
			let Some((key, news)) = NewsQueue::<T>::take(number) else {
				defensive!("the queue has no gaps");
				continue;
			};
			if let Err(error) = with_storage_layer(|| Self::send(key, &news)) {
				let (chain, purchase) = key;
				Self::deposit_event(Event::ReportPostponed { chain, purchase, error });
				Self::enqueue(key, news);
			}
		}
		done
	}

	pub(crate) fn enqueue(key: Key, news: News<T::AccountId>) {
		Waiting::<T>::mutate(|queue| {
			NewsQueue::<T>::insert(queue.next, (key, news));
			queue.next += 1;
		});
	}

	pub(crate) fn mutate(key: Key, change: impl FnOnce(&mut RemoteOrder<T::AccountId>)) {
		Orders::<T>::mutate(key.0, key.1, |remote| match remote {
			Some(remote) => change(remote),
			None => {
				defensive!("the order is there");
			},
		});
	}

	fn send(key: Key, news: &News<T::AccountId>) -> DispatchResult {
		let (chain, purchase) = key;
		let Some(remote) = Orders::<T>::get(chain, purchase) else {
			// That the order stands is old news once the purchase has ended.
			return Ok(());
		};
		let account = Self::account_of(key);
		let fee = T::ReportFee::get();
		let (report, certificates, money) = match news {
			News::Placed(order) => (Report::Placed { order: *order }, None, fee),
			News::Filled(fill) => {
				let delivery = Self::deliver(key, &remote, &account, fill)?;
				let along = delivery.retired.is_none().then_some((fill.batch, fill.quantity));
				Self::mutate(key, |remote| {
					remote.outstanding = remote.outstanding.saturating_sub(1);
				});
				(Report::Delivered(delivery), along, fee)
			},
			News::Ended(ending) => {
				ensure!(remote.outstanding == 0, Error::<T>::DeliveriesOutstanding);
				let reason = HoldReason::Deposit.into();
				T::Currency::release(&reason, &account, remote.deposit, Precision::Exact)?;
				// All there is; the least an account needs stays with the deposits of its retirements.
				let money = T::Currency::reducible_balance(
					&account,
					Preservation::Expendable,
					Fortitude::Polite,
				);
				Orders::<T>::remove(chain, purchase);
				Purchases::<T>::remove(&account);
				(Report::Ended { ending: *ending, money }, None, money)
			},
		};
		let beneficiary = remote.beneficiary;
		T::Courier::send(chain, beneficiary, purchase, report, &account, certificates, money)?;
		if let News::Ended(ending) = *news {
			Self::deposit_event(Event::PurchaseEnded { chain, purchase, ending, money });
		}
		Ok(())
	}

	/// Retires what a trade brought, if that is wanted and can be done.
	fn deliver(
		(chain, purchase): Key,
		remote: &RemoteOrder<T::AccountId>,
		account: &T::AccountId,
		fill: &Fill<T::AccountId>,
	) -> Result<Delivery, DispatchError> {
		let Fill { batch, quantity, price, time, .. } = *fill;
		let info = T::Registry::batch(batch).ok_or(Error::<T>::BatchNotFound)?;
		let retired = remote.claim.as_ref().and_then(|claim| {
			let retire = || T::Registry::retire(account.clone(), batch, quantity, claim.clone());
			with_storage_layer(retire)
				.inspect_err(|error| {
					let error = *error;
					Self::deposit_event(Event::RetirementFailed { chain, purchase, batch, error });
				})
				.ok()
		});
		Ok(Delivery {
			seller: fill.seller.clone(),
			batch,
			batch_serials: info.serials,
			technology: info.technology,
			month: info.month,
			quantity,
			price,
			time,
			retired,
		})
	}
}

impl<T: Config> OrderListener<AccountId32, u32> for Pallet<T> {
	fn traded(trade: &Trade<AccountId32, u32>) {
		let Some(key) = Purchases::<T>::get(&trade.buyer) else { return };
		Self::mutate(key, |remote| remote.outstanding = remote.outstanding.saturating_add(1));
		let fill = Fill {
			seller: trade.seller.clone(),
			batch: trade.class,
			quantity: trade.quantity,
			price: trade.price,
			time: trade.time,
		};
		Self::enqueue(key, News::Filled(fill));
	}

	fn closed(_: OrderId, owner: &AccountId32, closure: Closure) {
		if let Some(key) = Purchases::<T>::get(owner) {
			Self::enqueue(key, News::Ended(Ending::Closed(closure)));
		}
	}
}
