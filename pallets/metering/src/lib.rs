//! # Metering
//!
//! Registers the park's devices and takes the energy readings that each device signs itself.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! A meter runs unattended, so it cannot hold money, and it must not be trusted beyond its seal.
//! The pallet therefore knows a device by its key. The park's registrar admits the key, together
//! with the most power that the device can deliver and draw (its limits) and with its largest
//! error (its accuracy class). The device sends its readings in batches, as ordinary signed
//! transactions of its key's account. They are free of charge. So that nobody fills blocks with
//! them, the runtime has [`Pallet::check_batch`] refuse a batch that does not hold before it takes
//! space in the pool or in a block.
//!
//! The park's operator would like its emissions to be zero, so silence never helps. Every reading
//! that a device owes and that is missing counts as if the device had drawn all that it can. Only
//! the verifier, who is never the operator, can say that a device is what it was registered as, and
//! that it ended its work; until then it owes its readings. A device is never erased.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::register_device`] | the registrar, who pays the deposit |
//! | [`Call::approve_device`] | the verifier |
//! | [`Call::end_device`] | the verifier |
//! | [`Call::submit_readings`] | the device's key |
//! | [`Call::report_output`] | the device's owner or the registrar, who pays for the message |
//!
//! ```text
//! register_device --> in service --submit_readings--> in service --end_device--> ended
//!                     sequence n                      sequence n + 1
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Interval**: every reading of a device covers an interval of the same length. The length is a
//!   whole number of minutes that divides an hour, and intervals are aligned to the Unix epoch.
//! - **Sequence**: the batches of a device are numbered from 0, beside the nonce of its account. The
//!   number bounds how many batches wait in the pool, and is part of the digest (ADR 4).
//! - **Key**: a key is one device's for ever. Its account exists without money
//!   (a *sufficient* reference), and is never dropped, because its nonce refuses replays.
//! - **Read until**: `read_until` is the end of the newest interval that the device has reported.
//!   Every reading must start at or after it, so the readings of a device never overlap. A skipped
//!   interval stays a gap, and lowers the coverage of its period.
//! - **Register**: the totals that a device has delivered and drawn since it was admitted, as a
//!   meter's display shows them, with a digest chained over every accepted batch. Whoever holds
//!   the batches can prove the register.
//! - **Permit**: a generator has the permit of its plant. The registry of certificates learns of
//!   it, and certifies its output only as this chain reports it: for own use. So the same energy
//!   cannot count here and be sold.
//! - **Output**: the energy that a generator delivered in a calendar month (UTC). A month is
//!   complete when the device has reported the month's last interval, or any interval of a later
//!   month. The owner or the registrar may then report the month to the registry that issues
//!   certificates. Months must be reported in order, because the registry certifies in the order
//!   of time. A month may be reported again, because the registry certifies no interval twice. A
//!   report is not a certificate yet: look for the certificate in the registry before you report
//!   the next month. The period ledger already counts the same energy as used by the park, so its
//!   certificates are for own use and cannot be sold.
//! - **Span**: readings are added up by the spans of a [`Calendar`], which are the periods of the
//!   park's ledger. The [`Totals`] of a span say what the devices of each kind measured in it, and
//!   what they owed.
//! - **Gap**: the time of a span for which devices owed readings that did not come. It counts as
//!   the energy that the devices can draw in that time. The totals keep two sums in joules: what
//!   the devices can draw in all the time that they owe, and in the time that was read. So a
//!   reading costs the same, whatever is missing. A device that is admitted before a span is
//!   opened owes the whole of the span, even what lies before its admission.
//! - **Stock**: what storage was seen to draw and has not delivered again. What it delivers beyond
//!   its stock is *unassured*: nobody knows where it is from. The stock is lost when the device's
//!   next reading comes after a time that no span covered.
//! - **End**: from the time at which a device ended, it owes no readings. It may still send those
//!   of the time before. Its record, its output and its deposit stay.
//!
//! If the pool refuses a batch, the submitter learns why: [`InvalidTransaction::Custom`] carries
//! the index of the [`Error`], whose text is in the metadata. A batch that was recorded is `Stale`.
//! The pool bans the hash of a transaction that it refused for half an hour: a batch that was sent
//! too early must be signed anew.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/submit_readings.rs", submit_readings_should_add_to_the_totals)]
//!
//! ## Invariants
//!
//! 1. Every device has its deposit on hold: an account's hold for devices is the sum of the
//!    deposits that it paid.
//! 2. `sequence` counts the accepted batches of a device. At 0 the device's register is empty.
//! 3. `read_until` is a multiple of the device's interval.
//! 4. At most [`Config::MaxDevices`] devices are in service, and [`Duties`] has their number, the
//!    readings that they owe in a day and what they can draw. [`Loads`] has the number of loads of
//!    each owner.
//! 5. Every stored output belongs to a device, is above zero, lies within its month and ends before
//!    the output of the device's running month begins. A device has at most [`KEPT_MONTHS`] of
//!    them.
//! 6. Among the stored outputs of a device, the reported ones come before the unreported ones.
//! 7. Every id below [`NextDeviceId`] has a device, [`DeviceByKey`] has the key of each, and
//!    [`DeviceByPermit`] has the permit of each that is in service.
//! 8. In each span, the time that was read is not longer than the time that is owed, and no sum is
//!    negative. A stock is never negative.
//!
//! [`InvalidTransaction::Custom`]: sp_runtime::transaction_validity::InvalidTransaction::Custom

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Batch, Device, DeviceOf, Duty, Output, Register};
pub use weights::WeightInfo;

