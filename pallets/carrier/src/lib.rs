//! # Carrier
//!
//! Records the energy carrier that an energy chain trades: power, heat, gas or cooling. The four
//! energy chains have the same runtime, and differ by this record. Genesis sets it, and no call
//! changes it.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the view function, the storage and the genesis configuration. The
//! pallet has no calls.
//!
//! ## Overview
//!
//! The meters of a carrier count in its unit: kilowatt-hours, or cubic metres of gas. The record
//! names the unit, the energy of one unit, the emissions of a kilowatt-hour where it is used, and
//! the length of a delivery slot. All other amounts of energy on the chain are in Wh.
//!
//! ## Example
//!
#![doc = docify::embed!("src/lib.rs", genesis_should_set_the_carrier)]
//!
//! ## Invariants
//!
//! 1. A carrier's unit has an energy above zero, and its slot is a whole number of minutes that
//!    divides an hour.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod migrations;

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
	use alloc::vec::Vec;
	use codec::{Decode, Encode, MaxEncodedLen};
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use scale_info::TypeInfo;
	use zeropark_primitives::{
		metering::is_metering_interval,
		units::{MilliUnits, MilligramsPerUnit, WattHours},
	};

	/// The greatest length of the name of a carrier or a unit, in bytes.
	pub const MAX_NAME: u32 = 16;

	/// A name in UTF-8, for people to read.
	pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;

	/// The energy carrier that a chain trades.
	#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
	pub struct Carrier {
		/// `power`, `heat`, `gas` or `cooling`.
		pub name: Name,
		/// The unit that the carrier's meters count in, such as `kWh` or `m3`.
		pub unit: Name,
		/// The energy of one unit, in Wh: above zero.
		pub energy_per_unit: WattHours,
		/// The emissions of a kilowatt-hour of the carrier where it is used, in mgCO2e.
		pub emission_factor: MilligramsPerUnit,
		/// The length of a delivery slot in seconds: whole minutes that divide an hour.
		pub slot: u32,
	}

	impl Carrier {
		/// The energy, in Wh, of a metered quantity in thousandths of the carrier's unit. It is
		/// rounded down, so that a delivery is never overstated, and saturates at the type's upper
		/// end.
		pub fn energy(&self, quantity: MilliUnits) -> WattHours {
			let per_unit = i128::from(self.energy_per_unit.0);
			let energy = i128::from(quantity.0).saturating_mul(per_unit) / 1_000;
			WattHours(i64::try_from(energy).unwrap_or(i64::MAX))
		}

		fn is_valid(&self) -> bool {
			self.energy_per_unit > WattHours::ZERO && is_metering_interval(self.slot.into())
		}
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The carrier of this chain. Genesis sets it, and nobody pays for its 60 bytes or less.
	#[pallet::storage]
	pub type CarrierInfo<T: Config> = StorageValue<_, Carrier, OptionQuery>;

	/// The carrier of the chain that genesis makes.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// See [`Carrier::name`]. If it is empty, the chain has no carrier.
		pub name: Vec<u8>,
		/// See [`Carrier::unit`].
		pub unit: Vec<u8>,
		/// See [`Carrier::energy_per_unit`].
		pub energy_per_unit: i64,
		/// See [`Carrier::emission_factor`].
		pub emission_factor: u64,
		/// See [`Carrier::slot`].
		pub slot: u32,
		#[serde(skip)]
		#[doc(hidden)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		#[expect(clippy::expect_used, reason = "a genesis is built off chain, and may fail")]
		fn build(&self) {
			if self.name.is_empty() {
				return;
			}
			let carrier = Carrier {
				name: self.name.clone().try_into().expect("a carrier's name has at most 16 bytes"),
				unit: self.unit.clone().try_into().expect("a unit's name has at most 16 bytes"),
				energy_per_unit: WattHours(self.energy_per_unit),
				emission_factor: MilligramsPerUnit(self.emission_factor),
				slot: self.slot,
			};
			assert!(carrier.is_valid(), "a unit has energy, and a slot divides an hour");
			CarrierInfo::<T>::put(carrier);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			let valid = CarrierInfo::<T>::get().is_none_or(|carrier| carrier.is_valid());
			valid.then_some(()).ok_or("1: a unit has energy, and a slot divides an hour".into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the carrier of this chain: the energy of a unit in Wh, its emissions in mgCO2e
		/// per kWh, and the length of a delivery slot in seconds. Returns `None` if genesis set no
		/// carrier.
		pub fn carrier() -> Option<Carrier> {
			CarrierInfo::<T>::get()
		}
	}
}

#[cfg(test)]
mod tests {
	use super::{Carrier, CarrierInfo, GenesisConfig};
	use crate as pallet_carrier;
	use frame_support::derive_impl;
	use sp_runtime::BuildStorage;
	use zeropark_primitives::units::{MilliUnits, WattHours};

	#[frame_support::runtime]
	mod runtime {
		#[runtime::runtime]
		#[runtime::derive(
			RuntimeCall,
			RuntimeEvent,
			RuntimeError,
			RuntimeOrigin,
			RuntimeTask,
			RuntimeViewFunction
		)]
		pub struct Test;

		#[runtime::pallet_index(0)]
		pub type System = frame_system;
		#[runtime::pallet_index(1)]
		pub type TheChain = pallet_carrier;
	}

	#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
	impl frame_system::Config for Test {
		type Block = frame_system::mocking::MockBlock<Test>;
	}

	impl pallet_carrier::Config for Test {}

	/// The genesis of a gas chain: a cubic metre has 10 kWh.
	pub fn gas() -> GenesisConfig<Test> {
		GenesisConfig {
			name: b"gas".to_vec(),
			unit: b"m3".to_vec(),
			energy_per_unit: 10_000,
			emission_factor: 202_000,
			slot: 900,
			..Default::default()
		}
	}

	/// The carrier of a chain with this genesis.
	fn built(genesis: GenesisConfig<Test>) -> Option<Carrier> {
		let storage = genesis.build_storage().expect("genesis builds");
		sp_io::TestExternalities::new(storage).execute_with(CarrierInfo::<Test>::get)
	}

	#[docify::export]
	#[test]
	fn genesis_should_set_the_carrier() {
		let carrier = built(gas()).expect("genesis sets it");
		assert_eq!(carrier.name.to_vec(), b"gas");
		// A cubic metre of this gas has 10 kWh: 1.001 m3 are 10,010 Wh.
		assert_eq!(carrier.energy(MilliUnits(1_001)), WattHours(10_010));
	}

	#[test]
	fn genesis_should_set_no_carrier_when_its_name_is_empty() {
		assert_eq!(built(Default::default()), None);
	}

	#[test]
	fn energy_should_saturate_when_the_quantity_is_too_large() {
		let carrier = built(gas()).expect("genesis sets it");
		assert_eq!(carrier.energy(MilliUnits(u64::MAX)), WattHours(i64::MAX));
	}

	#[test]
	#[should_panic(expected = "a slot divides an hour")]
	fn genesis_should_fail_when_a_slot_does_not_divide_an_hour() {
		built(GenesisConfig { slot: 1_000, ..gas() });
	}

	#[test]
	#[should_panic(expected = "16 bytes")]
	fn genesis_should_fail_when_a_name_is_too_long() {
		built(GenesisConfig { name: vec![b'x'; 17], ..gas() });
	}
}
