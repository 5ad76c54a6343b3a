//! Benchmarks of the calls.

use crate::{
	pallet::{Agreements, Call, Config, NextPurchaseId, Pallet, Purchases},
	types::Usage,
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, EnsureOrigin};
use frame_system::RawOrigin;
use zeropark_primitives::{
	market::{Balance, CertificateBasket, Month, Price, Quarter, SerialRange, Technology},
	purchase::{Delivery, PowerLedger, Report, Retired, Text, CERTIFICATE, MAX_TEXT},
	units::HOUR,
	PeriodId,
};

/// What benchmarks need from the runtime.
pub trait BenchmarkHelper {
	/// Opens the channel to the market's chain.
	fn open_channel();
	/// Moves the clock to `seconds` after the epoch.
	fn set_time(seconds: u64);
}

const MONEY: Balance = 1_000_000_000_000_000;
const PRICE: Price = Price(1_000_000);
const DEADLINE: u64 = 24 * HOUR;

fn text() -> Text {
	Text::truncate_from(vec![7; MAX_TEXT as usize])
}

fn basket() -> CertificateBasket {
	CertificateBasket { technology: Some(Technology::Wind), quarter: Quarter(0) }
}

/// An open period that lacks a certificate, and money for `buyer`.
fn prepare<T: Config>(buyer: &T::AccountId) -> PeriodId
where
	T::Currency: Mutate<T::AccountId>,
{
	T::BenchmarkHelper::set_time(0);
	T::BenchmarkHelper::open_channel();
	let _ = T::Currency::mint_into(buyer, MONEY);
	T::Ledger::prepare(CERTIFICATE)
}

fn order<T: Config>(for_shortfall: bool) -> Result<T::AccountId, BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	let buyer: T::AccountId = whitelisted_caller();
	let period = prepare::<T>(&buyer);
	let usage = Usage::Retire { period, beneficiary: text(), purpose: text() };
	let (price, deadline) = (PRICE, DEADLINE);
	Pallet::<T>::do_order(buyer.clone(), basket(), 1, price, deadline, usage, for_shortfall)?;
	Ok(buyer)
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn order_power() -> Result<(), BenchmarkError> {
		// The page of messages that this one joins is part of the worst case.
		let buyer = order::<T>(false)?;
		let period = prepare::<T>(&buyer);
		let usage = Usage::Retire { period, beneficiary: text(), purpose: text() };

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), basket(), 1, PRICE, DEADLINE, usage);

		assert_eq!(NextPurchaseId::<T>::get(), 2);
		Ok(())
	}

	#[benchmark]
	fn order_shortfall() -> Result<(), BenchmarkError> {
		let origin =
			T::OperatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let buyer = T::OperatorOrigin::ensure_origin(origin.clone())
			.map_err(|_| BenchmarkError::Weightless)?;
		order::<T>(false)?;
		let period = prepare::<T>(&buyer);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, period, basket(), PRICE, DEADLINE, text(), text());

		assert_eq!(NextPurchaseId::<T>::get(), 2);
		Ok(())
	}

	#[benchmark]
	fn cancel_purchase() -> Result<(), BenchmarkError> {
		let buyer = order::<T>(false)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), 0);

		assert!(Purchases::<T>::contains_key(0));
		Ok(())
	}

	/// Certificates that were retired, which the ledger counts, cost the most.
	#[benchmark]
	fn report() -> Result<(), BenchmarkError> {
		let origin =
			T::MarketOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let seller = order::<T>(true)?;
		let delivery = Delivery {
			seller,
			batch: 7,
			batch_serials: SerialRange { start: 0, end: 1 },
			technology: Technology::Wind,
			month: Month(0),
			quantity: 1,
			price: PRICE,
			time: 0,
			retired: Some(Retired { retirement: 0, serials: SerialRange { start: 0, end: 1 } }),
		};

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, Report::Delivered(delivery));

		assert!(Agreements::<T>::contains_key(0));
		Ok(())
	}
}
