//! The measured power: a CSV of local times and kilowatts.

use crate::{
	scenario::{Device, Scenario},
	Error,
};
use chrono::NaiveDateTime;
use rust_decimal::{prelude::ToPrimitive, Decimal, RoundingStrategy};
use std::{cmp::Reverse, collections::BTreeMap, io::Read, path::Path};
use zeropark_primitives::{
	metering::{is_metering_interval, DeviceKind, Limits, Reading},
	time::{Interval, Seconds, HOUR},
	units::WattHours,
};

/// How the times of the first column are written.
const TIME_FORMATS: [&str; 4] =
	["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];

/// A row, with its line and its time.
type Row = (u64, Seconds, csv::StringRecord);

/// What the devices of a scenario read.
#[derive(Clone, Debug)]
pub struct Table {
	/// How long a reading lasts, in seconds.
	pub interval: Seconds,
	start: Seconds,
	end: Seconds,
	readings: BTreeMap<String, Vec<Reading>>,
}

impl Table {
	/// Reads and checks a file.
	pub fn load(path: &Path, scenario: &Scenario) -> Result<Self, Error> {
		let about = |error: String| Error::Input(format!("{}: {error}", path.display()));
		let file = std::fs::File::open(path)
			.map_err(|error| about(format!("{error}: name a CSV that can be read")))?;
		Self::read(file, scenario).map_err(about)
	}

	fn read(file: impl Read, scenario: &Scenario) -> Result<Self, String> {
		let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
		let headers = reader.headers().map_err(|error| unreadable(1, &error))?.clone();
		let columns = scenario
			.devices
			.iter()
			.map(|Device { column, line, .. }| {
				let mut found =
					(0..headers.len()).filter(|index| headers.get(*index) == Some(column.as_str()));
				match (found.next(), found.next()) {
					(Some(index), None) => Ok(index),
					(Some(_), Some(_)) => {
						Err(on_line(1, format!("the column `{column}` is there twice: leave one")))
					},
					(None, _) => Err(on_line(
						1,
						format!(
							"there is no column `{column}`, which line {line} of the scenario names: correct the \
							 scenario, or take the CSV it is for"
						),
					)),
				}
			})
			.collect::<Result<Vec<_>, _>>()?;

		let mut rows = Vec::<Row>::new();
		for (index, row) in reader.records().enumerate() {
			let line = index as u64 + 2;
			let row = row.map_err(|error| unreadable(line, &error))?;
			let line = row.position().map_or(line, |position| position.line());
			let time = time(row.get(0).unwrap_or_default(), scenario)
				.map_err(|error| on_line(line, error))?;
			if let Some((_, previous, _)) = rows.last() {
				if time == *previous {
					return Err(on_line(
						line,
						"the time of the line before again: remove one of the two",
					));
				}
				if time < *previous {
					return Err(on_line(
						line,
						"a time before that of the line before: sort the rows by time",
					));
				}
			}
			rows.push((line, time, row));
		}

		let interval = interval(&rows)?;
		let mut readings = scenario
			.devices
			.iter()
			.map(|device| (device.column.clone(), Vec::new()))
			.collect::<BTreeMap<_, _>>();
		for (line, start, row) in &rows {
			if !start.is_multiple_of(interval) {
				return Err(on_line(
					*line,
					format!("the time is not on the grid of {interval} s: correct it, or remove the row"),
				));
			}
			for (device, column) in scenario.devices.iter().zip(&columns) {
				let cell = row.get(*column).unwrap_or_default();
				if cell.is_empty() {
					// A gap: nobody knows what passed.
					continue;
				}
				let energy =
					energy(cell, interval, device.kind, &device.limits()).map_err(|error| {
						on_line(*line, format!("{} is `{cell}`: {error}", device.column))
					})?;
				if let Some(readings) = readings.get_mut(&device.column) {
					readings.push(Reading { start: *start, energy });
				}
			}
		}
		let start = rows.first().map_or(0, |(_, time, _)| *time);
		let end = rows.last().map_or(0, |(_, time, _)| *time + interval);
		Ok(Self { interval, start, end, readings })
	}

	/// From the start of the first reading to the end of the last.
	pub fn span(&self) -> Interval {
		Interval { start: self.start, end: self.end }
	}

	/// The whole hours that hold every reading.
	pub fn period(&self) -> Interval {
		Interval { start: self.start / HOUR * HOUR, end: self.end.next_multiple_of(HOUR) }
	}

	/// What the device of `column` read, oldest first.
	pub fn readings(&self, column: &str) -> Vec<Reading> {
		self.readings.get(column).cloned().unwrap_or_default()
	}
}

fn on_line(line: u64, error: impl std::fmt::Display) -> String {
	format!("line {line}: {error}")
}

/// Why no row could be read from `line`, or where the error says.
fn unreadable(line: u64, error: &csv::Error) -> String {
	let line = error.position().map_or(line, |position| position.line());
	match error.kind() {
		csv::ErrorKind::Utf8 { .. } => on_line(line, "not UTF-8: save the file as UTF-8"),
		csv::ErrorKind::UnequalLengths { .. } => {
			on_line(line, "the row has too many or too few cells: give it one for each column")
		},
		_ => on_line(line, error),
	}
}

/// The most frequent step from row to row, so that one mistyped time does not change what all rows
/// mean; of several the shortest, as a missing row makes a longer one.
fn interval(rows: &[Row]) -> Result<Seconds, String> {
	let mut steps = BTreeMap::<Seconds, (usize, u64)>::new();
	for pair in rows.windows(2) {
		let (count, _) = steps.entry(pair[1].1 - pair[0].1).or_insert((0, pair[1].0));
		*count += 1;
	}
	let (interval, (_, line)) = steps
		.into_iter()
		.max_by_key(|(step, (count, _))| (*count, Reverse(*step)))
		.ok_or_else(|| {
			on_line(
				rows.last().map_or(1, |(line, ..)| *line),
				"there are fewer than two rows of readings, which tell no interval: add those that follow",
			)
		})?;
	if !is_metering_interval(interval) {
		return Err(on_line(
			line,
			format!(
				"the rows are {interval} s apart: a meter reads every whole number of minutes that divides an hour"
			),
		));
	}
	Ok(interval)
}

fn time(text: &str, scenario: &Scenario) -> Result<Seconds, String> {
	TIME_FORMATS
		.iter()
		.find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
		.and_then(|time| scenario.timestamp(time))
		.ok_or_else(|| format!("`{text}` is not a time: write it as 2019-10-07T00:15"))
}

/// The energy of `cell` kilowatts over `interval` seconds, rounded half away from zero.
fn energy(
	cell: &str,
	interval: Seconds,
	kind: DeviceKind,
	limits: &Limits,
) -> Result<WattHours, String> {
	let power = cell
		.parse::<Decimal>()
		.or_else(|_| Decimal::from_scientific(cell))
		.map_err(|_| "not a number: correct it, or leave the cell empty (a gap)".to_string())?;
	// kW x s = kJ, and 3.6 kJ are a watt-hour.
	let energy = power
		.checked_mul(Decimal::from(interval))
		.and_then(|energy| energy.checked_mul(Decimal::TEN))
		.and_then(|energy| energy.checked_div(Decimal::from(36)))
		.map(|energy| energy.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
		.and_then(|energy| energy.to_i64())
		.map(WattHours);
	energy.filter(|energy| limits.allow(kind, *energy, interval)).ok_or_else(|| {
		let delivers = power.is_sign_negative() == (kind == DeviceKind::Load);
		let (limit, verb, key) = match (delivers, kind) {
			(true, DeviceKind::Load) => (limits.delivers, "deliver", "delivers_kw"),
			(true, _) => (limits.delivers, "deliver", "capacity_kw"),
			(false, DeviceKind::Load) => (limits.draws, "draw", "capacity_kw"),
			(false, _) => (limits.draws, "draw", "draws_kw"),
		};
		format!(
			"more than the {} kW that the scenario lets the device {verb}: correct it, leave the \
			 cell empty (a gap), or raise {key}",
			Decimal::new(i64::try_from(limit.0).unwrap_or(i64::MAX), 3).normalize()
		)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use zeropark_primitives::units::Watts;

	fn read(csv: impl AsRef<[u8]>) -> Result<Table, String> {
		let scenario = Scenario::parse(
			"grid_factor_g_per_kwh = 570.3\n[[device]]\ncolumn = \"a_kw\"\nkind = \"load\"\ncapacity_kw = 1000\n\
			 accuracy_class = 0.5\n",
		)
		.expect("is right");
		Table::read(csv.as_ref(), &scenario)
	}

	/// Reads a quarter hour of a megawatt in both directions.
	fn storage(cell: &str) -> Result<WattHours, String> {
		let limits = Limits { delivers: Watts(1_000_000), draws: Watts(1_000_000) };
		energy(cell, 900, DeviceKind::Storage, &limits)
	}

	#[test]
	fn a_reading_beyond_a_limit_should_name_the_key_to_raise() {
		let limits = Limits { delivers: Watts(0), draws: Watts(1_500) };
		let load = |cell| energy(cell, 900, DeviceKind::Load, &limits).expect_err("is too much");
		let (too_much, fed_back) = (load("1.6"), load("-0.1"));
		assert!(too_much.contains("1.5 kW") && too_much.contains("capacity_kw"), "{too_much}");
		assert!(fed_back.contains("0 kW") && fed_back.contains("delivers_kw"), "{fed_back}");
		let plant = |cell| energy(cell, 900, DeviceKind::Wind, &limits).expect_err("is too much");
		assert!(plant("-2").contains("draws_kw") && plant("1").contains("capacity_kw"));
	}

	#[test]
	fn a_reading_should_be_250_wh_a_kilowatt_rounded_half_away_from_zero() {
		for (cell, wh) in
			[("380.992", 95_248), ("-606.25", -151_563), ("0.002", 1), ("-0.002", -1), ("0.001", 0)]
		{
			assert_eq!(storage(cell), Ok(WattHours(wh)), "{cell}");
		}
		assert_eq!(storage("1e2"), Ok(WattHours(25_000)));
		let limits = Limits { delivers: Watts(1_000_000), draws: Watts(1_000_000) };
		assert_eq!(energy("0.001", 3_600, DeviceKind::Storage, &limits), Ok(WattHours(1)));
	}

	#[test]
	fn an_empty_cell_and_a_missing_row_should_be_gaps() {
		let table = read(
			"local_time,b_kw,a_kw\n2019-10-07T00:00,9,4\n2019-10-07T00:15,9,\n2019-10-07T00:45,9,0\n",
		)
		.expect("is right");
		let start = 1_570_406_400;
		assert_eq!(table.interval, 900);
		assert_eq!(table.period(), Interval { start, end: start + 3_600 });
		assert_eq!(
			table.readings("a_kw"),
			vec![
				Reading { start, energy: WattHours(1_000) },
				Reading { start: start + 2_700, energy: WattHours(0) },
			]
		);
	}

	#[test]
	fn the_interval_should_be_the_most_frequent_step_when_rows_are_missing_or_mistyped() {
		let rows = |times: &[&str]| {
			let rows = times.iter().map(|time| format!("2019-10-07T{time},4\n"));
			read(format!("local_time,a_kw\n{}", rows.collect::<String>()))
		};
		for (times, interval) in [
			(&["00:00", "00:30"][..], 1_800),
			(&["00:00", "00:15", "00:45"][..], 900),
			(&["00:00", "00:30", "00:45"][..], 900),
			(&["00:00", "00:05", "00:15", "00:20"][..], 300),
		] {
			assert_eq!(rows(times).expect("is right").interval, interval);
		}
		// 20 for 30.
		let error = rows(&["00:00", "00:15", "00:20", "00:45", "01:00"]).expect_err("is mistyped");
		assert!(error.contains("line 4") && error.contains("grid of 900 s"), "{error}");
	}

	#[test]
	fn a_csv_should_be_refused_when_it_is_not_utf_8() {
		for (csv, line) in [
			(&b"local_time,a_kw,\xfc_kw\n2019-10-07T00:00,1,1\n"[..], "line 1"),
			(&b"local_time,a_kw\n2019-10-07T00:00,1\n2019-10-07T00:15,\xfc\n"[..], "line 3"),
		] {
			let error = read(csv).expect_err("is Latin-1");
			assert!(error.contains(line) && error.contains("save the file as UTF-8"), "{error}");
		}
	}

	#[test]
	fn a_wrong_csv_should_say_line_and_cure() {
		let row = "local_time,a_kw\n2019-10-07T00:00,1\n2019-10-07T00:15,1\n";
		for (csv, hints) in [
			("local_time,b_kw\n".to_string(), ["line 1", "no column `a_kw`"]),
			("local_time,a_kw,a_kw\n".to_string(), ["line 1", "twice"]),
			(format!("{row}2019-10-07T00:30,x\n"), ["line 4", "not a number"]),
			(format!("{row}2019-10-07T00:30,NaN\n"), ["line 4", "not a number"]),
			(format!("{row}2019-10-07T00:30,1001\n"), ["line 4", "capacity_kw"]),
			(format!("{row}2019-10-07T00:30,1e20\n"), ["line 4", "capacity_kw"]),
			(format!("{row}2019-10-07T00:15,1\n"), ["line 4", "again"]),
			(format!("{row}2019-10-07T00:00,1\n"), ["line 4", "sort"]),
			(format!("{row}2019-10-07T00:37,1\n"), ["line 4", "not on the grid"]),
			(format!("{row}yesterday,1\n"), ["line 4", "not a time"]),
			(format!("{row}2019-10-07T00:30\n"), ["line 4", "cells"]),
			("local_time,a_kw\n".to_string(), ["line 1", "fewer than two"]),
			("local_time,a_kw\n2019-10-07T00:00,1\n".to_string(), ["line 2", "fewer than two"]),
			(
				"local_time,a_kw\n2019-10-07T00:00,1\n2019-10-07T05:00,1\n".to_string(),
				["line 3", "18000 s"],
			),
		] {
			let error = read(&csv).expect_err("is wrong");
			assert!(hints.iter().all(|hint| error.contains(hint)), "{csv}: {error}");
		}
	}
}
