//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{
		Config, HoldReason, LastTurns, OrderAccounts, Orders, Pallet, Receipts, Remainders,
		TaskQueue, Tasks, Turns, Watermarks,
	},
	types::Task,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::market::{Balance, Side, Venue};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let queue = TaskQueue::<T>::get();
		let mut count = 0;
		for (position, ((chain, number), task)) in Tasks::<T>::iter() {
			count += 1;
			let waits = (queue.first..queue.next).contains(&position);
			let outlives = matches!(task, Task::ReportPlaced(_) | Task::ReportVoidClaim(..));
			let known = outlives || Orders::<T>::contains_key(chain, number);
			ensure!(waits && known, "4: a task waits, and has its order on record");
		}
		ensure!(queue.next - queue.first == count, "4: the queue has no gaps");

		let mut accounts = 0;
		for (chain, number, record) in Orders::<T>::iter() {
			let key = (chain, number);
			let account = Self::account_of(key);
			let held = T::Currency::balance_on_hold(&HoldReason::Deposit.into(), &account);
			ensure!(held == record.deposit, "1: an order holds its deposit");
			ensure!(
				OrderAccounts::<T>::get(&account) == Some(key),
				"2: the account of an order names it"
			);
			accounts += 1;
			let local = chain == T::ChainId::get();
			ensure!(
				local == record.recipient.is_some(),
				"6: exactly local orders have a recipient"
			);
			let below = local || number < Watermarks::<T>::get(chain);
			ensure!(below, "8: numbers are below the watermark");
			let tasks = || Tasks::<T>::iter_values().filter(|(of, _)| *of == key);
			let fills = tasks()
				.filter(|(_, task)| matches!(task, Task::ReportFill(_) | Task::ReportUsed(_)))
				.count();
			ensure!(
				fills == record.outstanding as usize,
				"3: the record counts the fills in the queue"
			);
			let sells = record.remainder.is_none_or(|it| it.side == Side::Asks);
			ensure!(sells || record.offer.is_none(), "10: only a sale has units to sell");
			let ends = tasks().filter(|(_, task)| matches!(task, Task::ReportEnd(_))).count();
			let remainders =
				Remainders::<T>::iter().filter(|((of, _), _, other)| (*of, *other) == key).count();
			let open = record.order.is_some_and(T::Venue::is_open);
			ensure!(
				ends + remainders == usize::from(!open),
				"5: an order is open, or its end or its remainder waits"
			);
		}
		ensure!(OrderAccounts::<T>::iter().count() == accounts, "2: each account has an order");

		let void = Tasks::<T>::iter_values()
			.filter_map(|(key, task)| matches!(task, Task::ReportVoidClaim(..)).then_some(key));
		let mut receipts = BTreeMap::<_, Balance>::new();
		for key in Receipts::<T>::iter_values().map(|(key, _)| key).chain(void) {
			*receipts.entry(key).or_default() += T::ReceiptDeposit::get();
		}
		for (key, deposits) in receipts {
			let account = Self::account_of(key);
			let held = T::Currency::balance_on_hold(&HoldReason::Receipt.into(), &account);
			ensure!(held == deposits, "7: each receipt has its deposit on hold");
		}

		let mut waiting = BTreeMap::<_, u32>::new();
		let mut turns = BTreeMap::<_, Vec<_>>::new();
		for ((chain, turn), beneficiary, number) in Remainders::<T>::iter() {
			let known = Orders::<T>::get(chain, number)
				.is_some_and(|record| record.beneficiary == beneficiary);
			ensure!(known, "9: a remainder that waits is of an order of its beneficiary");
			*waiting.entry(chain).or_default() += 1;
			turns.entry((chain, beneficiary)).or_default().push(turn);
		}
		let counted = Turns::<T>::iter()
			.map(|(chain, turns)| (chain, turns.waiting))
			.collect::<BTreeMap<_, _>>();
		ensure!(counted == waiting, "9: the remainders that wait are counted");
		ensure!(LastTurns::<T>::iter().count() == turns.len(), "9: last turns are of remainders");
		for ((chain, beneficiary), mut turns) in turns {
			turns.sort_unstable();
			let (current, last) =
				(Turns::<T>::get(chain).current, LastTurns::<T>::get(chain, beneficiary));
			let from_now =
				turns.first().is_some_and(|first| [current, current + 1].contains(first));
			let apart = turns.windows(2).all(|pair| pair[0] + 1 == pair[1]);
			ensure!(
				from_now && apart && turns.last().copied() == last,
				"9: the turns of a beneficiary have no gaps"
			);
		}
		Ok(())
	}
}
