//! Plays measured power into the running network, as any client would: over the park's public RPC, each column of the CSV
//! a device that signs its own readings.

mod client;
mod report;
mod scenario;
mod table;

use crate::{cli::DevCmd, dev::Error};
use client::{Greencert, Park, Submitted};
use futures::future::try_join_all;
use indicatif::{ProgressBar, ProgressStyle};
use pallet_power_purchase::State;
use scenario::{Device, Scenario};
use sp_core::{sr25519, Pair};
use std::path::PathBuf;
use table::Table;
use zeropark_primitives::{
	units::{DAY, HOUR},
	AccuracyClass, DeviceId, Interval, MilliUnits, MilligramsPerUnit, PeriodId, Reading, Seconds,
	Watts,
};
use zeropark_runtime_common::purchases::MAX_VALIDITY;

/// How many blocks without progress end a replay.
const PATIENCE: u32 = 64;

/// The longest period the park opens, in seconds.
const LONGEST_PERIOD: Seconds = 366 * DAY;

/// How many calls go into one transaction.
const CALLS_PER_BATCH: usize = 50;

/// A measured week, or whatever the CSV holds, and what its columns are.
#[derive(Clone)]
pub struct Replay {
	scenario: Scenario,
	table: Table,
	statement: Option<PathBuf>,
}

impl Replay {
	/// Reads and checks what the command line names; nothing if it names nothing.
	pub fn load(command: &DevCmd) -> Result<Option<Self>, Error> {
		let (Some(csv), Some(scenario)) = (&command.replay, &command.scenario) else {
			return Ok(None);
		};
		let scenario = Scenario::load(scenario)?;
		let table = Table::load(csv, &scenario)?;
		if table.period().duration() > LONGEST_PERIOD {
			return Err(Error::Input(format!(
				"{}: more than 366 days: cut it into periods",
				csv.display()
			)));
		}
		if let Some(path) = &command.statement {
			// Better now than after the replay.
			std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
				Error::Input(format!(
					"--statement {}: {error}: name a file that can be written",
					path.display()
				))
			})?;
		}
		Ok(Some(Self { scenario, table, statement: command.statement.clone() }))
	}

	/// Refuses a network whose clock is past the first reading, whose devices could not read it any more, or too early or
	/// too late for the generators' output.
	pub fn check_clock(&self, now: Seconds) -> Result<(), Error> {
		if now < self.start() {
			return self.scenario.check_clock(now).map_err(Error::Input);
		}
		Err(Error::Input(format!(
			"the chains' clock is at {}, past the first reading at {}: choose another --base-path, or an earlier \
			 --start-time",
			self.scenario.local(now).to_rfc3339(),
			self.scenario.local(self.start()).to_rfc3339()
		)))
	}

	/// How long a reading lasts, in seconds.
	pub fn interval(&self) -> Seconds {
		self.table.interval
	}

	/// When the first reading starts.
	pub fn start(&self) -> Seconds {
		self.table.span().start
	}
}

/// A device in service, and what it has yet to send.
struct Meter {
	id: DeviceId,
	key: sr25519::Pair,
	sequence: u32,
	/// Oldest last, so that the next one is popped.
	readings: Vec<Reading>,
}

/// Where the chains answer.
pub struct Urls {
	/// The park.
	pub park: String,
	/// The green certificate market.
	pub greencert: String,
}

/// Plays `replay` into the park, buys what green power the period lacks, and shows its statement; `set_up_done` is called
/// when the devices are in service and time may pass faster.
pub async fn run(replay: Replay, urls: Urls, set_up_done: impl FnOnce()) -> Result<(), Error> {
	let Replay { scenario, table, statement } = replay;
	let mut park = Park::connect(&urls.park, &scenario.operator).await?;
	let span = table.period();
	offer_certificates(&urls.greencert, &scenario, span.end).await?;
	let (period, mut meters) = set_up(&mut park, &scenario, &table, span).await?;
	set_up_done();
	let total: u64 = meters.iter().map(|meter| meter.readings.len() as u64).sum();

	let progress = ProgressBar::new(total).with_style(
		ProgressStyle::with_template("Replaying [{bar:40}] {pos}/{len} readings, {elapsed}, {msg}")
			.unwrap_or_else(|_| ProgressStyle::default_bar())
			.progress_chars("=> "),
	);
	let (mut received, mut idle, mut day) = (0, 0, 0);
	while received < total || park.time() < span.end {
		let now = park.next_block().await?;
		let local = scenario.local(now);
		progress.set_message(local.format("%Y-%m-%d %H:%M").to_string());
		if progress.is_hidden() && now / DAY > day && now >= span.start {
			// No terminal to draw a bar on.
			eprintln!("Replaying {}: {received} of {total} readings", local.format("%Y-%m-%d"));
			day = now / DAY;
		}
		let due = meters.iter_mut().map(|meter| send_due(&park, meter, table.interval, now));
		try_join_all(due).await?;
		let coverage = park.statement(period).await?.statement.coverage;
		idle = if coverage.received > received || now <= span.end { 0 } else { idle + 1 };
		received = coverage.received;
		progress.set_position(received);
		if idle > PATIENCE {
			return Err(Error::Failed(format!(
				"the park took {received} of {total} readings and then none for {PATIENCE} blocks"
			)));
		}
	}
	progress.finish_and_clear();

	if let Some(purchase) = &scenario.purchase {
		buy_what_lacks(&mut park, period, purchase).await?;
	}
	park.close_period(period).await?;
	let result = park.statement(period).await?;
	let result = report::Report::new(&result, &scenario);
	println!("{}", result.table());
	if let Some(path) = statement {
		let json = result.json();
		std::fs::write(&path, json).map_err(|error| {
			Error::Failed(format!("{} could not be written: {error}", path.display()))
		})?;
		eprintln!("Written to {}.", path.display());
	} else {
		println!("{}", result.json());
	}
	Ok(())
}

