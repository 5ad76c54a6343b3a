//! The bodies of the calls, with a file for each topic. This file holds what the topics share.

mod closing;
mod depth;
mod placing;
mod venue;

use crate::{
	pallet::{Config, Hour, Pallet},
	types::{BasketOf, Book, BookOf, ClassOf, Terms},
};
use alloc::{vec, vec::Vec};
use frame_support::traits::Get;
use sp_runtime::traits::AccountIdConversion;
use zeropark_primitives::{
	market::Instrument,
	time::{Seconds, HOUR},
};

type TermsOf<T> = Terms<ClassOf<T>, BasketOf<T>>;

/// Returns the hour at whose start an order that expires at `time`, in seconds since the Unix
/// epoch, is closed.
pub(crate) fn due(time: Seconds) -> Hour {
	Hour::try_from(time.div_ceil(HOUR)).unwrap_or(Hour::MAX)
}

impl<T: Config> Pallet<T> {
	/// The market's account, which keeps the assets of resting asks.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Returns the books that an order rests in.
	pub(crate) fn books(terms: &TermsOf<T>) -> Vec<BookOf<T>> {
		match terms {
			Terms::Bid { market, .. } => vec![Book::bids(*market)],
			Terms::Ask { class, baskets } => core::iter::once(Instrument::Class(*class))
				.chain(baskets.iter().copied().map(Instrument::Basket))
				.map(Book::asks)
				.collect(),
		}
	}
}
