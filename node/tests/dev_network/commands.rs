//! The commands of a node that runs under a relay chain.

use crate::network::binary;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
	let output = Command::new(binary()).args(arguments).output().expect("runs");
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	output
}

#[test]
fn purging_should_remove_the_databases_when_the_relay_chain_is_not_built_in() {
	let folder = tempfile::tempdir().expect("can be made");
	let databases = [
		"chains/zeropark-park-local-testnet/paritydb/full",
		"polkadot/chains/rococo_local_testnet/paritydb/full",
	]
	.map(|database| folder.path().join(database));
	for database in &databases {
		std::fs::create_dir_all(database).expect("can be made");
		std::fs::write(database.join("metadata"), "").expect("can be written");
	}
	let path = folder.path().to_str().expect("is text");
	run(&["purge-chain", "--chain", "park-local", "-y", "--base-path", path]);
	for database in &databases {
		assert!(!database.exists(), "{}", database.display());
	}
}

#[test]
fn what_a_relay_chain_registers_should_be_hex() {
	for command in ["export-genesis-head", "export-genesis-wasm"] {
		let output = run(&[command, "--chain", "heat-local"]);
		let hex = String::from_utf8(output.stdout).expect("is text");
		let digits = hex.trim_end().strip_prefix("0x").expect("is hex");
		// A header has two roots, a parent and a number at least.
		assert!(digits.len() > 2 * 97, "{command}");
		assert!(digits.bytes().all(|digit| digit.is_ascii_hexdigit()), "{command}");
	}
}

#[test]
fn the_benchmarks_that_are_listed_should_be_those_that_run() {
	let help = run(&["benchmark", "--help"]);
	let help = String::from_utf8(help.stdout).expect("is text");
	let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
	let commands = commands.take_while(|line| !line.is_empty());
	let names = commands.filter_map(|line| line.split_whitespace().next()).collect::<Vec<_>>();
	assert_eq!(names, ["pallet", "machine", "help"], "{help}");
}

#[test]
fn a_specification_should_be_json() {
	let output = run(&["build-spec", "--chain", "heat-local"]);
	let spec: serde_json::Value = serde_json::from_slice(&output.stdout).expect("is JSON");
	assert_eq!(spec["id"], "zeropark-heat-local-testnet");
	assert_eq!(spec["relay_chain"], "rococo-local");
}
