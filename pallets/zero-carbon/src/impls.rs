//! The logic behind the calls, and the ledger that `metering` and `power-purchase` see.

use crate::{
	pallet::{
		Activities, BalanceOf, Config, Error, Event, GridFactors, HoldReason, NewestPeriod,
		NextPeriodId, NextRemovalId, NextSourceId, OpenPeriods, Pallet, Periods, Removals, Sources,
		SourcesInService, VintageMonths,
	},
	types::{
		Activity, Period, PeriodOf, Removal, RemovalId, RemovalOf, Source, SourceId, SourceKind,
		SourceOf, Sums,
	},
};
use alloc::{string::String, vec::Vec};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::MutateHold, tokens::Precision, Get, UnixTime},
	BoundedVec,
};
use sp_core::H256;
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchError,
};
use zeropark_primitives::{
	carbon::{GridFactor, SourceActivity, Statement},
	certificates::is_readable,
	compliance::EmissionRegisters,
	ids::{EntityId, PeriodId},
	metering::{AccuracyClass, Calendar, Meters, OpenSpan},
	purchase::{PeriodLedger, Purchases, Shortfall},
	time::{year_of, Interval, Month, Seconds, Year, QUARTER_HOUR},
	units::{MilliUnits, MilligramsPerUnit, WattHours},
};

/// How many years old the grid's factor may be: the official one of a year is published later.
const FACTOR_YEARS: Year = 3;

impl<T: Config> Pallet<T> {
	fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	/// The statement of `period`, or of the newest one.
	pub(crate) fn statement_of(period: Option<PeriodId>) -> Option<Statement<T::AccountId>> {
		let id = period.or_else(NewestPeriod::<T>::get)?;
		Periods::<T>::get(id).map(|period| Self::statement_with(id, &period))
	}

	fn statement_with(id: PeriodId, period: &PeriodOf<T>) -> Statement<T::AccountId> {
		let under_way =
			if period.open { T::Purchases::under_way(id) } else { period.purchases_left };
		period.statement(&T::Meters::totals(id), under_way, T::Registers::covered(id))
	}

	/// What sources reported for `period`, or for the newest one, in the order of the storage's
	/// keys: at most `count`, after the source `after`. So all pages together read each report once.
	pub fn activities(
		period: Option<PeriodId>,
		after: Option<SourceId>,
		count: u32,
	) -> Vec<SourceActivity<T::AccountId>> {
		let Some(period) = period.or_else(NewestPeriod::<T>::get) else { return Vec::new() };
		let reported = match after {
			None => Activities::<T>::iter_prefix(period),
			Some(after) => Activities::<T>::iter_prefix_from(
				period,
				Activities::<T>::hashed_key_for(period, after),
			),
		};
		reported
			.take(count as usize)
			.filter_map(|(id, activity)| {
				let source = Sources::<T>::get(id)?;
				Some(SourceActivity {
					source: id,
					reporter: source.reporter,
					label: String::from_utf8_lossy(&source.label).into_owned(),
					quantity: activity.quantity,
					grams: activity.grams,
					reports: activity.reports,
					digest: activity.digest,
					evidence: source.evidence,
					entity: source.entity,
					approved_by: source.approved_by,
				})
			})
			.collect()
	}

	/// The factor that counts for a period that starts at `start`: that of its year, or of the
	/// newest year before it that is not too old.
	fn grid_factor(start: Seconds) -> Option<GridFactor<T::AccountId>> {
		let year = year_of(start)?;
		(0..FACTOR_YEARS).filter_map(|age| year.checked_sub(age)).find_map(GridFactors::<T>::get)
	}

