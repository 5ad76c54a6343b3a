use crate::{mock::*, Error, Event, Record, Stage};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::Inspect,
		tokens::{Fortitude::Polite, Preservation::Preserve},
	},
};
use zeropark_clearing::Tariff;
use zeropark_primitives::{
	energy::{start_of, Points as _},
	time::HOUR,
};

fn record() -> Record {
	EnergyMarket::record(SLOT).expect("is settled")
}

#[docify::export]
#[test]
fn a_slot_should_be_traded_delivered_and_settled() {
	new_test_ext_execute(|| {
		// The school wants 1 kWh delivered at any price, the roof has 2 kWh for 0.40 PCNY or more.
		assert_ok!(bid(SCHOOL, 0, &[(1_000, 1_000)]));
		assert_ok!(bid(ROOF, 1, &[(400, -2_000)]));
		work_at(before_gate(SLOT) + 2);
		// The roof has more than is wanted, so its limit is the price. 3 % are lost on the way.
		let Some(Stage::Cleared(clearing)) = EnergyMarket::slot(SLOT) else { panic!("is cleared") };
		assert_eq!((clearing.price, clearing.bought, clearing.sold), (Some(400_000), 1_030, 1_030));

		// The school draws 100 Wh more than it bought, the roof delivers 70 Wh more than it sold.
		work_at(start_of(SLOT + 1));
		assert_ok!(read(0, 1_100, 0));
		assert_ok!(read(1, 0, 1_100));
		// The slots before are settled by then.
		work_at(settled_at(SLOT) - 1);
		let before = money();
		work_at(settled_at(SLOT));
		let record = record();
		assert_eq!((record.sums.short, record.sums.long, record.sums.missing), (100, 70, 0));

		let after = money();
		let lost = |who: usize| before[who] - after[who];
		// 1.03 kWh at 0.40 and 1 kWh at 0.05; 103 Wh at 0.90 and 100 Wh at 0.05.
		assert_eq!(lost(0), 412_000 + 50_000 + 92_700 + 5_000);
		// 1.03 kWh at 0.40, and 70 Wh at 0.35.
		assert_eq!(after[1] - before[1], 412_000 + 24_500);
		// The grid gets the fees, the market maker what is left of the imbalance.
		assert_eq!(after[3] - before[3], 55_000);
		assert_eq!(after[2] - before[2], 92_700 - 24_500);
		assert_eq!(before.iter().sum::<u128>(), after.iter().sum::<u128>());
		assert!(EnergyMarket::slot(SLOT).is_none());
	});
}

#[test]
fn the_market_maker_should_take_and_give_what_members_lack() {
	new_test_ext_execute(|| {
		assert_ok!(bid(SCHOOL, 0, &[(1_000, 1_000)]));
		work_at(before_gate(SLOT) + 2);
		work_at(start_of(SLOT + 1));
		assert_ok!(read(0, 1_000, 0));
		assert_ok!(read(1, 0, 0));
		work_at(settled_at(SLOT) - 1);
		let before = money();
		work_at(settled_at(SLOT));
		let record = record();
		assert_eq!(
			(record.price, record.maker_sells, record.maker_buys),
			(Some(900_000), 1_030, 0)
		);
		let after = money();
		assert_eq!(before[0] - after[0], 927_000 + 50_000);
		assert_eq!(after[2] - before[2], 927_000);
	});
}

#[test]
fn a_missing_reading_should_never_help() {
	new_test_ext_execute(|| {
		assert_ok!(bid(ROOF, 1, &[(300, -1_000)]));
		work_at(before_gate(SLOT) + 2);
		// Nobody reads anything.
		work_at(settled_at(SLOT));
		let record = record();
		assert_eq!((record.sums.missing, record.sums.points), (2, 2));
		// Both draw all that they can. The roof sold 1 kWh to the market maker, and delivered nothing.
		assert_eq!((record.sums.short, record.sums.drawn), (5_000 + 1_100, 5_000 + 100));
		let school = 5_150 * 900 + 5_000 * 50;
		let roof = 1_133 * 900 + 1_100 * 50;
		assert_eq!(record.sums.imbalance.pays, school + roof);
		assert_eq!(record.sums.trade.gets, 1_000 * 350);
	});
}

