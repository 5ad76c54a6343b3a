//! What a chain sees of the relay chain that is not there.
//!
//! Every block is built on a relay block made for it. The number of that block is the relay slot.
//! Its state proves that channels are open between all chains both ways, that the chain's parent is
//! included, what the heads of the message queue chains are, and the randomness of the epoch. The
//! messages themselves come with the block, as a collator would hand them over. The runtime
//! verifies all of it as it would under a relay chain.

use codec::Encode;
use cumulus_primitives_core::{
	relay_chain::{well_known_keys, HeadData, UpgradeGoAhead},
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
const MAX_CHANNEL_SIZE: u32 = 102_400;
const MAX_MESSAGES_PER_BLOCK: u32 = 10;
const MAX_CODE_SIZE: u32 = 3 * 1024 * 1024;
const MAX_HEAD_SIZE: u32 = 20 * 1024;
const MAX_POV_SIZE: u32 = cumulus_primitives_core::relay_chain::MAX_POV_SIZE;

/// The length of a relay epoch in slots: an hour, as Kusama and the test networks have it.
const EPOCH_SLOTS: u64 = 600;

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
		let slot = u64::from(self.slot);
		let epoch = slot / EPOCH_SLOTS;
		let mut state = RelayStateSproofBuilder {
			para_id: self.para_id,
			host_config: host_configuration(),
			current_slot: slot.into(),
			current_epoch: epoch,
			// The VRFs of one epoch ago decide the next epoch, those of two epochs ago this one.
			randomness: randomness("epoch", epoch + 1),
			additional_key_values: vec![
				(
					well_known_keys::TWO_EPOCHS_AGO_RANDOMNESS.to_vec(),
					randomness("epoch", epoch).encode(),
				),
				(
					// The relay chain keeps an `Option`: a block may have no VRF.
					well_known_keys::CURRENT_BLOCK_RANDOMNESS.to_vec(),
					Some(randomness("block", slot)).encode(),
				),
			],
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

/// The randomness that decides the epoch or the block `index`. A relay chain gathers it from the
/// VRFs of its block authors; here it is a hash, which anybody can foretell, but it changes as
/// often, and every chain sees the same.
fn randomness(of: &str, index: u64) -> Hash {
	sp_crypto_hashing::blake2_256(&("zeropark-dev", of, index).encode()).into()
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

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;
	use sp_runtime::traits::BlakeTwo256;

	/// The value that a runtime reads from the proof of a block in `slot`.
	fn read<Value: Decode>(slot: u32, key: &[u8]) -> Value {
		let relay_parent = RelayParent {
			para_id: chains::PARK.into(),
			slot,
			parent_head: HeadData(Vec::new()),
			last_heads: BTreeMap::new(),
			inbound: Inbound::new(),
			upgrade: false,
		};
		let inherent = relay_parent.inherent();
		let values = sp_state_machine::read_proof_check::<BlakeTwo256, _>(
			inherent.validation_data.relay_parent_storage_root,
			inherent.relay_chain_state,
			[key],
		);
		let values = values.expect("the proof belongs to the root");
		let value = values.get(key).cloned().flatten().expect("the key is proven");
		Value::decode(&mut &value[..]).expect("the value is of this type")
	}

	#[test]
	fn randomness_should_move_on_by_one_epoch_when_the_epoch_ends() {
		use well_known_keys::{EPOCH_INDEX, ONE_EPOCH_AGO_RANDOMNESS, TWO_EPOCHS_AGO_RANDOMNESS};
		let epoch = |slot| {
			(
				read::<u64>(slot, EPOCH_INDEX),
				read::<Hash>(slot, TWO_EPOCHS_AGO_RANDOMNESS),
				read::<Hash>(slot, ONE_EPOCH_AGO_RANDOMNESS),
			)
		};
		let (index, two_ago, one_ago) = epoch(1_200);
		assert_eq!(epoch(1_799), (index, two_ago, one_ago));
		assert_ne!(two_ago, one_ago);
		let (next_index, next_two_ago, next_one_ago) = epoch(1_800);
		assert_eq!((next_index, next_two_ago), (index + 1, one_ago));
		assert_ne!(next_one_ago, one_ago);
	}

	#[test]
	fn randomness_of_a_block_should_differ_from_slot_to_slot() {
		let block = |slot| read::<Option<Hash>>(slot, well_known_keys::CURRENT_BLOCK_RANDOMNESS);
		assert!(block(1_200).is_some());
		assert_ne!(block(1_200), block(1_201));
	}
}