	pub(crate) fn do_open_period(
		depositor: T::AccountId,
		start: Option<Seconds>,
		end: Seconds,
	) -> DispatchResult {
		let previous_id = NewestPeriod::<T>::get();
		let previous = previous_id.and_then(Periods::<T>::get);
		let start = start
			.or_else(|| Some(previous.as_ref()?.span.end))
			.ok_or(Error::<T>::NoPeriodBefore)?;
		ensure!(
			start < end
				&& start.is_multiple_of(QUARTER_HOUR)
				&& end.is_multiple_of(QUARTER_HOUR)
				&& end.saturating_sub(start) <= T::MaxPeriodLength::get(),
			Error::<T>::InvalidSpan
		);
		// No period can start before the newest one ends: one in the far future would be the last.
		let latest = Self::now().saturating_add(T::MaxPeriodLength::get());
		ensure!(start <= latest, Error::<T>::TooFarAhead);
		let gap_before = match &previous {
			Some(previous) => {
				Some(start.checked_sub(previous.span.end).ok_or(Error::<T>::Overlap)?)
			},
			None => None,
		};
		let grid = Self::grid_factor(start).ok_or(Error::<T>::NoGridFactor)?;
		let id = NextPeriodId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let mut open = OpenPeriods::<T>::get();
		open.try_push(id).map_err(|_| Error::<T>::TooManyOpenPeriods)?;

		let deposit = T::PeriodDeposit::get();
		T::Currency::hold(&HoldReason::Period.into(), &depositor, deposit)?;

		let span = Interval { start, end };
		let unbroken_since = match &previous {
			Some(previous) if gap_before == Some(0) => previous.unbroken_since,
			_ => start,
		};
		let period = Period {
			span,
			open: true,
			previous: previous_id,
			gap_before,
			unbroken_since,
			grid,
			sums: Sums {
				sources_expected: SourcesInService::<T>::get().emissions,
				..Default::default()
			},
			purchases_left: 0,
			depositor,
			deposit,
		};
		Periods::<T>::insert(id, period);
		OpenPeriods::<T>::put(open);
		NewestPeriod::<T>::put(id);
		NextPeriodId::<T>::put(next);
		T::Meters::span_opened(id, &span);
		Self::deposit_event(Event::PeriodOpened { period: id, start, end, gap_before });
		Ok(())
	}

	pub(crate) fn do_close_period(id: PeriodId, wait: bool) -> DispatchResult {
		let mut period = Periods::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(period.open, Error::<T>::PeriodNotOpen);
		ensure!(period.span.end <= Self::now(), Error::<T>::NotEnded);
		let under_way = T::Purchases::under_way(id);
		ensure!(!wait || under_way == 0, Error::<T>::PurchasesUnderWay);

		period.open = false;
		period.purchases_left = under_way;
		let statement = Self::statement_with(id, &period);
		Periods::<T>::insert(id, period);
		OpenPeriods::<T>::mutate(|open| open.retain(|open| *open != id));
		Self::deposit_event(Event::PeriodClosed { period: id, statement });
		Ok(())
	}

	pub(crate) fn do_cancel_period(id: PeriodId) -> DispatchResult {
		let period = Periods::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(period.open, Error::<T>::PeriodNotOpen);
		ensure!(NewestPeriod::<T>::get() == Some(id), Error::<T>::NotNewest);
		let received = T::Meters::totals(id).values().iter().any(|totals| totals.received > 0);
		let counted = received
			|| period.sums.purchased > WattHours::ZERO
			|| T::Purchases::under_way(id) > 0
			|| Activities::<T>::iter_key_prefix(id).next().is_some();
		ensure!(!counted, Error::<T>::AlreadyCounted);

		Self::release(HoldReason::Period, &period.depositor, period.deposit)?;
		Periods::<T>::remove(id);
		OpenPeriods::<T>::mutate(|open| open.retain(|open| *open != id));
		NewestPeriod::<T>::set(period.previous);
		T::Meters::span_dropped(id);
		Self::deposit_event(Event::PeriodCancelled { period: id });
		Ok(())
	}

	fn release(reason: HoldReason, who: &T::AccountId, deposit: BalanceOf<T>) -> DispatchResult {
		T::Currency::release(&reason.into(), who, deposit, Precision::BestEffort).map(|_| ())
	}

	pub(crate) fn do_publish_grid_factor(
		publisher: T::AccountId,
		year: Year,
		factor: MilligramsPerUnit,
		source: H256,
	) -> DispatchResult {
		ensure!(factor > MilligramsPerUnit::ZERO, Error::<T>::ZeroFactor);
		let this_year = year_of(Self::now()).ok_or(Error::<T>::InvalidYear)?;
		ensure!((1970..=this_year).contains(&year), Error::<T>::InvalidYear);

		GridFactors::<T>::insert(year, GridFactor { year, factor, source, publisher });
		for id in OpenPeriods::<T>::get() {
			Periods::<T>::mutate_extant(id, |period| {
				if let Some(grid) = Self::grid_factor(period.span.start) {
					period.grid = grid;
				}
			});
		}
		Self::deposit_event(Event::GridFactorPublished { year, factor, source });
		Ok(())
	}

