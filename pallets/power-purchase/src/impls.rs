//! What the calls do.

use crate::{
	pallet::{
		Agreements, Config, Error, Event, HoldReason, NextAgreementId, NextPurchaseId, Ordered,
		Pallet, PeriodAgreements, Purchases, Retirements,
	},
	types::{Agreement, Purchase, State, Usage},
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::hold::Mutate as _, tokens::Precision, Get, UnixTime},
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	market::{Balance, CertificateBasket, Price, Quantity},
	purchase::{
		AgreementId, Broker, Claim, Delivery, Ending, PowerLedger, PowerOrder, PurchaseId,
		PurchasedPower, Report, CERTIFICATE,
	},
	units::HOUR,
	Interval, PeriodId, Seconds, WattHours,
};

type PurchaseOf<T> = Purchase<<T as frame_system::Config>::AccountId>;

/// The energy of certificates, held at the greatest there is.
fn energy(quantity: Quantity) -> WattHours {
	let wh = i64::try_from(quantity).unwrap_or(i64::MAX).saturating_mul(CERTIFICATE.0);
	WattHours(wh)
}

impl<T: Config> Pallet<T> {
	/// What is held for a purchase with as many agreements.
	fn deposit(agreements: u64) -> Balance {
		let agreements = T::AgreementDeposit::get().saturating_mul(agreements.into());
		T::PurchaseDeposit::get().saturating_add(agreements)
	}

	/// How many certificates an open period lacks beyond those the operator has on order for it; rounded up, for a part of one cannot be
	/// bought.
	pub fn certificates_lacking(period: PeriodId) -> Result<Quantity, DispatchError> {
		let lacking = T::Ledger::shortfall(period).ok_or(Error::<T>::PeriodNotOpen)?;
		let whole = lacking.positive().0.unsigned_abs().div_ceil(CERTIFICATE.0.unsigned_abs());
		let quantity = whole.saturating_sub(Ordered::<T>::get(period));
		ensure!(quantity > 0, Error::<T>::NoShortfall);
		Ok(quantity)
	}

	pub(crate) fn do_order(
		buyer: T::AccountId,
		basket: CertificateBasket,
		quantity: Quantity,
		price: Price,
		deadline: Seconds,
		usage: Usage,
		for_shortfall: bool,
	) -> DispatchResult {
		ensure!(quantity > 0, Error::<T>::InvalidQuantity);
		ensure!(price.0 > 0, Error::<T>::InvalidPrice);
		let ahead = deadline.saturating_sub(T::Time::now().as_secs());
		// The market wants an hour at least, when the order has arrived.
		let in_time = (2 * HOUR..=T::MaxValidity::get()).contains(&ahead);
		ensure!(in_time && deadline.is_multiple_of(HOUR), Error::<T>::InvalidDeadline);
		let (period, claim) = match usage {
			Usage::Hold => (None, None),
			Usage::Retire { period: id, beneficiary, purpose } => {
				let period = T::Ledger::open_span(id).ok_or(Error::<T>::PeriodNotOpen)?;
				let named = !beneficiary.is_empty() && !purpose.is_empty();
				ensure!(named, Error::<T>::InvalidClaim);
				let period = Interval { start: period.start, end: period.end };
				(Some(id), Some(Claim { beneficiary, purpose, period }))
			},
		};
		let id = NextPurchaseId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let deposit = Self::deposit(quantity);
		T::Currency::hold(&HoldReason::Records.into(), &buyer, deposit)?;
		let order =
			PowerOrder { beneficiary: buyer.clone(), basket, quantity, price, deadline, claim };
		let sent = price.of(quantity).saturating_add(T::Broker::overhead(&order));
		T::Broker::place(&buyer, id, order)?;

		NextPurchaseId::<T>::put(next);
		if let Some(period) = period.filter(|_| for_shortfall) {
			Ordered::<T>::mutate(period, |ordered| *ordered = ordered.saturating_add(quantity));
		}
		let purchase = Purchase {
			buyer: buyer.clone(),
			basket,
			quantity,
			price,
			deadline,
			period,
			for_shortfall,
			state: State::UnderWay,
			called_back: false,
			delivered: 0,
			agreements: 0,
			sent,
			spent: 0,
			returned: 0,
			deposit,
		};
		Purchases::<T>::insert(id, purchase);
		Self::deposit_event(Event::PowerOrdered { purchase: id, buyer, quantity, sent });
		Ok(())
	}

	pub(crate) fn do_cancel(who: T::AccountId, id: PurchaseId) -> DispatchResult {
		let mut purchase = Purchases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(purchase.buyer == who, Error::<T>::NotAuthorized);
		ensure!(!matches!(purchase.state, State::Ended(_)), Error::<T>::AlreadyEnded);
		T::Broker::cancel(&who, id)?;
		purchase.called_back = true;
		Purchases::<T>::insert(id, purchase);
		Self::deposit_event(Event::CancellationSent { purchase: id });
		Ok(())
	}

