use crate::mock::*;
use frame_support::storage::with_storage_layer;
use proptest::prelude::*;
use std::collections::BTreeMap;
use zeropark_primitives::ids::ParaId;

#[derive(Clone, Debug)]
enum Step {
	Submit { lane: ParaId },
	Close { lane: ParaId },
	Open { lane: ParaId },
	Block,
}

fn step() -> impl Strategy<Value = Step> {
	let lane = prop_oneof![Just(GREENCERT), Just(CARBON)];
	prop_oneof![
		5 => lane.clone().prop_map(|lane| Step::Submit { lane }),
		1 => lane.clone().prop_map(|lane| Step::Close { lane }),
		1 => lane.prop_map(|lane| Step::Open { lane }),
		3 => Just(Step::Block),
	]
}

proptest! {
	/// Whatever the channels do, each message leaves once and in order, and what it carries is paid
	/// once.
	#[test]
	fn messages_should_leave_once_and_in_order(steps in prop::collection::vec(step(), 1..80)) {
		run(|| {
			let mut submitted = BTreeMap::<ParaId, Vec<u32>>::new();
			for (message, step) in (0..).zip(steps) {
				match step {
					Step::Submit { lane } => {
						if with_storage_layer(|| submit(lane, message)).is_ok() {
							submitted.entry(lane).or_default().push(message);
						}
					},
					Step::Close { lane } => Closed::mutate(|closed| closed.push(lane)),
					Step::Open { lane } => Closed::mutate(|closed| closed.retain(|it| *it != lane)),
					Step::Block => drop(next_block()),
				}
				Outbox::do_try_state().expect("invariants hold");
				for (lane, messages) in &submitted {
					assert!(messages.starts_with(&sent(*lane)));
				}
				let left = Sent::get().values().map(Vec::len).sum::<usize>() as u32;
				assert_eq!(Money::get() + Custody::get() + left, 100);
			}
			Closed::set(vec![]);
			for _ in 0..8 {
				next_block();
			}
			assert_eq!(Sent::get(), submitted);
		});
	}
}
