//! The off-chain worker, with a keystore and a pool.

use crate::{mock::*, Call, ROW_KEY};
use codec::{Decode, Encode};
use frame_support::traits::OffchainWorker;
use sp_core::offchain::{
	testing::{TestOffchainExt, TestTransactionPoolExt},
	OffchainDbExt, OffchainWorkerExt, TransactionPoolExt,
};
use sp_runtime::{offchain::storage::StorageValueRef, testing::TestXt};

/// Runs `test` with a node of which this worker has the key. `sent` takes the calls out of the pool.
fn with_worker(test: impl FnOnce(&dyn Fn() -> Vec<Call<Test>>)) {
	let (keystore, account) = keystore();
	let (offchain, _) = TestOffchainExt::new();
	let (pool, state) = TestTransactionPoolExt::new();
	let mut ext = new_test_ext();
	ext.register_extension(OffchainDbExt::new(offchain.clone()));
	ext.register_extension(OffchainWorkerExt::new(offchain));
	ext.register_extension(TransactionPoolExt::new(pool));
	ext.register_extension(keystore);
	ext.execute_with(|| {
		System::set_block_number(1);
		for n in 0..8 {
			register(n, BOTH);
		}
		Balances::force_set_balance(RuntimeOrigin::root(), account.clone(), MONEY).expect("sets");
		NodeSelection::register(signed(account.clone()), BOTH, Default::default())
			.expect("registers");
		blocks(1);
		let sent = || {
			let transactions = core::mem::take(&mut state.write().transactions);
			let calls = transactions.into_iter().map(|bytes| {
				let xt = TestXt::<RuntimeCall, ()>::decode(&mut &bytes[..]).expect("decodes");
				match xt.function {
					RuntimeCall::NodeSelection(call) => call,
					other => panic!("{other:?}"),
				}
			});
			calls.collect()
		};
		test(&sent);
	});
}

fn run() {
	NodeSelection::offchain_worker(System::block_number());
}

#[test]
fn a_worker_should_report_what_its_node_measured_and_search_once() {
	with_worker(|sent| {
		run();
		assert!(sent().is_empty(), "nothing was measured yet");
		let row = crate::Row::truncate_from(vec![10; 9]);
		StorageValueRef::persistent(ROW_KEY).set(&(2u32, row.clone()));
		run();
		assert!(sent().is_empty(), "that is for another round");
		StorageValueRef::persistent(ROW_KEY).set(&(1u32, row.clone()));
		run();
		let calls = sent();
		assert!(matches!(&calls[..], [Call::report { round: 1, row: sent }] if *sent == row));

		// The rows of the others, and its own.
		let roster = NodeSelection::roster();
		for (n, who) in roster.iter().enumerate() {
			NodeSelection::report(signed(who.clone()), 1, crate::mock::row(n as u8, 9))
				.expect("is taken");
		}
		run();
		assert!(sent().is_empty(), "it has reported");
		blocks(12);
		// Its turn is in the first half of the phase.
		let mut calls = sent();
		for _ in 0..5 {
			run();
			calls = sent();
			if !calls.is_empty() {
				break;
			}
			blocks(1);
		}
		let [Call::submit { round: 1, choice }] = &calls[..] else { panic!("{calls:?}") };
		assert_eq!(choice.encode(), found().encode(), "the same seed finds the same");
		run();
		assert!(sent().is_empty(), "once a round");
		NodeSelection::submit(signed(roster[0].clone()), 1, choice.clone()).expect("is taken");
	});
}

#[test]
fn a_worker_should_send_nothing_that_is_not_better() {
	with_worker(|sent| {
		for (n, who) in NodeSelection::roster().iter().enumerate() {
			NodeSelection::report(signed(who.clone()), 1, crate::mock::row(n as u8, 9))
				.expect("is taken");
		}
		blocks(12);
		// Somebody was faster with the same find.
		let first = NodeSelection::roster()[0].clone();
		NodeSelection::submit(signed(first), 1, found()).expect("is taken");
		for _ in 0..6 {
			run();
			assert!(sent().is_empty());
			blocks(1);
		}
	});
}

#[test]
fn a_node_without_a_key_should_do_nothing() {
	let (offchain, _) = TestOffchainExt::new();
	let (pool, state) = TestTransactionPoolExt::new();
	let mut ext = new_test_ext();
	ext.register_extension(OffchainDbExt::new(offchain.clone()));
	ext.register_extension(OffchainWorkerExt::new(offchain));
	ext.register_extension(TransactionPoolExt::new(pool));
	ext.register_extension(sp_keystore::KeystoreExt(std::sync::Arc::new(
		sp_keystore::testing::MemoryKeystore::new(),
	)));
	ext.execute_with(|| {
		for n in 0..NODES {
			register(n, BOTH);
		}
		blocks(1);
		measured(NODES, &[]);
		run();
		assert!(state.read().transactions.is_empty());
	});
}
