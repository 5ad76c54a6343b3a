//! A chain's node: the parts every kind of node has ([`partial`]), and the node under a relay chain ([`start`]).

use crate::{fake_runtime_api, rpc};
use cumulus_client_cli::{CollatorOptions, RelayChainMode};
use cumulus_client_collator::service::CollatorService;
use cumulus_client_consensus_aura::{
	collators::lookahead::{self as aura, Params as AuraParams},
	equivocation_import_queue::Verifier,
};
use cumulus_client_consensus_common::ParachainBlockImport;
use cumulus_client_service::{
	build_network, build_relay_chain_interface, start_relay_chain_tasks, BuildNetworkParams,
	DARecoveryProfile, ParachainTracingExecuteBlock, StartRelayChainTasksParams,
};
use cumulus_primitives_core::{relay_chain::ValidationCode, GetParachainInfo};
use futures::FutureExt;
use sc_client_api::Backend as _;
use sc_consensus::{import_queue::BasicQueue, ImportQueue as _};
use sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_network::{config::FullNetworkConfiguration, NetworkBackend, NetworkBlock};
use sc_service::{
	config::ExecutorConfiguration, Configuration, Error, PartialComponents, TFullBackend,
	TFullClient, TaskManager,
};
use sc_telemetry::{Telemetry, TelemetryWorker, TelemetryWorkerHandle};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_consensus_aura::sr25519::AuthorityPair;
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::net::TcpStream;
use zeropark_runtime_common::{constants::time::RELAY_SLOT_DURATION, types::Hash};

pub use fake_runtime_api::{Block, RuntimeApi};

/// What a runtime may call of the node.
pub type Executor = WasmExecutor<cumulus_client_service::ParachainHostFunctions>;
/// A chain's client.
pub type Client = TFullClient<Block, RuntimeApi, Executor>;
/// A chain's database.
pub type Backend = TFullBackend<Block>;
/// A chain's transaction pool.
pub type Pool = TransactionPoolHandle<Block, Client>;
type BlockImport = ParachainBlockImport<Block, Arc<Client>, Backend>;
type ImportQueue = sc_consensus::DefaultImportQueue<Block>;
type Result<T> = sc_service::error::Result<T>;

/// The parts of a node before it has a network.
pub type Partial = PartialComponents<
	Client,
	Backend,
	(),
	ImportQueue,
	Pool,
	(BlockImport, Option<Telemetry>, Option<TelemetryWorkerHandle>),
>;

/// How long a node waits for its relay chain, how long for an answer, and how long between attempts to reach it.
const RELAY_CHAIN_PATIENCE: Duration = Duration::from_secs(300);
const RELAY_CHAIN_ATTEMPT: Duration = Duration::from_secs(5);
const RELAY_CHAIN_RETRY: Duration = Duration::from_secs(1);

/// An executor as `config` wants it; clones of it share their compiled runtimes, which are kept for the next start.
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
		)?;
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

/// What off-chain workers work with.
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

/// Starts a collator or a full node under a relay chain, on the network backend the configuration names.
pub async fn start(
	config: Configuration,
	relay_config: Configuration,
	collator_options: CollatorOptions,
	max_pov_percentage: Option<u32>,
	hwbench: Option<sc_sysinfo::HwBench>,
) -> Result<TaskManager> {
	use sc_network::config::NetworkBackendType::{Libp2p, Litep2p};
	await_relay_chain(&collator_options.relay_chain_mode).await?;
	match config.network.network_backend {
		Libp2p => {
			start_on::<sc_network::NetworkWorker<_, _>>(
				config,
				relay_config,
				collator_options,
				max_pov_percentage,
				hwbench,
			)
			.await
		},
		Litep2p => {
			start_on::<sc_network::Litep2pNetworkBackend>(
				config,
				relay_config,
				collator_options,
				max_pov_percentage,
				hwbench,
			)
			.await
		},
	}
}

/// Waits until a relay chain that is reached by RPC can be: a network's nodes start in any order, and the client gives up soon.
async fn await_relay_chain(mode: &RelayChainMode) -> Result<()> {
	let RelayChainMode::ExternalRpc(urls) = mode else { return Ok(()) };
	let names = urls.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
	let addresses = urls.iter().filter_map(|url| url.socket_addrs(|| None).ok()).flatten();
	let addresses = addresses.collect::<Vec<_>>();
	if addresses.is_empty() {
		return Err(Error::Other(format!(
			"no host of --relay-chain-rpc-urls {names} can be resolved: correct its name, or give its address"
		)));
	}
	let waiting = tokio::time::timeout(RELAY_CHAIN_PATIENCE, async {
		for attempt in 0u32.. {
			for address in &addresses {
				let connecting = TcpStream::connect(*address);
				let connected = tokio::time::timeout(RELAY_CHAIN_ATTEMPT, connecting).await;
				if matches!(connected, Ok(Ok(_))) {
					return;
				}
			}
			if attempt == 0 {
				eprintln!(
					"Waiting up to {} s for the relay chain at {names} ...",
					RELAY_CHAIN_PATIENCE.as_secs()
				);
			}
			tokio::time::sleep(RELAY_CHAIN_RETRY).await;
		}
	});
	// The runner listens to signals only once the node has started.
	let signals = sc_cli::Signals::capture()?;
	match signals.try_until_signal(waiting.fuse()).await {
		Ok(Ok(())) => Ok(()),
		Ok(Err(_)) => Err(Error::Other(format!("no relay chain could be reached at {names}"))),
		Err(()) => Err(Error::Other("stopped while waiting for the relay chain".into())),
	}
}

