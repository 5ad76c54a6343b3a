//! Playing a replay.

use crate::{
	carbon,
	market::{max_validity, Market},
	meter::{device_key, Meter},
	money::{self, Bill},
	operator::{Operator, Registration, Verifier},
	report::Report,
	scenario::{Purchase, Scenario, Source},
	table::Table,
	Error, Replay,
};
use frame_support::traits::Get;
use futures::future::try_join_all;
use indicatif::{ProgressBar, ProgressStyle};
use pallet_trading_desk::OrderState;
use pallet_zero_carbon::{DefaultVintage, VintageMonths};
use runtime_park::Runtime;
use sp_core::{sr25519, Pair};
use std::io::Write;
use zeropark_client::{park::FullStatement, Endpoints};
use zeropark_primitives::{
	carbon::SourceActivity,
	ids::{DeviceId, EntityId, PeriodId},
	metering::Reading,
	time::{Interval, Month, Seconds, DAY, HOUR},
};
use zeropark_runtime_common::types::AccountId;

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
		check_vintage(&operator, &scenario, &span).await?;
		check_money(&operator, &scenario, &table, &span).await?;
		offer_certificates(&endpoints, &scenario, span.end, Offer::First).await?;
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
			report_activities(&operator, quota.as_ref(), &scenario, period).await?;
			if let Some(purchase) = &scenario.purchase {
				offer_certificates(&endpoints, &scenario, span.end, Offer::Again).await?;
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

/// A device that is to be admitted: its key, and its readings, oldest last.
type NewDevice = (Registration, sr25519::Pair, Vec<Reading>);

/// The scenario's devices: those that are in service, and those that are to be admitted.
async fn devices(
	operator: &Operator,
	scenario: &Scenario,
	table: &Table,
) -> Result<(Vec<Meter>, Vec<NewDevice>), Error> {
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
				readings.retain(|reading| reading.start >= known.read_until);
				meters.push(Meter { id: *id, key, sequence: known.sequence, readings });
			},
			None => new.push((registration, key, readings)),
		}
	}
	Ok((meters, new))
}

/// The enterprise whose direct emissions a source reports.
fn entity_of(
	source: &Source,
	scenario: &Scenario,
	quota: Option<&carbon::Market<'_>>,
) -> Option<EntityId> {
	let position = scenario.carbon.as_ref()?.position(source.enterprise.as_ref()?)?;
	quota?.entity(position)
}

/// Reports the scenario's activities for a period that has begun. A statement has the sources that
/// reported: of a replay that goes on, none reports twice.
async fn report_activities(
	operator: &Operator,
	quota: Option<&carbon::Market<'_>>,
	scenario: &Scenario,
	period: PeriodId,
) -> Result<(), Error> {
	let verifier = Verifier { park: operator.park(), key: &scenario.verifier };
	let reported = operator.statement(period).await?.sources;
	for source in unreported(scenario, &reported) {
		let entity = entity_of(source, scenario, quota);
		let id = operator.source(source, entity, &verifier).await?;
		operator.report_activity(id, source, period, &verifier).await?;
	}
	Ok(())
}

/// The scenario's sources that are not among `reported`.
fn unreported<'a>(
	scenario: &'a Scenario,
	reported: &[SourceActivity<AccountId>],
) -> Vec<&'a Source> {
	let is_reported = |source: &Source| {
		let label = String::from_utf8_lossy(&source.label.0);
		reported.iter().any(|reported| reported.label == label)
	};
	scenario.sources.iter().filter(|source| !is_reported(source)).collect()
}

/// Refuses a purchase of power that is too old to count for the period `span`.
async fn check_vintage(
	operator: &Operator,
	scenario: &Scenario,
	span: &Interval,
) -> Result<(), Error> {
	let Some(purchase) = &scenario.purchase else { return Ok(()) };
	let set = operator.park().read::<VintageMonths<Runtime>>(&()).await?;
	check_age(purchase, span, set.unwrap_or_else(DefaultVintage::get)).map_err(Error::Input)
}

/// Refuses a purchase whose quarter has a month that is not among the last `months` before the end
/// of the period `span`, its last month included.
fn check_age(purchase: &Purchase, span: &Interval, months: u16) -> Result<(), String> {
	let quarter = purchase.basket().quarter;
	let last = Month::of(span.end.saturating_sub(1));
	let too_old =
		quarter.first_month().zip(last).is_some_and(|(first, last)| first.after(months) <= last);
	match last.filter(|_| too_old) {
		None => Ok(()),
		Some(last) => Err(format!(
			"[purchase] produced: power of {quarter} does not count for a period that ends in {last}, because \
			 it is older than {months} months: give a later month, or cut the CSV into shorter periods"
		)),
	}
}

