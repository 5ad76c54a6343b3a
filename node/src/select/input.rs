//! Networks in files: p-median instances and matrices of measured round-trip times.

use crate::cli::SelectCmd;
use flate2::read::MultiGzDecoder;
use std::{io::Read, path::Path};
use zeropark_ant_colony::{Distances, MAX_NODES, UNMEASURED};

/// The most bytes of a file, packed or not: far more than the largest network needs.
const MAX_BYTES: usize = 64 << 20;

/// The most decimals of a distance that count.
const MAX_DECIMALS: u32 = 6;

/// The characters of a cell that an error repeats.
const QUOTED: usize = 24;

/// A network, from a file.
#[derive(Debug)]
pub struct Network {
	/// How far the nodes are from each other, in 10^-`decimals` of the file's unit.
	pub distances: Distances,
	/// The decimals of a distance.
	pub decimals: u32,
	/// How many nodes the file says are to be chosen.
	pub consensus: Option<usize>,
	/// How many pairs have different distances by direction.
	pub differing: usize,
}

impl Network {
	/// Reads and checks the file that the command names.
	pub fn load(command: &SelectCmd) -> Result<Self, String> {
		let (path, is_matrix) = match (&command.pmed, &command.matrix) {
			(Some(path), _) => (path, false),
			(None, Some(path)) => (path, true),
			(None, None) => return Err("no network: give --pmed or --matrix a file".into()),
		};
		let about = |error: String| format!("{}: {error}", path.display());
		let text = read(path).map_err(about)?;
		if is_matrix {
			matrix(&text, command.squared).map_err(about)
		} else {
			p_median(&text).map_err(about)
		}
	}
}

/// The text of a file, which may be gzipped.
fn read(path: &Path) -> Result<String, String> {
	let unreadable = |error: std::io::Error| format!("{error}: name a file that can be read");
	let file = std::fs::File::open(path).map_err(unreadable)?;
	let mut bytes = Vec::new();
	file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
	if bytes.len() > MAX_BYTES {
		return Err(too_large());
	}
	if bytes.starts_with(&[0x1f, 0x8b]) {
		bytes = gunzip(&bytes)?;
	}
	String::from_utf8(bytes).map_err(|_| "not a text: give a plain or a gzipped text file".into())
}

fn too_large() -> String {
	format!("more than {} MiB: the largest network has {MAX_NODES} nodes", MAX_BYTES >> 20)
}

/// What a gzip file holds.
fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
	let mut text = Vec::new();
	// A byte more than may be, to tell what is too large.
	let limit = MAX_BYTES as u64 + 1;
	let read = MultiGzDecoder::new(bytes).take(limit).read_to_end(&mut text);
	read.map_err(|_| "a damaged gzip file: fetch it again, or unpack it".to_string())?;
	if text.len() > MAX_BYTES {
		return Err(too_large());
	}
	Ok(text)
}

/// The lines that are not empty, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
	text.lines()
		.enumerate()
		.map(|(index, line)| (index + 1, line))
		.filter(|(_, line)| !line.trim().is_empty())
}

/// The beginning of what was found where something else should be.
fn short(text: &str) -> String {
	text.trim().chars().take(QUOTED).collect()
}

/// Three whole numbers.
fn three(line: &str) -> Option<[u32; 3]> {
	let numbers = line.split_whitespace().map(str::parse::<u32>);
	numbers.collect::<Result<Vec<_>, _>>().ok()?.try_into().ok()
}

/// A p-median instance of OR-Library: `nodes edges p`, then `node node length` for each edge.
fn p_median(text: &str) -> Result<Network, String> {
	let mut lines = lines(text);
	let (line, header) = lines.next().ok_or("empty: give a p-median file of OR-Library")?;
	let [nodes, count, chosen] = three(header).ok_or_else(|| {
		format!(
			"line {line}: `{}` is not `nodes edges p`: give a p-median file of OR-Library, or use --matrix",
			short(header)
		)
	})?;
	check_size(nodes as usize)?;
	let mut edges = Vec::new();
	for (line, text) in lines {
		let [from, to, length] = three(text).ok_or_else(|| {
			format!("line {line}: `{}` is not `node node length`: correct the line", short(text))
		})?;
		let node = |node: u32| match node.checked_sub(1) {
			Some(index) if node <= nodes => Ok(index as u16),
			_ => Err(format!("line {line}: there is no node {node}: nodes are 1 to {nodes}")),
		};
		edges.push((node(from)?, node(to)?, length));
	}
	if edges.len() != count as usize {
		return Err(format!(
			"{} edges, and the first line says {count}: the file is cut off or mixed up, fetch it again",
			edges.len()
		));
	}
	let distances =
		Distances::of_shortest_paths(nodes as usize, &edges).map_err(|error| error.to_string())?;
	if let Some(far) = distances.row(0).iter().position(|distance| *distance == UNMEASURED) {
		return Err(format!(
			"no path leads from node 1 to node {}: connect all nodes, or leave it out",
			far + 1
		));
	}
	Ok(Network { distances, decimals: 0, consensus: Some(chosen as usize), differing: 0 })
}

