//! Any course of events keeps the invariants.

use crate::mock::*;
use proptest::prelude::*;
use sp_core::H256;
use zeropark_primitives::{compliance::Credits, time::DAY, units::TonnesCo2e};

/// Something that somebody does, to a project or a batch.
#[derive(Clone, Debug)]
enum Step {
	Register,
	Withdraw,
	Validate(u64),
	Approve,
	Refuse,
	Report(u64, u64, i64),
	Verify(u64, i64),
	Issue,
	RefuseReport,
	Retire(u64),
	Surrender(u64),
	WithdrawBatch,
	Pass(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let grams = 0..5 * TONNE;
	prop_oneof![
		Just(Step::Register),
		Just(Step::Withdraw),
		(1u64..5).prop_map(Step::Validate),
		Just(Step::Approve),
		Just(Step::Refuse),
		(0u64..120, 0u64..60, grams.clone())
			.prop_map(|(from, days, g)| Step::Report(from, days, g)),
		(1u64..5, grams).prop_map(|(who, grams)| Step::Verify(who, grams)),
		Just(Step::Issue),
		Just(Step::RefuseReport),
		(0u64..4).prop_map(Step::Retire),
		(0u64..4).prop_map(Step::Surrender),
		Just(Step::WithdrawBatch),
		(0u64..40).prop_map(Step::Pass),
	]
}

fn take(step: Step, project: u32, time: &mut u64) {
	let class = FIRST + project;
	// Whether it succeeds is no matter: what fails changes nothing.
	let _ = match step {
		Step::Register => Ccer::register_project(signed(OWNER), description()),
		Step::Withdraw => Ccer::withdraw_project(signed(OWNER), project),
		Step::Validate(who) => Ccer::validate(signed(who), project, H256::zero()),
		Step::Approve => Ccer::approve(regulator(), project),
		Step::Refuse => Ccer::refuse(regulator(), project),
		Step::Report(from, days, grams) => report(project, from, from + days, grams),
		Step::Verify(who, grams) => verify_by(who, project, grams),
		Step::Issue => Ccer::issue(regulator(), project),
		Step::RefuseReport => Ccer::refuse_report(regulator(), project),
		Step::Retire(tonnes) => {
			Ccer::retire(signed(OWNER), class, TonnesCo2e(tonnes), text("a"), text("b"))
		},
		Step::Surrender(tonnes) => frame_support::storage::with_storage_layer(|| {
			<Ccer as Credits<_>>::surrender(&OWNER, class, TonnesCo2e(tonnes), 0, 0, (2000, 1))
				.map(drop)
		}),
		Step::WithdrawBatch => Ccer::withdraw_batch(regulator(), class),
		Step::Pass(days) => {
			*time += days * DAY;
			set_time(*time);
			Ok(())
		},
	};
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]
	#[test]
	fn any_course_should_keep_the_invariants(
		steps in prop::collection::vec((step(), 0u32..3), 1..60),
	) {
		new_test_ext_execute(|| {
			registered();
			let mut time = START + 100 * DAY;
			for (step, project) in steps {
				take(step, project, &mut time);
				Ccer::do_try_state().expect("invariants hold");
			}
		});
	}
}
