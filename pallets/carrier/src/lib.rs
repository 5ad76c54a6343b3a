//! # Carrier
//!
//! Which energy carrier an energy chain trades. One runtime serves power, heat, gas and cooling; what tells the chains
//! apart is this record, set at genesis and changed by nobody.
//!
//! ## Overview
//!
//! A carrier has a unit that its meters count in (kWh, or cubic metres of gas), the energy of one such unit, what one
//! kilowatt-hour of it emits where it is used, and the length of a delivery slot. Everything else on the chain is in Wh.
//!
//! ## Invariants
//!
//! 1. A carrier's unit holds energy, and its slot divides an hour.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
	use alloc::vec::Vec;
	use codec::{Decode, Encode, MaxEncodedLen};
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use scale_info::TypeInfo;
	use zeropark_primitives::{
		metering::is_metering_interval, MilliUnits, MilligramsPerUnit, WattHours,
	};

	/// The longest name of a carrier or a unit, in bytes.
	pub const MAX_NAME: u32 = 16;

	/// A name for people.
	pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;

	/// What an energy chain trades.
	#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
	pub struct Carrier {
		/// `power`, `heat`, `gas` or `cooling`.
		pub name: Name,
		/// The unit its meters count in, such as `kWh` or `m3`.
		pub unit: Name,
		/// The energy of one unit, in Wh.
		pub energy_per_unit: WattHours,
		/// What a kilowatt-hour of it emits where it is used, in mgCO2e.
		pub emission_factor: MilligramsPerUnit,
		/// The length of a delivery slot, in seconds.
		pub slot: u32,
	}

	impl Carrier {
		/// The energy of a metered quantity, rounded down: what is delivered is never overstated.
		pub fn energy(&self, quantity: MilliUnits) -> WattHours {
			let per_unit = i128::from(self.energy_per_unit.0);
			let energy = i128::from(quantity.0).saturating_mul(per_unit) / 1_000;
			WattHours(i64::try_from(energy).unwrap_or(i64::MAX))
		}

		fn is_valid(&self) -> bool {
			self.energy_per_unit > WattHours::ZERO && is_metering_interval(self.slot.into())
		}
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The carrier of this chain; set at genesis, at most 60 bytes.
	#[pallet::storage]
	pub type TheCarrier<T: Config> = StorageValue<_, Carrier, OptionQuery>;

	/// What makes a chain the chain of its carrier.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// See [`Carrier::name`]; empty where no carrier is set.
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
		fn build(&self) {
			if self.name.is_empty() {
				return;
			}
			let carrier = Carrier {
				name: self.name.clone().try_into().expect("a carrier's name has 16 bytes at most"),
				unit: self.unit.clone().try_into().expect("a unit's name has 16 bytes at most"),
				energy_per_unit: WattHours(self.energy_per_unit),
				emission_factor: MilligramsPerUnit(self.emission_factor),
				slot: self.slot,
			};
			assert!(carrier.is_valid(), "a unit holds energy, and a slot divides an hour");
			TheCarrier::<T>::put(carrier);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			let valid = TheCarrier::<T>::get().is_none_or(|carrier| carrier.is_valid());
			valid.then_some(()).ok_or("1: a unit holds energy, and a slot divides an hour".into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The carrier of this chain.
		pub fn carrier() -> Option<Carrier> {
			TheCarrier::<T>::get()
		}
	}
}

#[cfg(test)]
mod tests {
	use super::{Carrier, GenesisConfig, TheCarrier};
	use crate as pallet_carrier;
	use frame_support::derive_impl;
	use sp_runtime::BuildStorage;
	use zeropark_primitives::{MilliUnits, WattHours};

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

	fn gas() -> GenesisConfig<Test> {
		GenesisConfig {
			name: b"gas".to_vec(),
			unit: b"m3".to_vec(),
			energy_per_unit: 10_000,
			emission_factor: 202_000,
			slot: 900,
			..Default::default()
		}
	}

	fn built(genesis: GenesisConfig<Test>) -> Option<Carrier> {
		let storage = genesis.build_storage().expect("builds");
		sp_io::TestExternalities::new(storage).execute_with(TheCarrier::<Test>::get)
	}

	#[test]
	fn genesis_should_set_the_carrier() {
		let carrier = built(gas()).expect("set");
		assert_eq!(carrier.name.to_vec(), b"gas");
		assert_eq!(carrier.energy(MilliUnits(1_001)), WattHours(10_010));
		assert_eq!(carrier.energy(MilliUnits(u64::MAX)), WattHours(i64::MAX));
		assert_eq!(built(Default::default()), None);
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
