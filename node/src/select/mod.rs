//! `select`: chooses consensus and exchange nodes of a network in a file.

mod input;
mod report;

use crate::cli::SelectCmd;
use input::Network;
use report::Report;
use std::time::{Duration, Instant};
use zeropark_ant_colony::{check, Best, Colony, Instance, Parameters, Relaxation, Verdict};
use zeropark_replay::show;

/// What a search found.
struct Found {
	best: Best,
	verdict: Verdict,
	iterations: u64,
	to_best: Duration,
	total: Duration,
}

/// Searches, and prints what was found. An error says what is wrong with the input.
pub fn run(command: &SelectCmd) -> Result<(), String> {
	let network = Network::load(command)?;
	let consensus = command.consensus.map(usize::from).or(network.consensus).unwrap_or(0);
	let exchange = usize::from(command.exchange);
	let nodes = network.distances.nodes();
	if consensus + exchange == 0 {
		return Err("nothing to choose: give --consensus or --exchange a number above 0".into());
	}
	if consensus + exchange > nodes {
		return Err(format!(
			"--consensus {consensus} and --exchange {exchange} are more than the {nodes} nodes there are: ask for fewer"
		));
	}
	let costs = if command.squared {
		network.distances.squared().map_err(|error| error.to_string())?
	} else {
		network.distances.clone()
	};
	let instance = Instance::open(costs, consensus, exchange).map_err(|error| error.to_string())?;
	let found = search(&instance, command.seed, Duration::from_secs(command.seconds))?;
	let report = Report { network: &network, instance: &instance, found: &found, command };
	show(&if command.json { report.json() } else { report.table() });
	Ok(())
}

/// The ants search for a tenth of the time, then the bound is raised for four tenths at most, then
/// the ants go on unless they have found what cannot be improved.
fn search(instance: &Instance, seed: u64, limit: Duration) -> Result<Found, String> {
	let start = Instant::now();
	let mut colony =
		Colony::new(instance, Parameters::of(instance), seed).map_err(|error| error.to_string())?;
	let mut to_best = Duration::ZERO;
	let mut best = run_ants(&mut colony, &mut to_best, start, limit / 10, 0)?;
	let mut relaxation = Relaxation::new(instance, &best.selection);
	while relaxation.step(best.cost) && start.elapsed() < limit / 2 {}
	if best.cost > relaxation.bound() {
		best = run_ants(&mut colony, &mut to_best, start, limit, relaxation.bound())?;
	}
	// What is reported is what a chain would say of it.
	let verdict = check(instance, &best.selection, relaxation.multipliers())
		.map_err(|refusal| format!("the choice does not pass the check: {refusal}"))?;
	Ok(Found { best, verdict, iterations: colony.iterations(), to_best, total: start.elapsed() })
}

/// Lets the ants search until `limit` after `start`, or until they have found a cost of `bound`.
fn run_ants(
	colony: &mut Colony,
	to_best: &mut Duration,
	start: Instant,
	limit: Duration,
	bound: u64,
) -> Result<Best, String> {
	loop {
		if colony.step() {
			*to_best = start.elapsed();
		}
		let Some(best) = colony.best() else { return Err("the ants found nothing".into()) };
		if best.cost <= bound || start.elapsed() >= limit {
			return Ok(best.clone());
		}
	}
}
