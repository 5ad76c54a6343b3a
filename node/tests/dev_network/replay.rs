//! A measured day part, replayed, against figures computed by other means.

use crate::network::{dev, first_rows, part, ports, repository};
use sp_core::crypto::Ss58Codec;
use sp_keyring::Sr25519Keyring;
use std::{
	io::{BufRead, BufReader},
	path::{Path, PathBuf},
	process::{Command, Output, Stdio},
};

/// The Wh of a quarter hour at `cell` kW, in integers: the decimal point is moved by hand.
fn wh(cell: &str) -> i64 {
	let (sign, digits) = cell.strip_prefix('-').map_or((1, cell), |digits| (-1, digits));
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let micro: i64 = format!("{whole}{fraction:0<6}").parse().expect("is a number");
	// kW x 250 Wh, half away from zero.
	sign * ((micro * 250 + 500_000) / 1_000_000)
}

/// Ten-thousandths of a reading, up.
fn error(wh: i64, class: i64) -> i64 {
	(wh.abs() * class + 9_999) / 10_000
}

/// The command that replays `csv` with the committed scenario, and the file of its statement.
fn replaying(csv: &Path, arguments: &[&str]) -> (Command, PathBuf) {
	replaying_with(csv, &repository().join("scenarios/ucsd-week.toml"), arguments)
}

fn replaying_with(csv: &Path, scenario: &Path, arguments: &[&str]) -> (Command, PathBuf) {
	let out = csv.with_extension("json");
	let port = ports().to_string();
	let mut command = dev(&["--rpc-port", &port, "--exit"]);
	command
		.args(arguments)
		.arg("--replay")
		.arg(csv)
		.arg("--scenario")
		.arg(scenario)
		.arg("--statement")
		.arg(&out);
	(command, out)
}

fn written(out: &Path) -> serde_json::Value {
	let statement = std::fs::read_to_string(out).expect("is written");
	serde_json::from_str(&statement).expect("is JSON")
}

/// Replays `csv` with the committed scenario; what the program printed, and its statement.
fn replay(csv: &Path, arguments: &[&str]) -> (Output, serde_json::Value) {
	let (mut command, out) = replaying(csv, arguments);
	let result = command.output().expect("runs");
	assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
	(result, written(&out))
}

