//! Migrations of the pallet's storage, one for each version of the layout.

use crate::Pallet;
use frame_support::migrations::VersionedMigration;

/// Moves the carrier from the storage item `TheCarrier` to [`CarrierInfo`](crate::CarrierInfo),
/// which is its name since version 1.
pub type MigrateV0ToV1<T> = VersionedMigration<
	0,
	1,
	v1::MigrateToV1Impl<T>,
	Pallet<T>,
	<T as frame_system::Config>::DbWeight,
>;

/// The migration without a check of the version. It is private, so that a runtime can use only the
/// checked one.
mod v1 {
	use crate::{Carrier, CarrierInfo, Config, Pallet};
	use core::marker::PhantomData;
	use frame_support::{
		storage_alias,
		traits::{Get, UncheckedOnRuntimeUpgrade},
		weights::Weight,
	};
	#[cfg(feature = "try-runtime")]
	use {
		alloc::vec::Vec,
		codec::{DecodeAll, Encode},
		frame_support::ensure,
		sp_runtime::TryRuntimeError,
	};

	#[storage_alias]
	pub type TheCarrier<T: Config> = StorageValue<Pallet<T>, Carrier>;

	pub struct MigrateToV1Impl<T>(PhantomData<T>);

	impl<T: Config> UncheckedOnRuntimeUpgrade for MigrateToV1Impl<T> {
		fn on_runtime_upgrade() -> Weight {
			let Some(carrier) = TheCarrier::<T>::take() else {
				return T::DbWeight::get().reads(1);
			};
			CarrierInfo::<T>::put(carrier);
			T::DbWeight::get().reads_writes(1, 2)
		}

		#[cfg(feature = "try-runtime")]
		fn pre_upgrade() -> Result<Vec<u8>, TryRuntimeError> {
			Ok(TheCarrier::<T>::get().encode())
		}

		#[cfg(feature = "try-runtime")]
		fn post_upgrade(state: Vec<u8>) -> Result<(), TryRuntimeError> {
			let before = Option::<Carrier>::decode_all(&mut &state[..])
				.map_err(|_| "the carrier before the migration cannot be decoded")?;
			ensure!(CarrierInfo::<T>::get() == before, "the migration changed the carrier");
			ensure!(!TheCarrier::<T>::exists(), "the carrier is still stored under its old name");
			Ok(())
		}
	}
}

#[cfg(test)]
mod tests {
	use super::{v1::TheCarrier, MigrateV0ToV1};
	use crate::{
		tests::{gas, Test},
		Carrier, CarrierInfo, Pallet,
	};
	use frame_support::traits::{GetStorageVersion, OnRuntimeUpgrade, StorageVersion};
	use sp_runtime::BuildStorage;

	/// Stores a carrier as version 0 did, sets the storage version to `version`, migrates, and
	/// calls `check` with the carrier.
	fn migrated(version: u16, check: impl FnOnce(Carrier)) {
		let storage = gas().build_storage().expect("genesis builds");
		sp_io::TestExternalities::new(storage).execute_with(|| {
			let carrier = CarrierInfo::<Test>::take().expect("genesis sets it");
			TheCarrier::<Test>::put(carrier.clone());
			StorageVersion::new(version).put::<Pallet<Test>>();
			#[cfg(feature = "try-runtime")]
			MigrateV0ToV1::<Test>::try_on_runtime_upgrade(true).expect("its checks pass");
			#[cfg(not(feature = "try-runtime"))]
			MigrateV0ToV1::<Test>::on_runtime_upgrade();
			check(carrier);
		});
	}

	#[test]
	fn the_carrier_should_move_when_the_storage_version_is_0() {
		migrated(0, |carrier| {
			assert_eq!(CarrierInfo::<Test>::get(), Some(carrier));
			assert!(!TheCarrier::<Test>::exists());
			assert_eq!(Pallet::<Test>::on_chain_storage_version(), 1);
			assert_eq!(Pallet::<Test>::in_code_storage_version(), 1);
		});
	}

	#[test]
	fn nothing_should_move_when_the_storage_version_is_1() {
		migrated(1, |carrier| {
			assert_eq!(CarrierInfo::<Test>::get(), None);
			assert_eq!(TheCarrier::<Test>::get(), Some(carrier));
		});
	}
}
