//! The measured power: a CSV of local times and kilowatts.

use crate::{
	scenario::{Device, Scenario},
	Error,
};
use chrono::{DateTime, NaiveDateTime};
use rust_decimal::{prelude::ToPrimitive, Decimal, RoundingStrategy};
use std::{cmp::Reverse, collections::BTreeMap, io::Read, path::Path};
use zeropark_primitives::{
	metering::{is_metering_interval, DeviceKind, Limits, Reading},
	time::{Interval, Seconds, QUARTER_HOUR},
	units::WattHours,
};

/// How the local times of the first column are written. A time may end in its offset from UTC.
const TIME_FORMATS: [&str; 4] =
	["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];

/// The characters of a cell that an error repeats.
const QUOTED: usize = 24;

/// A row, with its line and its time.
type Row = (u64, Seconds, csv::StringRecord);

/// What the devices of a scenario read.
#[derive(Clone, Debug)]
pub struct Table {
	/// How long a reading lasts, in seconds.
	pub interval: Seconds,
	start: Seconds,
	end: Seconds,
	longest_gap: Option<(Seconds, Seconds)>,
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

	/// Reads and checks the text of a file.
	pub(crate) fn read(file: impl Read, scenario: &Scenario) -> Result<Self, String> {
		let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
		let headers = reader.headers().map_err(|error| unreadable(1, &error))?.clone();
		check_headers(&headers)?;
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
							"there is no column `{column}`, which line {line} of the scenario names, but {}: correct \
							 the scenario, or take the CSV it is for",
							named(&headers)
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
			check_quotes(line, &row)?;
			let previous = rows.last().map(|(_, time, _)| *time);
			let time = time(row.get(0).unwrap_or_default(), scenario, previous)
				.map_err(|error| on_line(line, error))?;
			if let Some(previous) = previous {
				let clocks = if scenario.has_fixed_offset() {
					", or, if the clocks went back, give a timezone instead of utc_offset"
				} else {
					""
				};
				if time == previous {
					return Err(on_line(
						line,
						format!("the time of the line before again: remove one of the two{clocks}"),
					));
				}
				if time < previous {
					return Err(on_line(
						line,
						format!(
							"a time before that of the line before: sort the rows by time{clocks}"
						),
					));
				}
			}
			rows.push((line, time, row));
		}

		let interval = interval(&rows)?;
		check_grid(&rows, interval, scenario)?;
		let mut readings = scenario
			.devices
			.iter()
			.map(|device| (device.column.clone(), Vec::new()))
			.collect::<BTreeMap<_, _>>();
		for (line, start, row) in &rows {
			for (device, column) in scenario.devices.iter().zip(&columns) {
				let cell = row.get(*column).unwrap_or_default();
				if cell.is_empty() {
					// A gap: nobody knows what passed.
					continue;
				}
				let energy =
					energy(cell, interval, device.kind, &device.limits()).map_err(|error| {
						on_line(*line, format!("{} is `{}`: {error}", device.column, short(cell)))
					})?;
				if let Some(readings) = readings.get_mut(&device.column) {
					readings.push(Reading { start: *start, energy });
				}
			}
		}
		let longest_gap = rows.windows(2).map(|pair| (pair[1].1 - pair[0].1, pair[1].1)).max();
		let start = rows.first().map_or(0, |(_, time, _)| *time);
		let end = rows.last().map_or(0, |(_, time, _)| *time + interval);
		Ok(Self { interval, start, end, longest_gap, readings })
	}

	/// From the start of the first reading to the end of the last.
	pub fn span(&self) -> Interval {
		Interval { start: self.start, end: self.end }
	}

	/// The whole quarters of an hour that hold every reading.
	pub fn period(&self) -> Interval {
		Interval {
			start: self.start / QUARTER_HOUR * QUARTER_HOUR,
			end: self.end.next_multiple_of(QUARTER_HOUR),
		}
	}

	/// The longest time between two rows, in seconds, and the time of the row after it.
	pub fn longest_gap(&self) -> Option<(Seconds, Seconds)> {
		self.longest_gap
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
		_ => on_line(line, short(&error.to_string())),
	}
}

/// The beginning of a cell, on one line: a cell can be the rest of the file.
fn short(cell: &str) -> String {
	let cell = cell.split(['\n', '\r']).next().unwrap_or_default();
	match cell.char_indices().nth(QUOTED) {
		Some((end, _)) => format!("{}…", cell.get(..end).unwrap_or_default()),
		None => cell.into(),
	}
}

/// The columns that there are, for an error.
fn named(headers: &csv::StringRecord) -> String {
	const SHOWN: usize = 5;
	let names = headers.iter().take(SHOWN).map(|name| format!("`{}`", short(name)));
	let names = names.collect::<Vec<_>>().join(", ");
	let more = if headers.len() > SHOWN { ", …" } else { "" };
	format!("{names}{more}")
}