/// Admits the scenario's devices, opens the period and reports the scenario's activities.
async fn set_up(
	park: &mut Park,
	scenario: &Scenario,
	table: &Table,
	span: Interval,
) -> Result<(u32, Vec<Meter>), Error> {
	let period = park.open_period(span, MilligramsPerUnit(scenario.grid_factor)).await?;
	// Those of an earlier replay go on.
	let in_service = park.devices().await?;
	let (mut meters, mut new) = (Vec::new(), Vec::new());
	for device in &scenario.devices {
		let key = device_key(device)?;
		let registration = client::Registration {
			owner: device.owner.clone(),
			key: key.public(),
			kind: device.kind,
			capacity: Watts(device.capacity),
			accuracy: AccuracyClass(device.accuracy),
			interval: u32::try_from(table.interval).unwrap_or(u32::MAX),
		};
		let mut readings = table.readings(&device.column);
		readings.reverse();
		match in_service.iter().find(|(_, known)| registration.is_of(known)) {
			Some((id, known)) => {
				meters.push(Meter { id: *id, key, sequence: known.sequence, readings });
			},
			None => new.push((registration, key, readings)),
		}
	}
	for chunk in new.chunks(CALLS_PER_BATCH) {
		let registrations = chunk.iter().map(|(registration, ..)| registration.clone()).collect();
		let ids = park.register_devices(registrations).await?;
		meters.extend(chunk.iter().zip(ids).map(|((_, key, readings), id)| {
			let (key, readings) = (key.clone(), readings.clone());
			Meter { id, key, sequence: 0, readings }
		}));
	}
	for source in &scenario.sources {
		park.report_activity(source, period, MilliUnits(source.quantity)).await?;
	}
	Ok((period, meters))
}

/// Until when what is offered at `now` stands: a week after `end`, or as long as the market takes.
fn offered_until(now: Seconds, end: Seconds) -> Seconds {
	(end + 7 * DAY).next_multiple_of(HOUR).min((now + MAX_VALIDITY) / HOUR * HOUR)
}

/// Has the scenario's generators offer their certificates until after `end`.
async fn offer_certificates(url: &str, scenario: &Scenario, end: Seconds) -> Result<(), Error> {
	if scenario.generators.is_empty() {
		return Ok(());
	}
	let mut greencert = Greencert::connect(url, &scenario.regulator).await?;
	let until = offered_until(greencert.next_block().await?, end);
	let day = scenario.local(until).format("%Y-%m-%d").to_string();
	for generator in &scenario.generators {
		let name = &generator.name;
		match greencert.offer(generator, until).await? {
			Some(quantity) => eprintln!("{name} offers {quantity} certificates until {day}."),
			None => eprintln!("{name} offers nothing new: its output was certified before."),
		}
	}
	Ok(())
}

/// Orders what the period lacks, and waits until the purchase has ended.
async fn buy_what_lacks(
	park: &mut Park,
	period: PeriodId,
	purchase: &scenario::Purchase,
) -> Result<(), Error> {
	let deadline = (park.time() + HOUR * Seconds::from(purchase.hours)).next_multiple_of(HOUR);
	let Some(id) = park.order_shortfall(period, purchase, deadline).await? else {
		return Ok(());
	};
	let mut late = 0;
	loop {
		if let State::Ended(ending) = park.purchase(id).await? {
			eprintln!("The purchase of what green power the period lacks has ended: {ending:?}.");
			return Ok(());
		}
		late = if park.next_block().await? > deadline { late + 1 } else { 0 };
		if late > PATIENCE {
			return Err(Error::Failed(format!(
				"the market has not answered purchase {id} for {PATIENCE} blocks after its deadline"
			)));
		}
	}
}

/// A device's own key, made up from its column: nobody else needs it.
fn device_key(device: &Device) -> Result<sr25519::Pair, Error> {
	sr25519::Pair::from_string(&format!("//zeropark//device//{}", device.column), None).map_err(
		|error| Error::Input(format!("the column {} gives no key: {error}", device.column)),
	)
}

/// Sends what `meter` has read up to `now`.
async fn send_due(
	park: &Park,
	meter: &mut Meter,
	interval: Seconds,
	now: Seconds,
) -> Result<(), Error> {
	loop {
		let mut due = Vec::new();
		while let Some(reading) = meter.readings.pop_if(|reading| reading.start + interval <= now) {
			due.push(reading);
			if due.len() == client::max_readings() {
				break;
			}
		}
		if due.is_empty() {
			return Ok(());
		}
		match park.submit_readings(meter.id, meter.sequence, due.clone(), &meter.key).await? {
			Submitted::Taken => meter.sequence += 1,
			Submitted::Early => {
				meter.readings.extend(due.into_iter().rev());
				return Ok(());
			},
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_offer_should_stand_no_longer_than_the_market_takes() {
		assert_eq!(offered_until(0, 1), 7 * DAY + HOUR);
		let (now, end) = (HOUR - 1, 366 * DAY);
		assert_eq!(offered_until(now, end), MAX_VALIDITY);
	}
}
