//! What is bought and sold, as the order book, the registries and the park share it.

use crate::{carbon::PeriodSpan, units::Seconds};
use alloc::{string::String, vec::Vec};
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::AccountId32;

/// An amount of the settlement currency, in micro-units: 1,000,000 are one PCNY.
pub type Balance = u128;

/// A number of whole certificates, allowances or credits.
pub type Quantity = u64;

/// An order of a book; numbered from 0 and never given twice.
pub type OrderId = u64;

/// A price in micro-units of the settlement currency for one whole unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(transparent))]
pub struct Price(pub u64);

impl Price {
	/// What `quantity` costs; exact, for two 64-bit factors always fit.
	pub fn of(self, quantity: Quantity) -> Balance {
		Balance::from(self.0) * Balance::from(quantity)
	}
}

/// What a bid asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Market<Class, Basket> {
	/// This class and no other.
	Class(Class),
	/// Whatever is cheapest of a basket.
	Basket(Basket),
}

/// One side of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Side {
	/// Those who buy.
	Bids,
	/// Those who sell.
	Asks,
}

/// The most baskets a class of asset is in.
pub const MAX_BASKETS: u32 = 2;

/// The baskets a class is in.
pub type Baskets<Basket> = BoundedVec<Basket, ConstU32<MAX_BASKETS>>;

/// Knows the classes of asset there are, and which of them are alike.
pub trait Catalogue {
	/// A class of asset.
	type Class;
	/// What buyers ask for who do not care which class it is.
	type Basket;

	/// The baskets the class is in; `None` for a class that is not traded, or not any more.
	fn baskets(class: &Self::Class) -> Option<Baskets<Self::Basket>>;
}

/// Two orders met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Trade<AccountId, Class> {
	/// The order that bought.
	pub bid: OrderId,
	/// The order that sold.
	pub ask: OrderId,
	/// Whose the bid was.
	pub buyer: AccountId,
	/// Whose the ask was.
	pub seller: AccountId,
	/// What changed hands.
	pub class: Class,
	/// How much of it.
	pub quantity: Quantity,
	/// The price of one: that of the order that stood in the book.
	pub price: Price,
	/// What of the price went to the pot; the seller got the rest.
	pub fee: Balance,
	/// When, in seconds since the Unix epoch.
	pub time: Seconds,
}

/// Why an order is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Closure {
	/// All of it was executed.
	Filled,
	/// Its owner called it back.
	Cancelled,
	/// Its time ran out.
	Expired,
	/// It was immediate, and nothing more was to be had at its price.
	Unmatched,
	/// It would have traded with an order of its own owner.
	SelfTrade,
	/// It met more orders than it was to be matched with.
	FillLimit,
	/// What it sells may not be traded any more.
	NotTradable,
}
/// Hears what becomes of orders, as it happens.
pub trait OrderListener<AccountId, Class> {
	/// Two orders met.
	fn traded(trade: &Trade<AccountId, Class>);

	/// An order is done with, and what was held for it is released.
	fn closed(order: OrderId, owner: &AccountId, closure: Closure);
}

impl<AccountId, Class> OrderListener<AccountId, Class> for () {
	fn traded(_: &Trade<AccountId, Class>) {}
	fn closed(_: OrderId, _: &AccountId, _: Closure) {}
}

/// What stands in a book at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Level {
	/// The price.
	pub price: Price,
	/// How much in all.
	pub quantity: Quantity,
	/// In how many orders.
	pub orders: u32,
}

/// A month of the Gregorian calendar in UTC, counted from January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(transparent))]
pub struct Month(pub u16);

impl Month {
	/// The month a time is in, in seconds since the Unix epoch; `None` past the year 7431, where months no longer fit.
	pub fn of(time: Seconds) -> Option<Self> {
		let date = DateTime::from_timestamp(i64::try_from(time).ok()?, 0)?;
		let years = u32::try_from(date.year()).ok()?.checked_sub(1970)?;
		u16::try_from(years.checked_mul(12)?.checked_add(date.month0())?).ok().map(Self)
	}

