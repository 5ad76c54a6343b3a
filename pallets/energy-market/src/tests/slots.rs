use crate::{mock::*, Event, Record, Stage};
use frame_support::{assert_ok, traits::fungible::Inspect};
use zeropark_clearing::Tariff;
use zeropark_primitives::{energy::start_of, time::HOUR};

fn record() -> Record {
	EnergyMarket::record(SLOT).expect("is settled")
}

#[docify::export]
#[test]
fn a_slot_should_be_traded_delivered_and_settled() {
	new_test_ext_execute(|| {
		let before = money();
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
		let before = money();
		assert_ok!(bid(SCHOOL, 0, &[(1_000, 1_000)]));
		work_at(before_gate(SLOT) + 2);
		work_at(start_of(SLOT + 1));
		assert_ok!(read(0, 1_000, 0));
		assert_ok!(read(1, 0, 0));
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
		// The school has drawn 3 kWh in a slot before.
		crate::Peaks::<Test>::insert(0, 3_000);
		assert_ok!(bid(ROOF, 1, &[(300, -1_000)]));
		work_at(before_gate(SLOT) + 2);
		// Nobody reads anything.
		work_at(settled_at(SLOT));
		let record = record();
		assert_eq!((record.sums.missing, record.sums.points), (2, 2));
		// The roof sold 1 kWh to the market maker, and delivered nothing of it.
		assert_eq!((record.sums.short, record.sums.drawn), (1_000 + 3_000, 3_000));
		let school = 3_090 * 900 + 3_000 * 50;
		let roof = 1_030 * 900 + 1_000 * 50;
		assert_eq!(record.sums.imbalance.pays, school + roof);
		assert_eq!(record.sums.trade.gets, 1_000 * 350);
	});
}

#[test]
fn who_cannot_fill_up_its_margin_should_trade_no_further() {
	new_test_ext_execute(|| {
		crate::Peaks::<Test>::insert(0, 5_000);
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
		// It wakes up two days later: what was open is settled, what was not is skipped.
		let late = start_of(SLOT) + 48 * HOUR;
		work_at(late);
		assert_eq!(record().maker_sells, 1_030);
		let (first, end) = EnergyMarket::open_slots();
		assert!(start_of(first) > late && end > first);
	});
}

#[test]
fn work_should_be_spread_over_blocks() {
	new_test_ext_execute(|| {
		// 50 points are four pages; two are done in a block.
		for n in 0..48 {
			let meters = vec![1_000 + n].try_into().expect("is one");
			let capacity = zeropark_primitives::energy::Capacity { load: 500, generation: 0 };
			let offered =
				Consortium::offer_point(provider(), SCHOOL, text("A point"), capacity, meters);
			assert_ok!(offered);
			assert_ok!(Consortium::accept_point(signed(SCHOOL), n as u32 + 2));
			assert_ok!(EnergyMarket::bid(signed(SCHOOL), n as u32 + 2, SLOT, steps(&[(950, 500)])));
		}
		work_at(before_gate(SLOT) - 900);
		let first = EnergyMarket::open_slots().0;
		set_time(before_gate(first) + 2);
		let step = || {
			<EnergyMarket as frame_support::traits::OnInitialize<u64>>::on_initialize(1);
		};
		step();
		assert!(matches!(EnergyMarket::slot(first), Some(Stage::Folding { page: 2 })));
		step();
		assert!(matches!(EnergyMarket::slot(first), Some(Stage::Cleared(_))));
		work_at(settled_at(SLOT) - 1);
		set_time(settled_at(SLOT));
		step();
		assert!(
			matches!(EnergyMarket::slot(SLOT), Some(Stage::Collecting(_, ref at)) if at.page == 2)
		);
		step();
		step();
		assert!(matches!(EnergyMarket::slot(SLOT), Some(Stage::Paying(_, ref at)) if at.page == 2));
		step();
		assert_eq!(record().sums.points, 50);
		assert_eq!(record().tariff, Tariff { feed_in: 350, retail: 900 });
	});
}
