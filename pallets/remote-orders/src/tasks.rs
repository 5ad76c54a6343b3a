//! The queue of tasks, and how each kind of task is done.

use crate::{
	pallet::{
		Config, Error, Event, HoldReason, OrderAccounts, OrderRecordOf, Orders, Pallet, Receipts,
		TaskOf, TaskQueue, Tasks,
	},
	types::{OrderKey, Task},
	weights::WeightInfo,
	LOG_TARGET,
};
use frame_support::{
	defensive, ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _, Mutate as _},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
	weights::Weight,
};
use sp_runtime::DispatchError;
use zeropark_primitives::{
	ids::{OrderId, RetirementId},
	market::{Balance, Quantity},
	trading::{
		Bought, DeliveryTransport, Disposal, Fulfilled, Fulfilment, OrderOutcome, Report, Sales,
	},
};

type BoughtOf<T> = Bought<<T as frame_system::Config>::AccountId, <T as Config>::Class>;

impl<T: Config> Pallet<T> {
	/// The weight of `done` tasks.
	pub(crate) fn weight_of(done: u32) -> Weight {
		match done {
			0 => T::DbWeight::get().reads(2),
			done => T::WeightInfo::do_tasks(done),
		}
	}

	pub(crate) fn enqueue(key: OrderKey, task: TaskOf<T>) {
		TaskQueue::<T>::mutate(|queue| {
			Tasks::<T>::insert(queue.next, (key, task));
			queue.next = queue.next.saturating_add(1);
		});
	}

	/// Does up to `limit` tasks, the oldest first. Returns how many it did.
	pub(crate) fn do_tasks(limit: u32) -> u32 {
		// Tasks that go back to the queue during this run are not done in it again.
		let end = TaskQueue::<T>::get().next;
		let mut done = 0u32;
		while done < limit {
			let mut queue = TaskQueue::<T>::get();
			let number = queue.first;
			if number >= end {
				break;
			}
			let next = Tasks::<T>::take(number);
			queue.first = number.saturating_add(1);
			TaskQueue::<T>::put(queue);
			done = done.saturating_add(1);
			let Some((key, task)) = next else {
				defensive!("the queue has no gaps");
				continue;
			};
			if let Err(error) = with_storage_layer(|| Self::do_task(key, &task)) {
				Self::postpone(key, task, error);
			}
		}
		done
	}

	/// Puts a task back to the end of the queue.
	fn postpone(key: OrderKey, task: TaskOf<T>, error: DispatchError) {
		let (chain, number) = key;
		log::debug!(target: LOG_TARGET, "a task for order {number} of {chain} waits: {error:?}");
		Self::deposit_event(Event::TaskPostponed { chain, number, error });
		Self::enqueue(key, task);
	}

	fn do_task(key: OrderKey, task: &TaskOf<T>) -> DispatchResult {
		match task {
			Task::ReportPlaced(order) => Self::report_placed(key, *order),
			Task::ReportFill(bought) => Self::report_fill(key, bought),
			Task::ReportUsed(fill) => Self::report_used(key, fill.clone(), None),
			Task::ReportEnd(outcome) => Self::end(key, *outcome),
			Task::ReportVoidClaim(retirement, beneficiary) => {
				Self::report_void_claim(key, *retirement, beneficiary.clone())
			},
		}
	}

	/// Reports that an order is open, unless it has ended since.
	fn report_placed(key: OrderKey, order: OrderId) -> DispatchResult {
		let Some(record) = Orders::<T>::get(key.0, key.1) else { return Ok(()) };
		let fee = T::ReportFee::get();
		Self::report(key, record.beneficiary, Report::Placed { order }, None, fee)
	}

	/// Sends or uses the units of a trade, and reports the trade.
	fn report_fill(key: OrderKey, bought: &BoughtOf<T>) -> DispatchResult {
		let Some(record) = Orders::<T>::get(key.0, key.1) else { return Ok(()) };
		let fee = T::ReportFee::get();
		let (class, quantity) = (bought.class, bought.quantity);
		if let Some(recipient) = record.recipient {
			Self::fill_ends(key);
			let account = Self::account_of(key);
			T::Transport::deliver(recipient.clone(), &account, (class, quantity), fee)?;
			let number = key.1;
			Self::deposit_event(Event::UnitsSent { number, recipient, class, quantity });
			return Ok(());
		}
		let Fulfilled { fill, units } = Self::fulfil(key, &record, bought)?;
		let along = (units == Disposal::ToSend).then_some((class, quantity));
		let reported = with_storage_layer(|| Self::report_used(key, fill.clone(), along));
		match (reported, units) {
			// Units that must be used in time do not wait for the report. A receipt waits with its report, which
			// must arrive before it could be void.
			(Err(error), Disposal::Used) => {
				Self::postpone(key, Task::ReportUsed(fill), error);
				Ok(())
			},
			(reported, _) => reported,
		}
	}

