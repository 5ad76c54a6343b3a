//! The park, as its operator sees it.

use crate::{
	scenario::{Purchase, Source},
	Error,
};
use pallet_metering::DeviceOf;
use pallet_trading_desk::OrderState;
use runtime_park::{Runtime, RuntimeEvent};
use sp_core::{sr25519, Pair};
use zeropark_client::{park::FullStatement, Blocks, Connection, Endpoints, Park};
use zeropark_primitives::{
	ids::{DeviceId, PeriodId, RemoteOrderId},
	metering::{AccuracyClass, DeviceKind},
	time::{Interval, Seconds},
	units::{MilligramsPerUnit, Watts},
};
use zeropark_runtime_common::{chains, types::AccountId};

/// A device to be admitted.
#[derive(Clone)]
pub struct Registration {
	/// Whose it is.
	pub owner: AccountId,
	/// The account of its key.
	pub key: AccountId,
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
			&& device.key == self.key
			&& device.kind == self.kind
			&& device.capacity == self.capacity
			&& device.accuracy == self.accuracy
			&& device.interval == self.interval
	}
}

/// The park's operator.
pub struct Operator {
	park: Connection<Park>,
	blocks: Blocks,
	key: sr25519::Pair,
	time: Seconds,
}

impl Operator {
	/// Connects to the park, with the operator's key.
	pub async fn connect(endpoints: &Endpoints, key: &sr25519::Pair) -> Result<Self, Error> {
		let park = endpoints.connect::<Park>(chains::PARK).await?;
		let blocks = park.blocks().await?;
		Ok(Self { park, blocks, key: key.clone(), time: 0 })
	}

	/// The park.
	pub fn park(&self) -> &Connection<Park> {
		&self.park
	}

	/// The time of the newest block seen.
	pub fn time(&self) -> Seconds {
		self.time
	}

	/// Waits for the next block and returns its time.
	pub async fn next_block(&mut self) -> Result<Seconds, Error> {
		self.time = self.park.next_time(&mut self.blocks).await?;
		Ok(self.time)
	}

	/// The statement of a period.
	pub async fn statement(&self, period: PeriodId) -> Result<FullStatement, Error> {
		let statement = self.park.statement(Some(period)).await?;
		statement.ok_or_else(|| Error::Failed(format!("there is no period {period}")))
	}

	/// How far a purchase has come.
	pub async fn purchase(&self, id: RemoteOrderId) -> Result<OrderState, Error> {
		let purchase = self.park.purchase(id).await?;
		purchase
			.map(|purchase| purchase.state)
			.ok_or_else(|| Error::Failed(format!("there is no purchase {id}")))
	}

	/// Opens a period.
	pub async fn open_period(
		&self,
		span: Interval,
		grid_factor: MilligramsPerUnit,
	) -> Result<PeriodId, Error> {
		let Interval { start, end } = span;
		let call = pallet_zero_carbon::Call::<Runtime>::open_period { start, end, grid_factor };
		let opened = self.park.send(call, &self.key).await?;
		let period = opened.events.into_iter().find_map(|event| match event {
			RuntimeEvent::ZeroCarbon(pallet_zero_carbon::Event::PeriodOpened {
				period, ..
			}) => Some(period),
			_ => None,
		});
		period.ok_or_else(|| Error::nothing_of("open_period"))
	}

	/// Closes a period.
	pub async fn close_period(&self, period: PeriodId) -> Result<(), Error> {
		let call = pallet_zero_carbon::Call::<Runtime>::close_period { period };
		self.park.send(call, &self.key).await?;
		Ok(())
	}

	/// Admits devices, and returns their ids in the same order.
	pub async fn register_devices(
		&self,
		registrations: Vec<Registration>,
	) -> Result<Vec<DeviceId>, Error> {
		let calls = registrations
			.into_iter()
			.map(|device| {
				pallet_metering::Call::<Runtime>::register_device {
					owner: device.owner,
					key: device.key,
					kind: device.kind,
					capacity: device.capacity,
					accuracy: device.accuracy,
					interval: device.interval,
				}
				.into()
			})
			.collect();
		let call = pallet_utility::Call::<Runtime>::batch_all { calls };
		let registered = self.park.send(call, &self.key).await?;
		let devices = registered.events.into_iter().filter_map(|event| match event {
			RuntimeEvent::Metering(pallet_metering::Event::DeviceRegistered { device, .. }) => {
				Some(device)
			},
			_ => None,
		});
		Ok(devices.collect())
	}

	/// Admits an emission source that the operator reports for, and reports its activity.
	pub async fn report_activity(&self, source: &Source, period: PeriodId) -> Result<(), Error> {
		let call = pallet_zero_carbon::Call::<Runtime>::register_source {
			reporter: self.key.public().into(),
			kind: source.kind,
			factor: source.factor.0,
			accuracy: source.accuracy.0,
			label: source.label.0.clone(),
		};
		let registered = self.park.send(call, &self.key).await?;
		let id = registered.events.into_iter().find_map(|event| match event {
			RuntimeEvent::ZeroCarbon(pallet_zero_carbon::Event::SourceRegistered {
				source,
				..
			}) => Some(source),
			_ => None,
		});
		let call = pallet_zero_carbon::Call::<Runtime>::report_activity {
			source: id.ok_or_else(|| Error::nothing_of("register_source"))?,
			period,
			quantity: source.quantity.0,
		};
		self.park.send(call, &self.key).await?;
		Ok(())
	}

	/// Orders what a period lacks; nothing if it lacks nothing.
	pub async fn order_shortfall(
		&self,
		period: PeriodId,
		purchase: &Purchase,
		deadline: Seconds,
	) -> Result<Option<RemoteOrderId>, Error> {
		let call = pallet_power_purchase::Call::<Runtime>::order_shortfall {
			period,
			basket: purchase.basket(),
			price: purchase.limit.0,
			deadline,
			beneficiary: purchase.beneficiary.0.clone(),
			purpose: purchase.purpose.0.clone(),
		};
		match self.park.send(call, &self.key).await {
			Ok(ordered) => Ok(ordered.events.into_iter().find_map(|event| match event {
				RuntimeEvent::PowerPurchase(pallet_power_purchase::Event::PowerOrdered {
					purchase,
					..
				}) => Some(purchase),
				_ => None,
			})),
			Err(error)
				if error.failed_with(pallet_power_purchase::Error::<Runtime>::NoShortfall) =>
			{
				Ok(None)
			},
			Err(error) => Err(error.into()),
		}
	}
}