/// Refuses a first line that is not one of names with commas, and says what it is.
fn check_headers(headers: &csv::StringRecord) -> Result<(), String> {
	check_quotes(1, headers)?;
	let first = headers.get(0).unwrap_or_default();
	let error = match first {
		"" if headers.len() < 2 => "the file is empty: name one with measured power",
		_ if first.contains('\0') => "not UTF-8, but perhaps UTF-16: save the file as UTF-8",
		_ if first.starts_with("sep=") => {
			"this names the separator, which is always a comma: remove the line"
		},
		_ if first.starts_with('#') => "this is a comment: remove the line",
		_ if headers.len() < 2 && first.contains(';') => {
			"the cells are separated by semicolons: separate them by commas"
		},
		_ if headers.len() < 2 && first.contains('\t') => {
			"the cells are separated by tabs: separate them by commas"
		},
		_ if headers.len() < 2 => {
			"there is one cell only, perhaps a title: begin with the names of the columns"
		},
		_ => return Ok(()),
	};
	Err(on_line(1, error))
}

/// Refuses a cell over several lines: it comes from a quote that nobody closed, which would take
/// all rows up to the next quote into one cell.
fn check_quotes(line: u64, row: &csv::StringRecord) -> Result<(), String> {
	match row.iter().find(|cell| cell.contains(['\n', '\r'])) {
		None => Ok(()),
		Some(cell) => Err(on_line(
			line,
			format!(
				"the cell that begins with `{}` does not end on its line: close its quote, or \
				 remove it",
				short(cell)
			),
		)),
	}
}

