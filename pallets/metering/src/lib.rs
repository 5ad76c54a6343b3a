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
//! with the most power that the device can deliver or draw (its capacity) and with its largest
//! error (its accuracy class). The device sends its readings in batches. A batch is an *authorised
//! transaction*: the device signs it, nobody pays a fee, and the transaction pool refuses an
//! invalid batch before it takes space in a block.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::register_device`] | the registrar, who pays the deposit |
//! | [`Call::remove_device`] | the registrar; the deposit returns to the account that paid it |
//! | [`Call::submit_readings`] | the device, by its signature |
//! | [`Call::report_output`] | the device's owner or the registrar, who pays for the message |
//!
//! ```text
//! register_device --> in service --submit_readings--> in service --remove_device--> removed
//!                     sequence n                      sequence n + 1
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Interval**: every reading of a device covers an interval of the same length. The length is a
//!   whole number of minutes that divides an hour, and intervals are aligned to the Unix epoch.
//! - **Sequence**: the batches of a device are numbered from 0. The number works like an account's
//!   nonce: it orders batches in the pool and refuses replays (ADR 4).
//! - **Read until**: `read_until` is the end of the newest interval that the device has reported.
//!   Every reading must start at or after it, so the readings of a device never overlap. A skipped
//!   interval stays a gap, and lowers the coverage of its period.
//! - **Register**: the totals that a device has delivered and drawn since it was admitted, as a
//!   meter's display shows them, with a digest chained over every accepted batch. Whoever holds
//!   the batches can prove the register.
//! - **Output**: the energy that a generator delivered in a calendar month (UTC). A month is
//!   complete when the device has reported the month's last interval, or any interval of a later
//!   month. The owner or the registrar may then report the month to the registry that issues
//!   certificates. Months must be reported in order, because the registry certifies in the order
//!   of time. A month may be reported again, because the registry certifies no interval twice. A
//!   report is not a certificate yet: look for the certificate in the registry before you report
//!   the next month. The period ledger already counts the same energy as used by the park, so its
//!   certificates are for own use and cannot be sold.
//! - **Removal**: a device with an unreported complete month cannot be removed until that month is
//!   reported, or until [`KEPT_MONTHS`] months have passed since its end. (By then a device that is
//!   still read would have dropped the month, too.) The registrar may report in the owner's place;
//!   the certificates are the owner's in both cases. The output of an incomplete month is lost.
//!
//! If the pool refuses a batch, the submitter learns why: [`InvalidTransaction::Custom`] carries
//! the index of the [`Error`], whose text is in the metadata. A wrong signature is `BadProof`, and
//! a replay is `Stale`.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/submit_readings.rs", submit_readings_should_reach_the_ledger)]
//!
//! ## Invariants
//!
//! 1. Every device has its deposit on hold: an account's hold for devices is the sum of the
//!    deposits that it paid.
//! 2. `sequence` counts the accepted batches of a device. At 0 the device's register is empty.
//! 3. `read_until` is a multiple of the device's interval.
//! 4. At most [`Config::MaxDevices`] devices are in service, and their ids are below
//!    [`NextDeviceId`].
//! 5. Every stored output belongs to a device in service, is above zero, lies within its month and
//!    ends before the output of the device's running month begins. A device has at most
//!    [`KEPT_MONTHS`] of them.
//! 6. Among the stored outputs of a device, the reported ones come before the unreported ones.
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
pub use types::{Batch, Device, DeviceOf, Output, Register};
pub use weights::WeightInfo;

