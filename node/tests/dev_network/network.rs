//! The real binary, started on ports of its own and stopped at the end.

use std::{
	io::{BufRead, BufReader, Read},
	ops::Range,
	path::Path,
	process::{Child, Command, ExitStatus, Stdio},
	sync::atomic::{AtomicU16, Ordering},
	thread::JoinHandle,
	time::{Duration, Instant},
};
use zeropark_client::{Chain, Connection, Endpoints, Greencert, Park};
use zeropark_runtime_common::{
	chains,
	types::{AccountId, Balance, BlockNumber},
};

/// How long anything may take before a test gives up: far more than it needs.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// How many chains there are, each with a port.
const CHAINS: u16 = chains::ALL.len() as u16;

/// How many networks a test may start.
const NETWORKS: u16 = 3;

static NEXT_PORT: AtomicU16 = AtomicU16::new(0);

/// The first of as many ports as there are chains, which no other test of this process uses;
/// nextest runs each test in a process of its own, so the process id keeps them apart.
pub fn ports() -> u16 {
	let slot = (std::process::id() % 600) as u16;
	let next = NEXT_PORT.fetch_add(CHAINS, Ordering::Relaxed);
	20_000 + slot * NETWORKS * CHAINS + next % (NETWORKS * CHAINS)
}

/// The binary under test.
pub fn binary() -> String {
	[
		"CARGO_BIN_EXE_zeropark-node",
		"NEXTEST_BIN_EXE_zeropark-node",
		"NEXTEST_BIN_EXE_zeropark_node",
	]
	.into_iter()
	.find_map(|name| std::env::var(name).ok())
	.expect("the test runner names the built node")
}

/// `zeropark-node dev` with `arguments`.
pub fn dev(arguments: &[&str]) -> Command {
	let mut command = Command::new(binary());
	command.arg("dev").args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
	command
}

/// A running network.
pub struct Network {
	child: Child,
	endpoints: Endpoints,
	/// Gives what it wrote to stderr once it has ended.
	errors: Option<JoinHandle<String>>,
}

impl Network {
	/// Starts one and waits until it is ready.
	pub fn start(arguments: &[&str]) -> Self {
		let port = ports();
		Self::start_on(port, arguments)
	}

	/// Starts one on given ports.
	pub fn start_on(port: u16, arguments: &[&str]) -> Self {
		let mut child =
			dev(&["--rpc-port", &port.to_string()]).args(arguments).spawn().expect("starts");
		let stdout = child.stdout.take().expect("is piped");
		let mut stderr = child.stderr.take().expect("is piped");
		// Both pipes are kept empty, or the network would stop at a full one.
		let errors = std::thread::spawn(move || {
			let mut errors = Vec::new();
			stderr.read_to_end(&mut errors).expect("can be read");
			String::from_utf8_lossy(&errors).into_owned()
		});
		let mut lines = BufReader::new(stdout).lines();
		let ready = lines
			.by_ref()
			.take(CHAINS.into())
			.filter_map(Result::ok)
			.filter(|line| line.contains("ws://"));
		if ready.count() != usize::from(CHAINS) {
			panic!("the network did not start: {}", errors.join().expect("can be read"));
		}
		std::thread::spawn(move || lines.for_each(drop));
		let endpoints = chains::ALL
			.into_iter()
			.zip(port..)
			.map(|(chain, port)| (chain, format!("ws://127.0.0.1:{port}")))
			.collect();
		Self { child, endpoints, errors: Some(errors) }
	}

	/// A connection to a chain, by its parachain id.
	pub async fn connect<C: Chain>(&self, para_id: u32) -> Connection<C> {
		self.endpoints.connect(para_id).await.expect("answers")
	}

	/// A connection to a chain whose runtime does not matter, by its parachain id.
	pub async fn connect_any(&self, para_id: u32) -> Connection {
		self.endpoints.connect_any(para_id).await.expect("answers")
	}

	/// A connection to the park.
	pub async fn park(&self) -> Connection<Park> {
		self.connect(chains::PARK).await
	}

	/// A connection to the green certificate market.
	pub async fn greencert(&self) -> Connection<Greencert> {
		self.connect(chains::GREENCERT).await
	}

	/// Interrupts it as Ctrl-C does and waits for its end; how it ended, and what it wrote to
	/// stderr.
	pub fn interrupt(self) -> (ExitStatus, String) {
		let interrupted = Command::new("kill")
			.args(["-INT", &self.child.id().to_string()])
			.status()
			.expect("kill runs");
		assert!(interrupted.success());
		self.ended()
	}

	/// Waits for its end; how it ended, and what it wrote to stderr.
	pub fn ended(mut self) -> (ExitStatus, String) {
		let deadline = Instant::now() + PATIENCE;
		loop {
			if let Some(status) = self.child.try_wait().expect("can be waited for") {
				let errors = self.errors.take().expect("is taken once");
				return (status, errors.join().expect("can be read"));
			}
			assert!(Instant::now() < deadline, "it does not end");
			std::thread::sleep(Duration::from_millis(20));
		}
	}
}

impl Drop for Network {
	fn drop(&mut self) {
		// Interrupted, it removes what it wrote.
		let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
		let deadline = Instant::now() + Duration::from_secs(5);
		while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
			std::thread::sleep(Duration::from_millis(20));
		}
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

/// Polls `condition` until it gives something.
pub async fn eventually<T, F: std::future::Future<Output = Option<T>>>(
	what: &str,
	mut condition: impl FnMut() -> F,
) -> T {
	let deadline = Instant::now() + PATIENCE;
	loop {
		if let Some(found) = condition().await {
			return found;
		}
		assert!(Instant::now() < deadline, "never happened: {what}");
		tokio::time::sleep(Duration::from_millis(50)).await;
	}
}

/// The number of a chain's newest block.
pub async fn height<C>(chain: &Connection<C>) -> BlockNumber {
	chain.height().await.expect("answers")
}

/// What an account may spend.
pub async fn free<C>(chain: &Connection<C>, account: &AccountId) -> Balance {
	chain.free_balance(account, None).await.expect("answers")
}

/// What a chain has issued.
pub async fn issued<C>(chain: &Connection<C>) -> Balance {
	chain.total_issuance().await.expect("answers")
}

/// The first `rows` rows of the committed week, in a file of their own.
pub fn first_rows(rows: usize, folder: &Path) -> std::path::PathBuf {
	part(0..rows, folder)
}

/// Some rows of the committed week, counted from 0, in a file of their own.
pub fn part(rows: Range<usize>, folder: &Path) -> std::path::PathBuf {
	let week = std::fs::read_to_string(repository().join("data/park-week-2019-10-07.csv"))
		.expect("is committed");
	let path = folder.join("part.csv");
	let mut lines = week.lines();
	let headers = lines.next().into_iter();
	let lines = headers.chain(lines.skip(rows.start).take(rows.len())).collect::<Vec<_>>();
	std::fs::write(&path, lines.join("\n") + "\n").expect("can be written");
	path
}

/// The root of the repository.
pub fn repository() -> std::path::PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The park's verifier publishes the grid's factor of a year.
pub async fn publish_grid_factor(park: &Connection<Park>, year: u16) {
	let call = pallet_zero_carbon::Call::<runtime_park::Runtime>::publish_grid_factor {
		year,
		factor: zeropark_primitives::units::MilligramsPerUnit(570_300),
		source: Default::default(),
	};
	let verifier = sp_keyring::Sr25519Keyring::EveStash.pair();
	park.send(call, &verifier).await.expect("is published");
}
