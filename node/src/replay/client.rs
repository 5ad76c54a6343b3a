//! A client of the park: transactions signed by the operator, batches signed by devices, and what comes of them.

use super::scenario::{Source, SourceKind};
use crate::{dev::Error, rpc::ZeroCarbonClient};
use codec::{Decode, Encode};
use frame_support::{storage::storage_prefix, traits::Get};
use futures::FutureExt;
use jsonrpsee::{
	core::{
		client::{ClientT, Subscription, SubscriptionClientT},
		ClientError,
	},
	rpc_params,
	types::ErrorObjectOwned,
	ws_client::{WsClient, WsClientBuilder},
};
use pallet_metering::Batch;
use runtime_park::{Runtime, RuntimeCall, RuntimeEvent, TxExtension, UncheckedExtrinsic, VERSION};
use sp_core::{sr25519, Bytes, Pair};
use sp_runtime::transaction_validity::InvalidTransaction;
use sp_runtime::{generic::Era, traits::IdentifyAccount, MultiSignature, MultiSigner};
use zeropark_primitives::{
	AccuracyClass, DeviceId, DeviceKind, Interval, MilliUnits, MilligramsPerUnit, PeriodId,
	Reading, Seconds, Statement, Watts,
};
use zeropark_runtime_common::types::{AccountId, BlockNumber, Hash, Header, Nonce};

type MaxReadings = <Runtime as pallet_metering::Config>::MaxReadings;
type EventRecord = frame_system::EventRecord<RuntimeEvent, Hash>;

/// The most readings in a batch.
pub fn max_readings() -> usize {
	<MaxReadings as Get<u32>>::get() as usize
}

/// A device to be admitted.
pub struct Registration {
	/// Whose it is.
	pub owner: AccountId,
	/// Its key.
	pub key: sr25519::Public,
	/// What it does.
	pub kind: DeviceKind,
	/// What it can deliver or draw at most.
	pub capacity: Watts,
	/// How wrong it may be.
	pub accuracy: AccuracyClass,
	/// How long a reading lasts, in seconds.
	pub interval: u32,
}

/// The park, as its operator sees it.
pub struct Park {
	client: WsClient,
	blocks: Subscription<Header>,
	operator: sr25519::Pair,
	genesis: Hash,
	time: Seconds,
}

/// What became of a batch.
#[derive(Debug, PartialEq, Eq)]
pub enum Submitted {
	/// It is in the pool.
	Taken,
	/// The pool still stands at a block before the end of its last reading: try again at the next one.
	Early,
}

/// Whether the pool refused a batch as of the future.
fn is_early(answer: &ErrorObjectOwned) -> bool {
	let code = pallet_metering::Error::<Runtime>::InFuture.encode();
	let refusal = format!("\"Custom error: {}\"", code.first().copied().unwrap_or_default());
	answer.data().is_some_and(|data| data.get() == refusal)
}

/// Whether the pool refused a batch as one that is in a block already.
fn is_stale(answer: &ErrorObjectOwned) -> bool {
	let stale: &str = InvalidTransaction::Stale.into();
	answer.data().is_some_and(|data| data.get().contains(stale))
}

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

impl Park {
	/// Connects to the RPC at `url`, as `operator`.
	pub async fn connect(url: &str, operator: &sr25519::Pair) -> Result<Self, Error> {
		let client = WsClientBuilder::default().build(url).await.map_err(|error| {
			Error::Failed(format!("{url} cannot be reached ({error}): is the park running there?"))
		})?;
		let genesis = client
			.request("chain_getBlockHash", rpc_params![0])
			.await
			.map_err(failed("the genesis hash"))?;
		let blocks = client
			.subscribe("chain_subscribeNewHeads", rpc_params![], "chain_unsubscribeNewHeads")
			.await
			.map_err(failed("new blocks"))?;
		Ok(Self { client, blocks, operator: operator.clone(), genesis, time: 0 })
	}

	/// The time of the newest block seen.
	pub fn time(&self) -> Seconds {
		self.time
	}

	/// Waits for the next block and returns its time.
	pub async fn next_block(&mut self) -> Result<Seconds, Error> {
		let mut header = self.header().await?;
		// Only the newest counts: the park does not wait for its clients.
		while let Some(Some(Ok(newer))) = self.blocks.next().now_or_never() {
			header = newer;
		}
		let milliseconds: Option<u64> = self.storage(b"Timestamp", b"Now", header.hash()).await?;
		self.time = milliseconds.unwrap_or_default() / 1_000;
		Ok(self.time)
	}

