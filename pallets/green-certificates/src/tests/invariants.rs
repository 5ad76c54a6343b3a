use crate::{mock::*, Batches};
use frame_support::traits::{fungibles::Mutate, tokens::Preservation, Hooks};
use proptest::prelude::*;
use zeropark_primitives::time::Interval;

#[derive(Clone, Debug)]
enum Step {
	Request { generator: u32, start: u64, length: u64, energy: i64 },
	Again { batch: u32, skip: u64 },
	Decide { request: u32, approve: bool },
	Transfer { batch: u32, quantity: u128 },
	Retire { who: u64, batch: u32, quantity: u64 },
	Cancel { batch: u32, quantity: u64 },
	Withdraw { batch: u32 },
	VoidClaim { retirement: u64 },
	Wait { months: u16 },
}

fn step() -> impl Strategy<Value = Step> {
	let batch = 0u32..4;
	prop_oneof![
		6 => (0u32..3, 0u64..600, 0u64..100, 0i64..40_000_000).prop_map(
			|(generator, start, length, energy)| Step::Request { generator, start, length, energy }
		),
		3 => (batch.clone(), 0u64..20).prop_map(|(batch, skip)| Step::Again { batch, skip }),
		6 => (0u32..12, any::<bool>()).prop_map(|(request, approve)| Step::Decide { request, approve }),
		3 => (batch.clone(), 0u128..20).prop_map(|(batch, quantity)| Step::Transfer { batch, quantity }),
		3 => (1u64..3, batch.clone(), 0u64..20).prop_map(
			|(who, batch, quantity)| Step::Retire { who, batch, quantity }
		),
		1 => (batch.clone(), 0u64..5).prop_map(|(batch, quantity)| Step::Cancel { batch, quantity }),
		1 => batch.prop_map(|batch| Step::Withdraw { batch }),
		1 => (0u64..6).prop_map(|retirement| Step::VoidClaim { retirement }),
		1 => (0u16..6).prop_map(|months| Step::Wait { months }),
	]
}

proptest! {
	/// After any sequence of calls, every certificate circulates or has ended in exactly one way.
	#[test]
	fn invariants_should_hold_after_any_sequence_of_calls(steps in proptest::collection::vec(step(), 1..80)) {
		new_test_ext_execute(|| {
			accredited();
			accredited();
			let mut month = OCTOBER.after(1);
			for step in steps {
				// A step that is refused must change nothing.
				let _ = frame_support::storage::with_storage_layer(|| match step {
					Step::Request { generator, start, length, energy } => {
						request(generator, hours(start, length), energy)
					},
					// Requests the output of a batch again, without its first `skip` hours.
					Step::Again { batch, skip } => {
						let Some(batch) = Batches::<Test>::get(batch) else { return Ok(()) };
						let start = batch.span.start + skip * 3_600;
						request(batch.generator, Interval { start, ..batch.span }, MWH)
					},
					Step::Decide { request, approve: true } => {
						Certificates::approve_issuance(regulator(), request)
					},
					Step::Decide { request, approve: false } => {
						Certificates::refuse_issuance(regulator(), request, text("no"))
					},
					Step::Transfer { batch, quantity } => <Assets as Mutate<_>>::transfer(
						batch, &ALICE, &BOB, quantity, Preservation::Expendable,
					).map(drop),
					Step::Retire { who, batch, quantity } => {
						Certificates::retire(signed(who), batch, quantity, claim())
					},
					Step::Cancel { batch, quantity } => {
						Certificates::cancel(regulator(), batch, ALICE, quantity, text("no"))
					},
					Step::Withdraw { batch } => {
						Certificates::withdraw_batch(regulator(), batch, text("no"))
					},
					Step::VoidClaim { retirement } => {
						Certificates::void_claim(regulator(), retirement)
					},
					Step::Wait { months } => {
						month = month.after(months);
						set_time(month.start());
						Certificates::on_initialize(1);
						Ok(())
					},
				});
				Certificates::do_try_state().expect("invariants hold");
			}
		});
	}
}