/// Refuses rows whose times are not those of a meter, which begin its intervals in UTC.
fn check_grid(rows: &[Row], interval: Seconds, scenario: &Scenario) -> Result<(), String> {
	let off = |time: Seconds| !time.is_multiple_of(interval);
	let count = rows.iter().filter(|(_, time, _)| off(*time)).count();
	let Some((line, time, _)) = rows.iter().find(|(_, time, _)| off(*time)) else {
		return Ok(());
	};
	let error = if count * 2 > rows.len() {
		format!(
			"{} begins no interval of {interval} s in UTC, in which meters count, nor do most rows: \
			 give shorter intervals, such as quarters of an hour",
			scenario.local(*time).format("%H:%M%:z")
		)
	} else {
		format!("the time is not on the grid of {interval} s: correct it, or remove the row")
	};
	Err(on_line(*line, error))
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

/// A time with its offset from UTC, or a local time after `previous`.
fn time(text: &str, scenario: &Scenario, previous: Option<Seconds>) -> Result<Seconds, String> {
	let parse = |format: &&str| NaiveDateTime::parse_from_str(text, format).ok();
	if let Some(local) = TIME_FORMATS.iter().find_map(parse) {
		return scenario.timestamp(local, previous).ok_or_else(|| {
			format!("`{text}` does not exist here: the clocks went forward, or it is before 1970")
		});
	}
	let with_offset = match text.strip_suffix(['Z', 'z']) {
		Some(utc) => format!("{}+00:00", utc.trim_end()),
		None => text.into(),
	};
	TIME_FORMATS
		.iter()
		.flat_map(|format| [format!("{format}%:z"), format!("{format} %:z")])
		.find_map(|format| DateTime::parse_from_str(&with_offset, &format).ok())
		.and_then(|time| Seconds::try_from(time.timestamp()).ok())
		.ok_or_else(|| format!("`{}` is not a time: write it as 2019-10-07T00:15", short(text)))
}

/// The number that is written in a cell.
fn power(cell: &str) -> Option<Decimal> {
	// The parsers take more, such as `2_0` for 20, which somebody mistyped.
	let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
	if !cell.bytes().all(is_plain) {
		return None;
	}
	let exact = cell.parse::<Decimal>().or_else(|_| Decimal::from_scientific(cell)).ok();
	// What has more decimals than the exact type is nothing if it is tiny.
	let tiny =
		|| cell.parse::<f64>().is_ok_and(|power| power.abs() < 1e-9).then_some(Decimal::ZERO);
	exact.or_else(tiny)
}

/// The energy of `cell` kilowatts over `interval` seconds, rounded half away from zero.
fn energy(
	cell: &str,
	interval: Seconds,
	kind: DeviceKind,
	limits: &Limits,
) -> Result<WattHours, String> {
	let power = power(cell)
		.ok_or_else(|| "not a number: correct it, or leave the cell empty (a gap)".to_string())?;
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
	fn an_open_quote_should_be_refused_and_not_take_the_rest_of_the_file() {
		let rows = |note: &str| {
			let first = "local_time,a_kw,note\n2019-10-07T00:00,1,\n";
			format!("{first}2019-10-07T00:15,1,{note}\n2019-10-07T00:30,1,\n2019-10-07T00:45,1,\n")
		};
		let error = read(rows("\"meter swapped")).expect_err("is open");
		assert!(error.contains("line 3") && error.contains("close its quote"), "{error}");
		assert!(error.len() < 200, "{error}");
		let error = read(rows("\"two\nlines\"")).expect_err("is on two lines");
		assert!(error.contains("close its quote"), "{error}");
		assert_eq!(read(rows("\"meter, swapped\"")).expect("is right").readings("a_kw").len(), 4);
		let long = format!(
			"local_time,a_kw\n2019-10-07T00:00,1\n2019-10-07T00:15,{}\n",
			"x".repeat(9_999)
		);
		assert!(read(long).expect_err("is no number").len() < 200);
	}

	#[test]
	fn a_first_line_that_names_no_columns_should_say_what_it_is() {
		assert!(read("").expect_err("is empty").contains("empty"));
		for (first, hint) in [
			("local_time;a_kw", "semicolons"),
			("local_time\ta_kw", "tabs"),
			("sep=,", "separator"),
			("# exported", "comment"),
			("Campus 2019", "title"),
			("l\0o\0,a\0", "UTF-16"),
		] {
			let error = read(format!("{first}\nlocal_time,a_kw\n")).expect_err("is wrong");
			assert!(error.contains("line 1") && error.contains(hint), "{error}");
		}
		let error = read("local_time,b_kw\n").expect_err("is wrong");
		assert!(error.contains("but `local_time`, `b_kw`"), "{error}");
	}

	/// The number of readings of a table with a row every `minutes` from `start` to `end` as clocks
	/// at the park show them.
	fn read_day(scenario: &str, times: impl Iterator<Item = String>) -> Result<Table, String> {
		let scenario = Scenario::parse(&format!(
			"{scenario}\ngrid_factor_g_per_kwh = 1\n[[device]]\ncolumn = \"a_kw\"\nkind = \"load\"\n\
			 capacity_kw = 1\naccuracy_class = 1\n"
		))?;
		let rows = times.map(|time| format!("{time},1\n")).collect::<String>();
		Table::read(format!("local_time,a_kw\n{rows}").as_bytes(), &scenario)
	}

	fn quarters(hours: impl Iterator<Item = u32>) -> impl Iterator<Item = String> {
		hours.flat_map(|hour| [0, 15, 30, 45].map(|minute| format!("{hour:02}:{minute:02}")))
	}

	#[test]
	fn days_when_the_clocks_change_should_have_all_their_quarter_hours() {
		let pacific = "timezone = \"America/Los_Angeles\"";
		// On 3 November 2019 the hour from 1 came twice, on 10 March that from 2 not at all.
		let autumn =
			|| quarters([0, 1].into_iter().chain(1..24)).map(|time| format!("2019-11-03T{time}"));
		let table = read_day(pacific, autumn()).expect("is right");
		assert_eq!((table.readings("a_kw").len(), table.period().duration()), (100, 90_000));
		let error = read_day("utc_offset = \"-07:00\"", autumn()).expect_err("goes back");
		assert!(error.contains("line 10") && error.contains("timezone"), "{error}");
		let spring = quarters([0, 1].into_iter().chain(3..24));
		let table = read_day(pacific, spring.map(|time| format!("2019-03-10T{time}")));
		let table = table.expect("is right");
		assert_eq!((table.readings("a_kw").len(), table.period().duration()), (92, 82_800));
		let skipped = quarters(1..3).map(|time| format!("2019-03-10T{time}"));
		let error = read_day(pacific, skipped).expect_err("has no such hour");
		assert!(error.contains("line 6") && error.contains("went forward"), "{error}");
	}

	#[test]
	fn offsets_of_half_hours_should_count_every_quarter() {
		for offset in ["+05:30", "+05:45", "+09:30"] {
			let zone = format!("utc_offset = \"{offset}\"");
			let day = quarters(0..24).map(|time| format!("2019-10-07T{time}"));
			let table = read_day(&zone, day).expect("is right");
			assert_eq!((table.readings("a_kw").len(), table.period().duration()), (96, 86_400));
			let hours = (0..24).map(|hour| format!("2019-10-07T{hour:02}:00"));
			let error = read_day(&zone, hours).expect_err("begins no hour");
			assert!(error.contains("line 2") && error.contains("quarters of an hour"), "{error}");
		}
	}

	#[test]
	fn a_time_may_bring_its_offset() {
		let seconds = |text: &str| {
			let scenario = Scenario::parse(
				"grid_factor_g_per_kwh = 1\n[[device]]\ncolumn = \"a\"\n\
				kind = \"load\"\ncapacity_kw = 1\naccuracy_class = 1\n",
			)
			.expect("is right");
			time(text, &scenario, None)
		};
		let midnight = Ok(1_570_431_600);
		for text in [
			"2019-10-07T07:00",
			"2019-10-07T07:00Z",
			"2019-10-07 07:00:00 Z",
			"2019-10-07T00:00-07:00",
			"2019-10-07 00:00:00 -07:00",
		] {
			assert_eq!(seconds(text), midnight, "{text}");
		}
	}

	#[test]
	fn a_cell_should_be_a_number_as_people_write_it() {
		for wrong in ["2_0", "1_000", "5__", "0x10", "1,5", "inf", "1e", "--1", ""] {
			assert_eq!(power(wrong), None, "{wrong}");
		}
		for tiny in ["1E-29", "5e-324", "-1e-30", "0e9"] {
			assert_eq!(power(tiny), Some(Decimal::ZERO), "{tiny}");
		}
		assert_eq!(power("+1.5e2"), Some(Decimal::from(150)));
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