#[test]
fn who_cannot_fill_up_its_margin_should_trade_no_further() {
	new_test_ext_execute(|| {
		let spare = Balances::reducible_balance(
			&SCHOOL,
			frame_support::traits::tokens::Preservation::Preserve,
			frame_support::traits::tokens::Fortitude::Polite,
		);
		assert_ok!(Balances::transfer_keep_alive(signed(SCHOOL), STRANGER, spare));
		work_at(settled_at(SLOT));
		assert!(System::events().iter().any(|record| matches!(
			record.event,
			RuntimeEvent::Consortium(pallet_consortium::Event::PointSuspended { point: 0, .. })
		)));
		// The margin was enough for everything until then, so all others are paid.
		assert_eq!(record().sums.unpaid, 0);
	});
}

#[test]
fn who_draws_without_a_margin_should_owe_it_and_the_grid_should_get_no_fee_for_it() {
	new_test_ext_execute(|| {
		assert_ok!(Consortium::suspend_point(provider(), 0));
		work_at(start_of(SLOT + 1));
		assert_ok!(read(0, 5_000, 0));
		assert_ok!(read(1, 0, 0));
		work_at(settled_at(SLOT) - 1);
		// Almost nothing is left of the school's margin and money.
		let all = Balances::reducible_balance(&SCHOOL, Preserve, Polite);
		assert_ok!(Balances::transfer_keep_alive(signed(SCHOOL), STRANGER, all));
		let held = Consortium::point(0).expect("is there").held;
		assert_eq!(Consortium::collect(0, held - 1_000, &STRANGER), held - 1_000);
		let before = money();
		work_at(settled_at(SLOT));
		let after = money();
		let owes = 5_150 * 900 + 5_000 * 50;
		assert_eq!(record().sums.unpaid, owes - 1_000);
		assert_eq!((before[0] - after[0], after[2] - before[2]), (1_000, 1_000));
		assert_eq!(after[3], before[3], "the grid");
		assert_eq!(Consortium::member(SCHOOL).expect("is there").debt, owes - 1_000);
	});
}

#[test]
fn no_slot_should_open_while_money_is_on_its_way() {
	new_test_ext_execute(|| {
		// Two of four pages are collected when the next slot could open.
		work_at(settled_at(SLOT));
		let (_, next) = EnergyMarket::open_slots();
		for meter in 1_000..1_048 {
			let point = offer(SCHOOL, meter);
			assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		}
		let settled = crate::ToSettle::<Test>::get();
		let opens = start_of(next) - 4 * HOUR;
		assert_eq!(opens, settled_at(settled), "a slot is settled when another opens");
		work_at(opens - 1);
		set_time(opens);
		let step = || {
			<EnergyMarket as frame_support::traits::OnInitialize<u64>>::on_initialize(1);
		};
		step();
		assert!(EnergyMarket::slot(next).is_some());
		crate::ToOpen::<Test>::put(next);
		crate::Slots::<Test>::remove(next);
		assert!(matches!(EnergyMarket::slot(settled), Some(Stage::Collecting(..))));
		step();
		step();
		assert!(matches!(EnergyMarket::slot(settled), Some(Stage::Paying(..))));
		step();
		assert!(EnergyMarket::slot(next).is_none() && EnergyMarket::record(settled).is_some());
		step();
		assert!(EnergyMarket::slot(next).is_some());
	});
}

#[test]
fn records_of_another_day_should_not_be_taken_for_todays() {
	new_test_ext_execute(|| {
		work_at(settled_at(SLOT));
		assert!(EnergyMarket::record(SLOT).is_some());
		assert!(EnergyMarket::record(SLOT + 96).is_none());
		assert!(EnergyMarket::record(SLOT - 96).is_none());
		assert!(crate::Records::<Test>::iter().count() <= 96);
	});
}

#[test]
fn a_market_maker_without_money_should_open_no_slot() {
	new_test_ext_execute(|| {
		let maker = EnergyMarket::account_id();
		let next = EnergyMarket::open_slots().1;
		assert!(EnergyMarket::collateral() > 1_000);
		let all = Balances::total_balance(&maker);
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), maker, 1_000));
		work_at(before_gate(SLOT) - 2 * HOUR + 900);
		System::assert_has_event(Event::SlotsSkipped { from: next, to: next + 1 }.into());
		assert!(EnergyMarket::slot(next).is_none());
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), maker, all));
		work_at(before_gate(SLOT) - 2 * HOUR + 1_800);
		System::assert_has_event(Event::SlotOpened { slot: next + 1 }.into());
		// The one that was skipped is passed over.
		work_at(settled_at(next + 1));
		assert!(EnergyMarket::record(next).is_none() && EnergyMarket::record(next + 1).is_some());
	});
}

