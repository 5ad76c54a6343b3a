//! What the command line asks for.

use crate::{
	cli::{BenchmarkCmd, Cli, Subcommand},
	dev, genesis, prove,
	relay_cli::RelayChainCli,
	select, service,
	types::{self, Block},
};
use cumulus_client_cli::RelayChainMode;
use cumulus_client_service::ParachainHostFunctions;
use frame_benchmarking_cli::SUBSTRATE_REFERENCE_HARDWARE;
use sc_cli::SubstrateCli;
use sc_service::{config::DatabaseSource, Configuration, PartialComponents};
use sp_runtime::traits::HashingFor;
use std::{path::Path, process::ExitCode};

/// The exit code of a command that was given something it cannot work with.
const BAD_INPUT: u8 = 2;

/// Does it; errors go to stderr in one line.
pub fn run() -> ExitCode {
	let cli = Cli::from_args();
	if let Some(Subcommand::Dev(command)) = &cli.subcommand {
		return match dev::run(command) {
			Ok(()) => ExitCode::SUCCESS,
			Err(error) => {
				eprintln!("Error: {error}");
				ExitCode::from(if error.is_input() { BAD_INPUT } else { 1 })
			},
		};
	}
	let tool = match &cli.subcommand {
		Some(Subcommand::Select(command)) => Some(select::run(command)),
		Some(Subcommand::Prove(command)) => Some(prove::run(command)),
		_ => None,
	};
	if let Some(result) = tool {
		return match result {
			Ok(()) => ExitCode::SUCCESS,
			Err(error) => {
				eprintln!("Error: {error}");
				ExitCode::from(BAD_INPUT)
			},
		};
	}
	match execute(cli) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}

/// `config` on the one database that is built in, where it names none or the one that is not.
fn on_parity_db(mut config: Configuration) -> Configuration {
	if let DatabaseSource::RocksDb { path, .. } = &config.database {
		// As the SDK lays it out: <chain>/db/full and <chain>/paritydb/full.
		let chain = path.parent().and_then(Path::parent).unwrap_or(path);
		config.database = DatabaseSource::ParityDb { path: chain.join("paritydb").join("full") };
	}
	config
}

fn partial(config: &Configuration) -> types::Result<service::Partial> {
	service::partial(config, service::executor(&config.executor))
}

/// Runs a command on the parts of a node, as `async_run` wants it.
macro_rules! with_parts {
	($cli:ident, $command:ident, |$config:ident, $parts:ident| $future:expr) => {
		$cli.create_runner($command)?.async_run(|config| {
			let $config = on_parity_db(config);
			let $parts = partial(&$config)?;
			let future = $future;
			Ok((future, $parts.task_manager))
		})
	};
}

fn execute(cli: Cli) -> sc_cli::Result<()> {
	match &cli.subcommand {
		Some(Subcommand::Dev(_) | Subcommand::Select(_) | Subcommand::Prove(_)) => {
			unreachable!("handled by `run`")
		},
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ExportChainSpec(command)) => {
			let mut spec = cli.load_spec(&command.chain)?;
			if command.raw {
				genesis::build(&service::executor(&Default::default()), &mut *spec)?;
			}
			command.run(spec)
		},
		Some(Subcommand::CheckBlock(command)) => with_parts!(cli, command, |config, parts| {
			command.run(parts.client.clone(), parts.import_queue)
		}),
		Some(Subcommand::ExportBlocks(command)) => with_parts!(cli, command, |config, parts| {
			command.run(parts.client.clone(), config.database)
		}),
		Some(Subcommand::ExportState(command)) => with_parts!(cli, command, |config, parts| {
			command.run(parts.client.clone(), config.chain_spec)
		}),
		Some(Subcommand::ImportBlocks(command)) => with_parts!(cli, command, |config, parts| {
			command.run(parts.client.clone(), parts.import_queue)
		}),
		Some(Subcommand::Revert(command)) => with_parts!(cli, command, |config, parts| {
			command.run(parts.client.clone(), parts.backend.clone(), None)
		}),
		Some(Subcommand::PurgeChain(command)) => {
			let runner = cli.create_runner(command)?;
			let relay_cli = RelayChainCli::new(runner.config(), cli.relay_chain_args.iter(), true);
			runner.sync_run(|config| {
				let relay_config = SubstrateCli::create_configuration(
					&relay_cli,
					&relay_cli,
					config.tokio_handle.clone(),
				)?;
				command.run(on_parity_db(config), relay_config)
			})
		},
		Some(Subcommand::ExportGenesisHead(command)) => {
			cli.create_runner(command)?.sync_run(|config| {
				let PartialComponents { client, .. } = partial(&on_parity_db(config))?;
				command.run(client)
			})
		},
		Some(Subcommand::ExportGenesisWasm(command)) => {
			let spec = cli.load_spec(command.shared_params.chain.as_deref().unwrap_or_default())?;
			command.run(&*spec)
		},
		Some(Subcommand::Benchmark(command)) => benchmark(&cli, command),
		None => run_node(cli),
	}
}

fn benchmark(cli: &Cli, command: &BenchmarkCmd) -> sc_cli::Result<()> {
	match command {
		BenchmarkCmd::Pallet(command) => {
			let chain = &command.shared_params.chain;
			let spec = chain.as_ref().map(|chain| cli.load_spec(chain)).transpose()?;
			command.run_with_spec::<HashingFor<Block>, ParachainHostFunctions>(spec)
		},
		BenchmarkCmd::Machine(command) => cli
			.create_runner(command)?
			.sync_run(|config| command.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone())),
	}
}

fn run_node(cli: Cli) -> sc_cli::Result<()> {
	let runner = cli.create_runner(&cli.run.normalize())?;
	let collator_options = cli.run.collator_options();
	let remote = matches!(collator_options.relay_chain_mode, RelayChainMode::ExternalRpc(_));
	let relay_cli = RelayChainCli::new(runner.config(), cli.relay_chain_args.iter(), remote);
	let max_pov_percentage = cli.run.experimental_max_pov_percentage;
	let storage_monitor = cli.storage_monitor.clone();
	runner.run_node_until_exit(|config| async move {
		let config = on_parity_db(config);
		let relay_config = SubstrateCli::create_configuration(
			&relay_cli,
			&relay_cli,
			config.tokio_handle.clone(),
		)?;
		let hwbench =
			cli.hardware_benchmarks.then(|| service::hardware::measure(&config)).flatten();
		service::start(
			config,
			relay_config,
			collator_options,
			max_pov_percentage,
			hwbench,
			&storage_monitor,
		)
		.await
		.map_err(Into::into)
	})
}
