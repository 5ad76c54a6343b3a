//! A book as a sorted list in pages: an index of the pages' first keys, and the pages.
//!
//! Placing, finding the best and removing touch the index and at most three pages, whatever the length of the book. A full
//! page splits in halves, except that a key past its end goes to the next page, or starts one of its own if that is full
//! too; a page that with a neighbour would fill three quarters at most joins it. So no two neighbours are both nearly
//! empty, and about a third of the places is used before a book is full, however its orders came and went (ADR 6).

use crate::{
	pallet::{Config, Error, Index, Pages, Pallet},
	types::{BookOf, Key},
};
use alloc::{vec, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::DispatchResult, traits::Get, BoundedVec};
use scale_info::TypeInfo;

/// A page of a book, numbered below [`Config::MaxPages`].
pub type PageId = u16;

/// An entry of a book's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Head {
	/// The first key of the page.
	pub first: Key,
	/// The page.
	pub page: PageId,
}

impl<T: Config> Pallet<T> {
	/// The best order of a book.
	pub(crate) fn best(book: &BookOf<T>) -> Option<Key> {
		Index::<T>::get(book).first().map(|head| head.first)
	}

	/// All keys of a book, best first, read page by page.
	pub(crate) fn keys(book: BookOf<T>) -> impl Iterator<Item = Key> {
		Index::<T>::get(book)
			.into_iter()
			.flat_map(move |head| Pages::<T>::get(book, head.page).into_iter())
	}

	/// Puts a key into its place.
	pub(crate) fn insert_key(book: &BookOf<T>, key: Key) -> DispatchResult {
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
		// Past the end of all that is full a new page begins; anywhere else the page is split in halves.
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

	/// Takes a key out; nothing happens if it is not there.
	pub(crate) fn remove_key(book: &BookOf<T>, key: &Key) {
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

	/// The page at `at`, which now has `keys`, with a neighbour that it should join, and the index of the left of the two.
	fn joined(
		book: &BookOf<T>,
		index: &[Head],
		at: usize,
		keys: &[Key],
	) -> Option<(usize, BoundedVec<Key, T::PageSize>)> {
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

	/// Which page a key belongs to: the last that does not start after it, or the first.
	fn page_of(index: &[Head], key: &Key) -> Option<usize> {
		if index.is_empty() {
			return None;
		}
		Some(index.partition_point(|head| head.first <= *key).saturating_sub(1))
	}

	/// A page that the index does not have: there are no more pages than entries.
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
