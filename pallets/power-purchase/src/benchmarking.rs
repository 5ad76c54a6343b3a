//! Benchmarks of the calls.

use crate::{
	pallet::{Call, Config, OnOrder, Pallet, Purchases},
	types::Usage,
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use frame_system::RawOrigin;
use sp_runtime::AccountId32;
use zeropark_primitives::{
	certificates::{
		CertificateBasket, Retired, SerialRange, Technology, Text, CERTIFICATE, MAX_TEXT,
	},
	ids::PeriodId,
	market::Price,
	metering::Consumers,
	purchase::{Delivery, PeriodLedger, Shortfall},
	time::{Month, Quarter, HOUR},
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper {
	/// Opens the channel to the market's chain.
	fn open_channel();
	/// Gives `who` enough money for any order.
	fn fund(who: &AccountId32);
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: u64);
}

const PRICE: Price = Price(1_000_000);
const DEADLINE: u64 = 24 * HOUR;

fn text() -> Text {
	Text::truncate_from(vec![b'x'; MAX_TEXT as usize])
}

fn basket() -> CertificateBasket {
	CertificateBasket { technology: Some(Technology::Wind), quarter: Quarter(0) }
}

/// Opens a period with a shortfall of one certificate, and gives `buyer` money. Returns the period.
fn prepare<T: Config>(buyer: &T::AccountId) -> PeriodId {
	T::BenchmarkHelper::set_time(0);
	T::BenchmarkHelper::open_channel();
	T::BenchmarkHelper::fund(buyer);
	T::Consumers::prepare(buyer);
	T::Ledger::prepare(CERTIFICATE)
}

/// Places an order, for benchmarks of this pallet and its neighbours. Returns the buyer.
pub fn order<T: Config>(for_shortfall: bool) -> Result<T::AccountId, BenchmarkError> {
	let buyer: T::AccountId = whitelisted_caller();
	let period = prepare::<T>(&buyer);
	let usage = Usage::Retire { period, purpose: text() };
	let (price, deadline) = (PRICE, DEADLINE);
	Pallet::<T>::do_order(buyer.clone(), basket(), 1, price, deadline, usage, for_shortfall)?;
	Ok(buyer)
}

/// Returns the most expensive delivery: retired certificates, which the ledger counts.
pub fn delivery(seller: AccountId32) -> Delivery {
	Delivery {
		seller,
		batch: 7,
		batch_serials: SerialRange { start: 0, end: 1 },
		technology: Technology::Wind,
		month: Month(0),
		quantity: 1,
		price: PRICE,
		time: 0,
		retired: Some(Retired { retirement: 0, serials: SerialRange { start: 0, end: 1 } }),
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn order_power() -> Result<(), BenchmarkError> {
		// In the worst case the message joins a page that has another message already.
		let buyer = order::<T>(false)?;
		let period = prepare::<T>(&buyer);
		let usage = Usage::Retire { period, purpose: text() };

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), basket(), 1, PRICE, DEADLINE, usage);

		assert_eq!(Purchases::<T>::iter_keys().count(), 2);
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
		_(
			origin as T::RuntimeOrigin,
			period,
			Shortfall::UpperBound,
			basket(),
			PRICE,
			DEADLINE,
			text(),
		);

		assert_eq!(OnOrder::<T>::get(period), 1);
		Ok(())
	}

	#[benchmark]
	fn cancel_purchase() -> Result<(), BenchmarkError> {
		let buyer = order::<T>(false)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), 0);

		Ok(())
	}
}