#[test]
fn a_replay_should_state_what_the_measurements_say() {
	const ROWS: usize = 24;
	let folder = tempfile::tempdir().expect("can be made");
	let csv = first_rows(ROWS, folder.path());
	let (result, statement) = replay(&csv, &[]);

	let (mut demand, mut pv, mut storage, mut meters, mut received) = (0, 0, 0, 0, 0);
	// What the battery was seen to charge, and what it delivered beyond that.
	let (mut stock, mut unassured) = (0, 0);
	let mut reader = csv::Reader::from_path(&csv).expect("is a CSV");
	let headers = reader.headers().expect("has headers").clone();
	for row in reader.records() {
		for (column, cell) in headers.iter().zip(row.expect("is a row").iter()) {
			if cell.is_empty() || column == "local_time" || column.starts_with("campus") {
				continue;
			}
			let energy = wh(cell);
			received += 1;
			if column.ends_with("_pv_kw") {
				(pv, demand) = (pv + energy.max(0), demand + (-energy).max(0));
			} else if column == "battery_kw" {
				(storage, demand) = (storage + energy.max(0), demand + (-energy).max(0));
				unassured += (energy - stock).max(0).min(energy.max(0));
				stock = (stock - energy).max(0);
			} else {
				demand += energy;
			}
			let class =
				if column.ends_with("_load_kw") || column.ends_with("_ev_kw") { 100 } else { 50 };
			meters += error(energy, class);
		}
	}
	// What lacks, with all that is in doubt, is bought in whole certificates, of which there are
	// enough: nothing is left for the grid.
	let gap = (ROWS * 15 - received) as i64 * 625_000;
	let lacking = demand + meters + gap + unassured - pv - storage;
	let certificates = (lacking.max(0) + 999_999) / 1_000_000;
	assert!(certificates > 0, "the rows lack green power");
	let purchases = &statement["purchases"];
	let serials = purchases.as_array().expect("is a list").iter().flat_map(|purchase| {
		let serials = &purchase["delivery"]["retired"]["serials"];
		let number = |end: &str| serials[end].as_i64().expect("is a number");
		number("start")..number("end")
	});
	let serials = serials.collect::<std::collections::BTreeSet<_>>();
	assert_eq!(serials.len() as i64, certificates, "each certificate once");
	// What the scenario has beside the measurements, in gCO2e: gas and diesel, each with the error of
	// its meter; a capture unit and trees, with theirs.
	let (gas, diesel) = (21_000 * 21_622 / 10, 2_000 * 2_510);
	let (captured, sinks) = (300_000, 900_000);
	let errors = gas * 15 / 1_000 + diesel / 100 + captured * 2 / 100 + sinks / 10;
	// 46 t and 6 t are due. Two of the 46 are credits, 5 %; allowances cover the rest. What was
	// captured is not offset again, so the credits count for less.
	let surrendered = 2_000_000;
	let allowances = gas + diesel - surrendered;
	let credits = surrendered - captured;
	let net = -sinks;
	let sources = &statement["sources"];
	let reported = sources.as_array().expect("is a list").iter();
	let reported = reported.map(|source| (source["g"].clone(), source["entity"].clone()));
	let none = serde_json::Value::Null;
	let sources_expected = [
		(gas.into(), 0.into()),
		(diesel.into(), 1.into()),
		(captured.into(), none.clone()),
		(sinks.into(), none),
	];
	assert!(reported.eq(sources_expected), "{sources}");
	let kind = |devices: usize, missing: usize| {
		serde_json::json!({
			"expected": ROWS * devices,
			"received": ROWS * devices - missing,
			"gap_wh": missing as i64 * 625_000,
			"joined": 0,
			"ended": 0,
			"unapproved": 0,
		})
	};
	let expected = serde_json::json!({
		"period": { "start": "2019-10-07T00:00:00-07:00", "end": "2019-10-07T06:00:00-07:00" },
		"closed": true,
		"gap_before_s": null,
		"coverage": {
			"expected": ROWS * 15,
			"received": received,
			"by_kind": {
				"load": kind(7, 0),
				"wind": kind(0, 0),
				"photovoltaic": kind(7, 0),
				"biomass": kind(0, 0),
				"storage": kind(1, ROWS * 15 - received),
			},
		},
		"demand_wh": demand,
		"error_wh": meters,
		"gap_wh": gap,
		"unassured_wh": unassured,
		"green_permille": { "measured": 1_000, "worst": 1_000 },
		"grid": {
			"year": 2019,
			"mg_per_kwh": 570_300,
			"source": statement["grid"]["source"],
			"publisher": Sr25519Keyring::EveStash.to_account_id().to_ss58check(),
		},
		"p_wh": { "wind": 0, "photovoltaic": pv, "biomass": 0, "storage": storage, "purchased": certificates * 1_000_000 },
		"c_g": {
			"activity": gas + diesel,
			"captured": captured,
			"offset": { "allowances": allowances, "ccer": credits, "corrected": 0, "sinks": sinks },
			"eta": { "low": errors, "high": errors },
			"net_low": net - errors,
			"net_high": net + errors,
		},
		"sources": sources,
		"sources_unreported": 0,
		"purchases_under_way": 0,
		"zero": true,
		"why": [],
		"purchases": purchases,
	});
	assert_eq!(statement, expected);
	let shown = String::from_utf8_lossy(&result.stdout);
	assert!(shown.contains("C1") && shown.contains("at zero"), "{shown}");
}

#[test]
fn a_week_should_not_be_at_zero_when_an_enterprise_pays_too_little_for_what_it_lacks() {
	let folder = tempfile::tempdir().expect("can be made");
	let csv = first_rows(8, folder.path());
	let (mut command, out) =
		replaying_with(&csv, &repository().join("scenarios/ucsd-week-short.toml"), &[]);
	let result = command.output().expect("runs");
	let error = String::from_utf8_lossy(&result.stderr);
	assert!(result.status.success(), "{error}");
	assert!(error.contains("Heating plant: 46 t are due, 41 allowances"), "{error}");
	assert!(error.contains("5 t are missing"), "{error}");
	let statement = written(&out);
	assert_eq!(statement["c_g"]["offset"]["allowances"], 41_000_000 + 5_020_000);
	assert_eq!(statement["zero"], false);
	assert_eq!(statement["why"], serde_json::json!(["activities"]));
}

#[test]
fn a_replay_should_follow_another_on_the_same_base_path() {
	const ROWS: usize = 24;
	let folder = tempfile::tempdir().expect("can be made");
	let state = folder.path().join("state");
	let arguments = ["--base-path", state.to_str().expect("is text")];
	// The chains' clock goes on while what the first one lacks is bought: the first readings of the
	// second come late, as those of meters that had no line.
	for (start, offers) in [(0, "offers 90 certificates"), (ROWS, "offers nothing new")] {
		let csv = part(start..start + ROWS, folder.path());
		let (result, statement) = replay(&csv, &arguments);
		let error = String::from_utf8_lossy(&result.stderr);
		assert!(error.contains(&format!("Ridge wind farm {offers}")), "{error}");

		let mut reader = csv::Reader::from_path(&csv).expect("is a CSV");
		let headers = reader.headers().expect("has headers").clone();
		let rows = reader.records().map(|row| row.expect("is a row")).collect::<Vec<_>>();
		let cells = rows.iter().flat_map(|row| headers.iter().zip(row.iter()));
		let devices =
			cells.filter(|(column, _)| *column != "local_time" && !column.starts_with("campus"));
		let received = devices.filter(|(_, cell)| !cell.is_empty()).count();
		assert_eq!(statement["coverage"]["expected"], ROWS * 15);
		assert_eq!(statement["coverage"]["received"], received);
		let gap_before = if start == 0 { serde_json::Value::Null } else { 0.into() };
		assert_eq!(statement["gap_before_s"], gap_before);
		let purchased = statement["p_wh"]["purchased"].as_i64();
		assert!(purchased.is_some_and(|purchased| purchased > 0), "{statement}");
	}
}

