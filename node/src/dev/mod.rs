//! The development network: every chain in this process, without a relay chain.

mod chain;
mod clock;
mod error;
mod relay;
mod rounds;

pub use clock::{Clock, Pace};
pub use error::Error;

use crate::{
	chains::CHAINS,
	cli::{Cli, DevCmd},
	genesis, service,
};
use chain::DevChain;
use clap::Parser;
use futures::{future::select_all, FutureExt};
use sc_cli::SubstrateCli;
use sc_service::TaskManager;
use std::{
	io::ErrorKind,
	net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener},
	path::PathBuf,
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	},
	time::Duration,
};
use zeropark_client::Endpoints;
use zeropark_replay::{show, Replay};

/// How long tasks have to end when they are told to.
const GRACE: Duration = Duration::from_millis(200);

/// How long what is still running then may take to stop.
const SHUTDOWN: Duration = Duration::from_millis(1_000);

/// Runs the network until it is told to stop, or its replay is over.
pub fn run(command: &DevCmd) -> Result<(), Error> {
	// Everything that can be wrong with the input is found before anything starts.
	let replay = match (&command.replay, &command.scenario) {
		(Some(csv), Some(scenario)) => {
			Some(Replay::load(csv, scenario, command.statement.clone())?)
		},
		_ => None,
	};
	for port in ports(command)? {
		check_port(port)?;
	}
	sc_tracing::logging::LoggerBuilder::new(&command.log)
		.init()
		.map_err(|error| Error::Input(format!("--log {}: {error}", command.log)))?;
	let scratch = match command.base_path {
		Some(_) => None,
		None => Some(tempfile::tempdir().map_err(|error| {
			Error::Failed(format!("no folder for the chains' state could be made: {error}"))
		})?),
	};
	let base_path = command
		.base_path
		.clone()
		.or_else(|| scratch.as_ref().map(|scratch| scratch.path().to_path_buf()))
		.unwrap_or_default();

	// Every chain has a database and a server.
	let _ = fdlimit::raise_fd_limit();
	let runtime = sc_cli::build_runtime()
		.map_err(|error| Error::Failed(format!("no thread pool could be started: {error}")))?;
	let result = runtime.block_on(async {
		let result = run_network(command, base_path, replay).await;
		if result.is_err() {
			// What was started by then has been told to end.
			tokio::time::sleep(GRACE).await;
		}
		result
	});
	match scratch {
		Some(_) => runtime.shutdown_background(),
		None => runtime.shutdown_timeout(SHUTDOWN),
	}
	result
}

async fn run_network(
	command: &DevCmd,
	base_path: PathBuf,
	replay: Option<Replay>,
) -> Result<(), Error> {
	let mut stop = std::pin::pin!(stop_signal()?);
	let clock = Clock::new(command, replay.as_ref())?;
	let started = std::time::Instant::now();
	eprintln!("Starting {} chains ...", CHAINS.len());
	let stopped = Arc::new(AtomicBool::new(false));
	let mut starting = {
		let (command, stopped) = (command.clone(), stopped.clone());
		tokio::task::spawn_blocking(move || start_chains(&command, base_path, &stopped))
	};
	let failed = |error: tokio::task::JoinError| Error::Failed(error.to_string());
	let (chains, mut tasks) = tokio::select! {
		_ = &mut stop => {
			eprintln!("Stopping before the network is ready ...");
			stopped.store(true, Ordering::Relaxed);
			// If the thread pool went from under the chain that is being started, each of its tasks
			// would say that it failed.
			let (chains, tasks) = starting.await.map_err(failed)??;
			end(tasks, chains).await;
			return stopped_early(command, replay.as_ref());
		},
		started = &mut starting => started.map_err(failed)??,
	};
	let rounds = rounds::Rounds::new(chains, clock)?;
	clock.check(command, rounds.time())?;
	if let Some(replay) = replay.as_ref().filter(|_| rounds.is_new()) {
		replay.check_clock(rounds.time())?;
	}
	eprintln!("Ready after {:.1} s.\n", started.elapsed().as_secs_f32());
	for (chain, port) in CHAINS.iter().zip(ports(command)?) {
		show(&format!(
			"{:<10} ws://127.0.0.1:{port}  https://polkadot.js.org/apps/?rpc=ws://127.0.0.1:{port}#/explorer",
			chain.id
		));
	}
	show("");

	let pace = rounds.pace();
	let mut rounds = Box::pin(rounds.run());
	let result = {
		let mut broken =
			select_all(tasks.iter_mut().map(|tasks| tasks.future())).map(|(result, _, _)| {
				result.map_err(|error| Error::Failed(format!("a service of the node: {error}")))
			});
		tokio::select! {
			_ = &mut stop => stopped_early(command, replay.as_ref()),
			result = &mut broken => result,
			result = &mut rounds => result,
			result = serve(command, replay.clone(), pace) => result,
		}
	};
	end(tasks, rounds).await;
	result
}

/// What it means that the network was told to stop: a replay that should have ended it has not.
fn stopped_early(command: &DevCmd, replay: Option<&Replay>) -> Result<(), Error> {
	match replay {
		Some(_) if command.exit => {
			Err(Error::Failed("interrupted before the replay was over".into()))
		},
		_ => Ok(()),
	}
}

/// Ends `tasks`. They are told to before what they work on, `chains`, goes.
///
/// Until they have ended, the SDK logs nothing. Its tasks share one exit signal, which reads as not
/// given while another thread reads it. A task can therefore see that its neighbour has ended before
/// it sees the signal, and would report a failure.
async fn end<Chains>(tasks: Vec<TaskManager>, chains: Chains) {
	let level = log::max_level();
	log::set_max_level(log::LevelFilter::Off);
	drop(tasks);
	tokio::time::sleep(GRACE).await;
	log::set_max_level(level);
	drop(chains);
}

