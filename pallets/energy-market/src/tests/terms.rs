use crate::{mock::*, Error, Event, Terms, MAX_TERMS};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use zeropark_clearing::{Grid, Tariff};
use zeropark_primitives::{energy::start_of, time::HOUR};

#[test]
fn terms_should_change_for_slots_that_take_no_bids_yet() {
	new_test_ext_execute(|| {
		let (_, next) = EnergyMarket::open_slots();
		let terms = Terms { from: next, tariff: Tariff { feed_in: 300, retail: 950 }, ..TERMS };
		let set = |terms| EnergyMarket::set_terms(provider(), terms);
		assert_noop!(EnergyMarket::set_terms(signed(SCHOOL), terms), DispatchError::BadOrigin);
		assert_noop!(set(Terms { from: next - 1, ..terms }), Error::<Test>::TooLate);
		for wrong in [
			Terms { tariff: Tariff { feed_in: 500, retail: 499 }, ..terms },
			Terms { tariff: Tariff { feed_in: 500, retail: 1_001 }, ..terms },
			Terms { grid: Grid { losses: 200_001, fee: 0 }, ..terms },
			Terms { grid: Grid { losses: 0, fee: 200_001 }, ..terms },
		] {
			assert_noop!(set(wrong), Error::<Test>::InvalidTerms);
		}
		assert_ok!(set(terms));
		System::assert_last_event(Event::TermsSet { terms }.into());
		// They can be withdrawn while nobody could bid under them.
		let other = Terms { tariff: Tariff { feed_in: 200, retail: 900 }, ..terms };
		assert_ok!(set(Terms { from: next + 5, ..terms }));
		assert_ok!(set(other));
		assert_eq!(EnergyMarket::terms(next + 6), Some(other));
		assert_ok!(set(terms));
		let far = next + 366 * 96;
		assert_noop!(set(Terms { from: far + 1, ..terms }), Error::<Test>::TooEarly);
		assert_ok!(set(Terms { from: far, ..terms }));
		assert_eq!(EnergyMarket::terms(next - 1), Some(TERMS));
		assert_eq!(EnergyMarket::terms(next), Some(terms));
	});
}

#[test]
fn only_terms_of_slots_that_are_not_settled_should_take_collateral() {
	new_test_ext_execute(|| {
		let (_, next) = EnergyMarket::open_slots();
		let before = EnergyMarket::collateral();
		let dear = Terms { from: next + 1, tariff: Tariff { feed_in: 900, retail: 950 }, ..TERMS };
		assert_ok!(EnergyMarket::set_terms(provider(), dear));
		assert_ok!(EnergyMarket::set_terms(provider(), Terms { from: next + 2, ..TERMS }));
		assert_eq!(EnergyMarket::collateral(), before);
		work_at(start_of(next) - 4 * HOUR);
		assert!(EnergyMarket::collateral() > 2 * before);
		work_at(settled_at(next + 1));
		assert_eq!(EnergyMarket::collateral(), before);
	});
}

#[test]
fn the_schedule_should_be_bounded_and_forget_what_is_over() {
	new_test_ext_execute(|| {
		let (_, next) = EnergyMarket::open_slots();
		let set = |from| EnergyMarket::set_terms(provider(), Terms { from, ..TERMS });
		for from in next..next + MAX_TERMS - 1 {
			assert_ok!(set(from));
		}
		assert_noop!(set(next + MAX_TERMS), Error::<Test>::TooManyTerms);
		work_at(settled_at(next + 2));
		assert_ok!(set(next + MAX_TERMS));
	});
}
