//! `prove`: commitments and proofs for a user.

use crate::{bad_input::assert_refused, network::binary};
use serde_json::Value;
use std::{
	path::PathBuf,
	process::{Command, Output},
};

const GENESIS: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";

/// A file with a text.
fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
	let file = folder.path().join(name);
	std::fs::write(&file, text).expect("can be written");
	file
}

/// Proves figures for a purpose.
fn prove_for(purpose: &str, seed: &str, values: &str, arguments: &[&str]) -> Output {
	let folder = tempfile::tempdir().expect("can be made");
	Command::new(binary())
		.args(["prove", "--genesis", GENESIS, "--para-id", "2000", "--nonce", "3"])
		.args(["--purpose", purpose, "--secret"])
		.arg(file(&folder, "seed.txt", seed))
		.arg("--values")
		.arg(file(&folder, "figures.txt", values))
		.args(arguments)
		.output()
		.expect("runs")
}

fn prove(seed: &str, values: &str, arguments: &[&str]) -> Output {
	prove_for("capacity", seed, values, arguments)
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
	let made = json(&prove(&seed(), "200,100", &["--bits", "8"]));
	// JavaScript rounds large numbers, and `capacity` might look like hexadecimal digits.
	assert_eq!(made["nonce"], "3");
	assert_eq!(made["statement"]["purpose"], "0x6361706163697479");
	assert_eq!(made["statement"]["commitments"].as_array().map(Vec::len), Some(2));
	assert_eq!(made["statement"]["interval"], Value::Null);
	// 17 elements of 32 bytes, and the prefix.
	assert_eq!(made["proof"].as_str().map(str::len), Some(2 + 2 * 17 * 32));
	assert_eq!(made["openings"], Value::Null);

	// The commitments follow from the secret, the proof does not.
	let again = json(&prove(&seed(), "200\n100\n", &["--bits", "8", "--openings"]));
	assert_eq!(again["statement"], made["statement"]);
	assert_eq!(again["digest"], made["digest"]);
	assert_ne!(again["proof"], made["proof"]);
	assert_eq!(again["openings"][1]["value"], "100");
	assert_eq!(again["openings"][1]["blinding"].as_str().map(str::len), Some(66));
	// Other figures have other blindings, so that no difference shows.
	let other = json(&prove(&seed(), "200,101", &["--bits", "8", "--openings"]));
	assert_ne!(other["openings"][0]["blinding"], again["openings"][0]["blinding"]);
}

#[test]
fn an_interval_should_be_proven_by_both_sides() {
	let interval = ["--bits", "8", "--min", "1000", "--max", "1255"];
	let made = json(&prove(&seed(), "1000, 1255", &interval));
	assert_eq!(made["statement"]["interval"]["max"], "1255");
	assert_eq!(made["proof"].as_str().map(str::len), Some(2 + 2 * 19 * 32));
}

#[test]
fn what_cannot_be_proven_should_be_refused() {
	let cases: [(&str, &[&str], [&str; 2]); 6] = [
		("256", &["--bits", "8"], ["--values", "from 0 to 255"]),
		("1", &["--bits", "9"], ["--bits 9", "give 8, 16, 32 or 64"]),
		("1", &["--min", "2", "--max", "1"], ["--min 2", "change one"]),
		("1", &["--bits", "8", "--min", "0", "--max", "256"], ["--max 256", "raise --bits"]),
		("1, -2", &[], ["figures.txt", "`-2` is no whole number"]),
		(" \n", &[], ["--values", "give a figure"]),
	];
	for (values, arguments, hints) in cases {
		assert_refused(&prove(&seed(), values, arguments), &hints);
	}
	let many = vec!["1"; 65].join(",");
	assert_refused(&prove(&seed(), &many, &[]), &["--values", "several proofs"]);
	assert_refused(&prove("0x0707", "1", &[]), &["seed.txt", "give a seed"]);
	let long = prove_for(&"x".repeat(65), &seed(), "1", &[]);
	assert_refused(&long, &["--purpose", "64 bytes"]);
	// Figures on the command line are for everybody to see.
	let folder = tempfile::tempdir().expect("can be made");
	let output = Command::new(binary())
		.args(["prove", "--genesis", GENESIS, "--para-id", "2000", "--nonce", "3"])
		.args(["--purpose", "capacity", "--secret"])
		.arg(file(&folder, "seed.txt", &seed()))
		.args(["--values", "1,2"])
		.output()
		.expect("runs");
	assert_refused(&output, &["name a file"]);
}