	pub(crate) fn do_report(id: PurchaseId, report: Report) -> DispatchResult {
		match report {
			Report::Placed { order } => Self::update(id, |purchase| {
				purchase.state = State::Standing(order);
				Self::deposit_event(Event::OrderStanding { purchase: id, order });
				Ok(())
			}),
			Report::Delivered(delivery) => {
				Self::update(id, |purchase| Self::sign(id, purchase, delivery))
			},
			Report::Ended { ending, money } => {
				Self::update(id, |purchase| Self::end(id, purchase, ending, money))
			},
			Report::Reopened { retirement } => Self::reopen(id, retirement),
		}
	}

	/// Changes a purchase that has not ended.
	fn update(
		id: PurchaseId,
		change: impl FnOnce(&mut PurchaseOf<T>) -> DispatchResult,
	) -> DispatchResult {
		let mut purchase = Purchases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(!matches!(purchase.state, State::Ended(_)), Error::<T>::AlreadyEnded);
		change(&mut purchase)?;
		Purchases::<T>::insert(id, purchase);
		Ok(())
	}

	/// Signs the agreement of a delivery, and counts what was retired.
	fn sign(id: PurchaseId, purchase: &mut PurchaseOf<T>, delivery: Delivery) -> DispatchResult {
		let quantity = delivery.quantity;
		ensure!(quantity <= purchase.outstanding(), Error::<T>::QuantityExceeded);
		let agreement = NextAgreementId::<T>::get();
		let next = agreement.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		NextAgreementId::<T>::put(next);
		purchase.delivered += quantity;
		purchase.agreements = purchase.agreements.saturating_add(1);
		purchase.spent = purchase.spent.saturating_add(delivery.price.of(quantity));
		Self::ordered_less(purchase, quantity);
		let period = purchase.period.filter(|period| {
			// A period that was closed meanwhile is as it was.
			delivery.retired.is_some()
				&& T::Ledger::add_purchased(*period, energy(quantity)).is_ok()
		});
		if let Some(period) = period {
			PeriodAgreements::<T>::insert(period, agreement, ());
		}
		if let Some(retired) = delivery.retired {
			Retirements::<T>::insert(retired.retirement, agreement);
		}
		let buyer = purchase.buyer.clone();
		let signed = T::Time::now().as_secs();
		let record = Agreement {
			purchase: id,
			buyer: buyer.clone(),
			delivery: delivery.clone(),
			period,
			signed,
		};
		Agreements::<T>::insert(agreement, record);
		Self::deposit_event(Event::AgreementSigned {
			agreement,
			purchase: id,
			buyer,
			delivery,
			period,
		});
		Ok(())
	}

	/// Takes an agreement off its period, because the claim of its receipt is void.
	fn reopen(purchase: PurchaseId, retirement: u64) -> DispatchResult {
		let id = Retirements::<T>::get(retirement).ok_or(Error::<T>::NotFound)?;
		let mut agreement = Agreements::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(agreement.purchase == purchase, Error::<T>::NotFound);
		let period = agreement.period.take();
		if let Some(period) = period {
			T::Ledger::remove_purchased(period, energy(agreement.delivery.quantity))?;
			PeriodAgreements::<T>::remove(period, id);
		}
		Retirements::<T>::remove(retirement);
		Agreements::<T>::insert(id, agreement);
		Self::deposit_event(Event::ClaimReopened { agreement: id, purchase, retirement, period });
		Ok(())
	}

	/// Ends a purchase; the deposit of agreements that did not come about goes back.
	fn end(
		id: PurchaseId,
		purchase: &mut PurchaseOf<T>,
		ending: Ending,
		returned: Balance,
	) -> DispatchResult {
		let unused = purchase.deposit.saturating_sub(Self::deposit(purchase.agreements.into()));
		let reason = HoldReason::Records.into();
		T::Currency::release(&reason, &purchase.buyer, unused, Precision::Exact)?;
		Self::ordered_less(purchase, purchase.outstanding());
		purchase.deposit -= unused;
		purchase.returned = returned;
		purchase.state = State::Ended(ending);
		let Purchase { delivered, spent, .. } = *purchase;
		Self::deposit_event(Event::PurchaseEnded {
			purchase: id,
			ending,
			delivered,
			spent,
			returned,
		});
		Ok(())
	}

	fn ordered_less(purchase: &PurchaseOf<T>, quantity: Quantity) {
		let Some(period) = purchase.period.filter(|_| purchase.for_shortfall) else { return };
		Ordered::<T>::mutate_exists(period, |ordered| {
			*ordered = ordered.and_then(|ordered| match ordered.saturating_sub(quantity) {
				0 => None,
				left => Some(left),
			});
		});
	}

	/// The agreements that count towards a period: those from `start` on, at most `count`, by their numbers.
	pub fn purchased_power(
		period: PeriodId,
		start: AgreementId,
		count: u32,
	) -> Vec<PurchasedPower> {
		let mut ids = PeriodAgreements::<T>::iter_key_prefix(period)
			.filter(|id| *id >= start)
			.collect::<Vec<_>>();
		ids.sort_unstable();
		ids.into_iter()
			.take(count as usize)
			.filter_map(|id| {
				let Agreement { buyer, delivery, .. } = Agreements::<T>::get(id)?;
				Some(PurchasedPower { agreement: id, buyer, delivery })
			})
			.collect()
	}
}
