//! The park, as its operator and its meters see it.

use super::{extension, failed, impl_chain, Connection};
use crate::{
	dev::Error,
	replay::scenario::{Purchase, Source, SourceKind},
	rpc::{FullStatement, ZeroCarbonClient},
};
use codec::{Decode, Encode};
use frame_support::traits::Get;
use jsonrpsee::{core::ClientError, types::ErrorObjectOwned};
use pallet_metering::{Batch, DeviceOf};
use pallet_power_purchase::State;
use runtime_park::{Runtime, RuntimeEvent, UncheckedExtrinsic};
use sp_core::{sr25519, Bytes, Pair};
use sp_runtime::{
	traits::IdentifyAccount, transaction_validity::InvalidTransaction, MultiSignature, MultiSigner,
};
use zeropark_primitives::{
	purchase::PurchaseId, AccuracyClass, DeviceId, DeviceKind, Interval, MilliUnits,
	MilligramsPerUnit, PeriodId, Reading, Seconds, Watts,
};
use zeropark_runtime_common::types::AccountId;

type MaxReadings = <Runtime as pallet_metering::Config>::MaxReadings;

/// The most readings in a batch.
pub fn max_readings() -> usize {
	<MaxReadings as Get<u32>>::get() as usize
}

impl_chain! {
	ParkChain: runtime_park, "the park", errors: {
		Metering: pallet_metering,
		ZeroCarbon: pallet_zero_carbon,
		PowerPurchase: pallet_power_purchase,
	}
}

/// A device to be admitted.
#[derive(Clone)]
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

impl Registration {
	/// Whether this is what a device in service was admitted as.
	pub fn is_of(&self, device: &DeviceOf<Runtime>) -> bool {
		device.owner == self.owner
			&& device.key == MultiSigner::from(self.key).into_account()
			&& device.kind == self.kind
			&& device.capacity == self.capacity
			&& device.accuracy == self.accuracy
			&& device.interval == self.interval
	}
}

/// The park.
pub struct Park {
	chain: Connection<ParkChain>,
	operator: sr25519::Pair,
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

impl Park {
	/// Connects to the RPC at `url`, as `operator`.
	pub async fn connect(url: &str, operator: &sr25519::Pair) -> Result<Self, Error> {
		Ok(Self { chain: Connection::open(url).await?, operator: operator.clone() })
	}

	/// The time of the newest block seen.
	pub fn time(&self) -> Seconds {
		self.chain.time()
	}

	/// Waits for the next block and returns its time.
	pub async fn next_block(&mut self) -> Result<Seconds, Error> {
		self.chain.next_block().await
	}

	/// Orders what a period lacks; nothing if it lacks nothing.
	pub async fn order_shortfall(
		&mut self,
		period: PeriodId,
		purchase: &Purchase,
		deadline: Seconds,
	) -> Result<Option<PurchaseId>, Error> {
		let text = |text: &str| text.as_bytes().to_vec().try_into().unwrap_or_default();
		let call = pallet_power_purchase::Call::order_shortfall {
			period,
			basket: purchase.basket,
			price: purchase.limit,
			deadline,
			beneficiary: text(&purchase.beneficiary),
			purpose: text(&purchase.purpose),
		};
		let ordered = self
			.chain
			.send("order_shortfall", &self.operator, call.into(), |event| match event {
				RuntimeEvent::PowerPurchase(pallet_power_purchase::Event::PowerOrdered {
					purchase,
					..
				}) => Some(purchase),
				_ => None,
			})
			.await;
		match ordered {
			Ok(purchases) => Ok(purchases.first().copied()),
			Err(Error::Failed(reason)) if reason.ends_with("NoShortfall") => Ok(None),
			Err(error) => Err(error),
		}
	}

	/// How far a purchase has come.
	pub async fn purchase(&self, id: PurchaseId) -> Result<State, Error> {
		let key = pallet_power_purchase::Purchases::<Runtime>::hashed_key_for(id);
		let purchase: Option<pallet_power_purchase::Purchase<AccountId>> =
			self.chain.read(key).await?;
		purchase
			.map(|purchase| purchase.state)
			.ok_or_else(|| Error::Failed(format!("there is no purchase {id}")))
	}

	/// The statement of a period.
	pub async fn statement(&self, period: PeriodId) -> Result<FullStatement, Error> {
		ZeroCarbonClient::statement(self.chain.client(), Some(period), None)
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
		self.chain
			.send("open_period", &self.operator, call.into(), |event| match event {
				RuntimeEvent::ZeroCarbon(pallet_zero_carbon::Event::PeriodOpened {
					period,
					..
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
		self.chain.send("close_period", &self.operator, call.into(), Some).await.map(drop)
	}

	/// The devices in service.
	pub async fn devices(&self) -> Result<Vec<(DeviceId, DeviceOf<Runtime>)>, Error> {
		let next = pallet_metering::NextDeviceId::<Runtime>::hashed_key().to_vec();
		let next = self.chain.read::<DeviceId>(next).await?.unwrap_or_default();
		let mut devices = Vec::new();
		for id in 0..next {
			let key = pallet_metering::Devices::<Runtime>::hashed_key_for(id);
			devices.extend(self.chain.read(key).await?.map(|device| (id, device)));
		}
		Ok(devices)
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
		self.chain
			.send("register_device", &self.operator, call.into(), |event| match event {
				RuntimeEvent::Metering(pallet_metering::Event::DeviceRegistered {
					device, ..
				}) => Some(device),
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
			.chain
			.send("register_source", &self.operator, call.into(), |event| match event {
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
		self.chain.send("report_activity", &self.operator, call.into(), Some).await.map(drop)
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
		let signature = MultiSignature::from(key.sign(&batch.payload(&self.chain.genesis())));
		let call = pallet_metering::Call::submit_readings { batch, signature };
		let transaction = UncheckedExtrinsic::new_transaction(call.into(), extension!(0));
		match self.chain.submit(&Bytes(transaction.encode())).await {
			Ok(_) => Ok(Submitted::Taken),
			Err(ClientError::Call(answer)) if is_early(&answer) => Ok(Submitted::Early),
			// Nobody else has the device's key: it is in a block before the pool could answer.
			Err(ClientError::Call(answer)) if is_stale(&answer) => Ok(Submitted::Taken),
			Err(error) => Err(failed("submit_readings")(error)),
		}
	}
}
