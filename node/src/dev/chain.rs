//! One chain of the network: its node without a relay chain, and how it makes a block.

use super::{
	relay::{Inbound, RelayParent},
	Error,
};
use crate::{
	chains::Chain,
	rpc,
	service::{self, AUTHORING},
	types::{Backend, Block, Client, Executor, ProposerFactory},
};
use codec::{Decode, Encode};
use cumulus_primitives_core::{relay_chain::HeadData, CollationInfo, CollectCollationInfo, ParaId};
use cumulus_primitives_parachain_inherent::MessageQueueChain;
use sc_chain_spec::{BuildGenesisBlock, GenesisBlockBuilder};
use sc_client_api::{BlockBackend, StorageProvider};
use sc_consensus::{
	BlockImport, BlockImportParams, ForkChoiceStrategy, StateAction, StorageChanges,
};
use sc_consensus_aura::standalone;
use sc_network::config::FullNetworkConfiguration;
use sc_service::{Configuration, PartialComponents, TaskManager};
use sc_tracing::{
	logging::PREFIX_LOG_SPAN,
	tracing::{error_span, Instrument, Span},
};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_consensus::{BlockOrigin, Environment, ProposeArgs, Proposer};
use sp_consensus_aura::{sr25519::AuthorityPair, AuraApi, Slot};
use sp_inherents::InherentDataProvider;
use sp_keystore::KeystorePtr;
use sp_runtime::{
	traits::{Block as _, Header as _},
	Digest,
};
use std::{collections::BTreeMap, sync::Arc};
use zeropark_runtime_common::{
	constants::time::SLOT_DURATION,
	types::{BlockNumber, Hash, Header},
};

/// A chain of the network.
pub struct DevChain {
	/// Its name.
	pub id: &'static str,
	/// Its place under the relay chain.
	pub para_id: ParaId,
	client: Arc<Client>,
	keystore: KeystorePtr,
	proposer_factory: ProposerFactory,
	log_span: Span,
}

impl DevChain {
	/// Opens its database and starts everything that a node has, except collation. It runs as long
	/// as its tasks do. A database that is not `kept` is never closed, however the network ends:
	/// closing writes all of it to disk, and its folder may be gone by then.
	pub fn start(
		chain: &Chain,
		config: Configuration,
		executor: Executor,
		kept: bool,
	) -> Result<(Self, TaskManager), Error> {
		// The tasks that are spawned in a span stay in it.
		let log_span = log_span(chain.id);
		let _entered = log_span.clone().entered();
		let failed =
			|error: &dyn std::fmt::Display| Error::Failed(format!("{}: {error}", chain.id));
		let PartialComponents {
			client,
			backend,
			mut task_manager,
			import_queue,
			keystore_container,
			transaction_pool,
			..
		} = service::partial(&config, executor.clone())
			.map_err(|error| Error::of_parts(chain.id, error))?;
		if !kept {
			std::mem::forget(backend.clone());
		}
		check_genesis(chain, &config, &client, backend.clone(), executor)?;

		let net_config = FullNetworkConfiguration::<_, _, sc_network::Litep2pNetworkBackend>::new(
			&config.network,
			None,
		);
		let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
			sc_service::build_network(sc_service::BuildNetworkParams {
				config: &config,
				client: client.clone(),
				transaction_pool: transaction_pool.clone(),
				spawn_handle: task_manager.spawn_handle(),
				spawn_essential_handle: task_manager.spawn_essential_handle(),
				import_queue,
				net_config,
				block_announce_validator_builder: None,
				warp_sync_config: None,
				block_relay: None,
				metrics: sc_network::NotificationMetrics::new(None),
				gap_sync_body_policy: None,
			})
			.map_err(|error| failed(&error))?;
		let keystore = keystore_container.keystore();
		service::start_offchain_workers(
			&config,
			&service::OffchainParts {
				client: &client,
				backend: &backend,
				pool: &transaction_pool,
				keystore: keystore.clone(),
				task_manager: &task_manager,
			},
			network.clone(),
		)
		.map_err(|error| failed(&error))?;

		let proposer_factory = ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			transaction_pool.clone(),
			None,
			None,
		);
		let rpc_builder = {
			let (client, pool) = (client.clone(), transaction_pool.clone());
			Box::new(move |_| rpc::create(client.clone(), pool.clone()).map_err(Into::into))
		};
		sc_service::spawn_tasks(sc_service::SpawnTasksParams {
			rpc_builder,
			client: client.clone(),
			transaction_pool,
			task_manager: &mut task_manager,
			config,
			keystore: keystore.clone(),
			backend,
			network,
			sync_service,
			system_rpc_tx,
			tx_handler_controller,
			telemetry: None,
			tracing_execute_block: None,
		})
		.map_err(|error| failed(&error))?;