fn check_size(nodes: usize) -> Result<(), String> {
	match nodes {
		0 => Err("no nodes: give one at least".into()),
		1..=MAX_NODES => Ok(()),
		_ => {
			Err(format!("{nodes} nodes, and {MAX_NODES} are the most: take a part of the network"))
		},
	}
}

/// A matrix of measurements, in any unit; 0 is none, and the diagonal does not count.
///
/// Distances keep the decimals that they have and that fit.
fn matrix(text: &str, squared: bool) -> Result<Network, String> {
	let mut rows = Vec::<Vec<f64>>::new();
	let mut decimals = 0_u32;
	for (line, text) in lines(text) {
		let mut row = Vec::new();
		for cell in
			text.split(|c: char| c.is_whitespace() || c == ',').filter(|cell| !cell.is_empty())
		{
			let place = row.len() + 1;
			let value = cell.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
			row.push(value.ok_or_else(|| {
				format!(
					"line {line}, number {place}: `{}` is no distance: give a number, 0 where nothing was measured",
					short(cell)
				)
			})?);
			decimals = decimals.max(decimals_of(cell));
		}
		let expected = rows.first().map_or(row.len(), Vec::len);
		if row.len() != expected {
			return Err(format!(
				"line {line} has {} numbers, and the first {expected}: give a square matrix, a row a line",
				row.len()
			));
		}
		check_size(expected)?;
		rows.push(row);
		if rows.len() > expected {
			break;
		}
	}
	let nodes = rows.len();
	check_size(nodes)?;
	if let Some(width) = rows.first().map(Vec::len).filter(|width| *width != nodes) {
		let many = if nodes > width { "more than " } else { "" };
		return Err(format!(
			"{many}{} rows of {width} numbers: give a square matrix, a row a line",
			nodes.min(width)
		));
	}
	let off_diagonal = |i: usize| (0..nodes).filter(move |j| *j != i);
	let longest = (0..nodes)
		.flat_map(|i| off_diagonal(i).map(move |j| (i, j)))
		.map(|(i, j)| rows[i][j])
		.fold(0.0, f64::max);
	let limit = if squared { f64::from(u16::MAX) } else { f64::from(u32::MAX - 1) };
	let decimals = (0..=decimals.min(MAX_DECIMALS))
		.rev()
		.find(|decimals| longest * scale(*decimals) <= limit)
		.ok_or_else(|| {
			format!("{longest} is too far: {limit} is the longest distance, so give a larger unit")
		})?;
	// What was measured is never 0.
	let whole = |value: f64| match (value * scale(decimals)).round() as u32 {
		0 if value > 0.0 => 1,
		whole => whole,
	};
	let measured = rows.iter().flatten().map(|value| whole(*value)).collect::<Vec<_>>();
	let differing = (0..nodes)
		.flat_map(|i| (0..i).map(move |j| (i, j)))
		.filter(|(i, j)| rows[*i][*j] != rows[*j][*i])
		.count();
	let distances = Distances::measured(nodes, &measured).map_err(|error| error.to_string())?;
	let is_alone = |node: &usize| {
		nodes > 1 && off_diagonal(*node).all(|other| distances.get(*node, other) == UNMEASURED)
	};
	if let Some(alone) = (0..nodes).find(is_alone) {
		return Err(format!(
			"node {} measured nobody, and nobody measured it: leave its row and its column out",
			alone + 1
		));
	}
	Ok(Network { distances, decimals, consensus: None, differing })
}

/// 10^`decimals`.
fn scale(decimals: u32) -> f64 {
	f64::from(10_u32.pow(decimals))
}

