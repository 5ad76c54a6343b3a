//! Benchmarks of the calls and of sending news.

use crate::{
	pallet::{Call, Config, Orders, Pallet, Purchases, Receipts, Waiting},
	types::{Fill, Key, News, RemoteOrder},
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, EnsureOrigin, Get};
use frame_system::RawOrigin;
use sp_runtime::AccountId32;
use zeropark_primitives::{
	market::{Balance, CertificateBasket, Price, Quantity, Quarter},
	purchase::{Claim, PowerOrder, PurchaseId, RemoteAccount, Text, MAX_TEXT},
	units::HOUR,
	Interval,
};

/// What benchmarks need from the runtime.
pub trait BenchmarkHelper {
	/// Opens the channel to a chain whose orders are taken.
	fn open_channel(chain: u32);
	/// A batch of which `owner` gets `quantity`.
	fn batch(owner: &AccountId32, quantity: Quantity) -> u32;
	/// Moves the clock to `seconds` after the epoch.
	fn set_time(seconds: u64);
}

const MONEY: Balance = 1_000_000_000_000;
const PRICE: Price = Price(1_000_000);

fn order(quantity: Quantity) -> PowerOrder<AccountId32> {
	let text = || Text::truncate_from(vec![7; MAX_TEXT as usize]);
	PowerOrder {
		beneficiary: whitelisted_caller(),
		basket: CertificateBasket { technology: None, quarter: Quarter(0) },
		quantity,
		price: PRICE,
		deadline: 2 * HOUR,
		claim: Some(Claim {
			beneficiary: text(),
			purpose: text(),
			period: Interval { start: 0, end: HOUR },
		}),
	}
}

/// The chain that buys, and the money of its `purchase`.
fn fund<T: Config>(purchase: PurchaseId) -> Result<(T::RuntimeOrigin, Key), BenchmarkError> {
	let origin = T::ChainOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	let chain =
		T::ChainOrigin::ensure_origin(origin.clone()).map_err(|_| BenchmarkError::Weightless)?;
	T::BenchmarkHelper::open_channel(chain);
	let key = (chain, purchase);
	let _ = T::Currency::mint_into(&Pallet::<T>::account_of(key), MONEY);
	Ok((origin, key))
}

/// Makes the orders of `who` a purchase's, whose trades and end are news: for benchmarks of the market.
pub fn watch<T: Config>(who: &T::AccountId) {
	let bytes: &[u8; 32] = who.as_ref();
	let number = bytes.iter().fold(0, |number: u64, byte| number.rotate_left(7) ^ u64::from(*byte));
	let key = (u32::MAX, number);
	let remote = RemoteOrder {
		beneficiary: who.clone(),
		recipient: None,
		claim: order(1).claim,
		wanted: None,
		order: None,
		outstanding: 0,
		deposit: 0,
	};
	Orders::<T>::insert(key.0, key.1, remote);
	Purchases::<T>::insert(who, key);
}

/// Makes a retirement one whose receipt went to another chain: for benchmarks of the registry.
pub fn watch_retirement<T: Config>(retirement: u64) {
	Receipts::<T>::insert(retirement, ((u32::MAX, 0), whitelisted_caller::<T::AccountId>()));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn place() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (origin, (chain, purchase)) = fund::<T>(0)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, purchase, order(1_000));

		assert!(Orders::<T>::get(chain, purchase).is_some_and(|it| it.order.is_some()));
		Ok(())
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (origin, key) = fund::<T>(0)?;
		Pallet::<T>::do_place(key, order(1))?;
		let before = Waiting::<T>::get().next;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, key.1, whitelisted_caller());

		assert_eq!(Waiting::<T>::get().next, before + 1);
		Ok(())
	}

	#[benchmark]
	fn place_for() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (_, (chain, _)) = fund::<T>(0)?;
		let caller = whitelisted_caller::<T::AccountId>();
		let _ = T::Currency::mint_into(&caller, MONEY);
		let recipient = RemoteAccount { chain, account: caller.clone() };
		let PowerOrder { basket, quantity, price, deadline, .. } = order(1_000);
		let origin = RawOrigin::Signed(caller);

		#[extrinsic_call]
		_(origin, recipient, basket, price, quantity, deadline);

		let order = Orders::<T>::get(T::ChainId::get(), 0);
		assert!(order.is_some_and(|it| it.order.is_some()));
		Ok(())
	}

	/// Certificates that are retired as they are reported cost the most.
	#[benchmark]
	fn send_news(n: Linear<0, { T::MaxNews::get() }>) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let mut keys = Vec::new();
		for purchase in 0..n {
			let (_, key) = fund::<T>(purchase.into())?;
			Pallet::<T>::do_place(key, order(2))?;
			keys.push(key);
		}
		// That the orders stand is told before; what is measured is deliveries.
		Pallet::<T>::send_news(n, false);
		for key in keys {
			let batch = T::BenchmarkHelper::batch(&Pallet::<T>::account_of(key), 1);
			Pallet::<T>::mutate(key, |remote| remote.outstanding = 1);
			let seller = whitelisted_caller();
			let fill = Fill { seller, batch, quantity: 1, price: PRICE, time: 0 };
			Pallet::<T>::enqueue(key, News::Filled(fill));
		}

		#[block]
		{
			Pallet::<T>::send_news(n, false);
		}

		let queue = Waiting::<T>::get();
		assert_eq!(queue.first, queue.next);
		Ok(())
	}
}
