//! The command line.

use crate::chains;
use clap::Parser;
use sc_cli::SubstrateCli;
use sc_storage_monitor::StorageMonitorParams;
use std::path::PathBuf;

/// The node of every chain of Zeropark.
#[derive(Debug, Parser)]
#[command(
	propagate_version = true,
	args_conflicts_with_subcommands = true,
	subcommand_negates_reqs = true
)]
pub struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// How to run a collator or a full node.
	#[command(flatten)]
	pub run: cumulus_client_cli::RunCmd,

	/// Measure this machine when the node starts, and warn if it is slower than the reference.
	#[arg(long)]
	pub hardware_benchmarks: bool,

	/// How much room the disk must have.
	#[command(flatten)]
	pub storage_monitor: StorageMonitorParams,

	/// Arguments for the embedded relay chain node, after `--`.
	#[arg(raw = true)]
	pub relay_chain_args: Vec<String>,
}

/// What to do instead of running a node.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Run every chain in this process, without a relay chain.
	Dev(DevCmd),

	/// Choose consensus and exchange nodes of a network in a file.
	Select(SelectCmd),

	/// Commit to figures, and prove that they lie in a range.
	Prove(ProveCmd),

	/// Manage keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Print a chain specification.
	#[command(alias = "build-spec")]
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Validate blocks.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Export blocks.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Export the state of a block into a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Import blocks.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Take the newest blocks back.
	Revert(sc_cli::RevertCmd),

	/// Remove a chain's database, and its relay chain's.
	PurgeChain(cumulus_client_cli::PurgeChainCmd),

	/// Print the genesis head, for registration with a relay chain.
	#[command(alias = "export-genesis-state")]
	ExportGenesisHead(cumulus_client_cli::ExportGenesisHeadCommand),

	/// Print the genesis code, for registration with a relay chain.
	ExportGenesisWasm(cumulus_client_cli::ExportGenesisWasmCommand),

	/// Measure pallets and machines.
	#[command(subcommand)]
	Benchmark(BenchmarkCmd),
}

/// What to measure. The SDK has more benchmarks, which want parts that this node does not have.
#[derive(Debug, clap::Subcommand)]
pub enum BenchmarkCmd {
	/// Measure the weights of a pallet's calls, in the wasm of a runtime with benchmarks.
	Pallet(Box<frame_benchmarking_cli::PalletCmd>),

	/// Compare this machine with the reference hardware.
	Machine(frame_benchmarking_cli::MachineCmd),
}

/// Polkadot.js Apps, where it is hosted and where it is served on this machine.
const RPC_CORS: &str = "https://polkadot.js.org,http://localhost:3000,http://127.0.0.1:3000";

/// Run every chain in this process, without a relay chain.
///
/// Blocks are sealed locally in rounds, one block of each chain a round, and messages between the
/// chains are carried from one round to the next. Time is virtual: a round takes `--block-time`,
/// and the chains' clocks advance by `--time-per-block`.
#[derive(Clone, Debug, Parser)]
pub struct DevCmd {
	/// Keep the chains' state here; thrown away at the end if not given.
	#[arg(long, value_name = "DIR")]
	pub base_path: Option<PathBuf>,

	/// How long a round takes, in milliseconds; 0 is as fast as it goes. 500 if not given, and 0
	/// while replaying.
	#[arg(long, value_name = "MS")]
	pub block_time: Option<u64>,

	/// Where the chains' clocks start, as in 2019-10-07T00:00:00-07:00; now if not given, or before
	/// the first reading.
	#[arg(long, value_name = "TIME")]
	pub start_time: Option<chrono::DateTime<chrono::FixedOffset>>,

	/// How far the clocks advance a round, in seconds: a multiple of 6. 6 if not given, and the
	/// readings' interval while replaying.
	#[arg(long, value_name = "S", value_parser = parse_time_per_block)]
	pub time_per_block: Option<u64>,

	/// The RPC port of the first chain; the others follow.
	#[arg(long, value_name = "PORT", default_value_t = 9944)]
	pub rpc_port: u16,

	/// The origins of the web pages that may call over HTTP, with commas between them, or `all`,
	/// which also takes calls under any other name of this machine. Browsers let every page open a
	/// WebSocket.
	#[arg(long, value_name = "ORIGINS", default_value = RPC_CORS)]
	pub rpc_cors: String,

	/// Whether methods may be called that change the node itself and its keys.
	#[arg(long, value_name = "METHODS", default_value = "safe", value_parser = ["safe", "unsafe"])]
	pub rpc_methods: String,

	/// Play this CSV of measured power into the network.
	#[arg(long, value_name = "FILE.csv", requires = "scenario")]
	pub replay: Option<PathBuf>,

	/// What the columns of the CSV are.
	#[arg(long, value_name = "SCENARIO.toml", requires = "replay")]
	pub scenario: Option<PathBuf>,

	/// Write the period statement here, as JSON.
	#[arg(long, value_name = "OUT.json", requires = "replay")]
	pub statement: Option<PathBuf>,

	/// End when the replay has, instead of leaving the network running.
	#[arg(long, requires = "replay")]
	pub exit: bool,

	/// How much room the disk must have.
	#[command(flatten)]
	pub storage_monitor: StorageMonitorParams,

