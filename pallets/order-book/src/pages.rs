//! A book as a sorted list in pages: an index with the first key of each page, and the pages.
//!
//! Inserting a key, removing one, and finding the best touch the index and at most three pages,
//! whatever the length of the book.
//!
//! A full page splits in halves. But a key past the end of a full page goes to the next page, or to
//! a new page if the next one is full too. A page joins a neighbour if both together fill at most
//! three quarters of a page. So no two neighbours are both nearly empty, and about a third of the
//! places is used before a book is full, in whatever order its orders come and go (ADR 6).

use crate::{
	pallet::{Config, Error, Index, Pages, Pallet},
	types::{BookKey, BookOf},
};
use alloc::{vec, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::DispatchResult, traits::Get, BoundedVec};
use scale_info::TypeInfo;

/// The number of a page within its book, below [`Config::MaxPages`].
pub type PageId = u16;

/// An entry of a book's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Head {
	/// The first key of the page.
	pub first: BookKey,
	/// The page.
	pub page: PageId,
}

impl<T: Config> Pallet<T> {
	/// Returns the key of the best order of a book.
	pub(crate) fn best(book: &BookOf<T>) -> Option<BookKey> {
		Index::<T>::get(book).first().map(|head| head.first)
	}

	/// Returns all keys of a book, best first. The pages are read one by one.
	pub(crate) fn keys(book: BookOf<T>) -> impl Iterator<Item = BookKey> {
		Index::<T>::get(book)
			.into_iter()
			.flat_map(move |head| Pages::<T>::get(book, head.page).into_iter())
	}

	/// Inserts a key. Fails with `BookFull` if a new page is needed and the index has no room.
	#[expect(clippy::indexing_slicing, reason = "positions are of the index and page just read")]
	pub(crate) fn insert_key(book: &BookOf<T>, key: BookKey) -> DispatchResult {
		let mut index = Index::<T>::get(book);
		let Some(at) = Self::page_of(&index, &key) else {
			let page = Self::unused(&index);
			Pages::<T>::insert(book, page, BoundedVec::truncate_from(vec![key]));
			index.try_push(Head { first: key, page }).map_err(|_| Error::<T>::BookFull)?;
			Index::<T>::insert(book, index);
			return Ok(());
		};
		let page = index[at].page;
		let mut keys = Pages::<T>::get(book, page);
		let place = keys.partition_point(|other| *other < key);
		if !keys.is_full() {
			keys.try_insert(place, key).map_err(|_| Error::<T>::BookFull)?;
			Pages::<T>::insert(book, page, keys);
			if place == 0 {
				index[at].first = key;
				Index::<T>::insert(book, index);
			}
			return Ok(());
		}
		if place == keys.len() {
			if let Some(next) = index.get_mut(at + 1) {
				let mut after = Pages::<T>::get(book, next.page);
				if !after.is_full() {
					after.try_insert(0, key).map_err(|_| Error::<T>::BookFull)?;
					Pages::<T>::insert(book, next.page, after);
					next.first = key;
					Index::<T>::insert(book, index);
					return Ok(());
				}
			}
		}
		// A key past the end of full pages starts a new page; any other key splits the page in
		// halves.
		let mut keys = keys.into_inner();
		let mut upper =
			if place == keys.len() { Vec::new() } else { keys.split_off(keys.len() / 2) };
		if place > keys.len() || upper.is_empty() {
			upper.insert(place - keys.len(), key);
		} else {
			keys.insert(place, key);
		}
		let new = Self::unused(&index);
		index[at].first = keys[0];
		index
			.try_insert(at + 1, Head { first: upper[0], page: new })
			.map_err(|_| Error::<T>::BookFull)?;
		Pages::<T>::insert(book, page, BoundedVec::truncate_from(keys));
		Pages::<T>::insert(book, new, BoundedVec::truncate_from(upper));
		Index::<T>::insert(book, index);
		Ok(())
	}

	/// Removes a key. Does nothing if the book does not have it.
	#[expect(clippy::indexing_slicing, reason = "positions are of the index and page just read")]
	pub(crate) fn remove_key(book: &BookOf<T>, key: &BookKey) {
		let mut index = Index::<T>::get(book);
		let Some(at) = Self::page_of(&index, key) else { return };
		let mut keys = Pages::<T>::get(book, index[at].page);
		let Ok(place) = keys.binary_search(key) else { return };
		keys.remove(place);
		if keys.is_empty() {
			Pages::<T>::remove(book, index[at].page);
			index.remove(at);
		} else if let Some((left, both)) = Self::joined(book, &index, at, &keys) {
			Pages::<T>::remove(book, index[left + 1].page);
			index.remove(left + 1);
			index[left].first = both[0];
			Pages::<T>::insert(book, index[left].page, both);
		} else {
			let moved = index[at].first != keys[0];
			index[at].first = keys[0];
			Pages::<T>::insert(book, index[at].page, keys);
			if !moved {
				return;
			}
		}
		if index.is_empty() {
			Index::<T>::remove(book);
		} else {
			Index::<T>::insert(book, index);
		}
	}

	/// Joins `keys`, the remaining keys of the page at `at`, with those of a neighbour, if the two
	/// pages should be one. Returns the index of the left page, and the keys of both.
	#[expect(clippy::indexing_slicing, reason = "positions are of the index and page just read")]
	fn joined(
		book: &BookOf<T>,
		index: &[Head],
		at: usize,
		keys: &[BookKey],
	) -> Option<(usize, BoundedVec<BookKey, T::PageSize>)> {
		let room = T::PageSize::get() as usize / 4 * 3;
		let right = (at + 1 < index.len()).then_some(at + 1);
		[right, at.checked_sub(1)].into_iter().flatten().find_map(|neighbour| {
			let other = Pages::<T>::get(book, index[neighbour].page);
			if keys.len() + other.len() > room {
				return None;
			}
			let (left, first, second) =
				if neighbour > at { (at, keys, &other[..]) } else { (neighbour, &other[..], keys) };
			Some((left, BoundedVec::truncate_from([first, second].concat())))
		})
	}

	/// Returns the page that a key belongs to: the last one that does not start after the key, or
	/// else the first. `None` if the book is empty.
	fn page_of(index: &[Head], key: &BookKey) -> Option<usize> {
		if index.is_empty() {
			return None;
		}
		Some(index.partition_point(|head| head.first <= *key).saturating_sub(1))
	}

	/// Returns a page number that the index does not use. Among the first `index.len() + 1`
	/// numbers, at least one is unused.
	fn unused(index: &[Head]) -> PageId {
		let mut used = vec![false; index.len() + 1];
		for head in index {
			if let Some(slot) = used.get_mut(usize::from(head.page)) {
				*slot = true;
			}
		}
		used.iter().position(|used| !used).unwrap_or(index.len()) as PageId
	}
}
