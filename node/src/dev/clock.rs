//! The virtual clock of the network.

use super::Error;
use crate::cli::DevCmd;
use chrono::DateTime;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zeropark_primitives::time::Seconds;
use zeropark_replay::Replay;
use zeropark_runtime_common::constants::time::SLOT_DURATION;

/// A slot, in seconds.
pub const SLOT: Seconds = SLOT_DURATION / 1_000;

/// How long a round takes on the wall, if nothing says otherwise.
const BLOCK_TIME: Duration = Duration::from_millis(500);

/// How long before the first reading the clock starts: devices are admitted meanwhile, a slot a
/// round.
const BEFORE_REPLAY: Seconds = 7_200;

/// How fast the network goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
	/// How long a round takes at least.
	pub block_time: Duration,
	/// How far the clocks advance a round, in seconds.
	pub time_per_block: Seconds,
}

impl Pace {
	/// What the command line asks for, or what suits the replay.
	pub fn of(command: &DevCmd, replay: Option<&Replay>) -> Self {
		let block_time = match (command.block_time, replay) {
			(Some(milliseconds), _) => Duration::from_millis(milliseconds),
			(None, Some(_)) => Duration::ZERO,
			(None, None) => BLOCK_TIME,
		};
		let replayed = replay.map(|replay| replay.interval());
		let time_per_block = command.time_per_block.or(replayed).unwrap_or(SLOT);
		Self { block_time, time_per_block }
	}
}

/// When the chains think it is.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
	start: Seconds,
	/// Whether the start was asked for, by the command line or by what is replayed.
	asked: bool,
	/// How fast it goes at first.
	pub pace: Pace,
}

impl Clock {
	/// From the command line and the replay, which starts slowly: see [`BEFORE_REPLAY`].
	pub fn new(command: &DevCmd, replay: Option<&Replay>) -> Result<Self, Error> {
		let mut pace = Pace::of(command, replay);
		if replay.is_some() {
			pace.time_per_block = SLOT;
		}
		let asked = command.start_time.map(|time| Seconds::try_from(time.timestamp())).transpose();
		let asked = asked.map_err(|_| {
			Error::Input(
				"--start-time: before 1970, when the chains' time starts: give a later one".into(),
			)
		})?;
		let asked =
			asked.or_else(|| replay.map(|replay| replay.start().saturating_sub(BEFORE_REPLAY)));
		let now =
			|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
		Ok(Self { start: asked.unwrap_or_else(now), asked: asked.is_some(), pace })
	}

	/// Refuses to start the chains at `next` if the command line asks for an earlier time: they do
	/// not go back.
	pub fn check(&self, command: &DevCmd, next: Seconds) -> Result<(), Error> {
		let Some(asked) = command.start_time.filter(|_| next > self.start) else { return Ok(()) };
		let next = i64::try_from(next).ok().and_then(|next| DateTime::from_timestamp(next, 0));
		Err(Error::Input(format!(
			"--start-time {}: the chains under --base-path go on at {}: leave it out, or choose another --base-path",
			asked.to_rfc3339(),
			next.unwrap_or_default().with_timezone(asked.offset()).to_rfc3339()
		)))
	}

	/// The slot of the next blocks, where `newest` is that of the newest block there is.
	pub fn next_slot(&self, newest: Option<u64>) -> u64 {
		let first = self.start / SLOT;
		match newest {
			None => first,
			Some(newest) if self.asked => first.max(newest + self.pace.slots()),
			Some(newest) => newest + self.pace.slots(),
		}
	}
}

impl Pace {
	/// How many slots a round advances; at least one.
	pub fn slots(&self) -> u64 {
		(self.time_per_block / SLOT).max(1)
	}
}
