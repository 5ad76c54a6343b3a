//! The market as other pallets use it, to place orders for their accounts.

use crate::{
	pallet::{Config, Error, Orders, Pallet},
	types::{BasketOf, ClassOf, Terms, Validity},
	weights::WeightInfo,
};
use frame_support::{pallet_prelude::DispatchResult, traits::Get, weights::Weight};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	ids::OrderId,
	market::{Catalogue as _, Instrument, Price, Quantity, Venue},
	time::Seconds,
	trading::RejectReason,
};

impl<T: Config> Venue<T::AccountId> for Pallet<T> {
	type Basket = BasketOf<T>;
	type Class = ClassOf<T>;

	fn bid_weight() -> Weight {
		Self::bid_weight(T::MaxFills::get())
	}

	fn ask_weight() -> Weight {
		Self::ask_weight(T::MaxFills::get())
	}

	fn cancel_weight() -> Weight {
		T::WeightInfo::cancel_order()
	}

	fn bid(
		owner: T::AccountId,
		basket: BasketOf<T>,
		price: Price,
		quantity: Quantity,
		deadline: Seconds,
	) -> Result<(OrderId, Weight), DispatchError> {
		let terms = Terms::Bid { market: Instrument::Basket(basket) };
		let validity = Validity::Until(deadline);
		let (order, steps) =
			Self::do_place(owner, terms, price, quantity, validity, T::MaxFills::get())?;
		Ok((order, Self::bid_weight(steps)))
	}

	fn ask(
		owner: T::AccountId,
		class: ClassOf<T>,
		price: Price,
		quantity: Quantity,
		deadline: Seconds,
	) -> Result<(OrderId, Weight), DispatchError> {
		let baskets = T::Catalogue::baskets(&class).ok_or(Error::<T>::NotTradable)?;
		let terms = Terms::Ask { class, baskets };
		let validity = Validity::Until(deadline);
		let (order, steps) =
			Self::do_place(owner, terms, price, quantity, validity, T::MaxFills::get())?;
		Ok((order, Self::ask_weight(steps)))
	}

	fn reject_reason(error: DispatchError) -> RejectReason {
		[
			(Error::<T>::MarketHalted, RejectReason::MarketHalted),
			(Error::InvalidValidity, RejectReason::InvalidDeadline),
			(Error::LotTooSmall, RejectReason::LotTooSmall),
			(Error::BookFull, RejectReason::BookFull),
		]
		.into_iter()
		.find_map(|(known, reason)| (DispatchError::from(known) == error).then_some(reason))
		.unwrap_or(RejectReason::Other)
	}

	fn is_open(order: OrderId) -> bool {
		Orders::<T>::contains_key(order)
	}

	fn cancel(order: OrderId) -> DispatchResult {
		Self::do_cancel(None, order)
	}
}