#[cfg(doc)]
use zeropark_primitives::metering::{Calendar, Totals};

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, MutateHold},
			UnixTime,
		},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use zeropark_primitives::{
		ids::{DeviceId, SpanId},
		metering::{AccuracyClass, ByKind, Calendar, DeviceKind, Limits, OutputRegistry, Totals},
		time::{Interval, Month, Seconds},
		units::WattHours,
	};

	/// The number of complete months whose output is kept for each device.
	pub const KEPT_MONTHS: u32 = 3;

	/// The balance type of the currency.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The registrar: admits devices, and pays their deposits.
		type RegistrarOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The verifier: approves devices, and confirms that a device ended its work. Never a
		/// registrar.
		type VerifierOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit for each device, in the smallest unit of the currency. It is never returned,
		/// because a device is kept for ever.
		#[pallet::constant]
		type DeviceDeposit: Get<BalanceOf<Self>>;

		/// The spans for which readings are added up.
		type Calendar: Calendar;

		/// The registry that certifies outputs.
		type Registry: OutputRegistry<Self::AccountId>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The largest number of readings in a batch.
		#[pallet::constant]
		type MaxReadings: Get<u32>;

		/// The largest number of devices in service.
		#[pallet::constant]
		type MaxDevices: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Prepares the state that benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// The reasons for which this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of a device in service.
		#[codec(index = 0)]
		Device,
	}

	/// The id that the next device gets. Each registration raises it by one.
	#[pallet::storage]
	pub type NextDeviceId<T: Config> = StorageValue<_, DeviceId, ValueQuery>;

	/// All devices, for ever. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Devices<T: Config> = StorageMap<_, Twox64Concat, DeviceId, DeviceOf<T>, OptionQuery>;

	/// The device of each key. A key is one device's for ever. The deposit of the device pays for
	/// its entry.
	#[pallet::storage]
	pub type DeviceByKey<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, DeviceId, OptionQuery>;

	/// The newest device of each permit. A permit has at most one device in service. The deposit of
	/// the device pays for its entry.
	#[pallet::storage]
	pub type DeviceByPermit<T: Config> = StorageMap<_, Identity, H256, DeviceId, OptionQuery>;

	/// What the devices in service owe together, by their kind.
	#[pallet::storage]
	pub type Duties<T: Config> = StorageValue<_, ByKind<Duty>, ValueQuery>;

	/// The number of loads in service of each owner. The deposits of the loads pay for the entries.
	#[pallet::storage]
	pub type Loads<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// The totals of each span, for ever. What is paid for the span pays for the entry.
	#[pallet::storage]
	pub type SpanTotals<T: Config> =
		StorageMap<_, Twox64Concat, SpanId, ByKind<Totals>, ValueQuery>;

	/// The output of complete months: at most the last three of each device, whose deposit pays for
	/// these entries.
	#[pallet::storage]
	pub type Outputs<T: Config> =
		StorageDoubleMap<_, Twox64Concat, DeviceId, Twox64Concat, Month, Output, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device was admitted.
		DeviceRegistered {
			/// The device's id.
			device: DeviceId,
			/// The account that owns the device's energy.
			owner: T::AccountId,
			/// Whether the device consumes, generates or stores.
			kind: DeviceKind,
			/// The most power that it can deliver and draw.
			limits: Limits,
		},
		/// The verifier approved a device.
		DeviceApproved {
			/// The device's id.
			device: DeviceId,
			/// The digest of the evidence.
			evidence: H256,
		},
		/// The verifier confirmed that a device ended its work.
		DeviceEnded {
			/// The device's id.
			device: DeviceId,
			/// From when on it owes no readings, in seconds since the Unix epoch.
			ended: Seconds,
			/// The digest of the evidence.
			evidence: H256,
		},
		/// A batch of readings was added up.
		ReadingsRecorded {
			/// The device that signed the batch.
			device: DeviceId,
			/// The batch's number among the device's batches.
			sequence: u32,
			/// The start of the first interval, in seconds since the Unix epoch.
			start: Seconds,
			/// The end of the last interval, in seconds since the Unix epoch.
			end: Seconds,
			/// The number of readings.
			count: u32,
			/// The sum of the readings, in Wh: positive if delivered, or consumed by a load.
			energy: WattHours,
		},
		/// The output of a month was sent to the registry.
		OutputReported {
			/// The device that delivered the output.
			device: DeviceId,
			/// From the first to the last reading of the month, in seconds since the Unix epoch.
			span: Interval,
			/// The energy delivered, in Wh.
			energy: WattHours,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No device has this id. Use the id of a device that was registered.
		NotFound,
		/// The park has no room for another device. One in service must end first.
		TooManyDevices,
		/// Every device id, or every batch number of this device, has been used. A device without
		/// batch numbers must be registered anew, with another key.
		NumbersExhausted,
		/// A load must be able to draw power, and any other device to deliver it. Both limits must
		/// be at most 10 GW.
		InvalidLimits,
		/// The accuracy class must be from 10 to 10,000 ten-thousandths. No meter is better than
		/// class 0.1, which is 10.
		InvalidAccuracy,
		/// The interval must be a whole number of minutes that divides an hour.
		InvalidInterval,
		/// The batch must have at least one reading.
		EmptyBatch,
		/// The batch must bear the device's next number. Only in the pool may it be ahead, by up to
		/// 16.
		SequenceMismatch,
		/// Every reading must start on a multiple of the device's interval since the Unix epoch.
		NotAligned,
		/// Readings must be in the order of time, and each must start at or after the end of the
		/// device's previous reading. The first one must not start before the device was admitted.
		Overlap,
		/// The interval of a reading has not ended yet. Send the reading after its end.
		InFuture,
		/// A reading must not exceed what the device can deliver or draw at its limits in one
		/// interval. A load that cannot deliver cannot read negative.
		LimitExceeded,
		/// An open period must contain the whole interval of every reading, and the present time
		/// when a device ends. Open the period first.
		PeriodNotOpen,
		/// Only a device's key may send its readings, and only its owner or the registrar may report
		/// its output.
		NotAuthorized,
		/// There is no output to report: the device delivered nothing in this month, the month is
		/// not complete yet, or it is so old that it is no longer kept.
		NoOutput,
		/// An earlier month of this device was not reported. The registry takes months in order:
		/// report the earlier one first.
		EarlierUnreported,
		/// The device ended its work: it cannot end again, and owes no reading of a later time.
		AlreadyEnded,
		/// The verifier has approved the device already.
		AlreadyApproved,
		/// The key is that of another device, which may have ended. A device needs a key of its own.
		KeyInUse,
		/// A generator needs the digest of its permit, and no other device has one.
		InvalidPermit,
		/// The permit is that of a device in service, which must end first.
		PermitInUse,
		/// The totals of the period must fit 64 bits.
		Overflow,
		/// Readings are free: they must not offer a tip.
		TipRefused,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxReadings::get() > 0, "MaxReadings must be above zero");
			assert!(T::MaxDevices::get() > 0, "MaxDevices must be above zero");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns a device, in service or ended, with its register and the number that its next
		/// batch must bear. Returns `None` if no device has this id.
		pub fn device(device: DeviceId) -> Option<DeviceOf<T>> {
			Devices::<T>::get(device)
		}

		/// Returns the energy that a generator delivered in a complete month, in Wh, and whether
		/// the month was reported. `month` is counted from January 1970, in UTC.
		///
		/// Returns `None` if the device delivered nothing in the month, if the month is not
		/// complete yet, if it is no longer kept, or if no device has this id.
		pub fn output(device: DeviceId, month: Month) -> Option<Output> {
			Outputs::<T>::get(device, month)
		}

		/// Returns the device that signs with `key`, if there is one.
		pub fn device_by_key(key: T::AccountId) -> Option<DeviceId> {
			DeviceByKey::<T>::get(key)
		}

		/// Returns the devices of an owner, in service or ended, in no order.
		pub fn devices_of(owner: T::AccountId) -> Vec<DeviceId> {
			Devices::<T>::iter()
				.filter_map(|(id, device)| (device.owner == owner).then_some(id))
				.collect()
		}

		/// Returns what the devices of each kind measured in a period, and what they owed. All
		/// totals are zero if there is no such period.
		pub fn totals(period: SpanId) -> ByKind<Totals> {
			SpanTotals::<T>::get(period)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Admits a device.
		///
		/// Origin: the registrar, whose account pays the deposit, and for a generator the message that
		/// occupies its permit at the registry of certificates.
		///
		/// - `owner`: the account that owns the device's energy;
		/// - `key`: the account of the device's own key, which signs its readings;
		/// - `kind`: whether the device consumes, generates or stores;
		/// - `limits`: the most power that the device can deliver, and the most that it can draw, in
		///   W. A reading that is missing counts as drawn at this limit, and a reading beyond a
		///   limit is refused;
		/// - `accuracy`: the device's largest error, in ten-thousandths of a reading;
		/// - `interval`: the length of each of its readings, in seconds;
		/// - `permit`: the digest of a generator's permit, as the registry of certificates knows it.
		///
		/// The first reading may start at the next multiple of `interval`.
		///
		/// Errors: `TooManyDevices`, `NumbersExhausted`, `InvalidLimits`, `InvalidAccuracy`,
		/// `InvalidInterval`, `InvalidPermit`, `PermitInUse`, `KeyInUse`, the
		/// registry's error if the message cannot be sent, or the currency's error if the deposit
		/// cannot be held. Event: `DeviceRegistered`.
		#[pallet::call_index(0)]
		pub fn register_device(
			origin: OriginFor<T>,
			owner: T::AccountId,
			key: T::AccountId,
			kind: DeviceKind,
			limits: Limits,
			accuracy: AccuracyClass,
			interval: u32,
			permit: Option<H256>,
		) -> DispatchResult {
			let depositor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_register_device(
				depositor, owner, key, kind, limits, accuracy, interval, permit,
			)
		}

		/// Confirms that a device has ended its work: it owes no reading of the time from now on.
		/// Readings of the time before can still be sent. The device, its output and its deposit
		/// stay.
		///
		/// Origin: the verifier. `evidence` is the digest of what shows that the device ended.
		///
		/// Errors: `NotFound`, `AlreadyEnded`, or `PeriodNotOpen` if the present time is in no open
		/// period. Event: `DeviceEnded`.
		#[pallet::call_index(1)]
		pub fn end_device(
			origin: OriginFor<T>,
			device: DeviceId,
			evidence: H256,
		) -> DispatchResult {
			T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_end_device(device, evidence)
		}

		/// Takes a batch of readings: either all of them or none.
		///
		/// Origin: signed by the device's key. It is free of charge and takes no tip. A part of each block is
		/// kept for such calls, so that nobody silences a device.
		///
		/// Errors, the same in the pool and in a block: `NotFound`, `NotAuthorized`, `EmptyBatch`,
		/// `SequenceMismatch`, `NotAligned`, `Overlap`, `InFuture`, `AlreadyEnded`, `LimitExceeded`,
		/// `PeriodNotOpen`. In the pool also `TipRefused`; in a block also `NumbersExhausted` and
		/// `Overflow`. Event: `ReadingsRecorded`.
		#[pallet::call_index(2)]
		#[pallet::weight((
			T::WeightInfo::submit_readings(batch.readings.len() as u32),
			DispatchClass::Operational,
			Pays::No,
		))]
		pub fn submit_readings(
			origin: OriginFor<T>,
			batch: Batch<T::MaxReadings>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_submit_readings(&who, batch)
		}

		/// Approves a device: its kind, its limits, its class and its owner are what was registered.
		/// No period with a device that is not approved is at zero.
		///
		/// Origin: the verifier. `evidence` is the digest of what shows it.
		///
		/// Errors: `NotFound`, `AlreadyApproved`, `AlreadyEnded`. Event: `DeviceApproved`.
		#[pallet::call_index(4)]
		pub fn approve_device(
			origin: OriginFor<T>,
			device: DeviceId,
			evidence: H256,
		) -> DispatchResult {
			T::VerifierOrigin::ensure_origin(origin)?;
			Self::do_approve_device(device, evidence)
		}

		/// Reports the energy that a generator delivered in a month to the registry that certifies
		/// it. The oldest month must be reported first, and a month may be reported again.
		///
		/// Origin: the device's owner (signed) or the registrar. The caller pays for the message.
		///
		/// `month` is counted from January 1970, in UTC.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NoOutput`, `EarlierUnreported`, or the registry's
		/// error if the report cannot be sent. Event: `OutputReported`.
		#[pallet::call_index(3)]
		pub fn report_output(
			origin: OriginFor<T>,
			device: DeviceId,
			month: Month,
		) -> DispatchResult {
			let (who, registrar) = match T::RegistrarOrigin::try_origin(origin) {
				Ok(registrar) => (registrar, true),
				Err(origin) => (ensure_signed(origin)?, false),
			};
			Self::do_report_output(who, registrar, device, month)
		}
	}
}