	pub(crate) fn do_register_source(
		depositor: T::AccountId,
		reporter: T::AccountId,
		kind: SourceKind,
		factor: MilligramsPerUnit,
		accuracy: AccuracyClass,
		label: BoundedVec<u8, T::MaxLabel>,
		evidence: H256,
		entity: Option<EntityId>,
	) -> DispatchResult {
		let mut in_service = SourcesInService::<T>::get();
		ensure!(in_service.all < T::MaxSources::get(), Error::<T>::TooManySources);
		ensure!(factor > MilligramsPerUnit::ZERO, Error::<T>::ZeroFactor);
		ensure!(accuracy.is_valid(), Error::<T>::InvalidAccuracy);
		ensure!(is_readable(&label), Error::<T>::InvalidLabel);
		if let Some(entity) = entity {
			ensure!(kind == SourceKind::Emission, Error::<T>::NotAnEmission);
			ensure!(T::Registers::exists(entity), Error::<T>::UnknownEntity);
		}
		let id = NextSourceId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;

		let deposit = T::SourceDeposit::get();
		T::Currency::hold(&HoldReason::Source.into(), &depositor, deposit)?;

		let source = Source {
			reporter: reporter.clone(),
			kind,
			factor,
			accuracy,
			label,
			evidence,
			entity,
			approved_by: None,
			ended: None,
			depositor,
			deposit,
		};
		Sources::<T>::insert(id, source);
		NextSourceId::<T>::put(next);
		in_service.all = in_service.all.saturating_add(1);
		SourcesInService::<T>::put(in_service);
		Self::deposit_event(Event::SourceRegistered {
			source: id,
			reporter,
			kind,
			evidence,
			entity,
		});
		Ok(())
	}

	pub(crate) fn do_approve_source(verifier: T::AccountId, id: SourceId) -> DispatchResult {
		let mut source = Sources::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(source.approved_by.is_none(), Error::<T>::AlreadyApproved);
		if source.kind == SourceKind::Emission {
			SourcesInService::<T>::mutate(|count| {
				count.emissions = count.emissions.saturating_add(1);
			});
			for id in OpenPeriods::<T>::get() {
				Periods::<T>::mutate_extant(id, |period| {
					let expected = &mut period.sums.sources_expected;
					*expected = expected.saturating_add(1);
				});
			}
		}
		source.approved_by = Some(verifier.clone());
		Sources::<T>::insert(id, source);
		Self::deposit_event(Event::SourceApproved { source: id, verifier });
		Ok(())
	}

	pub(crate) fn do_withdraw_source(id: SourceId) -> DispatchResult {
		let source = Sources::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(source.approved_by.is_none(), Error::<T>::AlreadyApproved);
		Self::release(HoldReason::Source, &source.depositor, source.deposit)?;
		Sources::<T>::remove(id);
		SourcesInService::<T>::mutate(|count| count.all = count.all.saturating_sub(1));
		Self::deposit_event(Event::SourceWithdrawn { source: id });
		Ok(())
	}

	pub(crate) fn do_end_source(id: SourceId, evidence: H256) -> DispatchResult {
		let mut source = Sources::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(source.approved_by.is_some(), Error::<T>::NotApproved);
		ensure!(source.ended.is_none(), Error::<T>::SourceEnded);
		let now = Self::now();
		// A period that is opened later, with an earlier start, would expect nothing of this source.
		let spans = Self::open_spans();
		ensure!(spans.iter().any(|open| open.span.contains(now)), Error::<T>::PeriodNotOpen);
		let is_emission = source.kind == SourceKind::Emission;
		SourcesInService::<T>::mutate(|count| {
			count.all = count.all.saturating_sub(1);
			count.emissions = count.emissions.saturating_sub(is_emission.into());
		});
		for open in spans.iter().filter(|open| is_emission && open.span.start > now) {
			Periods::<T>::mutate_extant(open.id, |period| {
				let expected = &mut period.sums.sources_expected;
				*expected = expected.saturating_sub(1);
			});
		}
		source.ended = Some(now);
		Sources::<T>::insert(id, source);
		Self::deposit_event(Event::SourceEnded { source: id, evidence });
		Ok(())
	}