/// Refuses to begin if the operator or the verifier cannot pay for what is to come.
async fn check_money(
	operator: &Operator,
	scenario: &Scenario,
	table: &Table,
	span: &Interval,
) -> Result<(), Error> {
	let known = match operator.period_of(span).await? {
		Some(period) => Some(operator.statement(period).await?),
		None => None,
	};
	if known.as_ref().is_some_and(|known| known.statement.closed) {
		return Ok(());
	}
	let (_, new) = devices(operator, scenario, table).await?;
	let permits = new.iter().filter(|(device, ..)| device.permit.is_some()).count();
	let reported = known.as_ref().map_or(&[][..], |known| known.sources.as_slice());
	let sources = unreported(scenario, reported).len();
	// What an earlier replay began to buy is paid for.
	let began = |known: &FullStatement| {
		known.statement.purchases_under_way > 0 || !known.purchases.is_empty()
	};
	let purchase = match &scenario.purchase {
		Some(purchase) if !known.as_ref().is_some_and(began) => {
			money::of_order(purchase, money::will_lack(scenario, table, purchase.cover))
		},
		_ => 0,
	};
	let bill = Bill {
		opens_period: known.is_none(),
		devices: new.len() as u64,
		permits: permits as u64,
		sources: sources as u64,
		enterprises: scenario.carbon.as_ref().map_or(0, |carbon| carbon.enterprises.len() as u64),
		purchase,
	};
	let verifier = Verifier { park: operator.park(), key: &scenario.verifier };
	for (who, account, needed) in [
		("operator", operator.account(), bill.total()),
		("verifier", verifier.account(), money::for_verifier(new.len(), sources)),
	] {
		if let Some(missing) = money::missing(operator.park(), who, &account, needed).await? {
			return Err(Error::Input(format!("{missing}, or name another in the scenario")));
		}
	}
	Ok(())
}

/// Admits the scenario's devices, opens the period and registers the scenario's sources.
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
	let (mut meters, new) = devices(operator, scenario, table).await?;
	if let Some(first) =
		new.iter().filter_map(|(.., readings)| readings.last()).map(|r| r.start).min()
	{
		check_first_reading(
			scenario,
			first,
			operator.park().time(None).await?.unwrap_or_default(),
		)?;
	}
	let period = match operator.period_of(&span).await? {
		Some(period) => period,
		None => operator.open_period(span).await?,
	};
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
	for source in &scenario.sources {
		operator.source(source, entity_of(source, scenario, quota), &verifier).await?;
	}
	Ok((period, meters))
}

/// Until when orders that are placed at `now` stay open: a week after `end`, or after `now` if that
/// is later. `None` if the market does not take orders for so long.
fn offered_until(now: Seconds, end: Seconds) -> Option<Seconds> {
	let until = (end.max(now) + 7 * DAY).next_multiple_of(HOUR);
	(until <= now + max_validity()).then_some(until)
}

/// When generators offer their certificates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
	/// Before the readings.
	First,
	/// Before the purchase: what is not on offer any more, or not yet.
	Again,
}

/// Has the scenario's generators certify their output, and offer the certificates until after
/// `end`, when the park buys. If no offer stands so long, they are offered only before the purchase.
async fn offer_certificates(
	endpoints: &Endpoints,
	scenario: &Scenario,
	end: Seconds,
	offer: Offer,
) -> Result<(), Error> {
	if scenario.generators.is_empty() {
		return Ok(());
	}
	let market = Market::connect(endpoints, &scenario.regulator).await?;
	let until = offered_until(market.next_time().await?, end);
	let day = |time| scenario.local(time).format("%Y-%m-%d").to_string();
	for generator in &scenario.generators {
		let name = &generator.name;
		let id = market.certify(generator).await?;
		let Some(until) = until else {
			eprintln!(
				"{name} offers its certificates on {}, when the period is over: no offer stands longer than {} days.",
				day(end),
				max_validity() / DAY
			);
			continue;
		};
		match market.offer(generator, id, until).await? {
			Some(quantity) => {
				eprintln!("{name} offers {quantity} certificates until {}.", day(until));
			},
			None if offer == Offer::First => {
				eprintln!("{name} offers nothing new: its output was certified before.");
			},
			None => {},
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
	let stated = operator.statement(period).await?.statement;
	if stated.purchases_under_way == 0 {
		let needed = money::of_order(purchase, money::lacking(&stated, purchase.cover));
		let account = operator.account();
		if let Some(missing) = money::missing(operator.park(), "operator", &account, needed).await?
		{
			return Err(Error::Failed(format!(
				"{missing} to buy what the period lacks, and run the same replay again on the same network: it goes \
				 on from here"
			)));
		}
	}
	// Time has passed since the last reading: activities were reported.
	let now = operator.next_block().await?;
	let deadline = (now + HOUR * purchase.hours.0).next_multiple_of(HOUR);
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
		assert_eq!(offered_until(0, 1), Some(7 * DAY + HOUR));
		let longest = max_validity() - 7 * DAY;
		assert_eq!(offered_until(0, longest), Some(max_validity()));
		assert_eq!(offered_until(0, longest + 1), None);
	}

	#[test]
	fn an_offer_should_stand_for_a_week_when_the_period_has_long_been_over() {
		assert_eq!(offered_until(30 * DAY, 1), Some(37 * DAY));
	}

	#[test]
	fn a_purchase_should_be_refused_when_its_power_is_too_old_for_the_period() {
		let scenario = Scenario::parse(
			"grid_factor_g_per_kwh = 570.3\n[[device]]\ncolumn = \"a_kw\"\nkind = \"load\"\n\
			 capacity_kw = 1\naccuracy_class = 1\n[purchase]\nproduced = \"2019-09\"\nlimit = 10\n\
			 hours = 6\npurpose = \"year\"\n",
		);
		let purchase = scenario.expect("is right").purchase.expect("buys");
		// July 2019 is the first month of the quarter.
		let until = |month: u16| Interval { start: 0, end: Month(49 * 12 + month).start() };
		assert_eq!(check_age(&purchase, &until(18), 12), Ok(()));
		let error = check_age(&purchase, &until(19), 12).expect_err("is too old");
		assert!(error.contains("2019-Q3") && error.contains("2020-07"), "{error}");
	}
}
