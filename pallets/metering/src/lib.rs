//! # Metering
//!
//! Devices of the park and the energy they report, reading by reading, each signed by the device itself.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, storage, events and errors.
//!
//! ## Overview
//!
//! A meter that runs by itself cannot hold money and must not be trusted further than its own seal. So a device is a key,
//! admitted by the park's registrar together with what it may claim at most (capacity) and how wrong it may be (accuracy
//! class). What it reads arrives as an *authorised transaction*: the device signs the batch, nobody pays a fee, and a
//! batch that does not hold is refused by the transaction pool before it costs a block anything.
//!
//! | call | who |
//! |---|---|
//! | [`Call::register_device`] | registrar; the deposit is the registrar's |
//! | [`Call::remove_device`] | registrar; the deposit goes back |
//! | [`Call::submit_readings`] | the device, by its signature |
//! | [`Call::report_output`] | the device's owner, or the registrar |
//!
//! ```text
//! register_device --> in service --submit_readings--> in service --remove_device--> gone
//!                       sequence n                       sequence n + 1
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Interval**: a device reads in equal intervals of whole minutes that divide an hour, aligned to the epoch.
//! - **Sequence**: batches of a device are numbered. The number plays the part an account's nonce plays for signed
//!   transactions: it orders batches in the pool and refuses replays.
//! - **Read until**: the end of the newest interval a device has reported. Readings start at or after it, so no two of a
//!   device overlap; what is skipped is a gap, and stays visible as coverage that is missing.
//! - **Register**: what a device has delivered and drawn since it was admitted, as the display of a meter shows it, with a
//!   digest chained over every accepted batch: whoever holds the batches can prove the register.
//!
//! - **Output**: what a generator delivered in a month. It is whole once the device has read the month to its end, or on in a
//!   later one; then its owner may report it to the registry that makes certificates of it: the oldest month first, because
//!   the registry certifies in the order of time, and as often as it takes, because it certifies no time twice. Reported is
//!   not certified: look there before you report the next. The park's own ledger counts that power too, so it is reported as
//!   consumed and its certificates cannot be sold.
//! - **Removal**: a device with a whole month that nobody reported stays in service until [`KEPT_MONTHS`] months have passed
//!   since: as long as a month is kept of a device that reads on. The registrar need not wait for the owner, but may report in
//!   its place; the certificates are the owner's all the same. What a device delivered in a month that it has not read to the
//!   end goes with it.
//!
//! A refused batch names its reason to the submitter: [`InvalidTransaction::Custom`] carries the index of the pallet's
//! [`Error`], so a client reads the text from the metadata; a wrong signature is `BadProof`, a replay `Stale`.
//!
//! ## Invariants
//!
//! 1. Every device holds exactly its deposit from its depositor.
//! 2. `sequence` counts accepted batches: a device that never reported has sequence 0 and an empty register.
//! 3. `read_until` is a multiple of the device's interval.
//! 4. There are at most [`Config::MaxDevices`] devices, all with an id below [`NextDeviceId`].
//! 5. Outputs are of devices in service, at most [`KEPT_MONTHS`] of each, and each lies in its month, before the one that runs.
//! 6. Of the months of a device, those that were reported come first.
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
		market::Month, metering::OutputRegistry, AccuracyClass, DeviceId, DeviceKind, Interval,
		Ledger, Seconds, WattHours, Watts,
	};

	/// How many whole months of output are kept of a device.
	pub const KEPT_MONTHS: u32 = 3;

	/// The balance type of the currency.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who admits and removes devices, and pays their deposits.
		type RegistrarOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Holds the deposits.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Held for each device, in the smallest unit of the currency.
		#[pallet::constant]
		type DeviceDeposit: Get<BalanceOf<Self>>;

		/// A device's signature over a batch.
		type Signature: Verify<Signer = Self::Signer> + Parameter;

		/// The public key behind it.
		type Signer: IdentifyAccount<AccountId = Self::AccountId>;

		/// The period ledger that takes the readings.
		type Ledger: Ledger;

		/// Where outputs become certificates.
		type Registry: OutputRegistry<Self::AccountId>;

		/// The chain's clock.
		type Time: UnixTime;

		/// The most readings in a batch.
		#[pallet::constant]
		type MaxReadings: Get<u32>;

		/// The most devices in service.
		#[pallet::constant]
		type MaxDevices: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Signs batches for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, Self::Signature>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of a device in service.
		#[codec(index = 0)]
		Device,
	}

	/// The id of the next device. Grows by one with each registration.
	#[pallet::storage]
	pub type NextDeviceId<T: Config> = StorageValue<_, DeviceId, ValueQuery>;

	/// Devices in service, at most [`Config::MaxDevices`]; each paid for by its depositor.
	#[pallet::storage]
	pub type Devices<T: Config> =
		CountedStorageMap<_, Twox64Concat, DeviceId, DeviceOf<T>, OptionQuery>;

	/// The output of whole months, the last [`KEPT_MONTHS`] of each device; paid for with the device.
	#[pallet::storage]
	pub type Outputs<T: Config> =
		StorageDoubleMap<_, Twox64Concat, DeviceId, Twox64Concat, Month, Output, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device was admitted.
		DeviceRegistered {
			/// Its id.
			device: DeviceId,
			/// Whose it is.
			owner: T::AccountId,
			/// What it does.
			kind: DeviceKind,
		},
		/// A device was taken out of service.
		DeviceRemoved {
			/// Its id.
			device: DeviceId,
		},
		/// A batch was taken into the ledger.
		ReadingsRecorded {
			/// The device.
			device: DeviceId,
			/// The number of the batch.
			sequence: u32,
			/// Start of the first interval, in seconds since the Unix epoch.
			start: Seconds,
			/// End of the last.
			end: Seconds,
			/// How many readings.
			count: u32,
			/// Their sum.
			energy: WattHours,
		},
		/// A month's output is on its way to the registry.
		OutputReported {
			/// The device.
			device: DeviceId,
			/// When it was delivered.
			span: Interval,
			/// How much.
			energy: WattHours,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such device is in service.
		NotFound,
		/// The park has as many devices as it takes.
		TooManyDevices,
		/// Every device id, or every batch number of the device, has been used.
		NumbersExhausted,
		/// A device has a capacity above zero, and at most 10 GW.
		InvalidCapacity,
		/// An accuracy class is at most 10,000 ten-thousandths.
		InvalidAccuracy,
		/// An interval is a whole number of minutes that divides an hour.
		InvalidInterval,
		/// The batch has no reading.
		EmptyBatch,
		/// The batch's number is not the next one of the device.
		SequenceMismatch,
		/// A reading does not start on a multiple of the device's interval.
		NotAligned,
		/// A reading overlaps an earlier one of the device, or readings are not in order.
		Overlap,
		/// A reading's interval has not ended yet.
		InFuture,
		/// A reading is more than the device's capacity delivers in its interval.
		CapacityExceeded,
		/// No open period of the ledger takes a reading of that time.
		PeriodNotOpen,
		/// The device is somebody else's.
		NotAuthorized,
		/// The device delivered nothing in the month, has read neither to its end nor on in a later one, or the month is not kept
		/// any more.
		NoOutput,
		/// An earlier month was not reported, and the registry takes them in their order: report that one first.
		EarlierUnreported,
		/// The device has a month of output that was not reported: report it, as its owner or as the registrar, then remove it.
		OutputUnreported,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxReadings::get() > 0, "a batch must have room for a reading");
			assert!(T::MaxDevices::get() > 0, "a park must have room for a device");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Admits a device.
		///
		/// Origin: [`Config::RegistrarOrigin`], whose account pays [`Config::DeviceDeposit`].
		///
		/// - `owner`: whom its energy belongs to;
		/// - `key`: the account of the device's own key, which signs its readings;
		/// - `capacity`: in W, what it can deliver or draw at most;
		/// - `accuracy`: its largest error, in ten-thousandths;
		/// - `interval`: in seconds, how long each of its readings lasts.
		///
		/// Its first reading may start at the next multiple of `interval`.
		///
		/// Errors: `TooManyDevices`, `NumbersExhausted`, `InvalidCapacity`, `InvalidAccuracy`, `InvalidInterval`, or the
		/// currency's when the deposit cannot be held. Event: `DeviceRegistered`.
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

		/// Takes a device out of service and gives its deposit back. What it reported stays in the ledger; what it delivered in a
		/// month that it has not read to the end is never certified.
		///
		/// Origin: [`Config::RegistrarOrigin`]. Errors: `NotFound`, `OutputUnreported` until whole months were reported or
		/// [`KEPT_MONTHS`] months have passed since. Event: `DeviceRemoved`.
		#[pallet::call_index(1)]
		pub fn remove_device(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_remove_device(device)
		}

		/// Takes a batch of readings that the device has signed; see [`Batch::payload`] for what it signs.
		///
		/// Origin: authorised by `signature`; no account, no fee. All readings are taken or none.
		///
		/// Errors, in the pool and in the block alike: `NotFound`, `EmptyBatch`, `SequenceMismatch`, `NotAligned`,
		/// `Overlap`, `InFuture`, `CapacityExceeded`, `PeriodNotOpen`. Event: `ReadingsRecorded`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::submit_readings(batch.readings.len() as u32))]
		#[pallet::authorize(Self::authorize_readings)]
		#[pallet::weight_of_authorize(
			T::WeightInfo::authorize_submit_readings(batch.readings.len() as u32)
		)]
		pub fn submit_readings(
			origin: OriginFor<T>,
			batch: Batch<T::MaxReadings>,
			// Verified by `authorize_readings`, without which there is no such origin.
			_signature: T::Signature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_submit_readings(batch)
		}

		/// Reports what a generator delivered in a month to the registry that certifies it, the oldest month first.
		///
		/// Origin: signed by the device's owner, or [`Config::RegistrarOrigin`]; who calls pays for the message. `month` is counted
		/// from January 1970, in UTC.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `NoOutput`, `EarlierUnreported`, or the carrier's. Event: `OutputReported`.
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
