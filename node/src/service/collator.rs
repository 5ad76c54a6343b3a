//! The production of blocks under a relay chain.

use crate::types::{Backend, Block, BlockImport, Client, ProposerFactory};
use cumulus_client_collator::service::CollatorService;
use cumulus_client_consensus_aura::collators::lookahead::{self as aura, Params};
use cumulus_primitives_core::{
	relay_chain::{CollatorPair, ValidationCode},
	ParaId,
};
use cumulus_relay_chain_interface::{OverseerHandle, RelayChainInterface};
use sc_network::PeerId;
use sc_service::TaskManager;
use sp_consensus_aura::sr25519::AuthorityPair;
use sp_keystore::KeystorePtr;
use std::{sync::Arc, time::Duration};
use zeropark_runtime_common::{constants::time::RELAY_SLOT_DURATION, types::Hash};

/// How long a block may take to build.
pub const AUTHORING: Duration = Duration::from_millis(2_000);

/// The length of the relay chain's slots.
pub const RELAY_CHAIN_SLOT: Duration = Duration::from_millis(RELAY_SLOT_DURATION as u64);

/// Tells the network of a block.
pub type AnnounceBlock = Arc<dyn Fn(Hash, Option<Vec<u8>>) + Send + Sync>;

/// The parts that a collator works with.
pub struct Collator {
	/// The chain's client.
	pub client: Arc<Client>,
	/// The chain's database.
	pub backend: Arc<Backend>,
	/// Imports the blocks that it makes.
	pub block_import: BlockImport,
	/// Fills the blocks.
	pub proposer: ProposerFactory,
	/// The key of the chain's authority.
	pub keystore: KeystorePtr,
	/// The chain's place under the relay chain.
	pub para_id: ParaId,
	/// The relay chain.
	pub relay_chain: Arc<dyn RelayChainInterface>,
	/// The relay chain's subsystems.
	pub overseer_handle: OverseerHandle,
	/// Signs its collations.
	pub collator_key: CollatorPair,
	/// Its address in the relay chain's network.
	pub collator_peer_id: PeerId,
	/// Tells the chain's network of its blocks.
	pub announce_block: AnnounceBlock,
	/// How much of the largest proof of validity it uses.
	pub max_pov_percentage: Option<u32>,
}

impl Collator {
	/// Makes blocks as long as `task_manager` runs.
	///
	/// The lookahead collator asks the chain's runtime, block by block, which entries of the relay
	/// chain's state it wants proven (`KeyToIncludeInRelayProof`).
	pub fn start(self, task_manager: &TaskManager) {
		let code_of = self.client.clone();
		let params = Params {
			create_inherent_data_providers: move |_, ()| async move { Ok(()) },
			block_import: self.block_import,
			para_client: self.client.clone(),
			para_backend: self.backend,
			relay_client: self.relay_chain,
			code_hash_provider: move |block| {
				code_of.code_at(block).ok().map(|code| ValidationCode::from(code).hash())
			},
			keystore: self.keystore,
			collator_key: self.collator_key,
			collator_peer_id: self.collator_peer_id,
			para_id: self.para_id,
			overseer_handle: self.overseer_handle,
			relay_chain_slot_duration: RELAY_CHAIN_SLOT,
			proposer: self.proposer,
			collator_service: CollatorService::new(
				self.client.clone(),
				self.announce_block,
				self.client,
			),
			authoring_duration: AUTHORING,
			reinitialize: false,
			max_pov_percentage: self.max_pov_percentage,
		};
		task_manager.spawn_essential_handle().spawn(
			"aura",
			None,
			aura::run::<Block, AuthorityPair, _, _, _, _, _, _, _, _>(params),
		);
	}
}
