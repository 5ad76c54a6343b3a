//! What a chain sees of the relay chain that is not there.
//!
//! Every block is built on a relay block made for it: its number is the relay slot, its state proves that channels are open
//! between all chains both ways, that the chain's parent is included, and what the heads of the message queue chains are.
//! The messages themselves come with the block, as a collator would hand them over. The runtime verifies all of it as it
//! would under a relay chain.

use cumulus_primitives_core::{
	relay_chain::{HeadData, UpgradeGoAhead},
	AbridgedHostConfiguration, InboundHrmpMessage, ParaId, PersistedValidationData,
};
use cumulus_primitives_parachain_inherent::{MessageQueueChain, ParachainInherentData};
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use std::collections::BTreeMap;
use zeropark_runtime_common::{chains, types::Hash};

/// Messages by their senders, oldest first.
pub type Inbound = BTreeMap<ParaId, Vec<InboundHrmpMessage>>;

/// The relay chain's limits, as the public networks have them.
const MAX_MESSAGE_SIZE: u32 = 102_400;
const MAX_CHANNEL_CAPACITY: u32 = 1_000;
const MAX_CHANNEL_SIZE: u32 = 8 * 1024 * 1024;
const MAX_MESSAGES_PER_BLOCK: u32 = 10;
const MAX_CODE_SIZE: u32 = 3 * 1024 * 1024;
const MAX_HEAD_SIZE: u32 = 20 * 1024;
const MAX_POV_SIZE: u32 = cumulus_primitives_core::relay_chain::MAX_POV_SIZE;

/// What a block is built on.
pub struct RelayParent {
	/// The chain that builds.
	pub para_id: ParaId,
	/// The relay slot, which is also the relay block's number here.
	pub slot: u32,
	/// The head of the block's parent.
	pub parent_head: HeadData,
	/// The heads of the message queue chains, as of the block's parent.
	pub last_heads: BTreeMap<ParaId, Hash>,
	/// What was sent to the chain and it has not processed.
	pub inbound: Inbound,
	/// Whether the chain may enact the code it has announced.
	pub upgrade: bool,
}

impl RelayParent {
	/// The inherent that a collator would make of it.
	pub fn inherent(self) -> ParachainInherentData {
		let mut state = RelayStateSproofBuilder {
			para_id: self.para_id,
			host_config: host_configuration(),
			current_slot: u64::from(self.slot).into(),
			current_epoch: u64::from(self.slot) / 600,
			randomness: Hash::from_low_u64_be(self.slot.into()),
			included_para_head: Some(self.parent_head.clone()),
			upgrade_go_ahead: self.upgrade.then_some(UpgradeGoAhead::GoAhead),
			dmq_mqc_head: Some(Default::default()),
			num_authorities: 0,
			..Default::default()
		};
		for sibling in chains::ALL.map(ParaId::from) {
			if sibling == self.para_id {
				continue;
			}
			let outbound = state.upsert_outbound_channel(sibling);
			outbound.max_capacity = MAX_CHANNEL_CAPACITY;
			outbound.max_total_size = MAX_CHANNEL_SIZE;
			outbound.max_message_size = MAX_MESSAGE_SIZE;

			let last = self.last_heads.get(&sibling).copied();
			let messages = self.inbound.get(&sibling).map_or(&[][..], Vec::as_slice);
			let mut queue = MessageQueueChain::new(last.unwrap_or_default());
			messages.iter().for_each(|message| {
				queue.extend_hrmp(message);
			});
			let inbound = state.upsert_inbound_channel(sibling);
			inbound.max_capacity = MAX_CHANNEL_CAPACITY;
			inbound.max_total_size = MAX_CHANNEL_SIZE;
			inbound.max_message_size = MAX_MESSAGE_SIZE;
			inbound.msg_count = messages.len() as u32;
			inbound.total_size = messages.iter().map(|message| message.data.len() as u32).sum();
			inbound.mqc_head = (last.is_some() || !messages.is_empty()).then(|| queue.head());
		}
		let (relay_parent_storage_root, relay_chain_state) = state.into_state_root_and_proof();
		ParachainInherentData {
			validation_data: PersistedValidationData {
				parent_head: self.parent_head,
				relay_parent_number: self.slot,
				relay_parent_storage_root,
				max_pov_size: MAX_POV_SIZE,
			},
			relay_chain_state,
			downward_messages: Vec::new(),
			horizontal_messages: self.inbound,
			// The runtimes build on the newest relay block: `RELAY_PARENT_OFFSET` is 0.
			relay_parent_descendants: Vec::new(),
			collator_peer_id: None,
		}
	}
}

fn host_configuration() -> AbridgedHostConfiguration {
	let mut configuration = RelayStateSproofBuilder::default().host_config;
	configuration.max_code_size = MAX_CODE_SIZE;
	configuration.max_head_data_size = MAX_HEAD_SIZE;
	configuration.hrmp_max_message_num_per_candidate = MAX_MESSAGES_PER_BLOCK;
	configuration.async_backing_params.allowed_ancestry_len = 2;
	configuration.async_backing_params.max_candidate_depth = 3;
	configuration
}
