//! The room on the disk: what a node says when there is too little, and that it ends before there is
//! none.

use crate::network::{binary, dev, ports, Network};
use std::{
	path::Path,
	process::{Command, Output},
};

/// More than any disk has, in MiB.
const TOO_MUCH: &str = "1000000000000";

/// What is written while the network runs, and half of it is more than other tests write meanwhile,
/// in MiB.
const LARGE: u64 = 2_048;

fn assert_refused(output: &Output, code: i32, path: &str) {
	let error = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(code), "{error}");
	for hint in [path, "MiB left", "make room", "--db-storage-threshold"] {
		assert!(error.contains(hint), "{hint}: {error}");
	}
}

#[test]
fn a_network_should_not_start_when_the_disk_lacks_room() {
	let folder = tempfile::tempdir().expect("can be made");
	let path = folder.path().to_str().expect("is text");
	let port = ports().to_string();
	let output = dev(&["--rpc-port", &port, "--base-path", path])
		.args(["--db-storage-threshold", TOO_MUCH])
		.output()
		.expect("runs");
	assert_refused(&output, 2, path);
	assert!(!folder.path().join("chains").exists(), "no database was made");
}

#[test]
fn a_node_should_not_start_when_the_disk_lacks_room() {
	let folder = tempfile::tempdir().expect("can be made");
	let path = folder.path().to_str().expect("is text");
	// It would wait for the relay chain.
	let output = Command::new(binary())
		.args(["--chain", "park-local", "--relay-chain-rpc-urls", "ws://127.0.0.1:1"])
		.args(["--base-path", path, "--db-storage-threshold", TOO_MUCH])
		.output()
		.expect("runs");
	assert_refused(&output, 1, path);
}

/// The room on the disk of `folder`, in MiB.
fn available(folder: &Path) -> u64 {
	let output = Command::new("df").args(["--output=avail", "-B1M"]).arg(folder).output();
	let output = String::from_utf8(output.expect("df runs").stdout).expect("is text");
	output.lines().nth(1).and_then(|line| line.trim().parse().ok()).expect("is a number")
}

#[test]
fn a_network_should_end_when_the_disk_becomes_full() {
	// On the disk of what is built: the folder for temporary files may be in memory.
	let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("can be made");
	let threshold = available(folder.path()).checked_sub(LARGE / 2).expect("the disk has room");
	let network = Network::start(&[
		"--base-path",
		folder.path().join("state").to_str().expect("is text"),
		"--db-storage-threshold",
		&threshold.to_string(),
		"--db-storage-polling-period",
		"1",
	]);
	let taken = Command::new("fallocate")
		.args(["-l", &format!("{LARGE}MiB")])
		.arg(folder.path().join("large"))
		.status();
	assert!(taken.expect("fallocate runs").success());
	let (status, error) = network.ended();
	assert_eq!(status.code(), Some(1), "{error}");
	assert!(error.contains("dropped below threshold"), "{error}");
}
