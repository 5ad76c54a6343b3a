//! Input that cannot be worked with: one line that says where and what to do, exit code 2, and
//! nothing started.

use crate::network::{binary, dev, first_rows, ports, repository};
use std::{
	io::{BufRead, BufReader},
	net::TcpListener,
	path::Path,
	process::{Command, Output, Stdio},
};

fn replay(csv: &Path, scenario: &Path) -> Output {
	dev(&["--rpc-port", &ports().to_string(), "--exit"])
		.arg("--replay")
		.arg(csv)
		.arg("--scenario")
		.arg(scenario)
		.output()
		.expect("runs")
}

/// It ended at once with one line that has all hints.
pub fn assert_refused(output: &Output, hints: &[&str]) {
	let error = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(2), "{error}");
	assert_eq!(error.trim().lines().count(), 1, "{error}");
	assert!(hints.iter().all(|hint| error.contains(hint)), "{hints:?}: {error}");
	assert!(output.stdout.is_empty());
}

#[test]
fn a_wrong_csv_should_be_refused_by_file_line_and_cure() {
	let folder = tempfile::tempdir().expect("can be made");
	let good = std::fs::read_to_string(first_rows(4, folder.path())).expect("is written");
	let scenario = repository().join("scenarios/ucsd-week.toml");
	let path = folder.path().join("wrong.csv");
	let lines = good.lines().collect::<Vec<_>>();
	let swapped = [lines[0], lines[2], lines[1], lines[3]].join("\n");
	let twice = [lines[0], lines[1], lines[1], lines[3]].join("\n");
	for (text, hints) in [
		(good.replace("hopkins_pv_kw", "hopkins_kw"), ["wrong.csv: line 1", "hopkins_pv_kw"]),
		(good.replace("380.992", "lots"), ["wrong.csv: line 2", "`lots`: not a number"]),
		(good.replace("380.992", "380992"), ["wrong.csv: line 2", "raise capacity_kw"]),
		(swapped, ["wrong.csv: line 3", "sort the rows"]),
		(twice, ["wrong.csv: line 3", "remove one"]),
		(good.replace("osler_pv_kw", "hopkins_pv_kw"), ["wrong.csv: line 1", "twice"]),
	] {
		std::fs::write(&path, text).expect("can be written");
		assert_refused(&replay(&path, &scenario), &hints);
	}
	assert_refused(
		&replay(&folder.path().join("none.csv"), &scenario),
		&["none.csv", "name a CSV"],
	);
}

#[test]
fn a_wrong_scenario_should_be_refused_by_file_and_cure() {
	let folder = tempfile::tempdir().expect("can be made");
	let csv = first_rows(4, folder.path());
	let good = std::fs::read_to_string(repository().join("scenarios/ucsd-week.toml"))
		.expect("is committed");
	let path = folder.path().join("wrong.toml");
	for (text, hints) in [
		(good.replace("music_load_kw", "musik_load_kw"), ["line 1", "`musik_load_kw`"]),
		(good.replace("\"storage\"", "\"store\""), ["wrong.toml: line", "store"]),
		(good.replace("//Dave", "Dave"), ["wrong.toml", "owner = \"Dave\""]),
		(good.replace("= 2500", "= 25000000"), ["wrong.toml: line", "give 10000000 at most"]),
		(good.replace("90.4", "90400"), ["wrong.toml: line", "output_mwh"]),
		(
			good.replace("Salt lake photovoltaic plant", "Ridge wind farm"),
			["line", "two generators"],
		),
		(good.replace("America/Los_Angeles", "Pacific"), ["wrong.toml: line 5", "timezone"]),
	] {
		std::fs::write(&path, text).expect("can be written");
		assert_refused(&replay(&csv, &path), &hints);
	}
}

#[test]
fn a_port_in_use_should_be_named() {
	let port = ports();
	let taken = TcpListener::bind(("127.0.0.1", port + 3)).expect("is free");
	let output = dev(&["--rpc-port", &port.to_string()]).output().expect("runs");
	assert_refused(&output, &[&format!("port {}", port + 3), "--rpc-port"]);
	drop(taken);
}

#[test]
fn a_port_in_use_should_be_named_when_it_is_used_over_ipv6_alone() {
	let port = ports();
	// A machine without IPv6 has no such port.
	let Ok(taken) = TcpListener::bind(("::1", port + 3)) else { return };
	let output = dev(&["--rpc-port", &port.to_string()]).output().expect("runs");
	assert_refused(&output, &[&format!("port {} on ::1", port + 3), "--rpc-port"]);
	drop(taken);
}

