//! A full node or a collator under a relay chain.

use super::{
	collator::{AnnounceBlock, Collator, RELAY_CHAIN_SLOT},
	executor, hardware, partial, relay_chain, start_offchain_workers, storage, OffchainParts,
};
use crate::{
	rpc,
	types::{Block, ProposerFactory, Result},
};
use cumulus_client_cli::CollatorOptions;
use cumulus_client_service::{
	build_network, build_relay_chain_interface, start_relay_chain_tasks, BuildNetworkParams,
	DARecoveryProfile, ParachainTracingExecuteBlock, StartRelayChainTasksParams,
};
use cumulus_primitives_core::GetParachainInfo;
use sc_consensus::ImportQueue as _;
use sc_network::{config::FullNetworkConfiguration, NetworkBackend, NetworkBlock};
use sc_service::{Configuration, Error, TaskManager};
use sc_storage_monitor::StorageMonitorParams;
use sc_sysinfo::HwBench;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;
use zeropark_runtime_common::types::Hash;

/// Starts a collator or a full node under a relay chain, on the network backend that `config`
/// names. It ends when its disk has less room than `storage_monitor` wants.
pub async fn start(
	config: Configuration,
	relay_config: Configuration,
	collator_options: CollatorOptions,
	max_pov_percentage: Option<u32>,
	hwbench: Option<HwBench>,
	storage_monitor: &StorageMonitorParams,
) -> Result<TaskManager> {
	use sc_network::config::NetworkBackendType::{Libp2p, Litep2p};
	let (folder, handle) = (config.base_path.path(), config.tokio_handle.clone());
	let monitor = storage::watch(storage_monitor, folder, handle)?;
	relay_chain::await_start(&collator_options.relay_chain_mode).await?;
	let mut task_manager = match config.network.network_backend {
		Libp2p => {
			start_on::<sc_network::NetworkWorker<_, _>>(
				config,
				relay_config,
				collator_options,
				max_pov_percentage,
				hwbench,
			)
			.await?
		},
		Litep2p => {
			start_on::<sc_network::Litep2pNetworkBackend>(
				config,
				relay_config,
				collator_options,
				max_pov_percentage,
				hwbench,
			)
			.await?
		},
	};
	task_manager.add_child(monitor);
	Ok(task_manager)
}

async fn start_on<Network: NetworkBackend<Block, Hash>>(
	config: Configuration,
	relay_config: Configuration,
	collator_options: CollatorOptions,
	max_pov_percentage: Option<u32>,
	hwbench: Option<HwBench>,
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
		hardware::report(hwbench, telemetry.as_ref(), &task_manager);
	}

	let overseer_handle = relay_chain_interface
		.overseer_handle()
		.map_err(|error| Error::Application(Box::new(error)))?;
	let announce_block: AnnounceBlock = {
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
		relay_chain_slot_duration: RELAY_CHAIN_SLOT,
		recovery_handle: Box::new(overseer_handle.clone()),
		sync_service,
		prometheus_registry: prometheus_registry.as_ref(),
	})?;

	if is_collator {
		let proposer = ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			pool,
			prometheus_registry.as_ref(),
			telemetry.as_ref().map(|telemetry| telemetry.handle()),
		);
		let collator_key =
			collator_key.ok_or_else(|| Error::Other("a collator without a collator key".into()))?;
		let collator = Collator {
			client,
			backend,
			block_import,
			proposer,
			keystore,
			para_id,
			relay_chain: relay_chain_interface,
			overseer_handle,
			collator_key,
			collator_peer_id: relay_chain_network.local_peer_id(),
			announce_block,
			max_pov_percentage,
		};
		collator.start(&task_manager);
	}

	Ok(task_manager)
}