/// The decimals that a number was written with; as many as count for one with an exponent.
fn decimals_of(cell: &str) -> u32 {
	match cell.split_once('.') {
		_ if cell.contains(['e', 'E']) => MAX_DECIMALS,
		Some((_, decimals)) => decimals.trim_end_matches('0').len() as u32,
		None => 0,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_p_median_file_should_give_shortest_paths() {
		let network = p_median(" 4 4 2 \n 1 2 3 \n 2 3 4\n 1 2 5\n\n3 4 1 \n").expect("is right");
		assert_eq!(network.distances.row(0), [0, 5, 9, 10]);
		assert_eq!((network.consensus, network.decimals), (Some(2), 0));
	}

	#[test]
	fn a_wrong_p_median_file_should_say_where_and_what_to_do() {
		for (text, hints) in [
			("", ["empty", "OR-Library"]),
			("0.5 1\n", ["line 1", "--matrix"]),
			("2000 1 1\n1 2 3\n", ["2000 nodes", "1024"]),
			("0 0 0\n", ["no nodes", "one at least"]),
			("3 2 1\n1 2 3\n1 x 3\n", ["line 3", "`1 x 3`"]),
			("3 2 1\n1 2 3\n1 4 3\n", ["line 3", "no node 4"]),
			("3 2 1\n1 2 3\n0 1 3\n", ["line 3", "no node 0"]),
			("3 2 1\n1 2 -3\n", ["line 2", "correct"]),
			("3 2 1\n1 2 3\n", ["1 edges", "says 2"]),
			("3 1 1\n1 2 3\n", ["no path", "node 3"]),
		] {
			let error = p_median(text).expect_err("is wrong");
			assert!(hints.iter().all(|hint| error.contains(hint)), "{text}: {error}");
		}
	}

	#[test]
	fn a_matrix_should_keep_its_decimals_where_they_fit() {
		let text = "0.45\t0.175\t0\n0.25\t0\t2984.1\n0\t2984.1\t0\n";
		let network = matrix(text, false).expect("is right");
		assert_eq!((network.decimals, network.differing), (3, 1));
		assert_eq!(network.distances.row(1), [250, 0, 2_984_100]);
		assert_eq!(network.distances.unmeasured(), 1);
		// For the squares a tenth is the finest that fits; the shortest distance is a tenth.
		let network = matrix("0,0.01\n0.01,0\n", true).expect("is right");
		assert_eq!((network.decimals, network.distances.get(0, 1)), (2, 1));
		let network = matrix(text, true).expect("is right");
		assert_eq!((network.decimals, network.distances.get(0, 1)), (1, 3));
	}

	#[test]
	fn a_wrong_matrix_should_say_where_and_what_to_do() {
		for (text, squared, hints) in [
			("", false, ["no nodes", "one at least"]),
			("0 1\n1 NaN\n", false, ["line 2, number 2", "`NaN`"]),
			("0 -1\n1 0\n", false, ["line 1, number 2", "`-1`"]),
			("0 inf\n1 0\n", false, ["line 1, number 2", "`inf`"]),
			("0 1\n1 0 3\n", false, ["line 2 has 3", "square"]),
			("0 1 2\n1 0 3\n", false, ["2 rows of 3", "square"]),
			("0 1\n1 0\n1 1\n", false, ["more than 2 rows", "square"]),
			("0 70000\n1 0\n", true, ["70000 is too far", "larger unit"]),
			("0 5e9\n1 0\n", false, ["5000000000 is too far", "larger unit"]),
			("0 1 0\n1 0 0\n0 0 0\n", false, ["node 3 measured nobody", "leave"]),
		] {
			let error = matrix(text, squared).expect_err("is wrong");
			assert!(hints.iter().all(|hint| error.contains(hint)), "{text}: {error}");
		}
		let wide = "0 ".repeat(MAX_NODES + 1);
		assert!(matrix(&wide, false).expect_err("is too large").contains("1024 are the most"));
	}

	/// `printf hello | gzip -n`, and the same with a name.
	#[test]
	fn a_gzip_file_should_be_unpacked_and_a_damaged_one_refused() {
		let packed = [
			0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 7, 0, 0x86, 0xa6,
			0x10, 0x36, 5, 0, 0, 0,
		];
		assert_eq!(gunzip(&packed).as_deref(), Ok(&b"hello"[..]));
		let mut named = packed[..3].to_vec();
		named.push(8);
		named.extend(&packed[4..10]);
		named.extend(b"a.txt\0");
		named.extend(&packed[10..]);
		assert_eq!(gunzip(&named).as_deref(), Ok(&b"hello"[..]));
		// It was recognised by its first two bytes.
		for length in 2..packed.len() {
			assert!(gunzip(&packed[..length]).is_err(), "{length}");
		}
		for byte in 10..packed.len() {
			let mut damaged = packed;
			damaged[byte] ^= 1;
			assert!(gunzip(&damaged).is_err(), "{byte}");
		}
	}
}