async fn start_on<Network: NetworkBackend<Block, Hash>>(
	config: Configuration,
	relay_config: Configuration,
	collator_options: CollatorOptions,
	max_pov_percentage: Option<u32>,
	hwbench: Option<sc_sysinfo::HwBench>,
) -> Result<TaskManager> {
	let config = cumulus_client_service::prepare_node_config(config);
	let executor = executor(&config.executor);
	let parts = partial(&config, executor)?;
	let (block_import, mut telemetry, telemetry_worker_handle) = parts.other;
	let (client, backend, pool) = (parts.client, parts.backend, parts.transaction_pool);
	let keystore = parts.keystore_container.keystore();
	let mut task_manager = parts.task_manager;
	let prometheus_registry = config.prometheus_registry().cloned();
	let is_collator = config.role.is_authority();
	let para_id = client
		.runtime_api()
		.parachain_id(client.info().best_hash)
		.map_err(|error| Error::Application(Box::new(error)))?;

	let (relay_chain_interface, collator_key, relay_chain_network, _) =
		build_relay_chain_interface(
			relay_config,
			&config,
			telemetry_worker_handle,
			&mut task_manager,
			collator_options,
			hwbench.clone(),
		)
		.await
		.map_err(|error| Error::Application(Box::new(error)))?;

	let import_queue_service = parts.import_queue.service();
	let net_config = FullNetworkConfiguration::<_, _, Network>::new(
		&config.network,
		prometheus_registry.clone(),
	);
	let metrics = Network::register_notification_metrics(
		config.prometheus_config.as_ref().map(|config| &config.registry),
	);
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		build_network(BuildNetworkParams {
			parachain_config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			para_id,
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			relay_chain_interface: relay_chain_interface.clone(),
			import_queue: parts.import_queue,
			metrics,
			gap_sync_body_policy: None,
		})
		.await?;

	start_offchain_workers(
		&config,
		&OffchainParts {
			client: &client,
			backend: &backend,
			pool: &pool,
			keystore: keystore.clone(),
			task_manager: &task_manager,
		},
		network.clone(),
	)?;

	let rpc_builder = {
		let (client, pool) = (client.clone(), pool.clone());
		Box::new(move |_| rpc::create(client.clone(), pool.clone()).map_err(Into::into))
	};
	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		rpc_builder,
		client: client.clone(),
		transaction_pool: pool.clone(),
		task_manager: &mut task_manager,
		config,
		keystore: keystore.clone(),
		backend: backend.clone(),
		network,
		sync_service: sync_service.clone(),
		system_rpc_tx,
		tx_handler_controller,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: Some(Arc::new(ParachainTracingExecuteBlock::new(client.clone()))),
	})?;

	if let Some(hwbench) = hwbench {
		sc_sysinfo::print_hwbench(&hwbench);
		if let Some(telemetry) = &telemetry {
			task_manager.spawn_handle().spawn(
				"telemetry-hwbench",
				None,
				sc_sysinfo::initialize_hwbench_telemetry(telemetry.handle(), hwbench),
			);
		}
	}

	let relay_chain_slot_duration = Duration::from_millis(RELAY_SLOT_DURATION.into());
	let overseer_handle = relay_chain_interface
		.overseer_handle()
		.map_err(|error| Error::Application(Box::new(error)))?;
	let announce_block = {
		let sync_service = sync_service.clone();
		Arc::new(move |hash, data| sync_service.announce_block(hash, data))
	};
	start_relay_chain_tasks(StartRelayChainTasksParams {
		client: client.clone(),
		announce_block: announce_block.clone(),
		para_id,
		relay_chain_interface: relay_chain_interface.clone(),
		task_manager: &mut task_manager,
		da_recovery_profile: if is_collator {
			DARecoveryProfile::Collator
		} else {
			DARecoveryProfile::FullNode
		},
		import_queue: import_queue_service,
		relay_chain_slot_duration,
		recovery_handle: Box::new(overseer_handle.clone()),
		sync_service,
		prometheus_registry: prometheus_registry.as_ref(),
	})?;

	if is_collator {
		let proposer = sc_basic_authorship::ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			pool,
			prometheus_registry.as_ref(),
			telemetry.as_ref().map(|telemetry| telemetry.handle()),
		);
		let collator_key =
			collator_key.ok_or_else(|| Error::Other("a collator without a collator key".into()))?;
		let code_of = client.clone();
		let params = AuraParams {
			create_inherent_data_providers: move |_, ()| async move { Ok(()) },
			block_import,
			para_client: client.clone(),
			para_backend: backend,
			relay_client: relay_chain_interface,
			code_hash_provider: move |block| {
				code_of.code_at(block).ok().map(|code| ValidationCode::from(code).hash())
			},
			keystore,
			collator_key,
			collator_peer_id: relay_chain_network.local_peer_id(),
			para_id,
			overseer_handle,
			relay_chain_slot_duration,
			proposer,
			collator_service: CollatorService::new(client.clone(), announce_block, client),
			authoring_duration: Duration::from_millis(2_000),
			reinitialize: false,
			max_pov_percentage,
		};
		task_manager.spawn_essential_handle().spawn(
			"aura",
			None,
			aura::run::<Block, AuthorityPair, _, _, _, _, _, _, _, _>(params),
		);
	}

	Ok(task_manager)
}
