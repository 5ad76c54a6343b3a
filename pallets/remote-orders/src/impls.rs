//! What the calls do, what is heard from the market, and the queue of news.

use crate::{
	pallet::{
		Config, Error, Event, HoldReason, NewsQueue, NextOwn, Orders, Pallet, Purchases, Receipts,
		Waiting,
	},
	types::{Fill, Key, News, RemoteOrder, Wanted},
	weights::WeightInfo,
};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _, Mutate as _},
		tokens::{Fortitude, Precision, Preservation},
		Contains, Get,
	},
	weights::Weight,
};
use sp_runtime::{traits::AccountIdConversion, AccountId32, DispatchError};
use zeropark_primitives::{
	market::{Balance, Closure, OrderId, OrderListener, Quantity, Trade},
	purchase::{
		ClaimListener, Courier, Delivery, Ending, Exchange, PowerOrder, Refusal, Registry,
		RemoteAccount, Report,
	},
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
		let wanted = Self::open(key, None, order)?;
		Ok(Self::bid_or_end(key, wanted, Ending::Refused))
	}

	/// Places an order of this chain for `recipient`; what the market's part weighed.
	pub(crate) fn do_place_for(
		recipient: RemoteAccount<T::AccountId>,
		order: PowerOrder<T::AccountId>,
	) -> Result<Weight, DispatchError> {
		ensure!(T::Destinations::contains(&recipient.chain), Error::<T>::UnknownDestination);
		let purchase = NextOwn::<T>::get();
		NextOwn::<T>::put(purchase.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		let key = (T::ChainId::get(), purchase);
		let money = order.price.of(order.quantity).saturating_add(T::Courier::overhead(&order));
		let (payer, account) = (&order.beneficiary, Self::account_of(key));
		T::Currency::transfer(payer, &account, money, Preservation::Preserve)?;
		let wanted = Self::open(key, Some(recipient), order)?;
		Self::bid(key, wanted)
	}

	/// What an order of this chain weighs, of which the market's part is `market`: the caller pays for its end, too, which takes
	/// no fee along.
	pub(crate) fn place_for_weight(market: Weight) -> Weight {
		let end = T::WeightInfo::send_news(1);
		T::WeightInfo::place_for().saturating_add(market).saturating_add(end)
	}

	/// Puts a purchase on record, which its account pays for; what it wants.
	fn open(
		key: Key,
		recipient: Option<RemoteAccount<T::AccountId>>,
		order: PowerOrder<T::AccountId>,
	) -> Result<Wanted, DispatchError> {
		let account = Self::account_of(key);
		let deposit = T::Deposit::get();
		T::Currency::hold(&HoldReason::Deposit.into(), &account, deposit)?;
		let PowerOrder { beneficiary, basket, quantity, price, deadline, claim } = order;
		let wanted = Wanted { basket, quantity, price, deadline };
		let remote = RemoteOrder {
			beneficiary,
			recipient,
			claim,
			wanted: Some(wanted),
			order: None,
			outstanding: 0,
			deposit,
		};
		// The market's news find it there.
		Orders::<T>::insert(key.0, key.1, remote);
		Purchases::<T>::insert(&account, key);
		Ok(wanted)
	}

	/// Bids for what is wanted; what the market's part weighed.
	fn bid(key: Key, wanted: Wanted) -> Result<Weight, DispatchError> {
		let (chain, purchase) = key;
		let Wanted { basket, quantity, price, deadline } = wanted;
		let account = Self::account_of(key);
		let (order, weight) = T::Exchange::bid(account, basket, price, quantity, deadline)?;
		Self::mutate(key, |remote| remote.order = Some(order));
		Self::deposit_event(Event::OrderPlaced { chain, purchase, order });
		if chain != T::ChainId::get() && T::Exchange::is_open(order) {
			Self::enqueue(key, News::Placed(order));
		}
		Ok(weight)
	}

	/// Bids for what is wanted, or ends the purchase as `refused` says; what the market's part weighed.
	fn bid_or_end(key: Key, wanted: Wanted, refused: impl FnOnce(Refusal) -> Ending) -> Weight {
		match with_storage_layer(|| Self::bid(key, wanted)) {
			Ok(weight) => weight,
			Err(error) => {
				let (chain, purchase) = key;
				Self::deposit_event(Event::OrderRefused { chain, purchase, error });
				Self::enqueue(key, News::Ended(refused(T::Exchange::refusal(error))));
				// Whatever it was refused for may have come last.
				T::Exchange::bid_weight()
			},
		}
	}

	/// Orders again what an order left that met as many others as it may at once; what the market's part weighed.
	fn order_again(key: Key) -> Weight {
		let (chain, purchase) = key;
		match Orders::<T>::get(chain, purchase).and_then(|remote| remote.wanted) {
			Some(wanted) => Self::bid_or_end(key, wanted, |_| Ending::Closed(Closure::FillLimit)),
			None => {
				Self::enqueue(key, News::Ended(Ending::Closed(Closure::Cancelled)));
				Weight::zero()
			},
		}
	}

	pub(crate) fn do_cancel(key: Key, beneficiary: T::AccountId) -> DispatchResult {
		let (chain, purchase) = key;
		match Orders::<T>::get(chain, purchase) {
			Some(RemoteOrder { order: Some(order), .. }) if T::Exchange::is_open(order) => {
				T::Exchange::cancel(order)
			},
			// Its end is in the queue, or that it is ordered again, which comes to an end now.
			Some(_) => {
				Self::mutate(key, |remote| remote.wanted = None);
				Ok(())
			},
			None => {
				let remote = RemoteOrder {
					beneficiary,
					recipient: None,
					claim: None,
					wanted: None,
					order: None,
					outstanding: 0,
					deposit: 0,
				};
				Orders::<T>::insert(chain, purchase, remote);
				Purchases::<T>::insert(Self::account_of(key), key);
				Self::enqueue(key, News::Ended(Ending::Refused(Refusal::NeverPlaced)));
				Ok(())
			},
		}
	}

	/// What going through `sent` news weighs.
	pub(crate) fn weight_of(sent: u32) -> Weight {
		match sent {
			0 => T::DbWeight::get().reads(2),
			sent => T::WeightInfo::send_news(sent),
		}
	}

	/// Goes through what waits, the oldest first, at most `limit`; how many it went through, and what ordering again weighed,
	/// which it does once, and if `may_order`; the rest of those waits behind the others.
	pub(crate) fn send_news(limit: u32, mut may_order: bool) -> (u32, Weight) {
		// What is tried again goes behind what waits now.
		let end = Waiting::<T>::get().next;
		let (mut done, mut ordering) = (0, Weight::zero());
		while done < limit {
			let mut queue = Waiting::<T>::get();
			let number = queue.first;
			if number >= end {
				break;
			}
			let next = NewsQueue::<T>::take(number);
			queue.first += 1;
			Waiting::<T>::put(queue);
			done += 1;
			let Some((key, news)) = next else {
				defensive!("the queue has no gaps");
				continue;
			};
			let told = with_storage_layer(|| match &news {
				News::Placed(order) => Self::tell_placed(key, *order),
				News::Filled(fill) => Self::tell_filled(key, fill),
				News::Ended(ending) => Self::tell_ended(key, *ending),
				News::Reopened(retirement, beneficiary) => {
					Self::tell_reopened(key, *retirement, beneficiary.clone())
				},
				News::OrderAgain if !may_order => {
					Self::enqueue(key, news.clone());
					Ok(())
				},
				News::OrderAgain => {
					may_order = false;
					ordering = Self::order_again(key);
					Ok(())
				},
			});
			if let Err(error) = told {
				let (chain, purchase) = key;
				Self::deposit_event(Event::ReportPostponed { chain, purchase, error });
				Self::enqueue(key, news);
			}
		}
		(done, ordering)
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

	/// Tells that an order stands, unless it has ended since.
	fn tell_placed(key: Key, order: OrderId) -> DispatchResult {
		let Some(remote) = Orders::<T>::get(key.0, key.1) else { return Ok(()) };
		let fee = T::ReportFee::get();
		Self::send(key, remote.beneficiary, Report::Placed { order }, None, fee)
	}

	/// Delivers what a trade brought.
	fn tell_filled(key: Key, fill: &Fill<T::AccountId>) -> DispatchResult {
		let Some(remote) = Orders::<T>::get(key.0, key.1) else { return Ok(()) };
		Self::mutate(key, |remote| remote.outstanding = remote.outstanding.saturating_sub(1));
		let fee = T::ReportFee::get();
		if let Some(recipient) = remote.recipient {
			let (batch, quantity) = (fill.batch, fill.quantity);
			let account = Self::account_of(key);
			T::Courier::deliver(recipient.clone(), &account, (batch, quantity), fee)?;
			let purchase = key.1;
			Self::deposit_event(Event::CertificatesSent { purchase, recipient, batch, quantity });
			return Ok(());
		}
		let delivery = Self::deliver(key, &remote, fill)?;
		let along = delivery.retired.is_none().then_some((fill.batch, fill.quantity));
		Self::send(key, remote.beneficiary, Report::Delivered(delivery), along, fee)
	}

	/// Tells that a purchase has ended, once all it brought is delivered, and sends the money that is left.
	fn tell_ended(key: Key, ending: Ending) -> DispatchResult {
		let (chain, purchase) = key;
		let Some(remote) = Orders::<T>::get(chain, purchase) else { return Ok(()) };
		ensure!(remote.outstanding == 0, Error::<T>::DeliveriesOutstanding);
		let (account, reason) = (Self::account_of(key), HoldReason::Deposit.into());
		T::Currency::release(&reason, &account, remote.deposit, Precision::Exact)?;
		let money = Self::spendable(&account);
		Orders::<T>::remove(chain, purchase);
		Purchases::<T>::remove(&account);
		let beneficiary = remote.beneficiary;
		if remote.recipient.is_some() {
			T::Currency::transfer(&account, &beneficiary, money, Preservation::Expendable)?;
		} else {
			Self::send(key, beneficiary, Report::Ended { ending, money }, None, money)?;
		}
		Self::deposit_event(Event::PurchaseEnded { chain, purchase, ending, money });
		Ok(())
	}

	/// Sends a report out of a purchase's account.
	fn send(
		(chain, purchase): Key,
		beneficiary: T::AccountId,
		report: Report,
		certificates: Option<(u32, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		let account = Self::account_of((chain, purchase));
		T::Courier::send(chain, beneficiary, purchase, report, &account, certificates, money)
	}

	/// All that an account can give: the least it needs stays with what is on hold there.
	fn spendable(account: &T::AccountId) -> Balance {
		T::Currency::reducible_balance(account, Preservation::Expendable, Fortitude::Polite)
	}

	/// Tells that the claim of a receipt is void, with the money that was held for that.
	fn tell_reopened(key: Key, retirement: u64, beneficiary: T::AccountId) -> DispatchResult {
		let (chain, purchase) = key;
		let (account, reason) = (Self::account_of(key), HoldReason::Receipt.into());
		let deposit = T::ReceiptDeposit::get();
		T::Currency::release(&reason, &account, deposit, Precision::Exact)?;
		// A purchase that goes on needs the rest.
		let goes_on = Orders::<T>::contains_key(chain, purchase);
		let money = if goes_on { deposit } else { Self::spendable(&account) };
		Self::send(key, beneficiary, Report::Reopened { retirement }, None, money)
	}

	/// What a trade brought, retired if that is wanted and can be done.
	fn deliver(
		key: Key,
		remote: &RemoteOrder<T::AccountId>,
		fill: &Fill<T::AccountId>,
	) -> Result<Delivery, DispatchError> {
		let (account, (chain, purchase)) = (Self::account_of(key), key);
		let Fill { batch, quantity, price, time, .. } = *fill;
		let info = T::Registry::batch(batch).ok_or(Error::<T>::BatchNotFound)?;
		let retired = remote.claim.as_ref().and_then(|claim| {
			let retire = || {
				let retired = T::Registry::retire(account.clone(), batch, quantity, claim.clone())?;
				let deposit = T::ReceiptDeposit::get();
				T::Currency::hold(&HoldReason::Receipt.into(), &account, deposit)?;
				let beneficiary = remote.beneficiary.clone();
				Receipts::<T>::insert(retired.retirement, (key, beneficiary));
				Ok(retired)
			};
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

impl<T: Config> ClaimListener for Pallet<T> {
	fn reopened(retirement: u64) {
		if let Some((key, beneficiary)) = Receipts::<T>::take(retirement) {
			Self::enqueue(key, News::Reopened(retirement, beneficiary));
		}
	}
}

impl<T: Config> OrderListener<AccountId32, u32> for Pallet<T> {
	fn traded(trade: &Trade<AccountId32, u32>) {
		let Some(key) = Purchases::<T>::get(&trade.buyer) else { return };
		Self::mutate(key, |remote| {
			remote.outstanding = remote.outstanding.saturating_add(1);
			if let Some(wanted) = &mut remote.wanted {
				wanted.quantity = wanted.quantity.saturating_sub(trade.quantity);
			}
		});
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
		let Some(key) = Purchases::<T>::get(owner) else { return };
		let news = match closure {
			Closure::FillLimit => News::OrderAgain,
			closure => News::Ended(Ending::Closed(closure)),
		};
		Self::enqueue(key, news);
	}
}
