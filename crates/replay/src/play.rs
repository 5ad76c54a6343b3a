//! Playing a replay.

use crate::{
	carbon,
	market::{max_validity, Market},
	meter::{device_key, Meter},
	operator::{Operator, Registration, Verifier},
	report::Report,
	scenario::{Purchase, Scenario},
	table::Table,
	Error, Replay,
};
use futures::future::try_join_all;
use indicatif::{ProgressBar, ProgressStyle};
use pallet_trading_desk::OrderState;
use sp_core::Pair;
use std::io::Write;
use zeropark_client::Endpoints;
use zeropark_primitives::{
	ids::{DeviceId, PeriodId},
	time::{Interval, Seconds, DAY, HOUR},
};

/// How many blocks without progress end a replay.
const PATIENCE: u32 = 64;

/// How many calls go into one transaction.
const CALLS_PER_BATCH: usize = 50;

impl Replay {
	/// Plays it into the park, buys what green power the period lacks, and shows its statement;
	/// `set_up_done` is called when the devices are in service and time may pass faster.
	pub async fn run(self, endpoints: Endpoints, set_up_done: impl FnOnce()) -> Result<(), Error> {
		let Self { scenario, table, statement } = self;
		let mut operator = Operator::connect(&endpoints, &scenario.operator).await?;
		let span = table.period();
		offer_certificates(&endpoints, &scenario, span.end).await?;
		let quota = match &scenario.carbon {
			Some(scenario) => {
				Some(carbon::Market::open(&endpoints, scenario, &mut operator, span).await?)
			},
			None => None,
		};
		let (period, mut meters) =
			set_up(&operator, quota.as_ref(), &scenario, &table, span).await?;
		set_up_done();
		let counted = operator.statement(period).await?.statement;
		let known = counted.coverage.received;
		let left = meters.iter().map(|meter| meter.readings.len() as u64).sum::<u64>();
		let total = if counted.closed { known } else { known + left };

		let progress = ProgressBar::new(total).with_style(
			ProgressStyle::with_template(
				"Replaying [{bar:40}] {pos}/{len} readings, {elapsed}, {msg}",
			)
			.unwrap_or_else(|_| ProgressStyle::default_bar())
			.progress_chars("=> "),
		);
		let (mut received, mut idle, mut day) = (known, 0, 0);
		while !counted.closed && (received < total || operator.time() < span.end) {
			let now = operator.next_block().await?;
			let local = scenario.local(now);
			progress.set_message(local.format("%Y-%m-%d %H:%M").to_string());
			if progress.is_hidden() && now / DAY > day && now >= span.start {
				// No terminal to draw a bar on.
				eprintln!("Replaying {}: {received} of {total} readings", local.format("%Y-%m-%d"));
				day = now / DAY;
			}
			let due =
				meters.iter_mut().map(|meter| meter.send_due(operator.park(), table.interval, now));
			try_join_all(due).await?;
			let coverage = operator.statement(period).await?.statement.coverage;
			idle = if coverage.received > received || now <= span.end { 0 } else { idle + 1 };
			received = coverage.received;
			progress.set_position(received);
			if idle > PATIENCE {
				return Err(Error::Failed(format!(
					"the park took {received} of {total} readings and then none for {PATIENCE} \
					 blocks"
				)));
			}
		}
		progress.finish_and_clear();

		if !counted.closed {
			if let Some(purchase) = &scenario.purchase {
				buy_shortfall(&mut operator, period, purchase).await?;
			}
			if let Some(quota) = &quota {
				quota.settle(&mut operator).await?;
			}
			operator.close_period(period).await?;
		}
		let result = operator.statement(period).await?;
		let report = Report::new(&result, &scenario);
		// The file comes first: whatever happens to the output, the statement is kept.
		if let Some(path) = &statement {
			std::fs::write(path, report.json()).map_err(|error| {
				Error::Failed(format!("{} could not be written: {error}", path.display()))
			})?;
		}
		show(&report.table());
		match statement {
			Some(path) => eprintln!("Written to {}.", path.display()),
			None => show(&report.json()),
		}
		Ok(())
	}
}

/// Refuses readings from `start` on of devices that the park admits at `now`, if they begin before.
pub(crate) fn check_first_reading(
	scenario: &Scenario,
	start: Seconds,
	now: Seconds,
) -> Result<(), Error> {
	if now <= start {
		return Ok(());
	}
	Err(Error::Input(format!(
		"the chains' clock is at {}, past the first reading at {}, and the park does not know the \
		 devices yet: choose another --base-path, or an earlier --start-time",
		scenario.local(now).to_rfc3339(),
		scenario.local(start).to_rfc3339()
	)))
}

/// Prints to the standard output. Whoever reads it may close it, as `head` does, and it may lie on a
/// disk that is full: neither is a reason to stop.
pub fn show(text: &str) {
	if let Err(error) = writeln!(std::io::stdout(), "{text}") {
		eprintln!("The standard output takes no more: {error}.");
	}
}