#[test]
fn a_clock_off_the_slots_should_be_refused() {
	let output = dev(&["--time-per-block", "7"]).output().expect("runs");
	assert_eq!(output.status.code(), Some(2));
	assert!(String::from_utf8_lossy(&output.stderr).contains("multiple of 6"));
}

#[test]
fn a_clock_before_1970_should_be_refused() {
	let port = ports().to_string();
	let output = dev(&["--rpc-port", &port, "--start-time", "1969-12-31T23:59:59Z"]).output();
	assert_refused(&output.expect("runs"), &["--start-time", "before 1970"]);
}

#[test]
fn a_replay_should_be_refused_when_a_generators_month_is_not_over() {
	let folder = tempfile::tempdir().expect("can be made");
	let csv = first_rows(4, folder.path());
	let good = std::fs::read_to_string(repository().join("scenarios/ucsd-week.toml"))
		.expect("is committed");
	let path = folder.path().join("early.toml");
	std::fs::write(&path, good.replace("month = \"2019-09\"", "month = \"2019-10\""))
		.expect("can be written");
	let output = replay(&csv, &path);
	let error = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(2), "{error}");
	assert!(error.contains("Ridge wind farm") && error.contains("another month"), "{error}");
	// The databases are not closed in a folder that is gone.
	assert!(!error.contains("Shutdown error"), "{error}");
}

#[test]
fn a_replay_should_be_refused_when_its_operator_or_its_verifier_cannot_pay() {
	let folder = tempfile::tempdir().expect("can be made");
	let csv = first_rows(4, folder.path());
	let good = std::fs::read_to_string(repository().join("scenarios/ucsd-week.toml"))
		.expect("is committed");
	let path = folder.path().join("poor.toml");
	for (who, line, poor) in [
		("operator", "operator = \"//Alice\"", "operator = \"//Nobody\""),
		("verifier", "verifier = \"//Eve//stash\"", "verifier = \"//Nobody\""),
	] {
		assert!(good.contains(line));
		std::fs::write(&path, good.replace(line, poor)).expect("can be written");
		let output = replay(&csv, &path);
		let error = String::from_utf8_lossy(&output.stderr);
		assert_eq!(output.status.code(), Some(2), "{error}");
		let who = format!("the {who} 5");
		let hints = [who.as_str(), "has 0 PCNY", "PCNY more", "name another"];
		assert!(hints.into_iter().all(|hint| error.contains(hint)), "{error}");
		// Nothing was begun.
		assert!(!error.contains("offers"), "{error}");
	}
}

#[test]
fn a_node_should_end_at_once_when_no_relay_chain_has_an_address() {
	let folder = tempfile::tempdir().expect("can be made");
	let output = Command::new(binary())
		.args(["--chain", "park-local", "--relay-chain-rpc-urls", "ws://nowhere.invalid:9944"])
		.arg("--base-path")
		.arg(folder.path())
		.output()
		.expect("runs");
	let error = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(1), "{error}");
	assert!(error.contains("ws://nowhere.invalid:9944") && error.contains("resolved"), "{error}");
	assert!(!error.contains("Waiting"), "{error}");
}

#[test]
fn a_node_that_looks_for_its_relay_chain_should_end_when_told() {
	let folder = tempfile::tempdir().expect("can be made");
	// Nobody listens where somebody just stopped.
	let nobody = TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr());
	let mut node = Command::new(binary())
		.args(["--chain", "park-local", "--relay-chain-rpc-urls"])
		.arg(format!("ws://{}", nobody.expect("is free")))
		.arg("--base-path")
		.arg(folder.path())
		.stderr(Stdio::piped())
		.spawn()
		.expect("starts");
	let mut lines = BufReader::new(node.stderr.take().expect("is piped")).lines();
	let mut says =
		|text: &str| lines.by_ref().map_while(Result::ok).any(|line| line.contains(text));
	assert!(says("for the relay chain at ws://127.0.0.1"));
	let told = Command::new("kill").args(["-TERM", &node.id().to_string()]).status();
	assert!(told.expect("kill runs").success());
	assert!(says("stopped while waiting for the relay chain"));
	assert_eq!(node.wait().expect("ends").code(), Some(1));
}