	pub(crate) fn do_report_activity(
		reporter: T::AccountId,
		source_id: SourceId,
		period_id: PeriodId,
		quantity: MilliUnits,
		evidence: H256,
	) -> DispatchResult {
		let source = Sources::<T>::get(source_id).ok_or(Error::<T>::NotFound)?;
		ensure!(source.reporter == reporter, Error::<T>::NotAuthorized);
		ensure!(source.approved_by.is_some(), Error::<T>::NotApproved);
		let is_emission = source.kind == SourceKind::Emission;
		ensure!(is_emission || quantity > MilliUnits::ZERO, Error::<T>::ZeroQuantity);
		let period = Self::opened(period_id).ok_or(Error::<T>::PeriodNotOpen)?;
		ensure!(period.span.start <= Self::now(), Error::<T>::NotStarted);
		let ran = source.ended.is_none_or(|ended| ended >= period.span.start);
		ensure!(ran, Error::<T>::SourceEnded);

		if is_emission {
			return Self::count_activity(
				source_id, &source, period_id, period, quantity, evidence, &reporter,
			);
		}
		let id = NextRemovalId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let deposit = T::ActivityDeposit::get();
		T::Currency::hold(&HoldReason::Activity.into(), &reporter, deposit)?;
		let removal =
			Removal { source: source_id, period: period_id, quantity, evidence, reporter, deposit };
		Removals::<T>::insert(id, removal);
		NextRemovalId::<T>::put(next);
		Self::deposit_event(Event::RemovalReported {
			removal: id,
			source: source_id,
			period: period_id,
			quantity,
			evidence,
		});
		Ok(())
	}

	/// Adds an activity to its period. `depositor` pays for the record if it is the source's first
	/// of the period.
	fn count_activity(
		source_id: SourceId,
		source: &SourceOf<T>,
		period_id: PeriodId,
		mut period: PeriodOf<T>,
		quantity: MilliUnits,
		evidence: H256,
		depositor: &T::AccountId,
	) -> DispatchResult {
		let grams = match source.kind {
			SourceKind::Emission => quantity.emissions(source.factor),
			SourceKind::Capture | SourceKind::Sink => quantity.removals(source.factor),
		}
		.ok_or(Error::<T>::Overflow)?;
		period
			.sums
			.add_activity(source.kind, source.accuracy, grams)
			.ok_or(Error::<T>::Overflow)?;
		let known = Activities::<T>::get(period_id, source_id);
		let is_first = known.is_none();
		let mut activity = known.unwrap_or_else(|| Activity {
			quantity: MilliUnits::ZERO,
			grams: Default::default(),
			reports: 0,
			digest: H256::zero(),
			depositor: depositor.clone(),
			deposit: T::ActivityDeposit::get(),
		});
		activity.quantity = activity.quantity.checked_add(quantity).ok_or(Error::<T>::Overflow)?;
		activity.grams = activity.grams.checked_add(grams).ok_or(Error::<T>::Overflow)?;
		activity.reports = activity.reports.saturating_add(1);
		activity.digest = BlakeTwo256::hash_of(&(activity.digest, quantity, evidence));
		if is_first {
			T::Currency::hold(&HoldReason::Activity.into(), depositor, activity.deposit)?;
			if source.kind == SourceKind::Emission {
				let reported = &mut period.sums.sources_reported;
				*reported = reported.saturating_add(1);
			}
		}
		if let Some(entity) = source.entity {
			T::Registers::add(entity, period_id, &period.span, grams, activity.digest)?;
		}
		Activities::<T>::insert(period_id, source_id, activity);
		Periods::<T>::insert(period_id, period);
		Self::deposit_event(Event::ActivityReported {
			source: source_id,
			period: period_id,
			quantity,
			grams,
			evidence,
		});
		Ok(())
	}

	/// Takes a removal off the list, and returns its deposit.
	fn take_removal(id: RemovalId, removal: &RemovalOf<T>) -> DispatchResult {
		Self::release(HoldReason::Activity, &removal.reporter, removal.deposit)?;
		Removals::<T>::remove(id);
		Ok(())
	}

