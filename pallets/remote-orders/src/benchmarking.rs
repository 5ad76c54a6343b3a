//! Benchmarks of the calls and of the tasks.

use crate::{
	pallet::{
		Call, Config, OrderAccounts, Orders, Pallet, Receipts, RemoteOrderOf, TaskQueue, Watermarks,
	},
	types::{OrderKey, OrderRecord, Task},
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{fungible::Mutate, Contains, EnsureOrigin, Get};
use frame_system::RawOrigin;
use zeropark_primitives::{
	ids::{ParaId, RemoteOrderId, RetirementId},
	market::{Balance, Price, Quantity, Side},
	time::HOUR,
	trading::{Bought, RemoteAccount, RemoteOrder, Sales as _, Sold},
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper<T: Config> {
	/// Opens the channel to an ordering chain.
	fn open_channel(chain: ParaId);
	/// Makes a class, and gives `owner` a `quantity` of it.
	fn class(owner: &T::AccountId, quantity: Quantity) -> T::Class;
	/// Returns a basket that can be bought.
	fn basket() -> T::Basket;
	/// Returns a basket of which one unit can be sold for [`Self::purpose`].
	fn sale_basket() -> T::Basket;
	/// Returns the purpose that costs the most to fulfil.
	fn purpose() -> T::Purpose;
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: u64);
}

const MONEY: Balance = 1_000_000_000_000;
const PRICE: Price = Price(1_000_000);

fn order<T: Config>(quantity: Quantity) -> RemoteOrderOf<T> {
	RemoteOrder {
		beneficiary: whitelisted_caller(),
		side: Side::Bids,
		basket: T::BenchmarkHelper::basket(),
		quantity,
		price: PRICE,
		deadline: 2 * HOUR,
		purpose: Some(T::BenchmarkHelper::purpose()),
	}
}

/// Funds order `number` of an ordering chain. Returns the chain's origin and the order's key.
fn fund<T: Config>(number: RemoteOrderId) -> Result<(T::RuntimeOrigin, OrderKey), BenchmarkError> {
	let origin = T::ChainOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	let chain =
		T::ChainOrigin::ensure_origin(origin.clone()).map_err(|_| BenchmarkError::Weightless)?;
	T::BenchmarkHelper::open_channel(chain);
	let key = (chain, number);
	let _ = T::Currency::mint_into(&Pallet::<T>::account_of(key), MONEY);
	Ok((origin, key))
}

/// Makes `who` the account of a remote order, so that its trades and its end become tasks. For
/// benchmarks of the market.
pub fn watch<T: Config>(who: &T::AccountId) {
	let encoded = codec::Encode::encode(who);
	let number =
		encoded.iter().fold(0, |number: u64, byte| number.rotate_left(7) ^ u64::from(*byte));
	let key = (ParaId::MAX, number);
	let record = OrderRecord {
		beneficiary: who.clone(),
		recipient: None,
		purpose: order::<T>(1).purpose,
		remainder: None,
		offer: None,
		sold: Sold::default(),
		order: None,
		outstanding: 0,
		deposit: 0,
	};
	Watermarks::<T>::insert(key.0, RemoteOrderId::MAX);
	Orders::<T>::insert(key.0, key.1, record);
	OrderAccounts::<T>::insert(who, key);
}

/// Records that the receipt of `retirement` was sent to another chain. For benchmarks of the
/// registry.
pub fn watch_retirement<T: Config>(retirement: RetirementId) {
	Receipts::<T>::insert(retirement, ((ParaId::MAX, 0), whitelisted_caller::<T::AccountId>()));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn place() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (origin, (chain, number)) = fund::<T>(0)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, order::<T>(1_000));

		assert!(Orders::<T>::get(chain, number).is_some_and(|it| it.order.is_some()));
		Ok(())
	}

	#[benchmark]
	fn place_sale() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (origin, (chain, number)) = fund::<T>(0)?;
		let purpose = Some(T::BenchmarkHelper::purpose());
		let basket = T::BenchmarkHelper::sale_basket();
		let order = RemoteOrder { side: Side::Asks, basket, purpose, ..order::<T>(1) };

		#[extrinsic_call]
		place(origin as T::RuntimeOrigin, number, order);

		let placed = Orders::<T>::get(chain, number).is_some_and(|it| it.order.is_some());
		// Where nothing is sold, it is refused.
		assert_eq!(placed, T::Sales::ENABLED);
		Ok(())
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (origin, key) = fund::<T>(0)?;
		Pallet::<T>::do_place(key, order::<T>(1))?;
		let before = TaskQueue::<T>::get().next;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, key.1, whitelisted_caller());

		assert_eq!(TaskQueue::<T>::get().next, before + 1);
		Ok(())
	}

	#[benchmark]
	fn place_for() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let (_, (chain, _)) = fund::<T>(0)?;
		if !T::Destinations::contains(&chain) {
			// It is refused at once.
			return Err(BenchmarkError::Weightless);
		}
		let caller = whitelisted_caller::<T::AccountId>();
		let _ = T::Currency::mint_into(&caller, MONEY);
		let recipient = RemoteAccount { chain, account: caller.clone() };
		let RemoteOrder { basket, quantity, price, deadline, .. } = order::<T>(1_000);
		let origin = RawOrigin::Signed(caller);

		#[extrinsic_call]
		_(origin, recipient, basket, price, quantity, deadline);

		let order = Orders::<T>::get(T::ChainId::get(), 0);
		assert!(order.is_some_and(|it| it.order.is_some()));
		Ok(())
	}

	/// A fill whose units are used for a purpose is the most expensive task.
	#[benchmark]
	fn do_tasks(n: Linear<0, { T::MaxTasks::get() }>) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(0);
		let mut keys = Vec::new();
		for number in 0..n {
			let (_, key) = fund::<T>(number.into())?;
			Pallet::<T>::do_place(key, order::<T>(2))?;
			keys.push(key);
		}
		// The reports that the orders are open leave first, so that only fills are measured.
		Pallet::<T>::do_tasks(n);
		for key in keys {
			let class = T::BenchmarkHelper::class(&Pallet::<T>::account_of(key), 1);
			Pallet::<T>::mutate(key, |record| record.outstanding = 1);
			let seller = whitelisted_caller();
			let bought = Bought { seller, class, quantity: 1, price: PRICE, time: 0 };
			Pallet::<T>::enqueue(key, Task::ReportFill(bought));
		}

		#[block]
		{
			Pallet::<T>::do_tasks(n);
		}

		let queue = TaskQueue::<T>::get();
		assert_eq!(queue.first, queue.next);
		Ok(())
	}
}