	async fn header(&mut self) -> Result<Header, Error> {
		match self.blocks.next().await {
			Some(Ok(header)) => Ok(header),
			_ => Err(Error::Failed("the park's RPC was closed".into())),
		}
	}

	async fn storage<T: Decode>(
		&self,
		pallet: &[u8],
		item: &[u8],
		at: Hash,
	) -> Result<Option<T>, Error> {
		let key = Bytes(storage_prefix(pallet, item).to_vec());
		let value: Option<Bytes> = self
			.client
			.request("state_getStorage", rpc_params![key, at])
			.await
			.map_err(failed("the park's state"))?;
		value.map(|value| T::decode(&mut &value[..])).transpose().map_err(|error| {
			Error::Failed(format!("the park's state is of another version: {error}"))
		})
	}

	/// The statement of a period.
	pub async fn statement(&self, period: PeriodId) -> Result<Statement, Error> {
		ZeroCarbonClient::statement(&self.client, Some(period), None)
			.await
			.map_err(failed("zeroCarbon_statement"))?
			.ok_or_else(|| Error::Failed(format!("there is no period {period}")))
	}

	/// Opens a period.
	pub async fn open_period(
		&mut self,
		span: Interval,
		grid_factor: MilligramsPerUnit,
	) -> Result<PeriodId, Error> {
		let Interval { start, end } = span;
		let call = pallet_zero_carbon::Call::open_period { start, end, grid_factor };
		self.send("open_period", call.into(), |event| match event {
			RuntimeEvent::ZeroCarbon(pallet_zero_carbon::Event::PeriodOpened {
				period, ..
			}) => Some(period),
			_ => None,
		})
		.await?
		.first()
		.copied()
		.ok_or_else(|| Error::Failed("open_period: no period was opened".into()))
	}

	/// Closes a period.
	pub async fn close_period(&mut self, period: PeriodId) -> Result<(), Error> {
		let call = pallet_zero_carbon::Call::close_period { period };
		self.send("close_period", call.into(), Some).await.map(drop)
	}

	/// Admits devices, and returns their ids in the same order.
	pub async fn register_devices(
		&mut self,
		registrations: Vec<Registration>,
	) -> Result<Vec<DeviceId>, Error> {
		let calls = registrations
			.into_iter()
			.map(|device| {
				pallet_metering::Call::register_device {
					owner: device.owner,
					key: MultiSigner::from(device.key).into_account(),
					kind: device.kind,
					capacity: device.capacity,
					accuracy: device.accuracy,
					interval: device.interval,
				}
				.into()
			})
			.collect();
		let call = pallet_utility::Call::batch_all { calls };
		self.send("register_device", call.into(), |event| match event {
			RuntimeEvent::Metering(pallet_metering::Event::DeviceRegistered { device, .. }) => {
				Some(device)
			},
			_ => None,
		})
		.await
	}

	/// Admits an emission source that the operator reports for, and reports its activity.
	pub async fn report_activity(
		&mut self,
		source: &Source,
		period: PeriodId,
		quantity: MilliUnits,
	) -> Result<(), Error> {
		let label = source.label.as_bytes().to_vec().try_into().map_err(|_| {
			Error::Input(format!("the label `{}` has more than 64 bytes", source.label))
		})?;
		let call = pallet_zero_carbon::Call::register_source {
			reporter: MultiSigner::from(self.operator.public()).into_account(),
			kind: match source.kind {
				SourceKind::Emission => pallet_zero_carbon::SourceKind::Emission,
				SourceKind::Capture => pallet_zero_carbon::SourceKind::Capture,
				SourceKind::Sink => pallet_zero_carbon::SourceKind::Sink,
			},
			factor: MilligramsPerUnit(source.factor),
			accuracy: AccuracyClass(source.accuracy),
			label,
		};
		let ids = self
			.send("register_source", call.into(), |event| match event {
				RuntimeEvent::ZeroCarbon(pallet_zero_carbon::Event::SourceRegistered {
					source,
					..
				}) => Some(source),
				_ => None,
			})
			.await?;
		let source =
			*ids.first().ok_or_else(|| Error::Failed("register_source: none was".into()))?;
		let call = pallet_zero_carbon::Call::report_activity { source, period, quantity };
		self.send("report_activity", call.into(), Some).await.map(drop)
	}

