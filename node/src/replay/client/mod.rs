//! Clients of the chains: transactions signed by whoever may make them, and what comes of them.

mod greencert;
mod park;

pub use greencert::{is_certifiable, Greencert};
pub use park::{max_readings, Park, Registration, Submitted};

use crate::dev::Error;
use codec::Decode;
use frame_support::{storage::storage_prefix, Parameter};
use futures::FutureExt;
use jsonrpsee::{
	core::{
		client::{ClientT, Subscription, SubscriptionClientT},
		ClientError,
	},
	rpc_params,
	ws_client::{WsClient, WsClientBuilder},
};
use sp_core::{sr25519, Bytes, Pair};
use sp_runtime::{
	traits::{IdentifyAccount, Member},
	DispatchError, MultiSigner,
};
use std::marker::PhantomData;
use zeropark_primitives::Seconds;
use zeropark_runtime_common::types::{AccountId, BlockNumber, Hash, Header, Nonce};

/// A chain whose transactions this client can make.
pub trait Chain {
	/// What people call it.
	const NAME: &'static str;
	/// What it can be asked to do.
	type Call;
	/// What happens on it.
	type Event: Parameter + Member;

	/// Signs a call.
	fn sign(call: Self::Call, key: &sr25519::Pair, nonce: Nonce, genesis: Hash) -> Bytes;

	/// Why a transaction failed, if this says that it did.
	fn failure(event: &Self::Event) -> Option<DispatchError>;

	/// The name of an error.
	fn reason(error: DispatchError) -> String;
}

/// What every transaction carries: no tip, immortal.
macro_rules! extension {
	($nonce:expr) => {
		cumulus_pallet_weight_reclaim::StorageWeightReclaim::new((
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckEra::from(sp_runtime::generic::Era::Immortal),
			frame_system::CheckNonce::from($nonce),
			frame_system::CheckWeight::new(),
			pallet_transaction_payment::ChargeTransactionPayment::from(0),
			frame_metadata_hash_extension::CheckMetadataHash::new(false),
		))
	};
}
use extension;

/// Implements [`Chain`] for a type of this name, from its runtime and the pallets whose errors are named.
macro_rules! impl_chain {
	($chain:ident: $runtime:ident, $name:literal, errors: { $($instance:ident: $pallet:ident,)* }) => {
		/// See the runtime.
		pub struct $chain;
		impl super::Chain for $chain {
			const NAME: &'static str = $name;
			type Call = $runtime::RuntimeCall;
			type Event = $runtime::RuntimeEvent;

			fn sign(
				call: Self::Call,
				key: &sp_core::sr25519::Pair,
				nonce: zeropark_runtime_common::types::Nonce,
				genesis: zeropark_runtime_common::types::Hash,
			) -> sp_core::Bytes {
				use sp_core::Pair;
				use sp_runtime::traits::IdentifyAccount;
				let extension: $runtime::TxExtension = super::extension!(nonce);
				let version = &$runtime::VERSION;
				let (spec, transaction) = (version.spec_version, version.transaction_version);
				let implicit = ((), (), spec, transaction, genesis, genesis, (), (), (), None);
				let payload = sp_runtime::generic::SignedPayload::<
					$runtime::RuntimeCall,
					$runtime::TxExtension,
				>::from_raw(call.clone(), extension.clone(), implicit);
				let signature = payload.using_encoded(|payload| key.sign(payload));
				let account = sp_runtime::MultiSigner::from(key.public()).into_account();
				let transaction = $runtime::UncheckedExtrinsic::new_signed(
					call,
					account.into(),
					signature.into(),
					extension,
				);
				sp_core::Bytes(transaction.encode())
			}

			fn failure(event: &Self::Event) -> Option<sp_runtime::DispatchError> {
				match event {
					$runtime::RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
						dispatch_error,
						..
					}) => Some(*dispatch_error),
					_ => None,
				}
			}

			fn reason(error: sp_runtime::DispatchError) -> String {
				use frame_support::traits::PalletInfoAccess;
				let sp_runtime::DispatchError::Module(module) = error else {
					return format!("{error:?}");
				};
				let bytes = &mut &module.error[..];
				let name: Option<&'static str> = match usize::from(module.index) {
					$(index if index == $runtime::$instance::index() => {
						$pallet::Error::<$runtime::Runtime>::decode(bytes).ok().map(Into::into)
					},)*
					_ => None,
				};
				name.map_or_else(|| format!("{error:?}"), Into::into)
			}
		}
	};
}
use impl_chain;

fn failed(what: &'static str) -> impl Fn(ClientError) -> Error {
	move |error| {
		let reason = match &error {
			ClientError::Call(answer) => format!(
				"{}{}",
				answer.message(),
				answer.data().map(|data| format!(" ({})", data.get())).unwrap_or_default()
			),
			other => other.to_string(),
		};
		Error::Failed(format!("{what}: {reason}"))
	}
}

/// A connection to a chain's public RPC.
pub struct Connection<C> {
	client: WsClient,
	blocks: Subscription<Header>,
	genesis: Hash,
	time: Seconds,
	chain: PhantomData<C>,
}