	/// What to log, as in `info,xcm=trace`.
	#[arg(long, short, value_name = "TARGETS", default_value = "warn,sub-libp2p=error")]
	pub log: String,
}

/// Choose consensus and exchange nodes of a network in a file.
///
/// By the paper's ant colony (docs/selection.md), with a proof of how much better another choice
/// could be at most. It ends early when there is no better one.
#[derive(Clone, Debug, Parser)]
pub struct SelectCmd {
	/// A p-median file of OR-Library, plain or gzipped: the distances are shortest paths.
	#[arg(
		long,
		value_name = "FILE",
		required_unless_present = "matrix",
		conflicts_with = "matrix"
	)]
	pub pmed: Option<PathBuf>,

	/// A square matrix of numbers, plain or gzipped, a row a line: how far the nodes are from the
	/// row's. The longer of two directions counts, and 0 says that nothing was measured.
	#[arg(long, value_name = "FILE", requires = "consensus")]
	pub matrix: Option<PathBuf>,

	/// Add up the squares of the distances, as equation (3) does, instead of the distances.
	#[arg(long)]
	pub squared: bool,

	/// How many consensus nodes to choose; as many as a p-median file says, if not given.
	#[arg(long, value_name = "K1")]
	pub consensus: Option<u16>,

	/// How many exchange nodes to choose.
	#[arg(long, value_name = "K2", default_value_t = 0)]
	pub exchange: u16,

	/// How long to search at most, in seconds.
	#[arg(
		long,
		value_name = "S",
		default_value_t = 10,
		value_parser = clap::value_parser!(u64).range(1..=86_400)
	)]
	pub seconds: u64,

	/// Where the ants' random numbers start.
	#[arg(long, value_name = "N", default_value_t = 1)]
	pub seed: u64,

	/// Print JSON.
	#[arg(long)]
	pub json: bool,
}

/// Commit to figures, and prove that they lie in a range.
///
/// Prints what `RangeProof.prove` takes, as JSON (docs/range-proofs.md). The blindings follow from the
/// secret, the figures, and what the proof is for.
#[derive(Clone, Debug, Parser)]
pub struct ProveCmd {
	/// A file with the seed of the account, 32 bytes in hexadecimal digits.
	#[arg(long, value_name = "FILE")]
	pub secret: PathBuf,

	/// The account that proves, as an address or in hexadecimal digits; that of the seed by sr25519, if
	/// not given.
	#[arg(long, value_name = "ADDRESS")]
	pub account: Option<sp_core::crypto::AccountId32>,

	/// The hash of the chain's first block.
	#[arg(long, value_name = "HASH")]
	pub genesis: sp_core::H256,

	/// The chain's parachain id.
	#[arg(long, value_name = "ID")]
	pub para_id: u32,

	/// The account's next number: the view function `next_nonce` of the pallet says it.
	#[arg(long, value_name = "N")]
	pub nonce: u64,

	/// What the statement is for, in at most 64 bytes.
	#[arg(long, value_name = "TEXT")]
	pub purpose: String,

	/// A file with the figures, with commas, spaces or lines between them; - for the standard input.
	#[arg(long, value_name = "FILE")]
	pub values: PathBuf,

	/// The bits of a figure, or of each side of an interval: 8, 16, 32 or 64.
	#[arg(long, value_name = "N", default_value_t = 64)]
	pub bits: u8,

	/// The smallest figure of an interval.
	#[arg(long, value_name = "MIN", requires = "max")]
	pub min: Option<u64>,

	/// The largest figure of an interval.
	#[arg(long, value_name = "MAX", requires = "min")]
	pub max: Option<u64>,

	/// Print the figures and their blindings, too, which open the commitments.
	#[arg(long)]
	pub openings: bool,
}

fn parse_time_per_block(text: &str) -> Result<u64, String> {
	match text.parse() {
		Ok(seconds) if seconds > 0 && seconds % 6 == 0 => Ok(seconds),
		_ => Err("a number of seconds that is a multiple of 6, the length of a slot".into()),
	}
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Zeropark Node".into()
	}

	fn impl_version() -> String {
		env!("CARGO_PKG_VERSION").into()
	}

	fn description() -> String {
		format!(
			"The node of every chain of Zeropark.\n\nArguments before `--` are the parachain node's, those after it the \
			 relay chain node's:\n\n  {} --chain park-local --collator --alice -- --chain rococo-local.json",
			Self::executable_name()
		)
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		chains::load_spec(id)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{Command, CommandFactory};
	use std::collections::BTreeSet;

	/// The options of a command and of those below it.
	fn options(command: &Command) -> BTreeSet<String> {
		let own = command.get_arguments().filter_map(|argument| argument.get_long());
		let own = own.map(str::to_owned);
		own.chain(command.get_subcommands().flat_map(options)).collect()
	}

	#[test]
	fn options_should_exist_when_the_operators_document_names_them() {
		let document = include_str!("../../docs/operating.md");
		let known = options(&Cli::command());
		let words = document.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
		let named = words
			.filter_map(|word| word.strip_prefix("--"))
			.filter(|name| name.starts_with(|letter: char| letter.is_ascii_lowercase()))
			.collect::<BTreeSet<_>>();
		assert!(named.len() > 10, "{named:?}");
		for name in named {
			assert!(known.contains(name), "there is no --{name}");
		}
	}
}
