//! `select`: consensus and exchange nodes of a network in a file.

use crate::{
	bad_input::assert_refused,
	network::{binary, repository},
};
use serde_json::Value;
use std::{
	collections::BTreeSet,
	path::Path,
	process::{Command, Output},
};

fn select(kind: &str, file: &Path, arguments: &[&str]) -> Output {
	Command::new(binary()).args(["select", kind]).arg(file).args(arguments).output().expect("runs")
}

fn json(output: &Output) -> Value {
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	serde_json::from_slice(&output.stdout).expect("is JSON")
}

/// The nodes of a role, from 0 on.
fn nodes(value: &Value) -> Vec<usize> {
	let nodes = value.as_array().expect("is a list").iter();
	nodes.map(|node| node.as_u64().expect("is a number") as usize - 1).collect()
}

/// The optimum is published: OR-Library's `pmedopt.txt`.
#[test]
fn the_published_optimum_should_be_found_and_proven() {
	let file = repository().join("data/pmed/pmed1.txt.gz");
	let found = json(&select("--pmed", &file, &["--json"]));
	assert_eq!(found["cost"], 5_819, "{found}");
	assert_eq!(found["bound"], 5_819, "{found}");
	assert_eq!(found["gap_percent"], 0.0);
	assert!(found["greedy_cost"].as_u64() >= Some(5_819));
	assert_eq!((nodes(&found["consensus"]).len(), nodes(&found["exchange"]).len()), (5, 0));

	let table = select("--pmed", &file, &["--seconds", "5"]);
	let text = String::from_utf8(table.stdout).expect("is text");
	assert!(["5819", "0: optimal", "Consensus nodes: "].iter().all(|part| text.contains(part)));
	assert!(!text.contains("Exchange nodes"), "{text}");
}

#[test]
fn both_roles_should_be_chosen_from_a_matrix_of_measurements() {
	let folder = tempfile::tempdir().expect("can be made");
	let file = folder.path().join("rtt.txt");
	// Two sites 10 ms apart, with the longer direction in the upper half, and a pair unmeasured.
	let measured = |from: usize, to: usize| match (from.min(to), from.max(to)) {
		(0, 1) => 0.0,
		(near, far) => {
			let site = if (near < 4) == (far < 4) { 0.5 } else { 10.0 };
			site + 0.01 * (near + far) as f64 + if from < to { 0.25 } else { 0.0 }
		},
	};
	let row = |from| (0..8).map(|to| format!("{:.2}", measured(from, to))).collect::<Vec<_>>();
	let rows = (0..8).map(|from| row(from).join("\t") + "\n");
	std::fs::write(&file, rows.collect::<String>()).expect("can be written");
	let arguments =
		["--consensus", "2", "--exchange", "2", "--seconds", "2", "--seed", "7", "--json"];
	let found = json(&select("--matrix", &file, &arguments));
	let [consensus, exchange] = ["consensus", "exchange"].map(|role| nodes(&found[role]));
	let chosen = consensus.iter().chain(&exchange).collect::<BTreeSet<_>>();
	assert_eq!((consensus.len(), exchange.len(), chosen.len()), (2, 2, 4), "{found}");
	let served = |centres: &[usize]| {
		let to = |node: usize| {
			let far = |centre: &usize| match measured(node.min(*centre), node.max(*centre)) {
				_ if node == *centre => 0.0,
				0.0 => f64::INFINITY,
				distance => distance,
			};
			centres.iter().map(far).fold(f64::INFINITY, f64::min)
		};
		(0..8).map(to).sum::<f64>()
	};
	let cost = found["cost"].as_f64().expect("is a number");
	assert!((cost - served(&consensus) - served(&exchange)).abs() < 1e-6, "{found}");
	assert!(found["bound"].as_f64() <= Some(cost), "{found}");
	// Each site has one of both.
	for nodes in [consensus, exchange] {
		assert_eq!(nodes.iter().filter(|node| **node < 4).count(), 1, "{found}");
	}
	assert_eq!(found["pairs_not_measured"], 1);
	assert_eq!(found["pairs_that_differ_by_direction"], 27);
}

#[test]
fn wrong_input_should_be_refused_with_its_cure() {
	let folder = tempfile::tempdir().expect("can be made");
	let write = |name: &str, text: &str| {
		let path = folder.path().join(name);
		std::fs::write(&path, text).expect("can be written");
		path
	};
	let pmed = repository().join("data/pmed/pmed1.txt.gz");
	let none = folder.path().join("none.txt");
	assert_refused(&select("--pmed", &none, &[]), &["none.txt", "name a file"]);
	let many = ["--consensus", "60", "--exchange", "41"];
	assert_refused(&select("--pmed", &pmed, &many), &["100 nodes", "ask for fewer"]);
	let nothing = ["--consensus", "0"];
	assert_refused(&select("--pmed", &pmed, &nothing), &["--consensus or --exchange"]);
	let one = ["--consensus", "1"];
	let huge = "0 ".repeat(1_025);
	for (name, text, hints) in [
		("nan.txt", "0 1\nNaN 0\n", ["nan.txt: line 2, number 1", "give a number"]),
		("wide.txt", "0 1 2\n1 0 2\n", ["wide.txt: 2 rows of 3", "square matrix"]),
		("huge.txt", huge.as_str(), ["huge.txt: 1025 nodes", "take a part"]),
	] {
		assert_refused(&select("--matrix", &write(name, text), &one), &hints);
	}
	let path = write("cut.txt", "3 2 1\n1 2 3\n");
	assert_refused(&select("--pmed", &path, &[]), &["cut.txt: 1 edges", "fetch it again"]);

	// A command that is not complete is refused by its syntax.
	let output = select("--matrix", &pmed, &[]);
	assert_eq!(output.status.code(), Some(2));
	assert!(String::from_utf8_lossy(&output.stderr).contains("--consensus"));
}
