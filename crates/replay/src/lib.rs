//! Plays measured power into a running network, as any client would: over the public RPC of its
//! chains, each column of a CSV a device that signs its own readings.
//!
//! [`Replay::load`] reads what is played: a table of measured power, and a scenario that says what
//! its columns are. [`Replay::run`] admits the devices, sends their readings as the chains' clock
//! reaches them, buys the green power that the period lacks, and reports the period's statement.

mod error;
mod market;
mod meter;
mod operator;
mod play;
mod report;
mod scenario;
mod table;

pub use error::Error;

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
			return Err(Error::Input(format!(
				"{}: more than {} days: cut it into periods",
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

	/// Refuses a network whose clock is past the first reading, whose devices could not read it any
	/// more, or too early or too late for the generators' output.
	pub fn check_clock(&self, now: Seconds) -> Result<(), Error> {
		if now < self.start() {
			return self.scenario.check_clock(now).map_err(Error::Input);
		}
		Err(Error::Input(format!(
			"the chains' clock is at {}, past the first reading at {}: choose another \
			 --base-path, or an earlier --start-time",
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
