//! The logic behind the calls, and the check that admits a batch to the pool.

use crate::{
	pallet::{
		Config, DeviceByKey, DeviceByPermit, Devices, Duties, Error, Event, HoldReason, Loads,
		NextDeviceId, Outputs, Pallet, SpanTotals, KEPT_MONTHS,
	},
	types::{Batch, Device, DeviceOf, Output, Register},
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, TransactionValidityError},
	traits::{fungible::MutateHold, Get, UnixTime},
};
use sp_core::H256;
use sp_runtime::transaction_validity::InvalidTransaction;
use zeropark_primitives::{
	ids::{DeviceId, SpanId},
	metering::{
		is_metering_interval, AccuracyClass, ByKind, Calendar, Consumers, DeviceKind, Limits,
		Meters, OpenSpan, OutputRegistry, Reading, Totals,
	},
	time::{Interval, Month, Seconds},
	units::WattHours,
};

/// How far a batch that waits in the pool may be ahead of the device's next number.
const MAX_BATCHES_AHEAD: u32 = 16;

impl<T: Config> Pallet<T> {
	pub(crate) fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	pub(crate) fn do_register_device(
		depositor: T::AccountId,
		owner: T::AccountId,
		key: T::AccountId,
		kind: DeviceKind,
		limits: Limits,
		accuracy: AccuracyClass,
		interval: u32,
		permit: Option<H256>,
	) -> DispatchResult {
		let mut duties = Duties::<T>::get();
		let in_service = duties.values().into_iter().map(|duty| duty.devices).sum::<u32>();
		ensure!(in_service < T::MaxDevices::get(), Error::<T>::TooManyDevices);
		ensure!(limits.are_valid(kind), Error::<T>::InvalidLimits);
		ensure!(accuracy.is_valid(), Error::<T>::InvalidAccuracy);
		ensure!(is_metering_interval(interval.into()), Error::<T>::InvalidInterval);
		ensure!(permit.is_some() == kind.earns_certificates(), Error::<T>::InvalidPermit);
		ensure!(!DeviceByKey::<T>::contains_key(&key), Error::<T>::KeyInUse);
		// The same plant must not count twice.
		let before = permit.and_then(DeviceByPermit::<T>::get).and_then(Devices::<T>::get);
		ensure!(before.is_none_or(|before| before.ended.is_some()), Error::<T>::PermitInUse);
		let id = NextDeviceId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;

		let deposit = T::DeviceDeposit::get();
		T::Currency::hold(&HoldReason::Device.into(), &depositor, deposit)?;

		let read_until = Self::now().next_multiple_of(interval.into());
		let device = Device {
			owner: owner.clone(),
			key: key.clone(),
			kind,
			limits,
			accuracy,
			interval,
			permit,
			sequence: 0,
			read_until,
			approved: false,
			ended: None,
			register: Register::default(),
			stock: WattHours::ZERO,
			output: None,
			depositor: depositor.clone(),
			deposit,
		};
		let duty = device.duty();
		let total = duties.get_mut(kind);
		total.devices = total.devices.saturating_add(1);
		total.per_day = total.per_day.saturating_add(duty.per_day);
		total.draws = total.draws + duty.draws;
		total.unapproved = total.unapproved.saturating_add(duty.unapproved);
		Duties::<T>::put(duties);
		for OpenSpan { id, span, .. } in T::Calendar::open_spans() {
			SpanTotals::<T>::mutate(id, |totals| {
				let totals = totals.get_mut(kind);
				duty.add_to(totals, &span, read_until);
				totals.unapproved = totals.unapproved.saturating_add(duty.unapproved);
				if span.contains(read_until) {
					totals.joined = totals.joined.saturating_add(1);
				}
			});
		}
		if kind == DeviceKind::Load {
			Loads::<T>::mutate(&owner, |loads| *loads = loads.saturating_add(1));
		}
		// The key's account exists without money, and is never dropped: it would forget its nonce,
		// and old readings could be sent again.
		frame_system::Pallet::<T>::inc_sufficients(&key);
		DeviceByKey::<T>::insert(key, id);
		if let Some(permit) = permit {
			// The ledger counts the plant's output, so nobody may sell it as certificates.
			T::Registry::occupy(&depositor, id, permit)?;
			DeviceByPermit::<T>::insert(permit, id);
		}
		Devices::<T>::insert(id, device);
		NextDeviceId::<T>::put(next);
		Self::deposit_event(Event::DeviceRegistered { device: id, owner, kind, limits });
		Ok(())
	}

	pub(crate) fn do_approve_device(id: DeviceId, evidence: H256) -> DispatchResult {
		let mut device = Devices::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(!device.approved, Error::<T>::AlreadyApproved);
		ensure!(device.ended.is_none(), Error::<T>::AlreadyEnded);
		Duties::<T>::mutate(|duties| {
			let unapproved = &mut duties.get_mut(device.kind).unapproved;
			*unapproved = unapproved.saturating_sub(1);
		});
		for open in T::Calendar::open_spans() {
			SpanTotals::<T>::mutate(open.id, |totals| {
				let unapproved = &mut totals.get_mut(device.kind).unapproved;
				*unapproved = unapproved.saturating_sub(1);
			});
		}
		device.approved = true;
		Devices::<T>::insert(id, device);
		Self::deposit_event(Event::DeviceApproved { device: id, evidence });
		Ok(())
	}