		let chain = Self {
			id: chain.id,
			para_id: chain.para_id.into(),
			client,
			keystore,
			proposer_factory,
			log_span,
		};
		Ok((chain, task_manager))
	}

	fn failed(&self, error: impl std::fmt::Display) -> Error {
		Error::Failed(format!("{}: {error}", self.id))
	}

	/// The number of its newest block.
	pub fn height(&self) -> BlockNumber {
		self.client.info().best_number
	}

	/// The slot of its newest block; `None` at genesis.
	pub fn slot(&self) -> Result<Option<u64>, Error> {
		let head = self.head(self.height())?;
		Ok(standalone::find_pre_digest::<Block, <AuthorityPair as sp_core::Pair>::Signature>(&head)
			.ok()
			.filter(|_| *head.number() > 0)
			.map(|slot| *slot))
	}

	fn head(&self, number: BlockNumber) -> Result<Header, Error> {
		let hash = self
			.client
			.block_hash(number)
			.map_err(|error| self.failed(error))?
			.ok_or_else(|| self.failed(format!("block {number} is missing")))?;
		self.client
			.header(hash)
			.map_err(|error| self.failed(error))?
			.ok_or_else(|| self.failed(format!("block {number} is missing")))
	}

	/// What its block `number` tells the relay chain.
	pub fn collation(&self, number: BlockNumber) -> Result<CollationInfo, Error> {
		let head = self.head(number)?;
		self.client
			.runtime_api()
			.collect_collation_info(head.hash(), &head)
			.map_err(|error| self.failed(error))
	}

	/// The heads of the message queue chains that it has processed up to `at`.
	fn last_heads(&self, at: Hash) -> Result<BTreeMap<ParaId, Hash>, Error> {
		let key = frame_support::storage::storage_prefix(b"ParachainSystem", b"LastHrmpMqcHeads");
		let stored = self
			.client
			.storage(at, &sp_core::storage::StorageKey(key.to_vec()))
			.map_err(|error| self.failed(error))?;
		stored.map_or_else(
			|| Ok(BTreeMap::new()),
			|data| {
				BTreeMap::<ParaId, MessageQueueChain>::decode(&mut &data.0[..])
					.map(|heads| heads.into_iter().map(|(id, queue)| (id, queue.head())).collect())
					.map_err(|error| self.failed(error))
			},
		)
	}

	/// Makes the next block, in `slot`, out of the pool and `inbound`. Returns the collation for
	/// the relay chain, and the messages of `inbound` that are left for the next block.
	pub async fn seal(
		&mut self,
		slot: u64,
		inbound: Inbound,
		upgrade: bool,
	) -> Result<(CollationInfo, Inbound), Error> {
		let log_span = self.log_span.clone();
		self.make_block(slot, inbound, upgrade).instrument(log_span).await
	}

	async fn make_block(
		&mut self,
		slot: u64,
		inbound: Inbound,
		upgrade: bool,
	) -> Result<(CollationInfo, Inbound), Error> {
		let parent = self.head(self.height())?;
		let heads = self.last_heads(parent.hash())?;
		let mut unprocessed = inbound.clone();
		let relay_parent = RelayParent {
			para_id: self.para_id,
			slot: u32::try_from(slot).map_err(|error| self.failed(error))?,
			parent_head: HeadData(parent.encode()),
			last_heads: heads.clone(),
			inbound,
			upgrade,
		};
		let timestamp =
			sp_timestamp::InherentDataProvider::new(slot.saturating_mul(SLOT_DURATION).into());
		let mut inherent_data =
			timestamp.create_inherent_data().await.map_err(|error| self.failed(error))?;
		relay_parent
			.inherent()
			.provide_inherent_data(&mut inherent_data)
			.await
			.map_err(|error| self.failed(error))?;

		let slot = Slot::from(slot);
		let authorities = self
			.client
			.runtime_api()
			.authorities(parent.hash())
			.map_err(|error| self.failed(error))?;
		let author = standalone::claim_slot::<AuthorityPair>(slot, &authorities, &self.keystore)
			.await
			.ok_or_else(|| {
				self.failed(
					"the author of the next slot is not Alice, whose key alone is here: set the \
					 collators back, or start with another --base-path",
				)
			})?;

		let proposer =
			self.proposer_factory.init(&parent).await.map_err(|error| self.failed(error))?;
		let proposal = proposer
			.propose(ProposeArgs {
				inherent_data,
				inherent_digests: Digest {
					logs: vec![standalone::pre_digest::<AuthorityPair>(slot)],
				},
				max_duration: AUTHORING,
				..Default::default()
			})
			.await
			.map_err(|error| self.failed(error))?;

		let (header, body) = proposal.block.deconstruct();
		let number = *header.number();
		let seal = standalone::seal::<_, AuthorityPair>(&header.hash(), &author, &self.keystore)
			.map_err(|error| self.failed(error))?;
		let mut import = BlockImportParams::new(BlockOrigin::Own, header);
		import.post_digests.push(seal);
		import.body = Some(body);
		import.state_action =
			StateAction::ApplyChanges(StorageChanges::Changes(proposal.storage_changes));
		import.finalized = true;
		import.fork_choice = Some(ForkChoiceStrategy::Custom(true));
		self.client.import_block(import).await.map_err(|error| self.failed(error))?;
		if !unprocessed.is_empty() {
			let processed = self.last_heads(self.head(number)?.hash())?;
			for (sender, messages) in &mut unprocessed {
				let mut queue =
					MessageQueueChain::new(heads.get(sender).copied().unwrap_or_default());
				let until = processed.get(sender).copied().unwrap_or_default();
				while queue.head() != until && !messages.is_empty() {
					queue.extend_hrmp(&messages.remove(0));
				}
			}
			unprocessed.retain(|_, messages| !messages.is_empty());
		}
		Ok((self.collation(number)?, unprocessed))
	}
}

/// The span in which a chain's lines are logged, so that each begins with its name in brackets.
///
/// Its level is that of errors: `--log warn` would drop a span of a lower level, as the SDK's
/// `prefix_logs_with` makes it, and with it the prefix of every warning.
fn log_span(id: &'static str) -> Span {
	error_span!(PREFIX_LOG_SPAN, name = id)
}

/// Refuses a base path that holds another chain under this one's name.
fn check_genesis(
	chain: &Chain,
	config: &Configuration,
	client: &Client,
	backend: Arc<Backend>,
	executor: Executor,
) -> Result<(), Error> {
	let builder = GenesisBlockBuilder::<Block, _, _>::new(
		config.chain_spec.as_storage_builder(),
		false,
		backend,
		executor,
	);
	let (genesis, _) = builder
		.and_then(|builder| builder.build_genesis_block())
		.map_err(|error| Error::Failed(format!("{}: {error}", chain.id)))?;
	if genesis.hash() == client.info().genesis_hash {
		return Ok(());
	}
	Err(Error::Input(format!(
		"{} holds a `{}` of another genesis (another version of this program made it): choose another --base-path, or \
		 remove the folder",
		config.base_path.path().display(),
		chain.id
	)))
}
