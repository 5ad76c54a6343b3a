//! Placing and cancelling orders, and listening to the market and the registry.

use crate::{
	pallet::{
		Config, Error, Event, HoldReason, NextLocalOrderId, OrderAccounts, OrderRecordOf, Orders,
		Pallet, Receipts, RemoteOrderOf, Watermarks,
	},
	types::{OrderKey, OrderRecord, Remainder, Task},
	weights::WeightInfo,
};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Mutate as _, Mutate as _},
		tokens::Preservation,
		Contains, Get,
	},
	weights::Weight,
};
use sp_runtime::{traits::AccountIdConversion, DispatchError};
use zeropark_primitives::{
	certificates::ClaimListener,
	ids::{OrderId, RetirementId},
	market::{CloseReason, OrderListener, Side, Trade, Venue},
	trading::{
		Bought, DeliveryTransport, Offer, OrderOutcome, OrderPurpose, RejectReason, RemoteAccount,
		RemoteOrder, Sales, Sold,
	},
};

impl<T: Config> Pallet<T> {
	/// Returns the account of an order.
	pub fn account_of((chain, number): OrderKey) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((chain, number))
	}

	/// Places an order of another chain. Returns the weight of the market's part.
	pub(crate) fn do_place(
		key: OrderKey,
		order: RemoteOrderOf<T>,
	) -> Result<Weight, DispatchError> {
		let (chain, number) = key;
		ensure!(number >= Watermarks::<T>::get(chain), Error::<T>::AlreadyExists);
		let may = order.purpose.as_ref().is_none_or(|purpose| purpose.is_of(chain));
		ensure!(may, Error::<T>::NotAuthorized);
		let watermark = number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let remainder = Self::open(key, None, order)?;
		Watermarks::<T>::insert(chain, watermark);
		Ok(Self::bid_or_end(key, remainder, OrderOutcome::Rejected))
	}

	/// The weight of placing an order of another chain, with `market` as the market's part; the most
	/// that it can be if that is not known.
	pub(crate) fn place_weight(side: Side, market: Option<Weight>) -> Weight {
		let (ours, most) = match side {
			Side::Bids => (T::WeightInfo::place(), T::Venue::bid_weight()),
			Side::Asks => (T::WeightInfo::place_sale(), T::Venue::ask_weight()),
		};
		ours.saturating_add(market.unwrap_or(most))
	}

	/// Places an order of this chain for `recipient`. Returns the weight of the market's part.
	pub(crate) fn do_place_for(
		recipient: RemoteAccount<T::AccountId>,
		order: RemoteOrderOf<T>,
	) -> Result<Weight, DispatchError> {
		ensure!(T::Destinations::contains(&recipient.chain), Error::<T>::UnknownDestination);
		let number = NextLocalOrderId::<T>::get();
		NextLocalOrderId::<T>::put(number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?);
		let key = (T::ChainId::get(), number);
		let overhead = T::Transport::overhead(order.quantity, order.purpose.is_some());
		let money = order.price.of(order.quantity).saturating_add(overhead);
		let (payer, account) = (&order.beneficiary, Self::account_of(key));
		T::Currency::transfer(payer, &account, money, Preservation::Preserve)?;
		let remainder = Self::open(key, Some(recipient), order)?;
		Self::bid(key, remainder)
	}

	/// The weight of placing an order of this chain, with `market` as the market's part. The caller
	/// also pays for the end of the order, because its end sends no report that would carry a fee.
	pub(crate) fn place_for_weight(market: Weight) -> Weight {
		let end = T::WeightInfo::do_tasks(1);
		T::WeightInfo::place_for().saturating_add(market).saturating_add(end)
	}

	/// Records an order and holds its deposit. Returns what is to be bought or sold.
	fn open(
		key: OrderKey,
		recipient: Option<RemoteAccount<T::AccountId>>,
		order: RemoteOrderOf<T>,
	) -> Result<Remainder<T::Basket>, DispatchError> {
		let account = Self::account_of(key);
		let deposit = T::Deposit::get();
		T::Currency::hold(&HoldReason::Deposit.into(), &account, deposit)?;
		let RemoteOrder { beneficiary, side, basket, quantity, price, deadline, purpose } = order;
		let remainder = Remainder { side, basket, quantity, price, deadline };
		let record = OrderRecord {
			beneficiary,
			recipient,
			purpose,
			remainder: Some(remainder),
			offer: None,
			sold: Sold::default(),
			order: None,
			outstanding: 0,
			deposit,
		};
		// The market's listener reads the record during the bid.
		Orders::<T>::insert(key.0, key.1, record);
		OrderAccounts::<T>::insert(&account, key);
		Ok(remainder)
	}

	/// Places `remainder` in the market. Returns the weight of the market's part.
	fn bid(key: OrderKey, remainder: Remainder<T::Basket>) -> Result<Weight, DispatchError> {
		let (chain, number) = key;
		let Remainder { side, basket, quantity, price, deadline } = remainder;
		let account = Self::account_of(key);
		let (order, weight) = match side {
			Side::Bids => T::Venue::bid(account, basket, price, quantity, deadline)?,
			Side::Asks => {
				let class = Self::draw(key, &remainder)?;
				T::Venue::ask(account, class, price, quantity, deadline)?
			},
		};
		Self::mutate(key, |record| record.order = Some(order));
		Self::deposit_event(Event::OrderPlaced { chain, number, order });
		if chain != T::ChainId::get() && T::Venue::is_open(order) {
			Self::enqueue(key, Task::ReportPlaced(order));
		}
		Ok(weight)
	}

	/// Draws the units of a sale, unless it has them already. Returns their class.
	fn draw(key: OrderKey, remainder: &Remainder<T::Basket>) -> Result<T::Class, DispatchError> {
		let record = Orders::<T>::get(key.0, key.1).ok_or(Error::<T>::NotFound)?;
		if let Some(offer) = record.offer {
			return Ok(offer.class);
		}
		let (account, unsold) = (Self::account_of(key), remainder.quantity);
		let OrderRecord { beneficiary, purpose, .. } = record;
		let purpose = purpose.as_ref();
		let class = T::Sales::draw(&account, &beneficiary, &remainder.basket, unsold, purpose)?;
		let offer = Offer { class, unsold };
		Self::mutate(key, |record| record.offer = Some(offer));
		Ok(class)
	}

	/// Places `remainder`. If the market rejects it, ends the order with the outcome that
	/// `rejected` makes of the reason. Returns the weight of the market's part.
	pub(crate) fn bid_or_end(
		key: OrderKey,
		remainder: Remainder<T::Basket>,
		rejected: impl FnOnce(RejectReason) -> OrderOutcome,
	) -> Weight {
		match with_storage_layer(|| Self::bid(key, remainder)) {
			Ok(weight) => weight,
			Err(error) => {
				let (chain, number) = key;
				Self::deposit_event(Event::OrderRejected { chain, number, error });
				Self::enqueue(key, Task::ReportEnd(rejected(T::Venue::reject_reason(error))));
				// The market may have done all its work before it failed.
				match remainder.side {
					Side::Bids => T::Venue::bid_weight(),
					Side::Asks => T::Venue::ask_weight(),
				}
			},
		}
	}

	pub(crate) fn do_cancel(key: OrderKey, beneficiary: T::AccountId) -> DispatchResult {
		let (chain, number) = key;
		match Orders::<T>::get(chain, number) {
			Some(OrderRecord { order: Some(order), .. }) if T::Venue::is_open(order) => {
				T::Venue::cancel(order)
			},
			// The end of the order waits, or its remainder does, which ends it if there is none.
			Some(_) => {
				Self::mutate(key, |record| record.remainder = None);
				Ok(())
			},
			None => {
				let watermark = number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
				Watermarks::<T>::mutate(chain, |least| *least = watermark.max(*least));
				let record = OrderRecord {
					beneficiary,
					recipient: None,
					purpose: None,
					remainder: None,
					offer: None,
					sold: Sold::default(),
					order: None,
					outstanding: 0,
					deposit: 0,
				};
				Orders::<T>::insert(chain, number, record);
				OrderAccounts::<T>::insert(Self::account_of(key), key);
				let outcome = OrderOutcome::Rejected(RejectReason::NeverPlaced);
				Self::enqueue(key, Task::ReportEnd(outcome));
				Ok(())
			},
		}
	}

	pub(crate) fn mutate(key: OrderKey, change: impl FnOnce(&mut OrderRecordOf<T>)) {
		Orders::<T>::mutate(key.0, key.1, |record| match record {
			Some(record) => change(record),
			None => {
				defensive!("the order is on record");
			},
		});
	}
}