/// The target of this pallet's log lines.
const LOG_TARGET: &str = "runtime::metering";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, MutateHold},
			UnixTime,
		},
	};
	use frame_system::{ensure_authorized, pallet_prelude::*};
	use sp_runtime::traits::{IdentifyAccount, Verify};
	use zeropark_primitives::{
		ids::DeviceId,
		metering::{AccuracyClass, DeviceKind, OutputRegistry, ReadingSink},
		time::{Interval, Month, Seconds},
		units::{WattHours, Watts},
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
		/// The registrar: admits and removes devices, and pays their deposits.
		type RegistrarOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit for each device, in the smallest unit of the currency.
		#[pallet::constant]
		type DeviceDeposit: Get<BalanceOf<Self>>;

		/// A device's signature over a batch.
		type Signature: Verify<Signer = Self::Signer> + Parameter;

		/// The public key that verifies a device's signature.
		type Signer: IdentifyAccount<AccountId = Self::AccountId>;

		/// The period ledger that takes the readings.
		type ReadingSink: ReadingSink;

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

		/// Signs batches for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, Self::Signature>;
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

	/// The devices in service. There are at most `MaxDevices`, and the deposit of each pays for its
	/// entry.
	#[pallet::storage]
	pub type Devices<T: Config> =
		CountedStorageMap<_, Twox64Concat, DeviceId, DeviceOf<T>, OptionQuery>;

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
		},
		/// A device was taken out of service.
		DeviceRemoved {
			/// The device's id.
			device: DeviceId,
		},
		/// The period ledger took a batch of readings.
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
		/// No device in service has this id. Use the id of a device that was registered and not
		/// removed.
		NotFound,
		/// The park has no room for another device. Remove one first.
		TooManyDevices,
		/// Every device id, or every batch number of this device, has been used. A device without
		/// batch numbers must be removed and registered anew.
		NumbersExhausted,
		/// The capacity must be above zero and at most 10 GW.
		InvalidCapacity,
		/// The accuracy class must be at most 10,000 ten-thousandths, which is 100 %.
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
		/// A reading must not exceed what the device can deliver or draw at its capacity in one
		/// interval.
		CapacityExceeded,
		/// The ledger must have an open period that contains the whole interval of every reading.
		PeriodNotOpen,
		/// Only the device's owner or the registrar may report its output.
		NotAuthorized,
		/// There is no output to report: the device delivered nothing in this month, the month is
		/// not complete yet, or it is so old that it is no longer kept.
		NoOutput,
		/// An earlier month of this device was not reported. The registry takes months in order:
		/// report the earlier one first.
		EarlierUnreported,
		/// The device has a complete month that was not reported. Report the month, as the owner or
		/// as the registrar, before you remove the device.
		OutputUnreported,
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
		/// Returns a device, with its register and the number that its next batch must bear.
		/// Returns `None` if no device in service has this id.
		pub fn device(device: DeviceId) -> Option<DeviceOf<T>> {
			Devices::<T>::get(device)
		}

		/// Returns the energy that a generator delivered in a complete month, in Wh, and whether
		/// the month was reported. `month` is counted from January 1970, in UTC.
		///
		/// Returns `None` if the device delivered nothing in the month, if the month is not
		/// complete yet, if it is no longer kept, or if no device in service has this id.
		pub fn output(device: DeviceId, month: Month) -> Option<Output> {
			Outputs::<T>::get(device, month)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Admits a device.
		///
		/// Origin: the registrar, whose account pays the deposit.
		///
		/// - `owner`: the account that owns the device's energy;
		/// - `key`: the account of the device's own key, which signs its readings;
		/// - `kind`: whether the device consumes, generates or stores;
		/// - `capacity`: the most power that the device can deliver or draw, in W;
		/// - `accuracy`: the device's largest error, in ten-thousandths of a reading;
		/// - `interval`: the length of each of its readings, in seconds.
		///
		/// The first reading may start at the next multiple of `interval`.
		///
		/// Errors: `TooManyDevices`, `NumbersExhausted`, `InvalidCapacity`, `InvalidAccuracy`,
		/// `InvalidInterval`, or the currency's error if the deposit cannot be held. Event:
		/// `DeviceRegistered`.
		#[pallet::call_index(0)]
		pub fn register_device(
			origin: OriginFor<T>,
			owner: T::AccountId,
			key: T::AccountId,
			kind: DeviceKind,
			capacity: Watts,
			accuracy: AccuracyClass,
			interval: u32,
		) -> DispatchResult {
			let depositor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_register_device(depositor, owner, key, kind, capacity, accuracy, interval)
		}

		/// Takes a device out of service and returns its deposit to the account that paid it. The
		/// device's readings stay in the ledger. The output of an incomplete month is lost: it is
		/// never certified.
		///
		/// Origin: the registrar.
		///
		/// Errors: `NotFound`, or `OutputUnreported` if a complete month was not reported and fewer
		/// than three months have passed since its end. Event: `DeviceRemoved`.
		#[pallet::call_index(1)]
		pub fn remove_device(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_remove_device(device)
		}

		/// Takes a batch of readings that the device has signed: either all of them or none.
		///
		/// The device signs the SCALE encoding of the domain `zeropark/metering/readings/1` (as
		/// bytes with their length), this chain's genesis hash, and `batch`.
		///
		/// Origin: authorised by `signature`. No account is needed, and nobody pays a fee.
		///
		/// Errors, the same in the pool and in a block: `NotFound`, `EmptyBatch`,
		/// `SequenceMismatch`, `NotAligned`, `Overlap`, `InFuture`, `CapacityExceeded`,
		/// `PeriodNotOpen`. In a block also `NumbersExhausted`, or the ledger's error if a sum
		/// would overflow. Event: `ReadingsRecorded`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::submit_readings(batch.readings.len() as u32))]
		#[pallet::authorize(Self::authorize_readings)]
		#[pallet::weight_of_authorize(
			T::WeightInfo::authorize_submit_readings(batch.readings.len() as u32)
		)]
		pub fn submit_readings(
			origin: OriginFor<T>,
			batch: Batch<T::MaxReadings>,
			// `authorize_readings` has verified it: the origin would not be authorised otherwise.
			_signature: T::Signature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_submit_readings(batch)
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
