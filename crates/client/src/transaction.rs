//! Transactions and their events.

use crate::{Chain, Connection, Error, Implicit, PalletError};
use codec::Encode;
use frame_support::{storage::storage_prefix, traits::GetCallMetadata};
use frame_system::{EventRecord, Phase};
use jsonrpsee::rpc_params;
use serde::Deserialize;
use sp_core::{sr25519, Bytes, Pair};
use sp_runtime::generic::{SignedPayload, UncheckedExtrinsic};
use sp_version::RuntimeVersion;
use zeropark_runtime_common::types::{AccountId, Address, Hash, Nonce, Signature};

/// In how many blocks a transaction is looked for.
const PATIENCE: u32 = 64;

/// A transaction of a chain.
type Transaction<C> =
	UncheckedExtrinsic<Address, <C as Chain>::Call, Signature, <C as Chain>::Extension>;

/// A transaction that succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included<Event> {
	/// The block it is in.
	pub block: Hash,
	/// Its place among the block's transactions.
	pub index: u32,
	/// Its events, in order.
	pub events: Vec<Event>,
}

/// A node's answer for a block, as far as this client reads it.
#[derive(Deserialize)]
struct SignedBlock {
	block: Body,
}

#[derive(Deserialize)]
struct Body {
	extrinsics: Vec<Bytes>,
}

impl<C: Chain> Connection<C> {
	/// Signs `call` as `key` and waits until it is in a block; an error if it failed there.
	pub async fn send(
		&self,
		call: impl Into<C::Call>,
		key: &sr25519::Pair,
	) -> Result<Included<C::Event>, Error> {
		let call: C::Call = call.into();
		let name = call.get_call_metadata().function_name;
		let transaction = self.signed(call, key).await?;
		let mut blocks = self.blocks().await?;
		let head = blocks.next().await?.number;
		self.submit_encoded(name, &transaction).await?;
		let last = head.saturating_add(PATIENCE);
		loop {
			let header = blocks.next().await?;
			if header.number <= head {
				continue;
			}
			if header.number > last {
				return Err(Error::TimedOut { call: name, blocks: PATIENCE });
			}
			let block = header.hash();
			if let Some(index) = self.index_of(&transaction, block).await? {
				return self.outcome(name, block, index).await;
			}
		}
	}

	/// Signs `call` as `key` and submits it, without waiting for a block.
	pub async fn submit(
		&self,
		call: impl Into<C::Call>,
		key: &sr25519::Pair,
	) -> Result<Hash, Error> {
		let call: C::Call = call.into();
		let name = call.get_call_metadata().function_name;
		let transaction = self.signed(call, key).await?;
		self.submit_encoded(name, &transaction).await
	}

	/// A transaction of `key`, with the next nonce of its account.
	async fn signed(&self, call: C::Call, key: &sr25519::Pair) -> Result<Bytes, Error> {
		let account = AccountId::from(key.public());
		let nonce: Nonce = self.request("system_accountNextIndex", rpc_params![&account]).await?;
		let extension = C::extension(nonce);
		let RuntimeVersion { spec_version, transaction_version, .. } = C::VERSION;
		let genesis = self.genesis();
		let implicit: Implicit =
			((), (), spec_version, transaction_version, genesis, genesis, (), (), (), None);
		let payload = SignedPayload::<C::Call, C::Extension>::from_raw(
			call.clone(),
			extension.clone(),
			implicit,
		);
		let signature = payload.using_encoded(|payload| key.sign(payload));
		let transaction =
			Transaction::<C>::new_signed(call, account.into(), signature.into(), extension);
		Ok(Bytes(transaction.encode()))
	}

	/// The place of a transaction in a block, if it is there.
	async fn index_of(&self, transaction: &Bytes, block: Hash) -> Result<Option<u32>, Error> {
		let answer: Option<SignedBlock> =
			self.request("chain_getBlock", rpc_params![block]).await?;
		let extrinsics = answer.map(|answer| answer.block.extrinsics).unwrap_or_default();
		let found = (0u32..).zip(&extrinsics).find(|(_, other)| *other == transaction);
		Ok(found.map(|(index, _)| index))
	}

	/// The events of the transaction at `index` of a block, or its failure.
	async fn outcome(
		&self,
		call: &'static str,
		block: Hash,
		index: u32,
	) -> Result<Included<C::Event>, Error> {
		// The pallet keeps the type of this item to itself.
		let key = storage_prefix(b"System", b"Events").to_vec();
		let events: Option<Vec<EventRecord<C::Event, Hash>>> =
			self.decode_storage(key, Some(block)).await?;
		let events = events
			.unwrap_or_default()
			.into_iter()
			.filter(|record| record.phase == Phase::ApplyExtrinsic(index))
			.map(|record| record.event)
			.collect::<Vec<_>>();
		match events.iter().find_map(C::failure) {
			None => Ok(Included { block, index, events }),
			Some(error) => {
				let pallet_error = PalletError::of::<C::Error>(error);
				Err(Error::Failed { call, error, pallet_error })
			},
		}
	}
}
