use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_core::H256;
use sp_runtime::DispatchError;
use zeropark_primitives::{certificates::SerialRange, units::GramsCo2e};

#[docify::export]
#[test]
fn whole_tonnes_should_be_issued_and_the_rest_carried_over() {
	new_test_ext_execute(|| {
		let project = registered();
		issued(project, 0, 30, 2 * TONNE + 700_000);
		assert_eq!(credits(OWNER, FIRST), 2);
		// 700 kg and 400 kg are a tonne and 100 kg.
		issued(project, 30, 60, 400_000);
		assert_eq!(credits(OWNER, FIRST + 1), 1);
		let mut batches = Ccer::batches_of(project);
		batches.sort_unstable();
		assert_eq!(batches, [FIRST, FIRST + 1]);
		assert!(Ccer::batches_of(project + 1).is_empty());
		System::assert_last_event(
			Event::Issued {
				project,
				class: Some(FIRST + 1),
				serials: SerialRange { start: 2, end: 3 },
				carry_over: GramsCo2e(100_000),
			}
			.into(),
		);
	});
}

#[test]
fn less_than_a_tonne_should_wait_without_a_batch() {
	new_test_ext_execute(|| {
		let project = registered();
		issued(project, 0, 30, TONNE - 1);
		assert!(Ccer::batch(FIRST).is_none());
		assert_eq!(Balances::total_balance_on_hold(&OWNER), 7, "the report's deposit returned");
		issued(project, 30, 60, 1);
		assert_eq!(credits(OWNER, FIRST), 1);
	});
}

#[test]
fn a_report_should_be_verified_by_who_neither_owns_nor_validated() {
	new_test_ext_execute(|| {
		let project = registered();
		assert_ok!(report(project, 0, 30, 5 * TONNE));
		let verify = |who, grams| verify_by(who, project, grams);
		assert_noop!(verify(OWNER, TONNE), Error::<Test>::NotAuthorized);
		assert_noop!(verify(VALIDATOR, TONNE), Error::<Test>::NotAuthorized);
		assert_noop!(verify(BUYER, TONNE), DispatchError::BadOrigin);
		assert_noop!(verify(VERIFIER, 5 * TONNE + 1), Error::<Test>::InvalidQuantity);
		assert_noop!(verify(VERIFIER, -1), Error::<Test>::InvalidQuantity);
		assert_noop!(Ccer::issue(regulator(), project), Error::<Test>::NotVerified);
		assert_ok!(verify(VERIFIER, 3 * TONNE));
		assert_noop!(verify(VERIFIER, TONNE), Error::<Test>::WrongStatus);
		assert_noop!(Ccer::issue(signed(OWNER), project), DispatchError::BadOrigin);
		assert_ok!(Ccer::issue(regulator(), project));
		assert_eq!(credits(OWNER, FIRST), 3);
		assert_noop!(Ccer::issue(regulator(), project), Error::<Test>::NotFound);
		// Who stands for the credits is on record.
		let batch = Ccer::batch(FIRST).expect("was issued");
		assert_eq!((batch.verifier, batch.evidence), (VERIFIER, H256::repeat_byte(3)));
	});
}

#[test]
fn a_verdict_should_be_for_the_report_that_was_read() {
	new_test_ext_execute(|| {
		let project = registered();
		assert_ok!(report(project, 0, 30, TONNE));
		let read = Ccer::project(project).and_then(|project| project.report).expect("waits");
		// The owner exchanges it for a longer one before the verdict is there.
		let withdraw = |who| Ccer::withdraw_report(signed(who), project);
		assert_noop!(withdraw(BUYER), Error::<Test>::NotAuthorized);
		assert_ok!(withdraw(OWNER));
		assert_noop!(withdraw(OWNER), Error::<Test>::NotFound);
		assert_ok!(report(project, 0, 60, TONNE));
		let verdict = |span, evidence| {
			let (grams, report) = (GramsCo2e(TONNE), H256::zero());
			Ccer::verify_report(signed(VERIFIER), project, span, evidence, grams, report)
		};
		assert_noop!(verdict(read.span, read.evidence), Error::<Test>::OtherReport);
		assert_ok!(verify(project, TONNE));
		assert_noop!(withdraw(OWNER), Error::<Test>::WrongStatus);
	});
}

#[test]
fn a_time_should_be_credited_once() {
	new_test_ext_execute(|| {
		let project = registered();
		let invalid = || Error::<Test>::InvalidSpan;
		assert_noop!(report(project, 90, 101, TONNE), invalid());
		assert_noop!(report(project, 5, 5, TONNE), invalid());
		assert_noop!(report(project, 0, 30, 0), Error::<Test>::InvalidQuantity);
		assert_ok!(report(project, 0, 30, TONNE));
		assert_noop!(report(project, 30, 60, TONNE), Error::<Test>::ReportPending);
		assert_ok!(verify(project, TONNE));
		assert_ok!(Ccer::issue(regulator(), project));
		assert_noop!(report(project, 29, 60, TONNE), invalid());
		// What was refused may be reported anew.
		assert_ok!(report(project, 30, 60, 9 * TONNE));
		assert_ok!(Ccer::refuse_report(regulator(), project));
		assert_ok!(report(project, 30, 60, TONNE));
	});
}

#[test]
fn only_registered_projects_should_report() {
	new_test_ext_execute(|| {
		assert_ok!(Ccer::register_project(signed(OWNER), description()));
		assert_noop!(report(0, 0, 30, TONNE), Error::<Test>::WrongStatus);
		assert_noop!(verify(0, TONNE), Error::<Test>::NotFound);
		assert_noop!(report(1, 0, 30, TONNE), Error::<Test>::NotFound);
	});
}
