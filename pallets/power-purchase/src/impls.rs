//! Ordering green power, and the agreements that deliveries sign.

use crate::{
	pallet::{
		Agreements, Config, Error, Event, NextAgreementId, OnOrder, Pallet, PeriodAgreements,
		Purchases, Retirements, UnderWay,
	},
	types::{Agreement, Purchase, Usage},
	LOG_TARGET,
};
use alloc::{string::String, vec::Vec};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::UnixTime};
use sp_core::crypto::Ss58Codec;
use sp_runtime::DispatchError;
use zeropark_primitives::{
	certificates::{is_readable, CertificateBasket, Claim, Text, CERTIFICATE},
	ids::{AgreementId, PeriodId, RemoteOrderId, RetirementId},
	market::{Price, Quantity, Side},
	purchase::{self, Delivery, PeriodLedger, PurchasedPower, Shortfall},
	time::{Month, Seconds},
	trading::{DeskListener, RemoteOrder, TradingDesk},
	units::WattHours,
};

/// Returns the energy of so many certificates, in Wh. Saturates at the greatest energy.
pub(crate) fn energy(quantity: Quantity) -> WattHours {
	let wh = i64::try_from(quantity).unwrap_or(i64::MAX).saturating_mul(CERTIFICATE.0);
	WattHours(wh)
}

impl<T: Config> Pallet<T> {
	/// Returns the shortfall of a period, in certificates that the operator does not have on order
	/// yet. Rounds up, because only whole certificates can be bought.
	///
	/// Errors: `PeriodNotOpen`, or `NoShortfall` if the result would be zero.
	pub fn certificates_lacking(
		period: PeriodId,
		shortfall: Shortfall,
	) -> Result<Quantity, DispatchError> {
		let lacking = T::Ledger::shortfall(period, shortfall).ok_or(Error::<T>::PeriodNotOpen)?;
		let whole = lacking.positive().0.unsigned_abs().div_ceil(CERTIFICATE.0.unsigned_abs());
		let quantity = whole.saturating_sub(OnOrder::<T>::get(period));
		ensure!(quantity > 0, Error::<T>::NoShortfall);
		Ok(quantity)
	}

	/// What certificates of `basket` are retired for, if they count towards a period.
	fn claim(
		buyer: &T::AccountId,
		basket: &CertificateBasket,
		deadline: Seconds,
		id: PeriodId,
		purpose: Text,
	) -> Result<Claim, DispatchError> {
		let period = T::Ledger::claimable_span(id).ok_or(Error::<T>::PeriodNotOpen)?;
		ensure!(is_readable(&purpose), Error::<T>::InvalidClaim);
		let first = basket.quarter.first_month().ok_or(Error::<T>::InvalidVintage)?;
		let months = [0, 1, 2].map(|months| first.after(months));
		let counts = |month: &Month| T::Ledger::is_of_age(id, *month);
		// Of a month that is not over when the order ends, there are no certificates to buy.
		let bought = |month: &Month| month.after(1).start() <= deadline;
		let all_count = months.iter().all(|month| counts(month) || !bought(month));
		ensure!(months.iter().any(counts) && all_count, Error::<T>::InvalidVintage);
		// The address of the account, as wallets show it: nobody else can be named.
		let beneficiary = Text::try_from(buyer.to_ss58check().into_bytes())
			.map_err(|_| Error::<T>::InvalidClaim)?;
		Ok(Claim { beneficiary, purpose, period })
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
		let claim = match usage {
			Usage::Hold => None,
			Usage::Retire { period, purpose } => {
				Some((period, Self::claim(&buyer, &basket, deadline, period, purpose)?))
			},
		};
		let (period, purpose) = claim.unzip();
		let beneficiary = buyer.clone();
		let order = RemoteOrder {
			beneficiary,
			side: Side::Bids,
			basket,
			quantity,
			price,
			deadline,
			purpose: purpose.clone(),
		};
		let (purchase, sent) = T::Desk::place(order)?;
		if let Some((period, Claim { purpose, .. })) = period.zip(purpose) {
			Purchases::<T>::insert(purchase, Purchase { period, purpose, for_shortfall });
			UnderWay::<T>::mutate(period, |count| *count = count.saturating_add(1));
			if for_shortfall {
				OnOrder::<T>::mutate(period, |on_order| {
					*on_order = on_order.saturating_add(quantity);
				});
			}
		}
		Self::deposit_event(Event::PowerOrdered { purchase, buyer, quantity, sent, period });
		Ok(())
	}

