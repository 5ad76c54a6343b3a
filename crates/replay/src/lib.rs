//! Plays measured power into a running network, as any client would: over the public RPC of its
//! chains, each column of a CSV a device that signs its own readings.
//!
//! [`Replay::load`] reads what is played: a table of measured power, and a scenario that says what
//! its columns are. [`Replay::run`] admits the devices, sends their readings as the chains' clock
//! reaches them, buys the green power that the period lacks, and reports the period's statement.

mod carbon;
mod error;
mod market;
mod meter;
mod money;
mod operator;
mod play;
mod report;
mod scenario;
mod table;

pub use error::Error;
pub use play::show;

use frame_support::traits::Get;
use runtime_park::Runtime;
use scenario::Scenario;
use std::path::{Path, PathBuf};
use table::Table;
use zeropark_primitives::time::{Seconds, DAY};

/// The longest period the park opens.
type MaxPeriodLength = <Runtime as pallet_zero_carbon::Config>::MaxPeriodLength;

/// A measured week, or however long the CSV is, and what its columns are.
#[derive(Clone)]
pub struct Replay {
	scenario: Scenario,
	table: Table,
	statement: Option<PathBuf>,
}

impl Replay {
	/// Reads and checks a CSV and its scenario; the statement will be written to `statement`, or
	/// printed.
	pub fn load(csv: &Path, scenario: &Path, statement: Option<PathBuf>) -> Result<Self, Error> {
		let scenario = Scenario::load(scenario)?;
		let table = Table::load(csv, &scenario)?;
		let longest = <MaxPeriodLength as Get<Seconds>>::get();
		if table.period().duration() > longest {
			let gap = table.longest_gap().filter(|(gap, _)| *gap > longest / 2);
			let row = gap.map_or(String::new(), |(_, time)| {
				format!(
					", most of them before the row of {}",
					scenario.local(time).format("%Y-%m-%d %H:%M")
				)
			});
			return Err(Error::Input(format!(
				"{}: more than {} days{row}: cut it into periods",
				csv.display(),
				longest / DAY
			)));
		}
		if let Some(path) = &statement {
			// Better now than after the replay.
			std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
				Error::Input(format!(
					"--statement {}: {error}: name a file that can be written",
					path.display()
				))
			})?;
		}
		Ok(Self { scenario, table, statement })
	}

	/// Refuses a new network, whose clock starts at `now`, if that is past the first reading or too
	/// early or too late for the generators' output. A network that goes on may have what it needs.
	pub fn check_clock(&self, now: Seconds) -> Result<(), Error> {
		self.check_first_reading(now)?;
		self.scenario.check_clock(now).map_err(Error::Input)
	}

	fn check_first_reading(&self, now: Seconds) -> Result<(), Error> {
		play::check_first_reading(&self.scenario, self.start(), now)
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
