//! # Network
//!
//! The values that differ between two networks of the same chains. Genesis sets them, and nothing
//! changes them afterwards.
//!
//! ## Pallet API
//!
//! The pallet has no calls. Other parts of a runtime read its values through [`SettlementHome`] and
//! [`SessionLength`].
//!
//! ## Overview
//!
//! One runtime serves several networks: the development network, a test under a relay chain, and
//! the deployments of different parks. A value that depends on the network of a chain belongs here,
//! in the chain's genesis, and not in a constant of the runtime.
//!
//! ## Example
//!
//! A test reads the values that genesis has set:
#![doc = docify::embed!("src/tests.rs", genesis_should_set_the_values_of_a_network)]
//!
//! ## Invariants
//!
//! 1. A session has at least one block.

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(test)]
mod tests;

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::ids::ParaId;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The parachain id of the chain that issues the settlement currency.
	#[pallet::storage]
	pub type SettlementHome<T: Config> = StorageValue<_, ParaId, ValueQuery>;

	/// The length of a session, in blocks.
	#[pallet::storage]
	pub type SessionLength<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The parachain id of the chain that issues the settlement currency.
		pub settlement_home: ParaId,
		/// The length of a session, in blocks. Zero is taken as 1.
		pub session_length: BlockNumberFor<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			SettlementHome::<T>::put(self.settlement_home);
			SessionLength::<T>::put(self.session_length.max(1u32.into()));
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[cfg(any(feature = "try-runtime", test))]
	impl<T: Config> Pallet<T> {
		/// Checks the invariants of the crate's documentation.
		pub(crate) fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			let length = SessionLength::<T>::get();
			ensure!(length > 0u32.into(), "1: a session has at least one block");
			Ok(())
		}
	}
}
