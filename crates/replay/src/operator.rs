//! The park, as its operator sees it.

use crate::{
	scenario::{digest, Enterprise, Purchase, Source},
	Error,
};
use pallet_metering::DeviceOf;
use pallet_trading_desk::OrderState;
use runtime_park::{Runtime, RuntimeEvent};
use sp_core::{sr25519, Pair, H256};
use zeropark_client::{park::FullStatement, Blocks, Connection, Endpoints, Park};
use zeropark_primitives::{
	ids::{CycleId, DeviceId, EntityId, PeriodId, RemoteOrderId, RemovalId, SourceId},
	metering::{AccuracyClass, DeviceKind, Limits},
	time::{year_of, Interval, Seconds},
	units::MilligramsPerUnit,
};
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	messaging::registers_account,
	types::{AccountId, Balance},
};

/// What a replay's reports to the carbon market cost at most, with their answers.
pub const REPORT_MONEY: Balance = 200 * PCNY;

/// A device to be admitted.
#[derive(Clone)]
pub struct Registration {
	/// Whose it is.
	pub owner: AccountId,
	/// The account of its key.
	pub key: AccountId,
	/// What it does.
	pub kind: DeviceKind,
	/// What it can deliver and draw at most.
	pub limits: Limits,
	/// How wrong it may be.
	pub accuracy: AccuracyClass,
	/// How long a reading lasts, in seconds.
	pub interval: u32,
	/// The digest of its permit, if it is a generator.
	pub permit: Option<H256>,
}