	/// When it starts, in seconds since the Unix epoch.
	pub fn start(self) -> Seconds {
		NaiveDate::from_ymd_opt(1970, 1, 1)
			.and_then(|epoch| epoch.checked_add_months(Months::new(self.0.into())))
			.map_or(Seconds::MAX, |day| day.and_time(NaiveTime::MIN).and_utc().timestamp() as u64)
	}

	/// The month `months` later, held at the last there is.
	pub fn after(self, months: u16) -> Self {
		Self(self.0.saturating_add(months))
	}

	/// The quarter it is in.
	pub fn quarter(self) -> Quarter {
		Quarter(self.0 / 3)
	}
}

/// A quarter of a year in UTC, counted from the first of 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(transparent))]
pub struct Quarter(pub u16);

/// How green power is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "snake_case"))]
pub enum Technology {
	/// From wind.
	Wind,
	/// From sunlight.
	Photovoltaic,
	/// From biomass.
	Biomass,
}

/// Certificates that are alike to a buyer: of a quarter, and of a technology if it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct CertificateBasket {
	/// How the power was made; any way if `None`.
	pub technology: Option<Technology>,
	/// When.
	pub quarter: Quarter,
}

/// Serial numbers `[start, end)` of certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct SerialRange {
	/// The first.
	pub start: u64,
	/// The one after the last.
	pub end: u64,
}

impl SerialRange {
	/// `length` numbers from `start`; `None` where they end.
	pub fn new(start: u64, length: Quantity) -> Option<Self> {
		start.checked_add(length).map(|end| Self { start, end })
	}

	/// How many.
	pub fn len(&self) -> Quantity {
		self.end.saturating_sub(self.start)
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}
}

/// What proves that green power was used.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct Receipt {
	/// Its number.
	pub retirement: u64,
	/// The batch of the certificates, which is their class of asset.
	pub batch: u32,
	/// How the power was made.
	pub technology: Technology,
	/// The month it was made in, counted from January 1970.
	pub month: Month,
	/// The numbers of the certificates.
	pub serials: SerialRange,
	/// Whose they were.
	pub holder: AccountId32,
	/// Who may say that it used green power.
	pub beneficiary: String,
	/// What for.
	pub purpose: String,
	/// The consumption it covers, in seconds since the Unix epoch.
	pub period: PeriodSpan,
	/// When the certificates were retired, in seconds since the Unix epoch.
	pub time: Seconds,
	/// Whether the claim is void because the batch was withdrawn.
	pub reopened: bool,
}

/// A market of green certificates.
pub type CertificateMarket = Market<u32, CertificateBasket>;

sp_api::decl_runtime_apis! {
	/// What people ask the green certificate market.
	pub trait GreenCertificatesApi {
		/// The receipt of a retirement; `None` if there is no such retirement.
		fn receipt(retirement: u64) -> Option<Receipt>;
		/// The best levels of a book, best first, at most 100.
		fn depth(market: CertificateMarket, side: Side, levels: u32) -> Vec<Level>;
		/// The last trades, newest first.
		fn trades(count: u32) -> Vec<Trade<AccountId32, u32>>;
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn month_should_follow_the_calendar() {
		// 2019-10-07 and 2020-02-29, 23:59:59.
		assert_eq!(Month::of(1_570_406_400), Some(Month(49 * 12 + 9)));
		assert_eq!(Month::of(1_583_020_799), Some(Month(50 * 12 + 1)));
		assert_eq!(Month::of(1_583_020_800), Some(Month(50 * 12 + 2)));
		assert_eq!(Month(50 * 12 + 2).start(), 1_583_020_800);
		assert_eq!(Month(49 * 12 + 9).quarter(), Quarter(49 * 4 + 3));
		assert_eq!(Month::of(u64::MAX), None);
	}

	proptest! {
		#[test]
		fn a_time_should_lie_in_its_month(time in 0u64..100_000_000_000) {
			let month = Month::of(time).expect("fits");
			prop_assert!(month.start() <= time && time < month.after(1).start());
		}

		#[test]
		fn a_price_should_be_exact(price: u64, quantity: u64) {
			let whole = Price(price).of(quantity);
			prop_assert_eq!(whole.checked_div(quantity.into()).unwrap_or_default(), if quantity == 0 { 0 } else { price.into() });
		}
	}
}