	/// Submits a batch that `key` signs.
	pub async fn submit_readings(
		&self,
		device: DeviceId,
		sequence: u32,
		readings: Vec<Reading>,
		key: &sr25519::Pair,
	) -> Result<Submitted, Error> {
		let readings = readings
			.try_into()
			.map_err(|_| Error::Failed("more readings than a batch takes".into()))?;
		let batch = Batch::<MaxReadings> { device, sequence, readings };
		let signature = MultiSignature::from(key.sign(&batch.payload(&self.genesis)));
		let call = pallet_metering::Call::submit_readings { batch, signature };
		let transaction = UncheckedExtrinsic::new_transaction(call.into(), extension(0));
		let answer = self
			.client
			.request::<Hash, _>("author_submitExtrinsic", rpc_params![Bytes(transaction.encode())])
			.await;
		match answer {
			Ok(_) => Ok(Submitted::Taken),
			Err(ClientError::Call(answer)) if is_early(&answer) => Ok(Submitted::Early),
			// Nobody else has the device's key: it is in a block before the pool could answer.
			Err(ClientError::Call(answer)) if is_stale(&answer) => Ok(Submitted::Taken),
			Err(error) => Err(failed("submit_readings")(error)),
		}
	}

	/// Signs `call` as the operator, waits until it is in a block, and returns what `pick` takes of its events.
	async fn send<T>(
		&mut self,
		what: &'static str,
		call: RuntimeCall,
		pick: impl Fn(RuntimeEvent) -> Option<T>,
	) -> Result<Vec<T>, Error> {
		let account: AccountId = MultiSigner::from(self.operator.public()).into_account();
		let nonce: Nonce = self
			.client
			.request("system_accountNextIndex", rpc_params![&account])
			.await
			.map_err(failed(what))?;
		let extension = extension(nonce);
		let implicit = (
			(),
			(),
			VERSION.spec_version,
			VERSION.transaction_version,
			self.genesis,
			self.genesis,
			(),
			(),
			(),
			None,
		);
		let payload = sp_runtime::generic::SignedPayload::<RuntimeCall, TxExtension>::from_raw(
			call.clone(),
			extension.clone(),
			implicit,
		);
		let signature = payload.using_encoded(|payload| self.operator.sign(payload));
		let transaction =
			UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extension);
		let bytes = Bytes(transaction.encode());
		let head: Header =
			self.client.request("chain_getHeader", rpc_params![]).await.map_err(failed(what))?;
		self.client
			.request::<Hash, _>("author_submitExtrinsic", rpc_params![&bytes])
			.await
			.map_err(failed(what))?;
		let (block, index) = self.find(what, &bytes, head.number).await?;
		let events: Vec<EventRecord> =
			self.storage(b"System", b"Events", block).await?.unwrap_or_default();
		let mut picked = Vec::new();
		for record in events {
			if record.phase != frame_system::Phase::ApplyExtrinsic(index) {
				continue;
			}
			if let RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
				dispatch_error,
				..
			}) = &record.event
			{
				return Err(Error::Failed(format!("{what}: {}", reason(*dispatch_error))));
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

/// What every transaction carries: no tip, immortal.
fn extension(nonce: Nonce) -> TxExtension {
	TxExtension::new((
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(0),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
	))
}

/// The name of an error of the pallets this client calls.
fn reason(error: sp_runtime::DispatchError) -> String {
	use frame_support::traits::PalletInfoAccess;
	let sp_runtime::DispatchError::Module(module) = error else { return format!("{error:?}") };
	let name = |error: Option<&'static str>| error.unwrap_or("unknown error").to_string();
	let bytes = &mut &module.error[..];
	match usize::from(module.index) {
		index if index == runtime_park::Metering::index() => {
			name(pallet_metering::Error::<Runtime>::decode(bytes).ok().map(Into::into))
		},
		index if index == runtime_park::ZeroCarbon::index() => {
			name(pallet_zero_carbon::Error::<Runtime>::decode(bytes).ok().map(Into::into))
		},
		_ => format!("{error:?}"),
	}
}