#[test]
fn a_statement_should_be_kept_when_nobody_reads_the_output_to_its_end() {
	let folder = tempfile::tempdir().expect("can be made");
	let csv = first_rows(8, folder.path());
	let (mut command, out) = replaying(&csv, &[]);
	let mut child = command.stderr(Stdio::null()).spawn().expect("starts");
	// As `| head -1` does.
	let mut line = String::new();
	let mut output = BufReader::new(child.stdout.take().expect("is piped"));
	output.read_line(&mut line).expect("has a line");
	drop(output);
	assert!(child.wait().expect("ends").success());
	assert_eq!(written(&out)["closed"], true);
}

#[test]
fn a_replay_should_go_on_when_it_was_killed() {
	let folder = tempfile::tempdir().expect("can be made");
	let csv = first_rows(24, folder.path());
	let (_, undisturbed) = replay(&csv, &[]);
	let state = folder.path().join("state");
	let arguments = ["--base-path", state.to_str().expect("is text"), "--block-time", "200"];
	// Once while it is set up, once while it sends, and then to the end.
	for killed_at in ["Ready after", "Replaying 2019-10-07"] {
		let (mut command, _) = replaying(&csv, &arguments);
		let mut child = command.stdout(Stdio::null()).spawn().expect("starts");
		let lines = BufReader::new(child.stderr.take().expect("is piped")).lines();
		let reached = lines.map_while(Result::ok).any(|line| line.contains(killed_at));
		assert!(reached, "{killed_at}");
		child.kill().expect("is killed");
		child.wait().expect("ends");
	}
	let (_, statement) = replay(&csv, &arguments);
	for field in ["period", "coverage", "demand_wh", "gap_wh", "p_wh", "c_g", "zero", "why"] {
		assert_eq!(statement[field], undisturbed[field], "{field}");
	}
}

#[test]
fn a_period_longer_than_an_offer_stands_should_be_bought_for() {
	const DAYS: i64 = 100;
	let folder = tempfile::tempdir().expect("can be made");
	let start = chrono::DateTime::from_timestamp(1_569_888_000, 0).expect("is October 2019");
	let rows = (0..24 * DAYS).map(|hour| {
		let time = start + chrono::TimeDelta::hours(hour);
		format!("{},100\n", time.format("%Y-%m-%dT%H:%M"))
	});
	let csv = folder.path().join("autumn.csv");
	let text = "local_time,hall_kw\n".to_string() + &rows.collect::<String>();
	std::fs::write(&csv, text).expect("can be written");
	let scenario = folder.path().join("autumn.toml");
	let text = "grid_factor_g_per_kwh = 570.3\n\
		[[device]]\ncolumn = \"hall_kw\"\nkind = \"load\"\ncapacity_kw = 200\naccuracy_class = 1\n\
		[[generator]]\nname = \"Ridge\"\ntechnology = \"wind\"\ncapacity_kw = 2000\n\
		region = 330100\ncommissioned = \"2018-05-01\"\nmonth = \"2019-08\"\n\
		output_mwh = 300\nprice = 8.5\n\
		[purchase]\nproduced = \"2019-08\"\nlimit = 10\nhours = 240\npurpose = \"Autumn\"\n";
	std::fs::write(&scenario, text).expect("can be written");
	let (mut command, out) = replaying_with(&csv, &scenario, &["--time-per-block", "21600"]);
	let result = command.output().expect("runs");
	let error = String::from_utf8_lossy(&result.stderr);
	assert!(result.status.success(), "{error}");
	assert!(error.contains("no offer stands longer than 90 days"), "{error}");
	let statement = written(&out);
	// 240 MWh, and one per cent of it.
	assert_eq!(statement["p_wh"]["purchased"], 243_000_000);
	assert_eq!(statement["zero"], true);
}

#[test]
fn the_command_line_should_explain_itself() {
	let help =
		Command::new(crate::network::binary()).args(["dev", "--help"]).output().expect("runs");
	let help = String::from_utf8_lossy(&help.stdout).to_string();
	for option in ["--replay", "--scenario", "--block-time", "--time-per-block", "--base-path"] {
		assert!(help.contains(option), "{help}");
	}
}
