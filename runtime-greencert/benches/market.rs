//! What the market costs, as a multiple of one transfer of money: in weight, and in wall time of the same run.
//!
//! Calls are dispatched natively, on state in memory. `make bench` shows the table; nothing here passes or fails.

use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{
		fungible::Mutate as _,
		fungibles::{Create, Mutate as _},
		Get,
	},
	weights::Weight,
};
use pallet_green_certificates::{Batch, Batches, Standing};
use pallet_order_book::Validity;
use runtime_greencert::{Assets, Balances, Runtime, RuntimeCall, RuntimeOrigin, System};
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie};
use sp_runtime::traits::Dispatchable;
use std::time::{Duration, Instant};
use zeropark_primitives::{
	market::{Market, Month, Price, SerialRange, Technology},
	Interval,
};
use zeropark_runtime_common::constants::currency::PCNY;

/// October 2019, the month of production.
const OCTOBER: Month = Month(49 * 12 + 9);
/// How often each call is timed.
const ROUNDS: u64 = 500;
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
			serials: SerialRange { start: 0, end: quantity },
			next: 0,
			tradable: true,
			standing: Standing::Valid,
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
	let (market, price, quantity) = (Market::Class(0), Price(price), 1);
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

/// The weight of a call, in picoseconds, and the mean time it takes; `before` sets the scene for each round.
fn measure(
	ext: &mut sp_io::TestExternalities,
	who: Sr25519Keyring,
	call: impl Fn(u64) -> RuntimeCall,
	before: impl Fn(),
) -> (Weight, Duration) {
	let mut spent = Duration::ZERO;
	for round in 0..ROUNDS {
		ext.execute_with(|| {
			before();
			// As in a block of its own: events do not pile up.
			System::reset_events();
			let call = call(round);
			let started = Instant::now();
			dispatch(who, call);
			spent += started.elapsed();
		});
		// Nor does what was written stay in the overlay.
		ext.commit_all().expect("commits");
	}
	(call(0).get_dispatch_info().call_weight, spent / ROUNDS as u32)
}

fn main() {
	let dest = || Charlie.to_account_id().into();
	let transfer =
		|_| pallet_balances::Call::transfer_keep_alive { dest: dest(), value: PCNY }.into();
	let certificates = |_| {
		let (id, amount) = (0, 1);
		RuntimeCall::Assets(pallet_assets::Call::transfer { id, target: dest(), amount })
	};
	// Once to warm up.
	measure(&mut market(), Bob, transfer, || ());
	let (base, unit) = measure(&mut market(), Bob, transfer, || ());
	let row = |name: &str, (weight, time): (Weight, Duration)| {
		let by_weight = weight.ref_time() as f64 / base.ref_time() as f64;
		let by_time = time.as_secs_f64() / unit.as_secs_f64();
		println!("{name:<48} {by_weight:>8.1} x {by_time:>8.1} x");
	};
	println!("{:<48} {:>10} {:>10}", "as a multiple of one transfer of money", "weight", "time");
	row("a transfer of certificates", measure(&mut market(), Bob, certificates, || ()));
	let stands = measure(&mut market(), Charlie, |_| bid(PRICE, 0), || ());
	row("a bid that stands", stands);
	let trade = measure(&mut market(), Charlie, |_| bid(PRICE, 1), || dispatch(Bob, ask(PRICE)));
	row("a bid that trades at once", trade);

	println!("\n{:<48} {:>10}", "an ask in a book of so many others", "time");
	let of_others = |others: u64| {
		let mut ext = market();
		for index in 0..others {
			ext.execute_with(|| {
				System::reset_events();
				dispatch(Bob, ask(PRICE + index * 7_919 % others * 1_000));
			});
			ext.commit_all().expect("commits");
		}
		let price = |round| PRICE + round * 104_729 % others * 1_000 + 500;
		measure(&mut ext, Bob, |round| ask(price(round)), || ()).1
	};
	let (few, many) = (of_others(100), of_others(10_000));
	println!("{:<48} {:>8.1} x", "100", few.as_secs_f64() / unit.as_secs_f64());
	println!("{:<48} {:>8.1} x", "10,000", many.as_secs_f64() / unit.as_secs_f64());
	println!("{:<48} {:>8.2} x", "the many to the few", many.as_secs_f64() / few.as_secs_f64());
}