impl Registration {
	/// Whether this is what a device in service was admitted as.
	pub fn is_of(&self, device: &DeviceOf<Runtime>) -> bool {
		device.owner == self.owner
			&& device.key == self.key
			&& device.kind == self.kind
			&& device.limits == self.limits
			&& device.accuracy == self.accuracy
			&& device.interval == self.interval
			&& device.permit == self.permit
			&& device.ended.is_none()
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

	/// The operator's account.
	pub fn account(&self) -> AccountId {
		self.key.public().into()
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

	/// The period with these bounds, if there is one.
	pub async fn period_of(&self, span: &Interval) -> Result<Option<PeriodId>, Error> {
		type Newest = pallet_zero_carbon::NewestPeriod<Runtime>;
		let mut id = self.park.read::<Newest>(&()).await?;
		while let Some(current) = id {
			let period = self.park.read::<pallet_zero_carbon::Periods<Runtime>>(&current).await?;
			let Some(period) = period else { break };
			if period.span == *span {
				return Ok(Some(current));
			}
			id = period.previous;
		}
		Ok(None)
	}

	/// Opens a period.
	pub async fn open_period(&self, span: Interval) -> Result<PeriodId, Error> {
		let (start, end) = (Some(span.start), span.end);
		let call = pallet_zero_carbon::Call::<Runtime>::open_period { start, end };
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
		let call = pallet_zero_carbon::Call::<Runtime>::close_period { period, wait: true };
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
					limits: device.limits,
					accuracy: device.accuracy,
					interval: device.interval,
					permit: device.permit,
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

	/// Registers an emission source that the operator reports for, and has the verifier approve it,
	/// unless an earlier replay did. Returns its id.
	pub async fn source(
		&self,
		source: &Source,
		entity: Option<EntityId>,
		verifier: &Verifier<'_>,
	) -> Result<SourceId, Error> {
		use pallet_zero_carbon::{NextSourceId, Sources};
		let next = self.park.read::<NextSourceId<Runtime>>(&()).await?.unwrap_or_default();
		for id in 0..next {
			let Some(known) = self.park.read::<Sources<Runtime>>(&id).await? else { continue };
			let is_this = known.reporter == self.account()
				&& known.label == source.label.0
				&& known.kind == source.kind
				&& known.factor == source.factor.0
				&& known.accuracy == source.accuracy.0
				&& known.entity == entity
				&& known.ended.is_none();
			if is_this {
				if known.approved_by.is_none() {
					verifier.approve_source(id).await?;
				}
				return Ok(id);
			}
		}
		let call = pallet_zero_carbon::Call::<Runtime>::register_source {
			reporter: self.account(),
			kind: source.kind,
			factor: source.factor.0,
			accuracy: source.accuracy.0,
			label: source.label.0.clone(),
			evidence: source.evidence(),
			entity,
		};
		let registered = self.park.send(call, &self.key).await?;
		let id = registered.events.into_iter().find_map(|event| match event {
			RuntimeEvent::ZeroCarbon(pallet_zero_carbon::Event::SourceRegistered {
				source,
				..
			}) => Some(source),
			_ => None,
		});
		let id = id.ok_or_else(|| Error::nothing_of("register_source"))?;
		verifier.approve_source(id).await?;
		Ok(id)
	}

	/// Reports the activity of a source for a period, and has a removal confirmed.
	pub async fn report_activity(
		&self,
		id: SourceId,
		source: &Source,
		period: PeriodId,
		verifier: &Verifier<'_>,
	) -> Result<(), Error> {
		let call = pallet_zero_carbon::Call::<Runtime>::report_activity {
			source: id,
			period,
			quantity: source.quantity.0,
			evidence: source.evidence(),
		};
		let reported = self.park.send(call, &self.key).await?;
		for event in reported.events {
			if let RuntimeEvent::ZeroCarbon(pallet_zero_carbon::Event::RemovalReported {
				removal,
				..
			}) = event
			{
				verifier.confirm_removal(removal).await?;
			}
		}
		Ok(())
	}

	/// Registers an enterprise, unless it is registered.
	pub async fn register_enterprise(&self, enterprise: &Enterprise) -> Result<EntityId, Error> {
		use pallet_emission_registers::{Call, Entities, Event, NextEntityId};
		let (owner, label) = (enterprise.account(), &enterprise.name);
		let next = self.park.read::<NextEntityId<Runtime>>(&()).await?.unwrap_or_default();
		for id in 0..next {
			let known = self.park.read::<Entities<Runtime>>(&id).await?;
			if known.is_some_and(|known| known.owner == owner && known.label == *label) {
				return Ok(id);
			}
		}
		let call = Call::<Runtime>::register_entity { owner, label: label.clone() };
		let registered = self.park.send(call, &self.key).await?;
		let id = registered.events.into_iter().find_map(|event| match event {
			RuntimeEvent::EmissionRegisters(Event::EntityRegistered { entity, .. }) => Some(entity),
			_ => None,
		});
		id.ok_or_else(|| Error::nothing_of("register_entity"))
	}

	/// Gives the account that pays for reports to the carbon market enough for a replay.
	pub async fn pay_for_reports(&self) -> Result<(), Error> {
		let payer = registers_account(chains::PARK);
		if self.park.free_balance(&payer, None).await? >= REPORT_MONEY {
			return Ok(());
		}
		let call = pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: payer.into(),
			value: REPORT_MONEY,
		};
		self.park.send(call, &self.key).await?;
		Ok(())
	}

	/// What the park knows of an enterprise in a cycle; `None` before the carbon market has enrolled
	/// it.
	pub async fn emission_account(
		&self,
		cycle: CycleId,
		entity: EntityId,
	) -> Result<Option<pallet_emission_registers::AccountOf<Runtime>>, Error> {
		type Accounts = pallet_emission_registers::Accounts<Runtime>;
		Ok(self.park.read::<Accounts>(&(cycle, entity)).await?)
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
			shortfall: purchase.cover,
			basket: purchase.basket(),
			price: purchase.limit.0,
			deadline,
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

/// The park's verifier, who is not the operator.
pub struct Verifier<'a> {
	/// The connection to the park.
	pub park: &'a Connection<Park>,
	/// The verifier's key.
	pub key: &'a sr25519::Pair,
}

impl Verifier<'_> {
	/// Publishes the grid's factor of the year in which `start` lies, unless it is published.
	pub async fn publish_grid_factor(
		&self,
		start: Seconds,
		factor: MilligramsPerUnit,
	) -> Result<(), Error> {
		let year = year_of(start)
			.ok_or_else(|| Error::Input(format!("{start} lies in no year that the park knows")))?;
		let published = self.park.read::<pallet_zero_carbon::GridFactors<Runtime>>(&year).await?;
		if published.is_some_and(|published| published.factor == factor) {
			return Ok(());
		}
		// A scenario has no document: what it says is the document.
		let source = digest(&format!("{year}: {} mg/kWh", factor.0));
		self.send(pallet_zero_carbon::Call::publish_grid_factor { year, factor, source }).await
	}

	/// The verifier's account.
	pub fn account(&self) -> AccountId {
		self.key.public().into()
	}

	/// Approves devices.
	pub async fn approve_devices(&self, devices: Vec<DeviceId>) -> Result<(), Error> {
		let approve = |device: DeviceId| {
			let evidence = digest(&format!("device {device}"));
			pallet_metering::Call::<Runtime>::approve_device { device, evidence }.into()
		};
		let calls = devices.into_iter().map(approve).collect();
		let call = pallet_utility::Call::<Runtime>::batch_all { calls };
		self.park.send(call, self.key).await?;
		Ok(())
	}

	/// Approves an emission source.
	pub async fn approve_source(&self, source: SourceId) -> Result<(), Error> {
		self.send(pallet_zero_carbon::Call::approve_source { source }).await
	}

	/// Confirms a report of a capture or a sink.
	pub async fn confirm_removal(&self, removal: RemovalId) -> Result<(), Error> {
		self.send(pallet_zero_carbon::Call::confirm_removal { removal }).await
	}

	async fn send(&self, call: pallet_zero_carbon::Call<Runtime>) -> Result<(), Error> {
		self.park.send(call, self.key).await?;
		Ok(())
	}
}