	pub(crate) fn do_end_device(id: DeviceId, evidence: H256) -> DispatchResult {
		let mut device = Devices::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(device.ended.is_none(), Error::<T>::AlreadyEnded);
		let now = Self::now();
		let spans = T::Calendar::open_spans();
		// A span that is opened later, with an earlier start, would owe nothing for this device.
		ensure!(spans.iter().any(|open| open.span.contains(now)), Error::<T>::PeriodNotOpen);

		let at = now.next_multiple_of(device.interval.into()).max(device.read_until);
		let (kind, duty) = (device.kind, device.duty());
		Duties::<T>::mutate(|duties| {
			let total = duties.get_mut(kind);
			total.devices = total.devices.saturating_sub(1);
			total.per_day = total.per_day.saturating_sub(duty.per_day);
			total.draws = total.draws - duty.draws;
			// Spans in which it was in service keep that it was not approved.
			total.unapproved = total.unapproved.saturating_sub(duty.unapproved);
		});
		for OpenSpan { id, span, .. } in spans {
			SpanTotals::<T>::mutate(id, |totals| {
				let totals = totals.get_mut(kind);
				duty.take_from(totals, &span, at);
				if span.contains(at) || span.contains(now) {
					totals.ended = totals.ended.saturating_add(1);
				}
			});
		}
		if kind == DeviceKind::Load {
			Loads::<T>::mutate_exists(&device.owner, |loads| {
				*loads = loads.and_then(|loads| loads.checked_sub(1)).filter(|loads| *loads > 0);
			});
		}
		device.ended = Some(at);
		Devices::<T>::insert(id, device);
		Self::deposit_event(Event::DeviceEnded { device: id, ended: at, evidence });
		Ok(())
	}

	/// Checks a batch, except for its signature and its number.
	fn check_readings(
		device: &DeviceOf<T>,
		batch: &Batch<T::MaxReadings>,
		spans: &[OpenSpan],
	) -> Result<(), Error<T>> {
		ensure!(!batch.readings.is_empty(), Error::<T>::EmptyBatch);
		let now = Self::now();
		let mut read_until = device.read_until;
		for reading in &batch.readings {
			ensure!(reading.start.is_multiple_of(device.interval.into()), Error::<T>::NotAligned);
			ensure!(reading.start >= read_until, Error::<T>::Overlap);
			let interval = device.interval_from(reading.start).ok_or(Error::<T>::InFuture)?;
			ensure!(interval.end <= now, Error::<T>::InFuture);
			ensure!(
				device.ended.is_none_or(|ended| interval.end <= ended),
				Error::<T>::AlreadyEnded
			);
			ensure!(
				device.limits.allow(device.kind, reading.energy, interval.duration()),
				Error::<T>::LimitExceeded
			);
			ensure!(Self::span_of(spans, &interval).is_some(), Error::<T>::PeriodNotOpen);
			read_until = interval.end;
		}
		Ok(())
	}

