//! Checks of the invariants, with the numbers that they have in the crate's documentation.

use crate::{
	pallet::{
		Config, HoldReason, OrderAccounts, Orders, Pallet, Receipts, TaskQueue, Tasks, Watermarks,
	},
	types::Task,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::TryRuntimeError;
use zeropark_primitives::market::{Balance, Venue};

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
			let fills = tasks().filter(|(_, task)| matches!(task, Task::ReportFill(_))).count();
			ensure!(
				fills == record.outstanding as usize,
				"3: the record counts the fills in the queue"
			);
			let ends = tasks()
				.filter(|(_, task)| matches!(task, Task::ReportEnd(_) | Task::ReplaceRemainder))
				.count();
			let open = record.order.is_some_and(T::Venue::is_open);
			ensure!(
				ends == usize::from(!open),
				"5: an order is open, or one task decides how it goes on"
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
		Ok(())
	}
}
