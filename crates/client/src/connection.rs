//! A connection to a chain: requests, storage and blocks.

use crate::{AnyChain, Blocks, Chain, Error, StorageItem};
use codec::Decode;
use jsonrpsee::{
	core::{
		client::{ClientT, SubscriptionClientT},
		params::ArrayParams,
	},
	rpc_params,
	ws_client::{WsClient, WsClientBuilder},
};
use serde::de::DeserializeOwned;
use sp_core::Bytes;
use std::marker::PhantomData;
use zeropark_runtime_common::types::{BlockNumber, Hash, Header};

/// A connection to a chain's public RPC.
pub struct Connection<C = AnyChain> {
	rpc: WsClient,
	chain: &'static str,
	genesis: Hash,
	runtime: PhantomData<C>,
}

impl<C: Chain> Connection<C> {
	/// Connects to the RPC at `url`.
	pub async fn open(url: &str) -> Result<Self, Error> {
		Self::connect(url, C::NAME).await
	}
}

impl Connection<AnyChain> {
	/// Connects to the RPC at `url`, whichever chain answers there.
	pub async fn open_any(url: &str) -> Result<Self, Error> {
		Self::connect(url, "a chain of Zeropark").await
	}
}

impl<C> Connection<C> {
	async fn connect(url: &str, chain: &'static str) -> Result<Self, Error> {
		let rpc = WsClientBuilder::default()
			.build(url)
			.await
			.map_err(|source| Error::Unreachable { url: url.to_owned(), chain, source })?;
		let genesis = rpc
			.request("chain_getBlockHash", rpc_params![0])
			.await
			.map_err(|source| Error::Request { request: "chain_getBlockHash", source })?;
		Ok(Self { rpc, chain, genesis, runtime: PhantomData })
	}

	/// The chain's genesis.
	pub fn genesis(&self) -> Hash {
		self.genesis
	}

	/// Calls a method of the RPC.
	pub async fn request<T: DeserializeOwned>(
		&self,
		method: &'static str,
		params: ArrayParams,
	) -> Result<T, Error> {
		self.rpc
			.request(method, params)
			.await
			.map_err(|source| Error::Request { request: method, source })
	}

	/// Submits an encoded transaction, which calls `call`.
	pub(crate) async fn submit_encoded(
		&self,
		call: &'static str,
		transaction: &Bytes,
	) -> Result<Hash, Error> {
		self.rpc
			.request("author_submitExtrinsic", rpc_params![transaction])
			.await
			.map_err(|source| Error::of_pool(call, source))
	}

	/// The chain's best blocks, from now on.
	pub async fn blocks(&self) -> Result<Blocks, Error> {
		let (method, end) = ("chain_subscribeNewHeads", "chain_unsubscribeNewHeads");
		let headers = self
			.rpc
			.subscribe(method, rpc_params![], end)
			.await
			.map_err(|source| Error::Request { request: method, source })?;
		Ok(Blocks::new(headers, self.chain))
	}

	/// The number of the best block.
	pub async fn height(&self) -> Result<BlockNumber, Error> {
		let header: Header = self.request("chain_getHeader", rpc_params![]).await?;
		Ok(header.number)
	}

	/// The hash of a block; `None` if it is not made yet.
	pub async fn block_hash(&self, number: BlockNumber) -> Result<Option<Hash>, Error> {
		self.request("chain_getBlockHash", rpc_params![number]).await
	}

	/// A value of a pallet as of the best block; `None` if none is stored.
	pub async fn read<S: StorageItem>(&self, key: &S::Key) -> Result<Option<S::Value>, Error> {
		self.read_at::<S>(key, None).await
	}

	/// A value of a pallet as of a block, or of the best one; `None` if none is stored.
	pub async fn read_at<S: StorageItem>(
		&self,
		key: &S::Key,
		at: Option<Hash>,
	) -> Result<Option<S::Value>, Error> {
		self.decode_storage(S::storage_key(key), at).await
	}

	/// The bytes stored under a key as of a block, or of the best one.
	pub async fn storage(&self, key: Vec<u8>, at: Option<Hash>) -> Result<Option<Bytes>, Error> {
		self.request("state_getStorage", rpc_params![Bytes(key), at]).await
	}

	/// The value of type `T` stored under a key.
	pub(crate) async fn decode_storage<T: Decode>(
		&self,
		key: Vec<u8>,
		at: Option<Hash>,
	) -> Result<Option<T>, Error> {
		let value = self.storage(key, at).await?;
		value.map(|value| self.decode(&value)).transpose()
	}

	/// The value that `bytes` start with.
	pub(crate) fn decode<T: Decode>(&self, mut bytes: &[u8]) -> Result<T, Error> {
		T::decode(&mut bytes).map_err(|source| Error::Undecodable { chain: self.chain, source })
	}
}