	pub(crate) fn do_confirm_removal(id: RemovalId) -> DispatchResult {
		let removal = Removals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let source = Sources::<T>::get(removal.source).ok_or(Error::<T>::NotFound)?;
		let period = Self::opened(removal.period).ok_or(Error::<T>::PeriodNotOpen)?;
		// The deposit of the report pays for the record of what it reports.
		Self::take_removal(id, &removal)?;
		let Removal { source: source_id, period: period_id, quantity, evidence, reporter, .. } =
			removal;
		Self::count_activity(source_id, &source, period_id, period, quantity, evidence, &reporter)
	}

	/// Drops a removal that was not confirmed. `who` is its reporter; `None` is the verifier.
	pub(crate) fn do_drop_removal(who: Option<T::AccountId>, id: RemovalId) -> DispatchResult {
		let removal = Removals::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let may = who.is_none_or(|who| removal.reporter == who);
		ensure!(may, Error::<T>::NotAuthorized);
		Self::take_removal(id, &removal)?;
		Self::deposit_event(Event::RemovalDropped { removal: id });
		Ok(())
	}

	/// The period `id`; `None` if it does not exist or is closed.
	fn opened(id: PeriodId) -> Option<PeriodOf<T>> {
		Periods::<T>::get(id).filter(|period| period.open)
	}

	/// The period `id`, if certificates can still count towards it.
	fn claimable(id: PeriodId) -> Option<PeriodOf<T>> {
		Periods::<T>::get(id).filter(|period| period.open || period.sums.voided > WattHours::ZERO)
	}
}

impl<T: Config> Calendar for Pallet<T> {
	fn open_spans() -> Vec<OpenSpan> {
		OpenPeriods::<T>::get()
			.into_iter()
			.filter_map(|id| {
				let Period { span, unbroken_since, .. } = Periods::<T>::get(id)?;
				Some(OpenSpan { id, span, unbroken_since })
			})
			.collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(span: &Interval) {
		crate::benchmarking::fill_open_periods::<T>(span);
	}
}

impl<T: Config> PeriodLedger for Pallet<T> {
	fn claimable_span(period: PeriodId) -> Option<Interval> {
		Some(Self::claimable(period)?.span)
	}

	fn shortfall(id: PeriodId, shortfall: Shortfall) -> Option<WattHours> {
		let period = Self::claimable(id)?;
		let balance = period.balance(&T::Meters::totals(id));
		let lacking = match shortfall {
			Shortfall::Measured => balance.shortfall(),
			Shortfall::UpperBound => balance.shortfall_at_most(),
		};
		Some(if period.open { lacking } else { lacking.min(period.sums.voided) })
	}

	fn is_of_age(id: PeriodId, month: Month) -> bool {
		let Some(period) = Periods::<T>::get(id) else { return false };
		let Some(last) = Month::of(period.span.end.saturating_sub(1)) else { return false };
		month <= last && month.after(VintageMonths::<T>::get()) > last
	}

	fn purchased(id: PeriodId) -> WattHours {
		Periods::<T>::get(id).map_or(WattHours::ZERO, |period| period.sums.purchased)
	}

	fn add_purchased(id: PeriodId, energy: WattHours) -> DispatchResult {
		let mut period = Self::claimable(id).ok_or(Error::<T>::PeriodNotOpen)?;
		let sums = &mut period.sums;
		if !period.open {
			sums.voided = sums.voided - energy;
			ensure!(sums.voided >= WattHours::ZERO, Error::<T>::PeriodNotOpen);
		}
		sums.purchased = sums.purchased.checked_add(energy).ok_or(Error::<T>::Overflow)?;
		Periods::<T>::insert(id, period);
		Ok(())
	}

	fn remove_purchased(id: PeriodId, energy: WattHours) -> DispatchResult {
		Periods::<T>::try_mutate(id, |period| {
			let period = period.as_mut().ok_or(Error::<T>::NotFound)?;
			let sums = &mut period.sums;
			sums.purchased = sums.purchased.checked_sub(energy).ok_or(Error::<T>::Overflow)?;
			if !period.open {
				sums.voided = sums.voided + energy;
			}
			Ok::<_, DispatchError>(())
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(shortfall: WattHours) -> PeriodId {
		crate::benchmarking::open_period_lacking::<T>(shortfall)
	}
}
