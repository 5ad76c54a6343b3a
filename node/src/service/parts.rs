//! The parts that every kind of node has: executor, client, pool, import queue, off-chain workers.

use crate::types::{
	Backend, Block, BlockImport, Client, Executor, ImportQueue, Pool, Result, RuntimeApi,
};
use cumulus_client_consensus_aura::equivocation_import_queue::Verifier;
use futures::FutureExt;
use sc_client_api::Backend as _;
use sc_consensus::import_queue::BasicQueue;
use sc_executor::{HeapAllocStrategy, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::{
	config::ExecutorConfiguration, Configuration, Error, PartialComponents, TaskManager,
};
use sc_telemetry::{Telemetry, TelemetryWorker, TelemetryWorkerHandle};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::sr25519::AuthorityPair;
use std::{io, path::PathBuf, sync::Arc};

/// The parts of a node before it has a network.
pub type Partial = PartialComponents<
	Client,
	Backend,
	(),
	ImportQueue,
	Pool,
	(BlockImport, Option<Telemetry>, Option<TelemetryWorkerHandle>),
>;

/// An executor as `config` wants it. Its clones share their compiled runtimes, which are kept for
/// the next start.
pub fn executor(config: &ExecutorConfiguration) -> Executor {
	let heap = config.default_heap_pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| {
		HeapAllocStrategy::Static { extra_pages: u32::try_from(pages).unwrap_or(u32::MAX) }
	});
	let builder = Executor::builder()
		.with_execution_method(config.wasm_method)
		.with_max_runtime_instances(config.max_runtime_instances)
		.with_runtime_cache_size(config.runtime_cache_size)
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap);
	match std::env::var_os("HOME").map(PathBuf::from) {
		Some(home) => builder.with_cache_path(home.join(".cache/zeropark/wasm")).build(),
		None => builder.build(),
	}
}

/// Opens the database and builds client, pool and import queue.
pub fn partial(config: &Configuration, executor: Executor) -> Result<Partial> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| -> std::result::Result<_, sc_telemetry::Error> {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok((worker, telemetry))
		})
		.transpose()?;

	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts_record_import::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			true,
			Default::default(),
		)
		.map_err(|error| explain(error, config))?;
	let client = Arc::new(client);

	let telemetry_worker_handle = telemetry.as_ref().map(|(worker, _)| worker.handle());
	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	let transaction_pool = Arc::from(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let block_import = BlockImport::new(client.clone(), backend.clone());
	let verifier = Verifier::<AuthorityPair, _, _, _>::new(
		client.clone(),
		|_, _| async move { Ok(sp_timestamp::InherentDataProvider::from_system_time()) },
		telemetry.as_ref().map(|telemetry| telemetry.handle()),
	);
	let import_queue = BasicQueue::new(
		verifier,
		Box::new(block_import.clone()),
		None,
		&task_manager.spawn_essential_handle(),
		config.prometheus_registry(),
	);

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain: (),
		import_queue,
		transaction_pool,
		other: (block_import, telemetry, telemetry_worker_handle),
	})
}

/// What the database says when another process has it open.
const DATABASE_IN_USE: &str = "Database file is in use";

/// Says which folder is in use and what to do, if that is the error.
fn explain(error: Error, config: &Configuration) -> Error {
	if !error.to_string().contains(DATABASE_IN_USE) {
		return error;
	}
	let folder = config.base_path.path().display();
	let message = format!(
		"another node runs on the folder {folder}: stop that node, or choose another --base-path"
	);
	Error::Io(io::Error::new(io::ErrorKind::ResourceBusy, message))
}

/// Runs the runtime's off-chain worker after every block, if `config` wants it.
pub fn start_offchain_workers(
	config: &Configuration,
	parts: &OffchainParts<'_>,
	network: Arc<dyn sc_network::service::traits::NetworkService>,
) -> Result<()> {
	if !config.offchain_worker.enabled {
		return Ok(());
	}
	let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
		runtime_api_provider: parts.client.clone(),
		keystore: Some(parts.keystore.clone()),
		offchain_db: parts.backend.offchain_storage(),
		transaction_pool: Some(OffchainTransactionPoolFactory::new(parts.pool.clone())),
		network_provider: Arc::new(network),
		is_validator: config.role.is_authority(),
		enable_http_requests: false,
		custom_extensions: |_| Vec::new(),
	})?;
	let spawner = parts.task_manager.spawn_handle();
	parts.task_manager.spawn_handle().spawn(
		"offchain-workers-runner",
		"offchain-worker",
		workers.run(parts.client.clone(), spawner).boxed(),
	);
	Ok(())
}

/// The parts that off-chain workers work with.
pub struct OffchainParts<'a> {
	/// The chain's client.
	pub client: &'a Arc<Client>,
	/// The chain's database.
	pub backend: &'a Arc<Backend>,
	/// The chain's pool.
	pub pool: &'a Arc<Pool>,
	/// The node's keys.
	pub keystore: sp_keystore::KeystorePtr,
	/// Who runs the tasks.
	pub task_manager: &'a TaskManager,
}
