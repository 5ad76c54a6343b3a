//! Benchmarks of the calls. In the worst case an order meets `n` others, each of which leaves all
//! its books, and its remainder lands in full pages of full indexes. An order that meets no other
//! has a benchmark of its own, because it weighs less than the line through the others at `n = 0`.

use crate::{
	pages::Head,
	pallet::{Call, Config, HoldReason, Index, Orders, Pages, Pallet},
	types::{BasketOf, Book, BookKey, BookOf, ClassOf, Validity},
};
use alloc::vec::Vec;
use frame_benchmarking::{account, v2::*};
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get, UnixTime},
	BoundedVec,
};
use frame_system::RawOrigin;
use zeropark_primitives::{
	ids::OrderId,
	market::{Balance, Catalogue, Instrument, Price, Quantity},
	time::HOUR,
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper<T: Config> {
	/// Makes the `index`th class that may be traded, and gives `owner` a `quantity` of it. All
	/// these classes are in the same baskets.
	fn class(index: u32, owner: &T::AccountId, quantity: Quantity) -> ClassOf<T>;
	/// Returns a basket that the class is in.
	fn basket(class: &ClassOf<T>) -> BasketOf<T>;
	/// Prepares the listener for its worst case: that `who` trades and closes orders.
	fn listen(who: &T::AccountId);
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: u64);
}

const PRICE: Price = Price(1_000_000);
const MONEY: Balance = 1_000_000_000_000;

fn trader<T: Config>(index: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = account("trader", index, 0);
	let _ = T::Currency::mint_into(&who, MONEY);
	T::BenchmarkHelper::listen(&who);
	who
}

fn soon<T: Config>() -> Validity {
	Validity::Until(T::Time::now().as_secs() + HOUR)
}

/// Fills the books that an ask of `class` rests in.
fn fill_all<T: Config>(class: ClassOf<T>) {
	fill::<T>(Book::asks(Instrument::Class(class)));
	for basket in T::Catalogue::baskets(&class).into_iter().flatten() {
		fill::<T>(Book::asks(Instrument::Basket(basket)));
	}
}

/// Fills a book's index, and the page that an order at `PRICE` belongs to, so that the page has to
/// split.
fn fill<T: Config>(book: BookOf<T>) {
	let target = book.key(PRICE, 0).rank;
	let pages = u64::from(T::MaxPages::get() - 1);
	// Each page has one key, a thousand apart from the next. Only the middle page, around the
	// target, is full.
	let base = target - 500;
	let mut heads = Vec::new();
	for page in 0..pages {
		let first = BookKey { rank: base + page * 1_000 - pages / 2 * 1_000, order: OrderId::MAX };
		heads.push(Head { first, page: page as u16 });
		let full = page == pages / 2;
		let keys = (0..if full { T::PageSize::get() } else { 1 })
			.map(|index| BookKey { rank: first.rank + u64::from(index) * 7, ..first })
			.collect::<Vec<_>>();
		Pages::<T>::insert(&book, page as u16, BoundedVec::truncate_from(keys));
	}
	Index::<T>::insert(&book, BoundedVec::truncate_from(heads));
}

/// Makes a buyer, and a basket in whose book so many `asks` rest.
fn to_bid<T: Config>(
	asks: u32,
) -> Result<(T::AccountId, Instrument<ClassOf<T>, BasketOf<T>>), BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	T::BenchmarkHelper::set_time(1_000 * HOUR);
	let mut class = None;
	for index in 0..asks {
		let seller = trader::<T>(index);
		let sold = T::BenchmarkHelper::class(index, &seller, 1);
		class = Some(sold);
		let (origin, price) = (RawOrigin::Signed(seller).into(), T::MinPrice::get());
		Pallet::<T>::place_ask(origin, sold, price, 1, soon::<T>(), 0)
			.map_err(|error| error.error)?;
	}
	let buyer = trader::<T>(u32::MAX);
	let class = class.unwrap_or_else(|| T::BenchmarkHelper::class(0, &buyer, 1));
	let market = Instrument::Basket(T::BenchmarkHelper::basket(&class));
	fill::<T>(Book::bids(market));
	Ok((buyer, market))
}

/// Makes a seller, and a class for whose basket so many `bids` rest.
fn to_ask<T: Config>(bids: u32) -> Result<(T::AccountId, ClassOf<T>), BenchmarkError>
where
	T::Currency: Mutate<T::AccountId>,
{
	T::BenchmarkHelper::set_time(1_000 * HOUR);
	let seller = trader::<T>(u32::MAX);
	let class = T::BenchmarkHelper::class(0, &seller, u64::from(bids) + 1);
	let basket = T::BenchmarkHelper::basket(&class);
	for index in 0..bids {
		let origin = RawOrigin::Signed(trader::<T>(index)).into();
		let market = Instrument::Basket(basket);
		Pallet::<T>::place_bid(origin, market, Price(2_000_000), 1, soon::<T>(), 0)
			.map_err(|error| error.error)?;
	}
	fill_all::<T>(class);
	Ok((seller, class))
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn rest_bid() -> Result<(), BenchmarkError> {
		let (buyer, market) = to_bid::<T>(0)?;
		#[extrinsic_call]
		place_bid(RawOrigin::Signed(buyer), market, PRICE, 1, soon::<T>(), 0);
		assert_eq!(Orders::<T>::iter().count(), 1);
		Ok(())
	}

	#[benchmark]
	fn place_bid(n: Linear<1, { T::MaxFills::get() }>) -> Result<(), BenchmarkError> {
		let (buyer, market) = to_bid::<T>(n)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), market, PRICE, u64::from(n) + 1, soon::<T>(), n);
		assert_eq!(Orders::<T>::iter().count(), 1);
		Ok(())
	}

	#[benchmark]
	fn rest_ask() -> Result<(), BenchmarkError> {
		let (seller, class) = to_ask::<T>(0)?;
		#[extrinsic_call]
		place_ask(RawOrigin::Signed(seller), class, PRICE, 1, soon::<T>(), 0);
		assert_eq!(Orders::<T>::iter().count(), 1);
		Ok(())
	}

	#[benchmark]
	fn place_ask(n: Linear<1, { T::MaxFills::get() }>) -> Result<(), BenchmarkError> {
		let (seller, class) = to_ask::<T>(n)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(seller), class, PRICE, u64::from(n) + 1, soon::<T>(), n);
		assert_eq!(Orders::<T>::iter().count(), 1);
		Ok(())
	}

	#[benchmark]
	fn cancel_order() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(1_000 * HOUR);
		let seller = trader::<T>(0);
		let class = T::BenchmarkHelper::class(0, &seller, 1);
		fill_all::<T>(class);
		let origin = RawOrigin::Signed(seller.clone());
		Pallet::<T>::place_ask(origin.clone().into(), class, PRICE, 1, soon::<T>(), 0)
			.map_err(|error| error.error)?;
		#[extrinsic_call]
		_(origin, 0);
		assert_eq!(Orders::<T>::iter().count(), 0);
		let held =
			<T::Currency as frame_support::traits::fungible::InspectHold<_>>::balance_on_hold(
				&HoldReason::Order.into(),
				&seller,
			);
		assert_eq!(held, 0);
		Ok(())
	}

	#[benchmark]
	fn set_halted() -> Result<(), BenchmarkError> {
		let origin =
			T::OperatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, true);
		Ok(())
	}
}
