//! The logic behind the calls, and the check that admits a batch to the pool.

use crate::{
	pallet::{
		Config, Devices, Error, Event, HoldReason, NextDeviceId, Outputs, Pallet, KEPT_MONTHS,
	},
	types::{Batch, Device, DeviceOf, Output, Register},
	LOG_TARGET,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, TransactionSource, TransactionValidityWithRefund, Weight},
	traits::{fungible::MutateHold, tokens::Precision, Get, UnixTime},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
	traits::{Verify, Zero},
	transaction_validity::{InvalidTransaction, TransactionPriority, ValidTransaction},
};
use zeropark_primitives::{
	ids::DeviceId,
	metering::{
		is_metering_interval, readings_per_day, AccuracyClass, DeviceKind, OutputRegistry, Reading,
		ReadingSink, MAX_CAPACITY,
	},
	time::{Interval, Month, Seconds},
	units::{WattHours, Watts},
};

/// How far a batch that waits in the pool may be ahead of the device's next number.
const MAX_BATCHES_AHEAD: u32 = 16;

/// The number of blocks for which a batch stays in the pool.
const LONGEVITY: u64 = 64;

/// Transactions that pay go first: a batch that a full block leaves out waits for the next block.
const PRIORITY: TransactionPriority = 0;

impl<T: Config> Pallet<T> {
	pub(crate) fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	pub(crate) fn do_register_device(
		depositor: T::AccountId,
		owner: T::AccountId,
		key: T::AccountId,
		kind: DeviceKind,
		capacity: Watts,
		accuracy: AccuracyClass,
		interval: u32,
	) -> DispatchResult {
		ensure!(Devices::<T>::count() < T::MaxDevices::get(), Error::<T>::TooManyDevices);
		ensure!(capacity > Watts::ZERO && capacity <= MAX_CAPACITY, Error::<T>::InvalidCapacity);
		ensure!(accuracy.is_valid(), Error::<T>::InvalidAccuracy);
		ensure!(is_metering_interval(interval.into()), Error::<T>::InvalidInterval);
		let id = NextDeviceId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;

		let deposit = T::DeviceDeposit::get();
		T::Currency::hold(&HoldReason::Device.into(), &depositor, deposit)?;

		let read_until = Self::now().next_multiple_of(interval.into());
		let device = Device {
			owner: owner.clone(),
			key,
			kind,
			capacity,
			accuracy,
			interval,
			sequence: 0,
			read_until,
			register: Register::default(),
			output: None,
			depositor,
			deposit,
		};
		Devices::<T>::insert(id, device);
		NextDeviceId::<T>::put(next);
		T::ReadingSink::device_added(readings_per_day(interval.into()), read_until);
		Self::deposit_event(Event::DeviceRegistered { device: id, owner, kind });
		Ok(())
	}

	pub(crate) fn do_remove_device(id: DeviceId) -> DispatchResult {
		let device = Devices::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let now = Self::now();
		// Reports may fail for ever, and must not keep a device in service for ever.
		let waits = |month: Month| now < month.after(1 + KEPT_MONTHS as u16).start();
		let unreported =
			Outputs::<T>::iter_prefix(id).any(|(month, output)| !output.reported && waits(month));
		ensure!(!unreported, Error::<T>::OutputUnreported);
		T::Currency::release(
			&HoldReason::Device.into(),
			&device.depositor,
			device.deposit,
			Precision::BestEffort,
		)?;
		Devices::<T>::remove(id);
		let removal = Outputs::<T>::clear_prefix(id, KEPT_MONTHS, None);
		if removal.maybe_cursor.is_some() {
			log::error!(target: LOG_TARGET, "device {id} had more than {KEPT_MONTHS} outputs");
		}
		let at = now.next_multiple_of(device.interval.into()).max(device.read_until);
		T::ReadingSink::device_removed(readings_per_day(device.interval.into()), at);
		Self::deposit_event(Event::DeviceRemoved { device: id });
		Ok(())
	}

	/// Checks a batch, except for its signature and its number.
	fn check_readings(device: &DeviceOf<T>, batch: &Batch<T::MaxReadings>) -> Result<(), Error<T>> {
		ensure!(!batch.readings.is_empty(), Error::<T>::EmptyBatch);
		let (now, limit) = (Self::now(), device.limit());
		let mut read_until = device.read_until;
		for reading in &batch.readings {
			ensure!(reading.start.is_multiple_of(device.interval.into()), Error::<T>::NotAligned);
			ensure!(reading.start >= read_until, Error::<T>::Overlap);
			let interval = device.interval_from(reading.start).ok_or(Error::<T>::InFuture)?;
			ensure!(interval.end <= now, Error::<T>::InFuture);
			ensure!(reading.energy.magnitude() <= limit, Error::<T>::CapacityExceeded);
			ensure!(T::ReadingSink::accepts(&interval).is_ok(), Error::<T>::PeriodNotOpen);
			read_until = interval.end;
		}
		Ok(())
	}

