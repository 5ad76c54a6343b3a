use crate::{mock::*, Book, Index, Key, Market, Pages};
use proptest::prelude::*;
use std::collections::BTreeSet;

const BOOK: Book<u32, u32> = Book { market: Market::Class(10), side: crate::Side::Asks };

proptest! {
	#[test]
	fn pages_should_keep_the_order_of_a_sorted_set(
		steps in proptest::collection::vec((any::<bool>(), 0u64..40), 1..120),
	) {
		let mut outcome = Ok(());
		new_test_ext_execute(|| {
			let mut model = BTreeSet::new();
			for (insert, rank) in steps {
				let key = Key { rank, order: rank };
				if insert && !model.contains(&key) {
					// A full index has three eighths of its 32 places used at least.
					match OrderBook::insert_key(&BOOK, key) {
						Ok(()) => drop(model.insert(key)),
						Err(_) => assert!(model.len() >= 12),
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