	/// Takes `quantity` certificates off [`OnOrder`], if the purchase was for a shortfall.
	fn reduce_on_order(purchase: Option<&Purchase>, quantity: Quantity) {
		let Some(Purchase { period, for_shortfall: true, .. }) = purchase else { return };
		OnOrder::<T>::mutate_exists(period, |on_order| {
			*on_order = on_order.and_then(|on_order| match on_order.saturating_sub(quantity) {
				0 => None,
				left => Some(left),
			});
		});
	}

	/// Returns the agreements that count towards a period, in the order of the storage's keys: at
	/// most `count`, after the agreement `after`. So all pages together read each agreement once.
	pub fn purchased_power(
		period: PeriodId,
		after: Option<AgreementId>,
		count: u32,
	) -> Vec<PurchasedPower> {
		let ids = match after {
			None => PeriodAgreements::<T>::iter_key_prefix(period),
			Some(after) => PeriodAgreements::<T>::iter_key_prefix_from(
				period,
				PeriodAgreements::<T>::hashed_key_for(period, after),
			),
		};
		ids.take(count as usize)
			.filter_map(|id| {
				let Agreement { purchase, buyer, delivery, .. } = Agreements::<T>::get(id)?;
				let purpose = Purchases::<T>::get(purchase)?.purpose;
				let purpose = String::from_utf8_lossy(&purpose).into_owned();
				Some(PurchasedPower { agreement: id, buyer, purpose, delivery })
			})
			.collect()
	}
}

impl<T: Config> DeskListener<T::AccountId, Delivery> for Pallet<T> {
	/// Signs the agreement of a delivery, and counts certificates that were retired.
	fn filled(
		purchase: RemoteOrderId,
		buyer: &T::AccountId,
		delivery: &Delivery,
	) -> DispatchResult {
		let agreement = NextAgreementId::<T>::get();
		let next = agreement.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		NextAgreementId::<T>::put(next);
		let quantity = delivery.quantity;
		let bought_for = Purchases::<T>::get(purchase);
		Self::reduce_on_order(bought_for.as_ref(), quantity);
		let period = bought_for.map(|bought_for| bought_for.period).filter(|period| {
			// A period that was closed meanwhile does not change any more.
			delivery.retired.is_some()
				&& T::Ledger::is_of_age(*period, delivery.month)
				&& T::Ledger::add_purchased(*period, energy(quantity))
					.inspect_err(|error| {
						log::warn!(
							target: LOG_TARGET,
							"agreement {agreement} does not count towards period {period}: {error:?}"
						);
					})
					.is_ok()
		});
		if let Some(period) = period {
			PeriodAgreements::<T>::insert(period, agreement, ());
		}
		if let Some(retired) = delivery.retired {
			Retirements::<T>::insert(retired.retirement, agreement);
		}
		let (buyer, delivery) = (buyer.clone(), delivery.clone());
		let signed = T::Time::now().as_secs();
		let record = Agreement {
			purchase,
			buyer: buyer.clone(),
			delivery: delivery.clone(),
			period,
			signed,
		};
		Agreements::<T>::insert(agreement, record);
		let event = Event::AgreementSigned { agreement, purchase, buyer, delivery, period };
		Self::deposit_event(event);
		Ok(())
	}

	fn ended(purchase: RemoteOrderId, unfilled: Quantity) {
		let Some(purchase) = Purchases::<T>::get(purchase) else { return };
		Self::reduce_on_order(Some(&purchase), unfilled);
		UnderWay::<T>::mutate_exists(purchase.period, |count| {
			*count = count.and_then(|count| count.checked_sub(1)).filter(|count| *count > 0);
		});
	}

	/// Takes an agreement off its period, because the claim of its receipt is void.
	fn claim_voided(purchase: RemoteOrderId, retirement: RetirementId) -> DispatchResult {
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
		Self::deposit_event(Event::ClaimVoided { agreement: id, purchase, retirement, period });
		Ok(())
	}
}

impl<T: Config> purchase::Purchases for Pallet<T> {
	fn under_way(period: PeriodId) -> u32 {
		UnderWay::<T>::get(period)
	}
}
