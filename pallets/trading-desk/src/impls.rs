//! Placing and cancelling orders, and receiving the reports of the market's chain.

use crate::{
	pallet::{Config, Error, Event, HoldReason, NextNumber, Orders, Pallet},
	types::{DeskOrder, OrderState},
};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::hold::Mutate as _, tokens::Precision, Get, UnixTime},
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	ids::RemoteOrderId,
	market::{Balance, Quantity, Side},
	time::HOUR,
	trading::{
		DeskListener, FillTerms, OrderOutcome, RemoteMarket, RemoteOrder, Report, Sold, TradingDesk,
	},
};

type OrderOf<T, I> = DeskOrder<<T as frame_system::Config>::AccountId, <T as Config<I>>::Basket>;

impl<T: Config<I>, I: 'static> Pallet<T, I> {
	/// Returns the most fills that are reported of an order: of a sale there are only sums.
	pub(crate) fn most_fills(side: Side, quantity: Quantity) -> Quantity {
		match side {
			Side::Bids => quantity,
			Side::Asks => 0,
		}
	}

	/// Returns the deposit of an order with so many fills, in micro-units of the settlement
	/// currency.
	pub(crate) fn deposit_for(fills: Quantity) -> Balance {
		let fills = T::FillDeposit::get().saturating_mul(fills.into());
		T::OrderDeposit::get().saturating_add(fills)
	}

	pub(crate) fn do_report(number: RemoteOrderId, report: Report<T::Fill>) -> DispatchResult {
		match report {
			Report::Placed { order } => Self::update(number, |record| {
				record.state = OrderState::Open(order);
				Self::deposit_event(Event::OrderOpened { number, order });
				Ok(())
			}),
			Report::Filled(fill) => Self::update(number, |record| Self::fill(number, record, fill)),
			Report::Ended { outcome, money, sold } => {
				Self::update(number, |record| Self::end(number, record, outcome, money, sold))
			},
			Report::ClaimVoided { retirement } => {
				ensure!(Orders::<T, I>::contains_key(number), Error::<T, I>::NotFound);
				T::Listener::claim_voided(number, retirement)
			},
		}
	}

	/// Changes an order that has not ended. Stores nothing if `change` fails.
	fn update(
		number: RemoteOrderId,
		change: impl FnOnce(&mut OrderOf<T, I>) -> DispatchResult,
	) -> DispatchResult {
		let mut order = Self::active(number)?;
		change(&mut order)?;
		Orders::<T, I>::insert(number, order);
		Ok(())
	}

	/// Returns an order that has not ended.
	fn active(number: RemoteOrderId) -> Result<OrderOf<T, I>, DispatchError> {
		let order = Orders::<T, I>::get(number).ok_or(Error::<T, I>::NotFound)?;
		ensure!(!matches!(order.state, OrderState::Ended(_)), Error::<T, I>::AlreadyEnded);
		Ok(order)
	}

	fn fill(number: RemoteOrderId, order: &mut OrderOf<T, I>, fill: T::Fill) -> DispatchResult {
		let (quantity, price) = (fill.quantity(), fill.price());
		ensure!(quantity > 0 && order.side == Side::Bids, Error::<T, I>::InvalidQuantity);
		ensure!(quantity <= order.unfilled(), Error::<T, I>::QuantityExceeded);
		order.filled = order.filled.saturating_add(quantity);
		order.fills = order.fills.saturating_add(1);
		order.spent = order.spent.saturating_add(price.of(quantity));
		Self::deposit_event(Event::OrderFilled { number, quantity, price });
		T::Listener::filled(number, &order.owner, &fill)
	}

	/// Ends an order, and releases the deposit of fills that did not happen.
	fn end(
		number: RemoteOrderId,
		order: &mut OrderOf<T, I>,
		outcome: OrderOutcome,
		returned: Balance,
		sold: Sold,
	) -> DispatchResult {
		if order.side == Side::Asks {
			ensure!(sold.quantity <= order.unfilled(), Error::<T, I>::QuantityExceeded);
			order.filled = sold.quantity;
			order.earned = sold.earned;
		}
		let needed = Self::deposit_for(order.fills.into());
		let unused = order.deposit.saturating_sub(needed);
		let reason = HoldReason::<I>::Records.into();
		T::Currency::release(&reason, &order.owner, unused, Precision::Exact)?;
		T::Listener::ended(number, order.unfilled());
		order.deposit = order.deposit.saturating_sub(unused);
		order.returned = returned;
		order.state = OrderState::Ended(outcome);
		let DeskOrder { filled, spent, earned, .. } = *order;
		Self::deposit_event(Event::OrderEnded { number, outcome, filled, spent, earned, returned });
		Ok(())
	}
}

impl<T: Config<I>, I: 'static> TradingDesk<T::AccountId, T::Basket, T::Purpose> for Pallet<T, I> {
	fn place(
		order: RemoteOrder<T::AccountId, T::Basket, T::Purpose>,
	) -> Result<(RemoteOrderId, Balance), DispatchError> {
		let RemoteOrder { side, quantity, price, deadline, .. } = order;
		ensure!(quantity > 0, Error::<T, I>::InvalidQuantity);
		ensure!(price.0 > 0, Error::<T, I>::InvalidPrice);
		let ahead = deadline.saturating_sub(T::Time::now().as_secs());
		// The market requires at least an hour when the order arrives. The other hour is for the
		// way.
		let in_time = (2 * HOUR..=T::MaxValidity::get()).contains(&ahead);
		ensure!(in_time && deadline.is_multiple_of(HOUR), Error::<T, I>::InvalidDeadline);
		let number = NextNumber::<T, I>::get();
		let next = number.checked_add(1).ok_or(Error::<T, I>::IdsExhausted)?;
		let (owner, basket) = (order.beneficiary.clone(), order.basket.clone());
		let deposit = Self::deposit_for(Self::most_fills(side, quantity));
		T::Currency::hold(&HoldReason::<I>::Records.into(), &owner, deposit)?;
		let overhead = T::Market::overhead(side, quantity, order.purpose.is_some());
		let pays = match side {
			Side::Bids => price.of(quantity),
			Side::Asks => 0,
		};
		let sent = pays.saturating_add(overhead);
		T::Market::place(&owner, number, order, sent)?;

		NextNumber::<T, I>::put(next);
		let record = DeskOrder {
			owner: owner.clone(),
			side,
			basket,
			quantity,
			price,
			deadline,
			state: OrderState::InTransit,
			cancel_requested: false,
			filled: 0,
			fills: 0,
			sent,
			spent: 0,
			earned: 0,
			returned: 0,
			deposit,
		};
		Orders::<T, I>::insert(number, record);
		Self::deposit_event(Event::OrderSent { number, owner, quantity, sent });
		Ok((number, sent))
	}

	fn cancel(owner: &T::AccountId, number: RemoteOrderId) -> DispatchResult {
		let order = Orders::<T, I>::get(number).ok_or(Error::<T, I>::NotFound)?;
		ensure!(order.owner == *owner, Error::<T, I>::NotAuthorized);
		let mut order = Self::active(number)?;
		T::Market::cancel(owner, number)?;
		order.cancel_requested = true;
		Orders::<T, I>::insert(number, order);
		Self::deposit_event(Event::CancellationSent { number });
		Ok(())
	}
}
