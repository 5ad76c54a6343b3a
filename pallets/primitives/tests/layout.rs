//! The tables of `docs/layout.md` name paths that exist, and every crate.
//!
//! The tests are in this crate because none of ours compiles faster.

use std::{
	fs,
	path::{Path, PathBuf},
};

fn root() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
	let path = root().join(path);
	fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cells of the rows of the table under `heading`, without the table's header.
fn table<'a>(document: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
	let rows = document
		.lines()
		.skip_while(|line| *line != heading)
		.skip(1)
		.take_while(|line| !line.starts_with('#'))
		.filter(|line| line.starts_with('|'))
		.map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
		.skip(2)
		.collect::<Vec<_>>();
	assert!(!rows.is_empty(), "docs/layout.md has no table under `{heading}`");
	rows
}

/// The texts between backticks.
fn code(cell: &str) -> impl Iterator<Item = &str> {
	cell.split('`').skip(1).step_by(2)
}

#[test]
fn paths_of_changes_should_exist() {
	let document = read("docs/layout.md");
	for row in table(&document, "## Where to change what") {
		let paths = code(row[1]).filter(|text| text.contains('/')).collect::<Vec<_>>();
		assert!(!paths.is_empty(), "docs/layout.md does not say where to change {}", row[0]);
		for path in paths {
			let exists = root().join(path).exists();
			assert!(exists, "to change {}, docs/layout.md names {path}, which is gone", row[0]);
		}
	}
}

#[test]
fn every_crate_should_have_a_row() {
	let document = read("docs/layout.md");
	let rows = table(&document, "## Crates");
	let crates = rows.iter().flat_map(|row| code(row[0])).collect::<Vec<_>>();
	for path in &crates {
		let exists = root().join(path.trim_end_matches("/*")).is_dir();
		assert!(exists, "docs/layout.md names {path}, which is gone");
	}
	let manifest = read("Cargo.toml");
	let members = manifest
		.lines()
		.skip_while(|line| *line != "members = [")
		.skip(1)
		.take_while(|line| *line != "]")
		.map(|line| line.trim().trim_matches(['"', ',']));
	let mut count = 0;
	for member in members {
		count += 1;
		let named = crates.iter().any(|path| match path.strip_suffix("/*") {
			Some(folder) => Path::new(member).parent() == Some(Path::new(folder)),
			None => *path == member,
		});
		assert!(named, "docs/layout.md has no row for the crate {member}");
	}
	assert!(count > 0, "Cargo.toml lists no members");
}