	/// Decides whether a batch may enter the pool or a block.
	///
	/// In a block the batch must bear the device's next number. In the pool it may be ahead, and
	/// then it waits for the batch before it.
	pub(crate) fn authorize_readings(
		source: TransactionSource,
		batch: &Batch<T::MaxReadings>,
		signature: &T::Signature,
	) -> TransactionValidityWithRefund {
		let device =
			Devices::<T>::get(batch.device).ok_or_else(|| Self::refusal(Error::<T>::NotFound))?;
		let ahead = batch.sequence.checked_sub(device.sequence).ok_or(InvalidTransaction::Stale)?;
		let most_ahead = if source == TransactionSource::InBlock { 0 } else { MAX_BATCHES_AHEAD };
		if ahead > most_ahead {
			return Err(Self::refusal(Error::<T>::SequenceMismatch).into());
		}
		Self::check_readings(&device, batch).map_err(Self::refusal)?;

		// The signature comes last: it is the one expensive check.
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		if !signature.verify(&batch.payload(&genesis)[..], &device.key) {
			return Err(InvalidTransaction::BadProof.into());
		}

		let mut valid = ValidTransaction::with_tag_prefix("Metering")
			.priority(PRIORITY)
			.longevity(LONGEVITY)
			.propagate(true)
			.and_provides((batch.device, batch.sequence));
		if let (true, Some(previous)) = (ahead > 0, batch.sequence.checked_sub(1)) {
			valid = valid.and_requires((batch.device, previous));
		}
		valid.build().map(|valid| (valid, Weight::zero()))
	}

	/// The pool's refusal of a batch. Its code is the error's index in the pallet's metadata.
	fn refusal(error: Error<T>) -> InvalidTransaction {
		InvalidTransaction::Custom(error.encode().first().copied().unwrap_or(u8::MAX))
	}

	pub(crate) fn do_submit_readings(batch: Batch<T::MaxReadings>) -> DispatchResult {
		let mut device = Devices::<T>::get(batch.device).ok_or(Error::<T>::NotFound)?;
		ensure!(batch.sequence == device.sequence, Error::<T>::SequenceMismatch);
		Self::check_readings(&device, &batch)?;

		let start = batch.readings.first().map_or(device.read_until, |reading| reading.start);
		let mut energy = WattHours::ZERO;
		let mut finished = Vec::<Output>::new();
		let register = &mut device.register;
		for reading in &batch.readings {
			let interval =
				Interval::new(reading.start, device.interval.into()).ok_or(Error::<T>::InFuture)?;
			T::ReadingSink::record(device.kind, device.accuracy, &interval, reading.energy)?;
			register.received = register.received.saturating_add(1);
			register.delivered = register.delivered + reading.energy.positive();
			register.drawn = register.drawn + (-reading.energy).positive();
			if device.kind.earns_certificates() {
				let whole = Self::count_output(&mut device.output, interval, reading);
				finished.extend(whole.into_iter().flatten());
			}
			device.read_until = interval.end;
			energy = energy + reading.energy;
		}
		register.digest = batch.extend(&register.digest);
		finished.retain(|output| output.energy > WattHours::ZERO);
		for output in finished.into_iter().rev().take(KEPT_MONTHS as usize).rev() {
			Self::keep_output(batch.device, Output { digest: register.digest, ..output });
		}
		device.sequence = device.sequence.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		let end = device.read_until;
		Devices::<T>::insert(batch.device, device);
		Self::deposit_event(Event::ReadingsRecorded {
			device: batch.device,
			sequence: batch.sequence,
			start,
			end,
			count: batch.readings.len() as u32,
			energy,
		});
		Ok(())
	}

	/// Adds a reading to the running `output`, and returns the outputs that the reading completes:
	/// that of an earlier month, if one was running, and that of the reading's own month, if the
	/// reading ends with the month.
	///
	/// A reading lies within one month, because its length divides an hour.
	fn count_output(
		output: &mut Option<Output>,
		interval: Interval,
		reading: &Reading,
	) -> [Option<Output>; 2] {
		let Some(month) = Month::of(interval.start) else { return [None; 2] };
		let before = output.take_if(|output| Month::of(output.span.start) != Some(month));
		let current = output.get_or_insert(Output {
			span: interval,
			energy: WattHours::ZERO,
			digest: Default::default(),
			reported: false,
		});
		current.span.end = interval.end;
		current.energy = current.energy + reading.energy.positive();
		let ended = interval.end >= month.after(1).start();
		[before, output.take_if(|_| ended)]
	}

	/// Stores the output of a complete month, and drops the months that are too old to be kept.
	fn keep_output(device: DeviceId, output: Output) {
		let Some(month) = Month::of(output.span.start) else { return };
		for old in Outputs::<T>::iter_key_prefix(device).collect::<Vec<_>>() {
			if old.after(KEPT_MONTHS as u16) <= month {
				Outputs::<T>::remove(device, old);
			}
		}
		Outputs::<T>::insert(device, month, output);
	}

	/// Reports a month to the registry. `who` pays for the message, and must own the device unless
	/// it is the registrar.
	pub(crate) fn do_report_output(
		who: T::AccountId,
		registrar: bool,
		id: DeviceId,
		month: Month,
	) -> DispatchResult {
		let device = Devices::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(registrar || device.owner == who, Error::<T>::NotAuthorized);
		let output = Outputs::<T>::get(id, month).ok_or(Error::<T>::NoOutput)?;
		let earlier =
			Outputs::<T>::iter_prefix(id).any(|(other, output)| other < month && !output.reported);
		ensure!(!earlier, Error::<T>::EarlierUnreported);
		let Output { span, energy, digest, reported } = output;
		T::Registry::report(&who, id, span, energy, digest)?;
		if !reported {
			Outputs::<T>::insert(id, month, Output { reported: true, ..output });
		}
		Self::deposit_event(Event::OutputReported { device: id, span, energy });
		Ok(())
	}
}
