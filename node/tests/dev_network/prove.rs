//! `prove`: commitments and proofs for a user.

use crate::{bad_input::assert_refused, network::binary};
use serde_json::Value;
use std::{
	path::PathBuf,
	process::{Command, Output},
};

const GENESIS: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";

/// A file with a seed.
fn secret(folder: &tempfile::TempDir, text: &str) -> PathBuf {
	let file = folder.path().join("seed.txt");
	std::fs::write(&file, text).expect("can be written");
	file
}

fn prove(seed: &str, arguments: &[&str]) -> Output {
	let folder = tempfile::tempdir().expect("can be made");
	Command::new(binary())
		.args(["prove", "--genesis", GENESIS, "--para-id", "2000", "--nonce", "3"])
		.args(["--purpose", "capacity", "--secret"])
		.arg(secret(&folder, seed))
		.args(arguments)
		.output()
		.expect("runs")
}

fn json(output: &Output) -> Value {
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	serde_json::from_slice(&output.stdout).expect("is JSON")
}

fn seed() -> String {
	format!("0x{}\n", "07".repeat(32))
}

#[test]
fn a_proof_should_be_made_of_figures_in_a_range() {
	let arguments = ["--values", "200,100", "--bits", "8"];
	let made = json(&prove(&seed(), &arguments));
	assert_eq!(made["nonce"], 3);
	assert_eq!(made["statement"]["purpose"], "capacity");
	assert_eq!(made["statement"]["commitments"].as_array().map(Vec::len), Some(2));
	assert_eq!(made["statement"]["interval"], Value::Null);
	// 17 elements of 32 bytes, and the prefix.
	assert_eq!(made["proof"].as_str().map(str::len), Some(2 + 2 * 17 * 32));
	assert_eq!(made["openings"], Value::Null);

	// The commitments follow from the secret, the proof does not.
	let again = json(&prove(&seed(), &[&arguments[..], &["--openings"]].concat()));
	assert_eq!(again["statement"], made["statement"]);
	assert_eq!(again["digest"], made["digest"]);
	assert_ne!(again["proof"], made["proof"]);
	assert_eq!(again["openings"][1]["value"], 100);
	assert_eq!(again["openings"][1]["blinding"].as_str().map(str::len), Some(66));
}

#[test]
fn an_interval_should_be_proven_by_both_sides() {
	let made = json(&prove(
		&seed(),
		&["--values", "1000,1255", "--bits", "8", "--min", "1000", "--max", "1255"],
	));
	assert_eq!(made["statement"]["interval"]["max"], 1_255);
	assert_eq!(made["proof"].as_str().map(str::len), Some(2 + 2 * 19 * 32));
}

#[test]
fn what_cannot_be_proven_should_be_refused() {
	let cases: [(&[&str], [&str; 2]); 4] = [
		(&["--values", "256", "--bits", "8"], ["--values", "from 0 to 255"]),
		(&["--values", "1", "--bits", "9"], ["--bits 9", "give 8, 16, 32 or 64"]),
		(&["--values", "1", "--min", "2", "--max", "1"], ["--min 2", "change one"]),
		(
			&["--values", "1", "--bits", "8", "--min", "0", "--max", "256"],
			["--max 256", "raise --bits"],
		),
	];
	for (arguments, hints) in cases {
		assert_refused(&prove(&seed(), arguments), &hints);
	}
	let many = vec!["1"; 65].join(",");
	assert_refused(&prove(&seed(), &["--values", &many]), &["--values", "several proofs"]);
	assert_refused(&prove("0x0707", &["--values", "1"]), &["seed.txt", "give a seed"]);
	let long = ["--values", "1", "--purpose", &"x".repeat(65)].map(str::to_owned);
	let folder = tempfile::tempdir().expect("can be made");
	let output = Command::new(binary())
		.args(["prove", "--genesis", GENESIS, "--para-id", "2000", "--nonce", "3", "--secret"])
		.arg(secret(&folder, &seed()))
		.args(long)
		.output()
		.expect("runs");
	assert_refused(&output, &["--purpose", "64 bytes"]);
}
