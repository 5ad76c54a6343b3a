use crate::{mock::*, Error, Event, HoldReason, SourceKind};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{metering::AccuracyClass, time::HOUR, units::MilligramsPerUnit};

fn register(origin: RuntimeOrigin, factor: u64, accuracy: u16) -> DispatchResult {
	ZeroCarbon::register_source(
		origin,
		REPORTER,
		SourceKind::Emission,
		MilligramsPerUnit(factor),
		AccuracyClass(accuracy),
		b"coal, tonnes".to_vec().try_into().expect("is short"),
		EVIDENCE,
		None,
	)
}

#[test]
fn a_source_should_report_only_when_the_verifier_approved_it() {
	new_test_ext_execute(|| {
		open_hour(0);
		assert_ok!(register(operator(), 1, 100));
		System::assert_last_event(
			Event::SourceRegistered {
				source: 0,
				reporter: REPORTER,
				kind: SourceKind::Emission,
				evidence: EVIDENCE,
				entity: None,
			}
			.into(),
		);
		assert_noop!(report(0, 1), Error::<Test>::NotApproved);
		assert_noop!(ZeroCarbon::approve_source(operator(), 0), DispatchError::BadOrigin);
		assert_ok!(ZeroCarbon::approve_source(verifier(), 0));
		System::assert_last_event(Event::SourceApproved { source: 0, verifier: VERIFIER }.into());
		assert_noop!(ZeroCarbon::approve_source(verifier(), 0), Error::<Test>::AlreadyApproved);
		assert_noop!(ZeroCarbon::approve_source(verifier(), 1), Error::<Test>::NotFound);
		assert_ok!(report(0, 1));
	});
}

#[test]
fn withdraw_source_should_return_the_deposit_only_before_the_approval() {
	new_test_ext_execute(|| {
		assert_ok!(register(operator(), 1, 100));
		let held = || Balances::balance_on_hold(&HoldReason::Source.into(), &OPERATOR);
		assert_eq!(held(), SOURCE_DEPOSIT);
		assert_noop!(
			ZeroCarbon::withdraw_source(RuntimeOrigin::none(), 0),
			DispatchError::BadOrigin
		);
		assert_ok!(ZeroCarbon::withdraw_source(operator(), 0));
		System::assert_last_event(Event::SourceWithdrawn { source: 0 }.into());
		assert_eq!(held(), 0);
		assert_noop!(ZeroCarbon::withdraw_source(operator(), 0), Error::<Test>::NotFound);
		let approved = register_source(SourceKind::Sink, 1);
		assert_noop!(
			ZeroCarbon::withdraw_source(operator(), approved),
			Error::<Test>::AlreadyApproved
		);
	});
}

#[test]
fn end_source_should_keep_the_record_and_be_the_verifiers() {
	new_test_ext_execute(|| {
		let source = register_source(SourceKind::Emission, 5);
		let end = |origin| ZeroCarbon::end_source(origin, source, EVIDENCE);
		assert_noop!(end(operator()), DispatchError::BadOrigin);
		// A period that is opened later, for the past, would expect nothing of it.
		assert_noop!(end(verifier()), Error::<Test>::PeriodNotOpen);
		open_hour(0);
		set_time(HOUR / 2);
		assert_ok!(end(verifier()));
		System::assert_last_event(Event::SourceEnded { source, evidence: EVIDENCE }.into());
		assert_noop!(end(verifier()), Error::<Test>::SourceEnded);
		let kept = ZeroCarbon::source(source).expect("is kept");
		assert_eq!((kept.ended, kept.factor), (Some(HOUR / 2), MilligramsPerUnit(5)));
		assert_eq!(ZeroCarbon::sources_of(REPORTER), vec![source]);
		assert_ok!(register(operator(), 1, 100));
		assert_noop!(
			ZeroCarbon::end_source(verifier(), source + 1, EVIDENCE),
			Error::<Test>::NotApproved
		);
		assert_noop!(ZeroCarbon::end_source(verifier(), 9, EVIDENCE), Error::<Test>::NotFound);
	});
}

#[test]
fn the_emissions_of_a_source_should_go_to_the_register_of_its_enterprise() {
	new_test_ext_execute(|| {
		open_hour(0);
		let of = |kind, entity| {
			ZeroCarbon::register_source(
				operator(),
				REPORTER,
				kind,
				MilligramsPerUnit(2_162_200),
				AccuracyClass(10),
				b"gas, m3".to_vec().try_into().expect("is short"),
				EVIDENCE,
				Some(entity),
			)
		};
		assert_noop!(of(SourceKind::Sink, ENTITY), Error::<Test>::NotAnEmission);
		assert_noop!(of(SourceKind::Emission, ENTITY + 1), Error::<Test>::UnknownEntity);
		assert_ok!(of(SourceKind::Emission, ENTITY));
		assert_ok!(ZeroCarbon::approve_source(verifier(), 0));
		assert_ok!(report(0, 1_000));
		// Rounded up, in the register as in the ledger.
		assert_eq!(Registered::get(), grams(2_163));
		assert_eq!(statement().carbon.activity, grams(2_163));
		// What was surrendered for them is in C2.
		CoveredGrams::set((2_000, 100));
		let carbon = statement().carbon;
		assert_eq!(carbon.offset.allowances, grams(2_000));
		assert_eq!(carbon.offset.ccer, grams(100));
		assert_eq!(carbon.net_low + carbon.eta.low, grams(63));
	});
}

#[test]
fn what_was_surrendered_should_offset_no_more_than_activities_emitted() {
	new_test_ext_execute(|| {
		open_hour(0);
		assert_ok!(register(operator(), 1_000_000, 10));
		assert_ok!(ZeroCarbon::approve_source(verifier(), 0));
		assert_ok!(report(0, 1_000));
		let before = statement().carbon;
		CoveredGrams::set((2_000, 100));
		let carbon = statement().carbon;
		// Nothing else was emitted under quota than a kilogram, whatever was surrendered.
		assert_eq!(carbon.offset.allowances + carbon.offset.ccer, grams(1_000));
		assert_eq!(carbon.net_low, before.net_low - grams(1_000));
	});
}

#[test]
fn register_source_should_fail_when_the_origin_an_argument_or_the_number_is_wrong() {
	new_test_ext_execute(|| {
		assert_noop!(register(RuntimeOrigin::none(), 1, 10), DispatchError::BadOrigin);
		assert_noop!(register(operator(), 0, 10), Error::<Test>::ZeroFactor);
		assert_noop!(register(operator(), 1, 9), Error::<Test>::InvalidAccuracy);
		assert_noop!(register(operator(), 1, 10_001), Error::<Test>::InvalidAccuracy);
		let unnamed = ZeroCarbon::register_source(
			operator(),
			REPORTER,
			SourceKind::Sink,
			MilligramsPerUnit(1),
			AccuracyClass(10),
			Default::default(),
			EVIDENCE,
			None,
		);
		assert_noop!(unnamed, Error::<Test>::InvalidLabel);
		assert_ok!(register(operator(), 1, 10));
		crate::NextSourceId::<Test>::put(u32::MAX);
		assert_noop!(register(operator(), 1, 10), Error::<Test>::IdsExhausted);
		crate::NextSourceId::<Test>::put(1);
		assert_ok!(register(operator(), 1, 10));
		assert_noop!(register(operator(), 1, 10), Error::<Test>::TooManySources);
	});
}