	/// The span among `spans` that contains the whole of `interval`.
	fn span_of<'a>(spans: &'a [OpenSpan], interval: &Interval) -> Option<&'a OpenSpan> {
		spans.iter().find(|open| open.span.encloses(interval))
	}

	/// Decides whether a batch of `who` may enter the pool, or with `in_block` a block. Readings are
	/// free, so this is what keeps out those that do not hold; the runtime asks it where it charges
	/// fees.
	///
	/// In a block the batch must bear the device's next number. In the pool it may be ahead, while
	/// the batches before it wait there, too.
	///
	/// Errors: `Stale` for a batch that was recorded, otherwise `Custom` with the index of the
	/// pallet's error.
	pub fn check_batch(
		who: &T::AccountId,
		batch: &Batch<T::MaxReadings>,
		has_tip: bool,
		in_block: bool,
	) -> Result<(), TransactionValidityError> {
		let device =
			Devices::<T>::get(batch.device).ok_or_else(|| Self::refusal(Error::<T>::NotFound))?;
		if device.key != *who {
			return Err(Self::refusal(Error::<T>::NotAuthorized).into());
		}
		if has_tip {
			return Err(Self::refusal(Error::<T>::TipRefused).into());
		}
		let ahead = batch.sequence.checked_sub(device.sequence).ok_or(InvalidTransaction::Stale)?;
		let most_ahead = if in_block { 0 } else { MAX_BATCHES_AHEAD };
		if ahead > most_ahead {
			return Err(Self::refusal(Error::<T>::SequenceMismatch).into());
		}
		Self::check_readings(&device, batch, &T::Calendar::open_spans())
			.map_err(|error| Self::refusal(error).into())
	}

	/// The pool's refusal of a batch. Its code is the error's index in the pallet's metadata.
	fn refusal(error: Error<T>) -> InvalidTransaction {
		InvalidTransaction::Custom(error.encode().first().copied().unwrap_or(u8::MAX))
	}

	pub(crate) fn do_submit_readings(
		who: &T::AccountId,
		batch: Batch<T::MaxReadings>,
	) -> DispatchResult {
		let mut device = Devices::<T>::get(batch.device).ok_or(Error::<T>::NotFound)?;
		ensure!(device.key == *who, Error::<T>::NotAuthorized);
		ensure!(batch.sequence == device.sequence, Error::<T>::SequenceMismatch);
		let spans = T::Calendar::open_spans();
		Self::check_readings(&device, &batch, &spans)?;

		let start = batch.readings.first().map_or(device.read_until, |reading| reading.start);
		let mut energy = WattHours::ZERO;
		let mut finished = Vec::<Output>::new();
		let mut added = BTreeMap::<SpanId, Totals>::new();
		for reading in &batch.readings {
			let interval = device.interval_from(reading.start).ok_or(Error::<T>::InFuture)?;
			let open = Self::span_of(&spans, &interval).ok_or(Error::<T>::PeriodNotOpen)?;
			let metered = device.count(reading.energy, &interval, open.unbroken_since);
			let sums = added.entry(open.id).or_default();
			sums.add_readings(&metered).ok_or(Error::<T>::Overflow)?;
			if device.kind.earns_certificates() {
				let whole = Self::count_output(&mut device.output, interval, reading);
				finished.extend(whole.into_iter().flatten());
			}
			energy = energy + reading.energy;
		}
		for (span, added) in added {
			SpanTotals::<T>::try_mutate(span, |totals| {
				totals.get_mut(device.kind).add_readings(&added).ok_or(Error::<T>::Overflow)
			})?;
		}
		let register = &mut device.register;
		register.digest = batch.extend(&register.digest);
		finished.retain(|output| output.energy > WattHours::ZERO);
		for output in finished.into_iter().rev().take(KEPT_MONTHS as usize).rev() {
			Self::keep_output(batch.device, Output { digest: device.register.digest, ..output });
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

	/// The output of the month in which a device ended, once the month is over: no later reading
	/// completes it.
	fn last_output(device: &DeviceOf<T>, month: Month) -> Option<Output> {
		device.ended?;
		let over = Self::now() >= month.after(1).start();
		device.output.filter(|output| {
			over && Month::of(output.span.start) == Some(month) && output.energy > WattHours::ZERO
		})
	}

	/// Reports a month to the registry. `who` pays for the message, and must own the device unless
	/// it is the registrar.
	pub(crate) fn do_report_output(
		who: T::AccountId,
		registrar: bool,
		id: DeviceId,
		month: Month,
	) -> DispatchResult {
		let mut device = Devices::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(registrar || device.owner == who, Error::<T>::NotAuthorized);
		let output = Outputs::<T>::get(id, month)
			.or_else(|| Self::last_output(&device, month))
			.ok_or(Error::<T>::NoOutput)?;
		let earlier =
			Outputs::<T>::iter_prefix(id).any(|(other, output)| other < month && !output.reported);
		ensure!(!earlier, Error::<T>::EarlierUnreported);
		let Output { span, energy, digest, reported } = output;
		let digest = if digest.is_zero() { device.register.digest } else { digest };
		T::Registry::report(&who, id, span, energy, digest)?;
		if !reported {
			if device.output == Some(output) {
				device.output = None;
				Devices::<T>::insert(id, device);
			}
			Self::keep_output(id, Output { reported: true, digest, ..output });
		}
		Self::deposit_event(Event::OutputReported { device: id, span, energy });
		Ok(())
	}
}

impl<T: Config> Meters for Pallet<T> {
	fn span_opened(id: SpanId, span: &Interval) {
		let mut totals = ByKind::<Totals>::default();
		let mut duties = Duties::<T>::get();
		for kind in DeviceKind::ALL {
			let (duty, totals) = (duties.get_mut(kind), totals.get_mut(kind));
			duty.add_to(totals, span, span.start);
			totals.unapproved = duty.unapproved;
		}
		SpanTotals::<T>::insert(id, totals);
	}

	fn span_dropped(id: SpanId) {
		SpanTotals::<T>::remove(id);
	}

	fn totals(id: SpanId) -> ByKind<Totals> {
		SpanTotals::<T>::get(id)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: SpanId, drawn: WattHours) {
		SpanTotals::<T>::mutate(id, |totals| totals.load.drawn = drawn);
	}
}

impl<T: Config> Consumers<T::AccountId> for Pallet<T> {
	fn has_load(who: &T::AccountId) -> bool {
		Loads::<T>::contains_key(who)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(who: &T::AccountId) {
		Loads::<T>::insert(who, 1);
	}
}