impl<C: Chain> Connection<C> {
	/// Connects to the RPC at `url`.
	pub async fn open(url: &str) -> Result<Self, Error> {
		let client = WsClientBuilder::default().build(url).await.map_err(|error| {
			let chain = C::NAME;
			Error::Failed(format!("{url} cannot be reached ({error}): is {chain} running there?"))
		})?;
		let genesis = client
			.request("chain_getBlockHash", rpc_params![0])
			.await
			.map_err(failed("the genesis hash"))?;
		let blocks = client
			.subscribe("chain_subscribeNewHeads", rpc_params![], "chain_unsubscribeNewHeads")
			.await
			.map_err(failed("new blocks"))?;
		Ok(Self { client, blocks, genesis, time: 0, chain: PhantomData })
	}

	/// For the chain's own methods.
	pub fn client(&self) -> &WsClient {
		&self.client
	}

	/// The chain's genesis.
	pub fn genesis(&self) -> Hash {
		self.genesis
	}

	/// The time of the newest block seen.
	pub fn time(&self) -> Seconds {
		self.time
	}

	/// Waits for the next block and returns its time.
	pub async fn next_block(&mut self) -> Result<Seconds, Error> {
		loop {
			let mut header = self.header().await?;
			// Only the newest counts: the chain does not wait for its clients.
			while let Some(Some(Ok(newer))) = self.blocks.next().now_or_never() {
				header = newer;
			}
			let now = storage_prefix(b"Timestamp", b"Now").to_vec();
			// A subscription begins with the newest block there is: the genesis, which has no time, when a chain is new.
			if let Some(milliseconds) = self.read_at::<u64>(now, header.hash()).await? {
				self.time = milliseconds / 1_000;
				return Ok(self.time);
			}
		}
	}

	async fn header(&mut self) -> Result<Header, Error> {
		match self.blocks.next().await {
			Some(Ok(header)) => Ok(header),
			_ => Err(Error::Failed(format!("{}'s RPC was closed", C::NAME))),
		}
	}

	/// What is stored under a key.
	pub async fn read<T: Decode>(&self, key: Vec<u8>) -> Result<Option<T>, Error> {
		self.decode(self.client.request("state_getStorage", rpc_params![Bytes(key)]).await)
	}

	async fn read_at<T: Decode>(&self, key: Vec<u8>, at: Hash) -> Result<Option<T>, Error> {
		self.decode(self.client.request("state_getStorage", rpc_params![Bytes(key), at]).await)
	}

	fn decode<T: Decode>(
		&self,
		answer: Result<Option<Bytes>, ClientError>,
	) -> Result<Option<T>, Error> {
		let value = answer.map_err(failed("the chain's state"))?;
		value.map(|value| T::decode(&mut &value[..])).transpose().map_err(|error| {
			Error::Failed(format!("{}'s state is of another version: {error}", C::NAME))
		})
	}

	/// Submits a transaction.
	pub async fn submit(&self, transaction: &Bytes) -> Result<Hash, ClientError> {
		self.client.request("author_submitExtrinsic", rpc_params![transaction]).await
	}

	/// Signs `call` as `key`, waits until it is in a block, and returns what `pick` takes of its events.
	pub async fn send<T>(
		&mut self,
		what: &'static str,
		key: &sr25519::Pair,
		call: C::Call,
		pick: impl Fn(C::Event) -> Option<T>,
	) -> Result<Vec<T>, Error> {
		let account: AccountId = MultiSigner::from(key.public()).into_account();
		let nonce: Nonce = self
			.client
			.request("system_accountNextIndex", rpc_params![&account])
			.await
			.map_err(failed(what))?;
		let bytes = C::sign(call, key, nonce, self.genesis);
		let head: Header =
			self.client.request("chain_getHeader", rpc_params![]).await.map_err(failed(what))?;
		self.submit(&bytes).await.map_err(failed(what))?;
		let (block, index) = self.find(what, &bytes, head.number).await?;
		let events = storage_prefix(b"System", b"Events").to_vec();
		let events: Vec<frame_system::EventRecord<C::Event, Hash>> =
			self.read_at(events, block).await?.unwrap_or_default();
		let mut picked = Vec::new();
		for record in events {
			if record.phase != frame_system::Phase::ApplyExtrinsic(index) {
				continue;
			}
			if let Some(error) = C::failure(&record.event) {
				return Err(Error::Failed(format!("{what}: {}", C::reason(error))));
			}
			picked.extend(pick(record.event));
		}
		Ok(picked)
	}

	/// Waits for the block after `head` that holds a transaction, and returns it and where in it.
	async fn find(
		&mut self,
		what: &'static str,
		bytes: &Bytes,
		head: BlockNumber,
	) -> Result<(Hash, u32), Error> {
		let last = head.saturating_add(super::PATIENCE);
		loop {
			let header = self.header().await?;
			if header.number <= head {
				continue;
			}
			if header.number > last {
				let blocks = super::PATIENCE;
				return Err(Error::Failed(format!("{what}: in no block after {blocks} blocks")));
			}
			let block: serde_json::Value = self
				.client
				.request("chain_getBlock", rpc_params![header.hash()])
				.await
				.map_err(failed(what))?;
			let transactions: Vec<Bytes> =
				serde_json::from_value(block["block"]["extrinsics"].clone()).unwrap_or_default();
			if let Some(index) = transactions.iter().position(|other| other == bytes) {
				return Ok((header.hash(), u32::try_from(index).unwrap_or(u32::MAX)));
			}
		}
	}
}
