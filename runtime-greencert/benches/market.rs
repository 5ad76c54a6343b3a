//! What the market costs, as a multiple of one transfer of money: in weight, and in wall time of
//! the same run.
//!
//! Calls are dispatched natively, on state in memory. `make bench` shows the table; nothing here
//! passes or fails.

use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{
		fungible::Mutate as _,
		fungibles::{Create, Mutate as _},
		Get,
	},
};
use pallet_green_certificates::{Batch, BatchStatus, Batches};
use pallet_order_book::Validity;
use runtime_greencert::{Assets, Balances, Runtime, RuntimeCall, RuntimeOrigin, System};
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie};
use sp_runtime::traits::Dispatchable;
use std::time::{Duration, Instant};
use zeropark_primitives::{
	certificates::{SerialRange, Technology},
	market::{Instrument, Price},
	time::{Interval, Month},
	units::WattHours,
};
use zeropark_runtime_common::constants::currency::PCNY;

/// October 2019, the month of production.
const OCTOBER: Month = Month(49 * 12 + 9);
/// How often each call is timed, and how often it is made before.
const ROUNDS: u64 = 500;
const WARM_UP: u64 = 50;
/// What everybody asks.
const PRICE: u64 = 30_000_000;

/// A market where Bob has certificates of the batch 0, and Charlie has money.
fn market() -> sp_io::TestExternalities {
	let mut ext = sp_io::TestExternalities::new_empty();
	ext.execute_with(|| {
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(OCTOBER.after(1).start() * 1_000);
		let pot = <Runtime as pallet_order_book::Config>::FeePot::get();
		for who in [Bob.to_account_id(), Charlie.to_account_id(), pot] {
			Balances::mint_into(&who, 1_000_000_000 * PCNY).expect("mints");
		}
		let quantity = 1_000_000;
		let bob = Bob.to_account_id();
		<Assets as Create<_>>::create(0, bob.clone(), true, 1).expect("creates");
		Assets::mint_into(0, &bob, quantity.into()).expect("mints");
		let batch = Batch {
			generator: 0,
			technology: Technology::Wind,
			owner: bob,
			month: OCTOBER,
			span: Interval { start: OCTOBER.start(), end: OCTOBER.after(1).start() },
			energy: WattHours(0),
			serials: SerialRange { start: 0, end: quantity },
			next: 0,
			tradable: true,
			status: BatchStatus::Valid,
			retired: 0,
			cancelled: 0,
			expired: 0,
			withdrawn: 0,
			deposit: 0,
		};
		Batches::<Runtime>::insert(0, batch);
	});
	ext
}

fn until() -> Validity {
	Validity::Until(OCTOBER.after(2).start())
}

fn ask(price: u64) -> RuntimeCall {
	let (class, price, quantity) = (0, Price(price), 1);
	let call = pallet_order_book::Call::place_ask {
		class,
		price,
		quantity,
		validity: until(),
		max_fills: 0,
	};
	call.into()
}

/// Bids for one certificate, and meets `max_fills` asks at most.
fn bid(price: u64, max_fills: u32) -> RuntimeCall {
	let (market, price, quantity) = (Instrument::Class(0), Price(price), 1);
	let call = pallet_order_book::Call::place_bid {
		market,
		price,
		quantity,
		validity: until(),
		max_fills,
	};
	call.into()
}

fn dispatch(who: Sr25519Keyring, call: RuntimeCall) {
	let origin = RuntimeOrigin::signed(who.to_account_id());
	call.dispatch(origin).map(drop).expect("is dispatched");
}

/// A kind of call that is timed: who makes it, the call of a round, and what sets the scene for it.
struct Case {
	name: &'static str,
	market: sp_io::TestExternalities,
	who: Sr25519Keyring,
	call: Box<dyn Fn(u64) -> RuntimeCall>,
	before: fn(),
	times: Vec<Duration>,
}

impl Case {
	fn new(
		name: &'static str,
		market: sp_io::TestExternalities,
		who: Sr25519Keyring,
		call: impl Fn(u64) -> RuntimeCall + 'static,
	) -> Self {
		Self { name, market, who, call: Box::new(call), before: || (), times: Vec::new() }
	}

	/// Makes the call of a round.
	fn round(&mut self, round: u64) {
		let Self { market, who, call, before, times, .. } = self;
		market.execute_with(|| {
			before();
			// As in a block of its own: events do not pile up.
			System::reset_events();
			let call = call(round);
			let started = Instant::now();
			dispatch(*who, call);
			times.push(started.elapsed());
		});
		// Nor does what was written stay in the overlay.
		market.commit_all().expect("commits");
	}

	/// The median of its times, in seconds.
	fn time(&self) -> f64 {
		let mut times = self.times.clone();
		times.sort_unstable();
		times[times.len() / 2].as_secs_f64()
	}

	fn weight(&self) -> f64 {
		(self.call)(0).get_dispatch_info().call_weight.ref_time() as f64
	}
}

/// Times the cases in turn, so that what else the machine does befalls all alike; the first rounds
/// warm up.
fn run(cases: &mut [Case]) {
	for round in 0..WARM_UP + ROUNDS {
		for case in cases.iter_mut() {
			case.round(round);
		}
	}
	for case in cases {
		case.times.drain(..WARM_UP as usize);
	}
}

fn main() {
	let dest = || Charlie.to_account_id().into();
	let transfer =
		move |_| pallet_balances::Call::transfer_keep_alive { dest: dest(), value: PCNY }.into();
	let certificates = move |_| {
		let (id, amount) = (0, 1);
		RuntimeCall::Assets(pallet_assets::Call::transfer { id, target: dest(), amount })
	};
	let mut cases = [
		Case::new("a transfer of money", market(), Bob, transfer),
		Case::new("a transfer of certificates", market(), Bob, certificates),
		Case::new("a bid that stands", market(), Charlie, |_| bid(PRICE, 0)),
		Case {
			before: || dispatch(Bob, ask(PRICE)),
			..Case::new("a bid that trades at once", market(), Charlie, |_| bid(PRICE, 1))
		},
	];
	run(&mut cases);
	let (weight, time) = (cases[0].weight(), cases[0].time());
	println!("{:<48} {:>10} {:>10}", "as a multiple of one transfer of money", "weight", "time");
	for case in &cases[1..] {
		let (by_weight, by_time) = (case.weight() / weight, case.time() / time);
		println!("{:<48} {by_weight:>8.1} x {by_time:>8.1} x", case.name);
	}

	let among = |name, others: u64| {
		let mut market = market();
		for index in 0..others {
			market.execute_with(|| {
				System::reset_events();
				dispatch(Bob, ask(PRICE + index * 7_919 % others * 1_000));
			});
			market.commit_all().expect("commits");
		}
		let price = move |round| PRICE + round * 104_729 % others * 1_000 + 500;
		Case::new(name, market, Bob, move |round| ask(price(round)))
	};
	let mut cases = [among("100", 100), among("10,000", 10_000)];
	run(&mut cases);
	println!("\n{:<48} {:>10} {:>10}", "an ask in a book of so many others", "", "time");
	for case in &cases {
		println!("{:<59} {:>8.1} x", case.name, case.time() / time);
	}
	println!("{:<59} {:>8.2} x", "the many to the few", cases[1].time() / cases[0].time());
}
