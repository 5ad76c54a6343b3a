use crate::{mock::*, Error, Event, HoldReason, OrderState};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, DispatchResult};
use zeropark_primitives::{
	market::{CloseReason, Price},
	trading::{OrderOutcome, Report, Sold},
};

const FILLED: OrderOutcome = OrderOutcome::Closed(CloseReason::Filled);

const NOTHING: Sold = Sold { quantity: 0, earned: 0 };

fn report(report: Report<Fill>) -> DispatchResult {
	Desk::report(RuntimeOrigin::root(), 0, report)
}

#[test]
fn an_order_should_be_open_when_the_market_reports_so() {
	run(|| {
		assert_ok!(place(5));
		assert_ok!(report(Report::Placed { order: 9 }));
		assert_eq!(Desk::order(0).map(|order| order.state), Some(OrderState::Open(9)));
		System::assert_last_event(Event::OrderOpened { number: 0, order: 9 }.into());
	});
}

#[test]
fn a_fill_should_be_counted_and_handed_to_the_listener() {
	run(|| {
		assert_ok!(place(5));
		assert_ok!(report(Report::Filled(Fill(2))));
		let order = Desk::order(0).expect("is on record");
		assert_eq!((order.filled, order.fills, order.spent, order.unfilled()), (2, 1, 180, 3));
		assert_eq!(HeardEvents::get(), vec![Heard::Filled(0, OWNER, 2)]);
		System::assert_last_event(
			Event::OrderFilled { number: 0, quantity: 2, price: Price(90) }.into(),
		);
	});
}

#[test]
fn a_fill_should_fail_when_the_listener_refuses_it() {
	run(|| {
		assert_ok!(place(5));
		ListenerError::set(Some(DispatchError::Unavailable));
		let filled = || report(Report::Filled(Fill(2)));
		assert_noop!(filled(), DispatchError::Unavailable);
	});
}

#[docify::export]
#[test]
fn the_end_should_release_the_deposit_of_missing_fills() {
	run(|| {
		assert_ok!(place(6));
		assert_ok!(report(Report::Filled(Fill(3))));
		assert_ok!(report(Report::Filled(Fill(2))));
		assert_ok!(report(Report::Ended { outcome: FILLED, money: 77, sold: NOTHING }));
		let held = Balances::balance_on_hold(&HoldReason::Records.into(), &OWNER);
		assert_eq!(held, ORDER_DEPOSIT + 2 * FILL_DEPOSIT);
		let order = Desk::order(0).expect("stays on record");
		assert_eq!(
			(order.state, order.filled, order.spent, order.returned, order.unfilled()),
			(OrderState::Ended(FILLED), 5, 450, 77, 0)
		);
		assert_eq!(HeardEvents::get().last(), Some(&Heard::Ended(0, 1)));
		System::assert_last_event(
			Event::OrderEnded {
				number: 0,
				outcome: FILLED,
				filled: 5,
				spent: 450,
				earned: 0,
				returned: 77,
			}
			.into(),
		);
	});
}

#[test]
fn a_void_claim_should_reach_the_listener_when_the_order_has_ended() {
	run(|| {
		assert_noop!(report(Report::ClaimVoided { retirement: 3 }), Error::<Test>::NotFound);
		assert_ok!(place(5));
		assert_ok!(report(Report::Ended { outcome: FILLED, money: 0, sold: NOTHING }));
		assert_ok!(report(Report::ClaimVoided { retirement: 3 }));
		assert_eq!(HeardEvents::get().last(), Some(&Heard::ClaimVoided(0, 3)));
	});
}

#[test]
fn a_report_should_fail_when_it_does_not_fit_the_order() {
	run(|| {
		assert_noop!(report(Report::Placed { order: 1 }), Error::<Test>::NotFound);
		assert_ok!(place(5));
		assert_noop!(report(Report::Filled(Fill(0))), Error::<Test>::InvalidQuantity);
		assert_noop!(report(Report::Filled(Fill(6))), Error::<Test>::QuantityExceeded);
		assert_ok!(report(Report::Filled(Fill(5))));
		assert_noop!(report(Report::Filled(Fill(1))), Error::<Test>::QuantityExceeded);
		assert_ok!(report(Report::Ended { outcome: FILLED, money: 0, sold: NOTHING }));
		for late in [
			Report::Placed { order: 1 },
			Report::Filled(Fill(1)),
			Report::Ended { outcome: FILLED, money: 0, sold: NOTHING },
		] {
			assert_noop!(report(late), Error::<Test>::AlreadyEnded);
		}
	});
}

#[test]
fn a_report_should_fail_when_it_does_not_come_from_the_market() {
	run(|| {
		assert_ok!(place(5));
		assert_noop!(
			Desk::report(RuntimeOrigin::signed(OWNER), 0, Report::Placed { order: 1 }),
			DispatchError::BadOrigin
		);
	});
}
