use crate::{mock::*, Book, BookKey, Index, Pages};
use proptest::prelude::*;
use std::collections::BTreeSet;
use zeropark_primitives::market::Instrument;

const BOOK: Book<u32, u32> =
	Book { market: Instrument::Class(10), side: zeropark_primitives::market::Side::Asks };

proptest! {
	#[test]
	fn pages_should_behave_like_a_sorted_set(
		steps in proptest::collection::vec((any::<bool>(), 0u64..40), 1..120),
	) {
		let mut outcome = Ok(());
		new_test_ext_execute(|| {
			let mut model = BTreeSet::new();
			for (insert, rank) in steps {
				let key = BookKey { rank, order: rank };
				if insert && !model.contains(&key) {
					// At least a third of the 32 places is used before a key is refused.
					match OrderBook::insert_key(&BOOK, key) {
						Ok(()) => drop(model.insert(key)),
						Err(_) => assert!(model.len() >= 11),
					}
				} else if !insert {
					OrderBook::remove_key(&BOOK, &key);
					model.remove(&key);
				}
				let keys = OrderBook::keys(BOOK).collect::<Vec<_>>();
				if keys != model.iter().copied().collect::<Vec<_>>()
					|| OrderBook::best(&BOOK) != model.first().copied()
				{
					outcome = Err(TestCaseError::fail("not the sorted set"));
					break;
				}
			}
			for key in model {
				OrderBook::remove_key(&BOOK, &key);
			}
			assert!(Index::<Test>::get(BOOK).is_empty());
			assert_eq!(Pages::<Test>::iter().count(), 0);
		});
		outcome?;
	}
}

/// Inserts keys of these ranks, in this order, until one is refused. Returns how many were
/// inserted.
fn insert(ranks: impl Iterator<Item = u64>) -> usize {
	ranks
		.take_while(|rank| OrderBook::insert_key(&BOOK, BookKey { rank: *rank, order: 0 }).is_ok())
		.count()
}

fn clear() {
	for key in OrderBook::keys(BOOK).collect::<Vec<_>>() {
		OrderBook::remove_key(&BOOK, &key);
	}
}

#[test]
fn pages_should_not_run_out_when_keys_land_just_past_a_full_page() {
	new_test_ext_execute(|| {
		assert_eq!(insert(0..4), 4);
		// Each key lands between the full page and all earlier keys.
		assert!(insert((10..100).rev()) >= 11);
		clear();
	});
}

#[test]
fn pages_should_join_when_pages_are_drained_between_full_ones() {
	new_test_ext_execute(|| {
		assert_eq!(insert(0..32), 32);
		for rank in (0..32).filter(|rank| rank / 4 % 2 == 0 && rank % 4 != 0) {
			OrderBook::remove_key(&BOOK, &BookKey { rank, order: 0 });
		}
		let left = OrderBook::keys(BOOK).count();
		let pages = Index::<Test>::get(BOOK).len();
		assert!(left >= pages * 4 / 3, "{left} keys in {pages} pages");
		clear();
	});
}