	/// Reports a trade whose units were used, or go `along`.
	fn report_used(
		key: OrderKey,
		fill: T::Fill,
		along: Option<(T::Class, Quantity)>,
	) -> DispatchResult {
		let Some(record) = Orders::<T>::get(key.0, key.1) else { return Ok(()) };
		Self::fill_ends(key);
		Self::report(key, record.beneficiary, Report::Filled(fill), along, T::ReportFee::get())
	}

	/// Counts down the fills of an order that have not been handed over.
	fn fill_ends(key: OrderKey) {
		Self::mutate(key, |record| record.outstanding = record.outstanding.saturating_sub(1));
	}

	/// Uses the units of a trade for the order's purpose, if it has one and the use succeeds.
	fn fulfil(
		key: OrderKey,
		record: &OrderRecordOf<T>,
		bought: &BoughtOf<T>,
	) -> Result<Fulfilled<T::Fill>, DispatchError> {
		let account = Self::account_of(key);
		let purpose = record.purpose.as_ref();
		let used = with_storage_layer(|| -> Result<_, DispatchError> {
			let fulfilled = T::Fulfilment::fulfil(&account, &record.beneficiary, bought, purpose)?;
			if let Disposal::Claimed(retirement) = fulfilled.units {
				let deposit = T::ReceiptDeposit::get();
				T::Currency::hold(&HoldReason::Receipt.into(), &account, deposit)?;
				Receipts::<T>::insert(retirement, (key, record.beneficiary.clone()));
			}
			Ok(fulfilled)
		});
		match (used, purpose) {
			(Err(error), Some(_)) => {
				let ((chain, number), class) = (key, bought.class);
				Self::deposit_event(Event::FulfilmentFailed { chain, number, class, error });
				T::Fulfilment::fulfil(&account, &record.beneficiary, bought, None)
			},
			(used, _) => used,
		}
	}

	/// Ends an order once all its fills are handed over. What a sale gives back may have to be there in
	/// time, so it does not wait for the report.
	fn end(key: OrderKey, outcome: OrderOutcome) -> DispatchResult {
		let record = Orders::<T>::get(key.0, key.1);
		let Some((record, offer)) = record.and_then(|r| r.offer.map(|offer| (r, offer))) else {
			return Self::report_end(key, outcome);
		};
		let (account, purpose) = (Self::account_of(key), record.purpose.as_ref());
		let sold = record.sold.quantity;
		T::Sales::settle(&account, &record.beneficiary, offer, sold, purpose)?;
		Self::mutate(key, |record| record.offer = None);
		if let Err(error) = with_storage_layer(|| Self::report_end(key, outcome)) {
			Self::postpone(key, Task::ReportEnd(outcome), error);
		}
		Ok(())
	}

	/// Ends an order: sends the money that is left, and reports
	/// the end.
	fn report_end(key: OrderKey, outcome: OrderOutcome) -> DispatchResult {
		let (chain, number) = key;
		let Some(record) = Orders::<T>::get(chain, number) else { return Ok(()) };
		ensure!(record.outstanding == 0, Error::<T>::FillsOutstanding);
		let sold = record.sold;
		let (account, reason) = (Self::account_of(key), HoldReason::Deposit.into());
		T::Currency::release(&reason, &account, record.deposit, Precision::Exact)?;
		let money = Self::spendable(&account);
		Orders::<T>::remove(chain, number);
		OrderAccounts::<T>::remove(&account);
		let beneficiary = record.beneficiary;
		if record.recipient.is_some() {
			T::Currency::transfer(&account, &beneficiary, money, Preservation::Expendable)?;
		} else {
			Self::report(key, beneficiary, Report::Ended { outcome, money, sold }, None, money)?;
		}
		Self::deposit_event(Event::OrderEnded { chain, number, outcome, money });
		Ok(())
	}

	/// Reports that the claim of a receipt is void. The receipt's deposit pays for the report.
	fn report_void_claim(
		key: OrderKey,
		retirement: RetirementId,
		beneficiary: T::AccountId,
	) -> DispatchResult {
		let (chain, number) = key;
		let (account, reason) = (Self::account_of(key), HoldReason::Receipt.into());
		let deposit = T::ReceiptDeposit::get();
		T::Currency::release(&reason, &account, deposit, Precision::Exact)?;
		// An order that has not ended still needs the other money.
		let goes_on = Orders::<T>::contains_key(chain, number);
		let money = if goes_on { deposit } else { Self::spendable(&account) };
		Self::report(key, beneficiary, Report::ClaimVoided { retirement }, None, money)
	}

	/// Hands a report to the transport, which takes units and money from the order's account.
	fn report(
		(chain, number): OrderKey,
		beneficiary: T::AccountId,
		report: Report<T::Fill>,
		units: Option<(T::Class, Quantity)>,
		money: Balance,
	) -> DispatchResult {
		let account = Self::account_of((chain, number));
		T::Transport::report(chain, beneficiary, number, report, &account, units, money)
	}

	/// Returns the money that can leave an account. While something is on hold there, the
	/// existential deposit stays.
	fn spendable(account: &T::AccountId) -> Balance {
		T::Currency::reducible_balance(account, Preservation::Expendable, Fortitude::Polite)
	}
}