/// Admits the scenario's devices, opens the period and reports the scenario's activities.
async fn set_up(
	operator: &Operator,
	quota: Option<&carbon::Market<'_>>,
	scenario: &Scenario,
	table: &Table,
	span: Interval,
) -> Result<(PeriodId, Vec<Meter>), Error> {
	let verifier = Verifier { park: operator.park(), key: &scenario.verifier };
	verifier.publish_grid_factor(span.start, scenario.grid_factor).await?;
	// What an earlier replay began goes on: its period, its devices, its sources.
	let known = operator.period_of(&span).await?;
	let period = match known {
		Some(period) => period,
		None => operator.open_period(span).await?,
	};
	let in_service = operator.park().devices().await?;
	let (mut meters, mut new) = (Vec::new(), Vec::new());
	for device in &scenario.devices {
		let key = device_key(device)?;
		let registration = Registration {
			owner: device.owner.0.clone(),
			key: key.public().into(),
			kind: device.kind,
			limits: device.limits(),
			accuracy: device.accuracy.0,
			interval: u32::try_from(table.interval).unwrap_or(u32::MAX),
			permit: device.permit(),
		};
		let mut readings = table.readings(&device.column);
		readings.reverse();
		match in_service.iter().find(|(_, known)| registration.is_of(known)) {
			Some((id, known)) => {
				// Oldest last.
				readings.retain(|reading| reading.start >= known.read_until);
				meters.push(Meter { id: *id, key, sequence: known.sequence, readings });
			},
			None => new.push((registration, key, readings)),
		}
	}
	if let Some(first) =
		new.iter().filter_map(|(.., readings)| readings.last()).map(|r| r.start).min()
	{
		check_first_reading(
			scenario,
			first,
			operator.park().time(None).await?.unwrap_or_default(),
		)?;
	}
	for chunk in new.chunks(CALLS_PER_BATCH) {
		let registrations = chunk.iter().map(|(registration, ..)| registration.clone()).collect();
		let ids = operator.register_devices(registrations).await?;
		meters.extend(chunk.iter().zip(ids).map(|((_, key, readings), id)| {
			let (key, readings) = (key.clone(), readings.clone());
			Meter { id, key, sequence: 0, readings }
		}));
	}
	let registered = operator.park().devices().await?;
	let is_played = |id: &DeviceId| meters.iter().any(|meter| meter.id == *id);
	let unapproved = registered
		.into_iter()
		.filter_map(|(id, device)| (!device.approved && is_played(&id)).then_some(id))
		.collect::<Vec<_>>();
	for devices in unapproved.chunks(CALLS_PER_BATCH) {
		verifier.approve_devices(devices.to_vec()).await?;
	}
	// A statement has the sources that reported: of a replay that goes on, none reports twice.
	let reported = operator.statement(period).await?.sources;
	for source in &scenario.sources {
		let label = String::from_utf8_lossy(&source.label.0);
		if !reported.iter().any(|reported| reported.label == label) {
			let position = scenario.carbon.as_ref().zip(source.enterprise.as_ref());
			let position = position.and_then(|(carbon, name)| carbon.position(name));
			let entity = quota.zip(position).and_then(|(quota, place)| quota.entity(place));
			operator.report_activity(source, period, entity, &verifier).await?;
		}
	}
	Ok((period, meters))
}

/// Until when orders that are placed at `now` stay open: a week after `end`, or as long as the
/// market takes them.
fn offered_until(now: Seconds, end: Seconds) -> Seconds {
	(end + 7 * DAY).next_multiple_of(HOUR).min((now + max_validity()) / HOUR * HOUR)
}

/// Has the scenario's generators offer their certificates until after `end`.
async fn offer_certificates(
	endpoints: &Endpoints,
	scenario: &Scenario,
	end: Seconds,
) -> Result<(), Error> {
	if scenario.generators.is_empty() {
		return Ok(());
	}
	let market = Market::connect(endpoints, &scenario.regulator).await?;
	let until = offered_until(market.next_time().await?, end);
	let day = scenario.local(until).format("%Y-%m-%d").to_string();
	for generator in &scenario.generators {
		let name = &generator.name;
		match market.offer(generator, until).await? {
			Some(quantity) => eprintln!("{name} offers {quantity} certificates until {day}."),
			None => eprintln!("{name} offers nothing new: its output was certified before."),
		}
	}
	Ok(())
}

/// Orders what the period lacks, and waits until the purchase has ended.
async fn buy_shortfall(
	operator: &mut Operator,
	period: PeriodId,
	purchase: &Purchase,
) -> Result<(), Error> {
	let deadline = (operator.time() + HOUR * purchase.hours.0).next_multiple_of(HOUR);
	let ordered = operator.order_shortfall(period, purchase, deadline).await?;
	let mut late = 0;
	// A purchase of an earlier replay may be under way, too.
	while operator.statement(period).await?.statement.purchases_under_way > 0 {
		late = if operator.next_block().await? > deadline { late + 1 } else { 0 };
		if late > PATIENCE {
			return Err(Error::Failed(format!(
				"the market has not answered for {PATIENCE} blocks after the deadline of the purchase"
			)));
		}
	}
	if let Some(id) = ordered {
		if let OrderState::Ended(outcome) = operator.purchase(id).await? {
			eprintln!("The purchase of what green power the period lacks has ended: {outcome:?}.");
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_offer_should_stand_no_longer_than_the_market_takes() {
		assert_eq!(offered_until(0, 1), 7 * DAY + HOUR);
		let (now, end) = (HOUR - 1, 366 * DAY);
		assert_eq!(offered_until(now, end), max_validity());
	}
}