#[test]
fn a_chain_that_stood_still_should_catch_up_slot_by_slot() {
	new_test_ext_execute(|| {
		assert_ok!(bid(SCHOOL, 0, &[(1_000, 1_000)]));
		// It wakes up two days later. Meters have an hour to report what was open, then it is settled; what
		// was not open is skipped.
		let late = start_of(SLOT) + 48 * HOUR;
		wake_at(late);
		assert_ok!(read(0, 1_000, 0));
		work_at(late + HOUR - 1);
		EnergyMarket::do_try_state().expect("invariants hold");
		assert_ok!(read(1, 0, 50));
		work_at(late + HOUR);
		assert_eq!(record().maker_sells, 1_030);
		assert_eq!((record().sums.missing, record().sums.short, record().sums.long), (0, 0, 50));
		let (first, end) = EnergyMarket::open_slots();
		assert!(start_of(first) > late && end > first);
	});
}

#[test]
fn work_should_be_spread_over_blocks() {
	new_test_ext_execute(|| {
		// 50 points are four pages; two are done in a block.
		let (_, slot) = EnergyMarket::open_slots();
		let points = (1_000..1_048).map(|meter| offer(SCHOOL, meter)).collect::<Vec<_>>();
		for point in &points {
			assert_ok!(Consortium::accept_point(signed(SCHOOL), *point));
		}
		work_at(start_of(slot) - 4 * HOUR);
		for point in points {
			assert_ok!(EnergyMarket::bid(signed(SCHOOL), point, slot, steps(&[(950, 500)])));
		}
		work_at(before_gate(slot));
		set_time(before_gate(slot) + 2);
		let step = || {
			<EnergyMarket as frame_support::traits::OnInitialize<u64>>::on_initialize(1);
		};
		step();
		assert!(matches!(EnergyMarket::slot(slot), Some(Stage::Folding { page: 2 })));
		step();
		assert!(matches!(EnergyMarket::slot(slot), Some(Stage::Cleared(_))));
		work_at(settled_at(slot) - 1);
		set_time(settled_at(slot));
		step();
		assert!(
			matches!(EnergyMarket::slot(slot), Some(Stage::Collecting(_, ref at)) if at.page == 2)
		);
		step();
		step();
		assert!(matches!(EnergyMarket::slot(slot), Some(Stage::Paying(_, ref at)) if at.page == 2));
		step();
		let record = EnergyMarket::record(slot).expect("is settled");
		assert_eq!(record.sums.points, 50);
		assert_eq!(record.tariff, Tariff { feed_in: 350, retail: 900 });
	});
}

#[test]
fn a_suspended_or_leaving_point_should_be_metered_on() {
	new_test_ext_execute(|| {
		assert_ok!(Consortium::suspend_point(provider(), 0));
		assert_ok!(Consortium::leave(signed(ROOF), 1));
		let (_, end) = EnergyMarket::open_slots();
		// Neither has bid, and no meter says anything.
		work_at(settled_at(SLOT));
		assert_eq!((record().sums.points, record().sums.drawn), (2, 5_000 + 100));
		// Nobody who has left owes anything for slots that were not open by then.
		work_at(settled_at(end));
		let record = EnergyMarket::record(end).expect("is settled");
		assert_eq!((record.sums.points, record.sums.drawn), (1, 5_000));
		assert_ok!(Consortium::release_margin(signed(STRANGER), 1));
	});
}

#[test]
fn a_market_maker_should_never_lack_money_for_points_that_came_later() {
	new_test_ext_execute(|| {
		let (_, end) = EnergyMarket::open_slots();
		let point = offer(SCHOOL, 1_000);
		assert_ok!(Consortium::accept_point(signed(SCHOOL), point));
		let bid = |slot| EnergyMarket::bid(signed(SCHOOL), point, slot, steps(&[(500, 100)]));
		assert_noop!(bid(SLOT), Error::<Test>::NotActive);
		assert_noop!(bid(end - 1), Error::<Test>::NotActive);
		work_at(start_of(end) - 4 * HOUR);
		assert_ok!(bid(end));
	});
}