impl<T: Config> Pallet<T> {
	/// Counts what an order sold.
	fn sold(trade: &Trade<T::AccountId, T::Class>) {
		let Some(key) = OrderAccounts::<T>::get(&trade.seller) else { return };
		let earned = trade.price.of(trade.quantity).saturating_sub(trade.fee);
		Self::mutate(key, |record| {
			if let Some(remainder) = &mut record.remainder {
				remainder.quantity = remainder.quantity.saturating_sub(trade.quantity);
			}
			if let Some(offer) = &mut record.offer {
				offer.unsold = offer.unsold.saturating_sub(trade.quantity);
			}
			let Sold { quantity, earned: money } = &mut record.sold;
			*quantity = quantity.saturating_add(trade.quantity);
			*money = money.saturating_add(earned);
		});
	}
}

impl<T: Config> ClaimListener for Pallet<T> {
	fn claim_voided(retirement: RetirementId) {
		if let Some((key, beneficiary)) = Receipts::<T>::take(retirement) {
			Self::enqueue(key, Task::ReportVoidClaim(retirement, beneficiary));
		}
	}
}

impl<T: Config> OrderListener<T::AccountId, T::Class> for Pallet<T> {
	fn traded(trade: &Trade<T::AccountId, T::Class>) {
		if T::Sales::ENABLED {
			Self::sold(trade);
		}
		let Some(key) = OrderAccounts::<T>::get(&trade.buyer) else { return };
		Self::mutate(key, |record| {
			record.outstanding = record.outstanding.saturating_add(1);
			if let Some(remainder) = &mut record.remainder {
				remainder.quantity = remainder.quantity.saturating_sub(trade.quantity);
			}
		});
		let bought = Bought {
			seller: trade.seller.clone(),
			class: trade.class,
			quantity: trade.quantity,
			price: trade.price,
			time: trade.time,
		};
		Self::enqueue(key, Task::ReportFill(bought));
	}

	fn closed(_: OrderId, owner: &T::AccountId, reason: CloseReason) {
		let Some(key) = OrderAccounts::<T>::get(owner) else { return };
		match reason {
			CloseReason::FillLimit => Self::enqueue_remainder(key),
			reason => Self::enqueue(key, Task::ReportEnd(OrderOutcome::Closed(reason))),
		}
	}
}
