//! Storage items of pallets, as keys and values.

use codec::{Decode, FullCodec};
use frame_support::{
	storage::types::{
		CountedStorageMap, CountedStorageMapInstance, QueryKindTrait, StorageDoubleMap, StorageMap,
		StorageValue,
	},
	traits::{Get, StorageInstance},
	StorageHasher,
};

/// A storage item of a pallet, such as `pallet_metering::Devices<Runtime>`: where a runtime stores
/// its values, and of what type they are.
pub trait StorageItem {
	/// The key of a map, or the keys of a double map; `()` for an item that is no map.
	type Key;

	/// The value.
	type Value: Decode;

	/// The key in the chain's state under which the value is stored.
	fn storage_key(key: &Self::Key) -> Vec<u8>;
}

impl<P, V, Q, E> StorageItem for StorageValue<P, V, Q, E>
where
	P: StorageInstance,
	V: FullCodec,
	Q: QueryKindTrait<V, E>,
	E: Get<Q::Query> + 'static,
{
	type Key = ();
	type Value = V;

	fn storage_key(_: &()) -> Vec<u8> {
		Self::hashed_key().to_vec()
	}
}

impl<P, H, K, V, Q, E, M> StorageItem for StorageMap<P, H, K, V, Q, E, M>
where
	P: StorageInstance,
	H: StorageHasher,
	K: FullCodec,
	V: FullCodec,
	Q: QueryKindTrait<V, E>,
	E: Get<Q::Query> + 'static,
	M: Get<Option<u32>>,
{
	type Key = K;
	type Value = V;

	fn storage_key(key: &K) -> Vec<u8> {
		Self::hashed_key_for(key)
	}
}

impl<P, H, K, V, Q, E, M> StorageItem for CountedStorageMap<P, H, K, V, Q, E, M>
where
	P: CountedStorageMapInstance,
	H: StorageHasher,
	K: FullCodec,
	V: FullCodec,
	Q: QueryKindTrait<V, E>,
	E: Get<Q::Query> + 'static,
	M: Get<Option<u32>>,
{
	type Key = K;
	type Value = V;

	fn storage_key(key: &K) -> Vec<u8> {
		Self::hashed_key_for(key)
	}
}

impl<P, H1, K1, H2, K2, V, Q, E, M> StorageItem for StorageDoubleMap<P, H1, K1, H2, K2, V, Q, E, M>
where
	P: StorageInstance,
	H1: StorageHasher,
	K1: FullCodec,
	H2: StorageHasher,
	K2: FullCodec,
	V: FullCodec,
	Q: QueryKindTrait<V, E>,
	E: Get<Q::Query> + 'static,
	M: Get<Option<u32>>,
{
	type Key = (K1, K2);
	type Value = V;

	fn storage_key((first, second): &(K1, K2)) -> Vec<u8> {
		Self::hashed_key_for(first, second)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::storage::storage_prefix;
	use runtime_park::Runtime;

	#[test]
	fn a_key_should_start_with_pallet_and_item_and_end_with_what_it_was_made_of() {
		let prefix = storage_prefix(b"Metering", b"Devices");
		let key = pallet_metering::Devices::<Runtime>::storage_key(&7);
		assert!(key.starts_with(&prefix) && key.ends_with(&7u32.to_le_bytes()), "{key:?}");
		let prefix = storage_prefix(b"Timestamp", b"Now");
		assert_eq!(pallet_timestamp::Now::<Runtime>::storage_key(&()), prefix);
	}
}