/// Replays what there is to replay; without `--exit`, never ends.
async fn serve(
	command: &DevCmd,
	replay: Option<Replay>,
	pace: tokio::sync::watch::Sender<Pace>,
) -> Result<(), Error> {
	if let Some(replay) = replay {
		let chains = CHAINS.iter().zip(ports(command)?);
		let endpoints = chains
			.map(|(chain, port)| (chain.para_id, format!("ws://127.0.0.1:{port}")))
			.collect::<Endpoints>();
		let replaying = Pace::of(command, Some(&replay));
		let speed_up = {
			let pace = pace.clone();
			move || {
				pace.send_replace(replaying);
			}
		};
		// A task of its own, as a client is a process of its own: rounds and replay do not wait for
		// each other.
		tokio::spawn(replay.run(endpoints, speed_up))
			.await
			.map_err(|error| Error::Failed(error.to_string()))??;
		if command.exit {
			return Ok(());
		}
		pace.send_replace(Pace::of(command, None));
		eprintln!("\nThe network goes on; Ctrl-C ends it.");
	}
	std::future::pending().await
}

/// Ctrl-C, or being asked to terminate; from now on, so that neither cuts off a start.
fn stop_signal() -> Result<impl std::future::Future<Output = ()>, Error> {
	use tokio::signal::unix::{signal, SignalKind};
	let listen = |kind| {
		signal(kind).map_err(|error| Error::Failed(format!("no signals can be received: {error}")))
	};
	let (mut interrupt, mut terminate) =
		(listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
	// The terminal was closed.
	let mut hangup = listen(SignalKind::hangup())?;
	Ok(async move {
		tokio::select! {
			_ = interrupt.recv() => {},
			_ = terminate.recv() => {},
			_ = hangup.recv() => {},
		}
	})
}

fn ports(command: &DevCmd) -> Result<Vec<u16>, Error> {
	(0u16..)
		.take(CHAINS.len())
		.map(|index| command.rpc_port.checked_add(index))
		.collect::<Option<_>>()
		.ok_or_else(|| {
			Error::Input(format!(
				"--rpc-port {} leaves no room for {} ports: choose a lower one",
				command.rpc_port,
				CHAINS.len()
			))
		})
}

/// Refuses a port that another program has. The RPC listens on both addresses, and on the first
/// alone where there is no IPv6.
fn check_port(port: u16) -> Result<(), Error> {
	for address in [IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()] {
		match TcpListener::bind((address, port)) {
			Err(error) if address.is_ipv4() || error.kind() == ErrorKind::AddrInUse => {
				return Err(Error::Input(format!(
					"port {port} on {address} cannot be opened ({error}): stop what uses it, or choose others with \
					 --rpc-port"
				)));
			},
			Ok(_) | Err(_) => {},
		}
	}
	Ok(())
}

/// Starts the chains one after the other, and no further one once `stopped` is set.
fn start_chains(
	command: &DevCmd,
	base_path: PathBuf,
	stopped: &AtomicBool,
) -> Result<(Vec<DevChain>, Vec<TaskManager>), Error> {
	let handle = tokio::runtime::Handle::current();
	let monitor = service::storage::watch(&command.storage_monitor, &base_path, handle)
		.map_err(|error| Error::Input(error.to_string()))?;
	let mut executor = None;
	let (mut chains, mut tasks) = (Vec::new(), vec![monitor]);
	for (chain, port) in CHAINS.iter().zip(ports(command)?) {
		if stopped.load(Ordering::Relaxed) {
			break;
		}
		let failed = |error: String| Error::Failed(format!("{}: {error}", chain.id));
		let arguments = format!(
			"node --chain {}-dev --alice --unsafe-force-node-key-generation --database paritydb \
			 --state-pruning archive --blocks-pruning archive --rpc-port {port} --no-prometheus \
			 --no-telemetry --no-mdns --listen-addr /ip4/127.0.0.1/tcp/0 --in-peers 0 --out-peers 0 \
			 --offchain-worker always --runtime-cache-size 16 --max-runtime-instances 32 --pool-type single-state",
			chain.id
		);
		let mut arguments =
			arguments.split_whitespace().map(std::ffi::OsString::from).collect::<Vec<_>>();
		arguments.extend(["--base-path".into(), base_path.clone().into()]);
		arguments.extend(["--rpc-cors".into(), command.rpc_cors.clone().into()]);
		arguments.extend(["--rpc-methods".into(), command.rpc_methods.clone().into()]);
		let cli = Cli::try_parse_from(arguments).map_err(|error| failed(error.to_string()))?;
		let mut config = cli
			.create_configuration(&cli.run.normalize(), tokio::runtime::Handle::current())
			.map_err(|error| failed(error.to_string()))?;
		for endpoint in config.rpc.addr.iter_mut().flatten() {
			// The printed address is the address, or there is an error.
			endpoint.retry_random_port = false;
		}
		let executor = executor.get_or_insert_with(|| service::executor(&config.executor)).clone();
		genesis::build(&executor, &mut *config.chain_spec).map_err(failed)?;
		let kept = command.base_path.is_some();
		let (chain, chain_tasks) = DevChain::start(chain, config, executor, kept)?;
		chains.push(chain);
		tasks.push(chain_tasks);
	}
	Ok((chains, tasks))
}
