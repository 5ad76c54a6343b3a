use crate::mock::*;
use frame_support::storage::with_storage_layer;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
	Prove { who: AccountId, value: u64 },
	Withdraw { who: AccountId, value: u64 },
	Replay { who: AccountId, nonce: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		(1..4u64, 0..2u64).prop_map(|(who, value)| Step::Prove { who, value }),
		(1..4u64, 0..2u64).prop_map(|(who, value)| Step::Withdraw { who, value }),
		(1..4u64, 0..3u64).prop_map(|(who, nonce)| Step::Replay { who, nonce }),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(16))]

	#[test]
	fn invariants_should_hold_after_any_sequence_of_calls(steps in prop::collection::vec(step(), 1..12)) {
		new_test_ext_execute(|| {
			let mut digests = Vec::new();
			for step in steps {
				// A call that is refused must change nothing.
				let _ = with_storage_layer(|| match step {
					Step::Prove { who, value } => {
						let nonce = RangeProof::next_nonce(who);
						let made = wallet(who, nonce).prove(&[value]);
						digests.push(((who, value), made.0.digest()));
						submit(who, nonce, made)
					},
					Step::Withdraw { who, value } => {
						let known = digests.iter().find(|(key, _)| *key == (who, value));
						let digest = known.map(|(_, digest)| *digest).unwrap_or_default();
						RangeProof::withdraw(signed(who), digest)
					},
					Step::Replay { who, nonce } => submit(who, nonce, wallet(who, nonce).prove(&[7])),
				});
				RangeProof::do_try_state().expect("invariants hold");
			}
		});
	}
}
