//! Rounds: one block of every chain, and the messages of one round in the next.

use super::{chain::DevChain, clock::SLOT, relay::Inbound, Clock, Error, Pace};
use cumulus_primitives_core::{CollationInfo, InboundHrmpMessage, ParaId};
use futures::future::try_join_all;
use std::collections::BTreeMap;
use tokio::{
	sync::watch,
	time::{sleep_until, Instant},
};
use zeropark_primitives::time::Seconds;
use zeropark_runtime_common::types::BlockNumber;

/// The chains, what is under way between them, and how fast it goes.
///
/// All chains are at the same height between rounds. What a chain's block `n` sends is in the
/// inherent of the receivers' blocks `n + 1`, so the state of the chains says by itself what is
/// under way: a network that was killed in the middle of a round lets those that are behind catch
/// up, and nothing is lost or sent twice.
pub struct Rounds {
	chains: Vec<DevChain>,
	/// What each chain has been sent and not processed.
	pending: BTreeMap<ParaId, Inbound>,
	/// Which chains have announced code and wait for leave to enact it.
	upgrading: BTreeMap<ParaId, bool>,
	slot: u64,
	pace: watch::Sender<Pace>,
}

impl Rounds {
	/// From the state the chains were left in.
	pub fn new(chains: Vec<DevChain>, clock: Clock) -> Result<Self, Error> {
		let newest = chains.iter().map(DevChain::slot).collect::<Result<Vec<_>, _>>()?;
		let slot = clock.next_slot(newest.into_iter().flatten().max());
		let heights = chains.iter().map(DevChain::height);
		let (lowest, highest) = (heights.clone().min(), heights.max());
		if highest > lowest.map(|lowest| lowest + 1) {
			return Err(Error::Input(format!(
				"the chains under --base-path do not belong together (heights from {} to {}): choose another, or \
				 remove the folder",
				lowest.unwrap_or_default(),
				highest.unwrap_or_default()
			)));
		}
		let (pace, _) = watch::channel(clock.pace);
		Ok(Self { chains, pending: BTreeMap::new(), upgrading: BTreeMap::new(), slot, pace })
	}

	/// How fast it goes, from now on.
	pub fn pace(&self) -> watch::Sender<Pace> {
		self.pace.clone()
	}

	/// When the next blocks are.
	pub fn time(&self) -> Seconds {
		self.slot.saturating_mul(SLOT)
	}

	/// Goes on until something breaks.
	pub async fn run(mut self) -> Result<(), Error> {
		if let Some(height) = self.lowest() {
			// What the newest common blocks sent is under way.
			for index in 0..self.chains.len() {
				let (id, sent) =
					(self.chains[index].para_id, self.chains[index].collation(height)?);
				self.upgrading.insert(id, sent.new_validation_code.is_some());
				self.send(id, &sent, self.slot);
			}
		}
		loop {
			let pace = *self.pace.borrow();
			let next = Instant::now() + pace.block_time;
			self.round().await?;
			self.slot += pace.slots();
			sleep_until(next).await;
		}
	}

	/// Whether no chain has made a block yet.
	pub fn is_new(&self) -> bool {
		self.chains.iter().all(|chain| chain.height() == 0)
	}

	fn lowest(&self) -> Option<BlockNumber> {
		self.chains.iter().map(DevChain::height).min()
	}

	/// Every chain that is not ahead of another makes a block.
	async fn round(&mut self) -> Result<(), Error> {
		let Some(height) = self.lowest() else { return Ok(()) };
		let slot = self.slot;
		let mut blocks = Vec::new();
		for chain in &mut self.chains {
			let id = chain.para_id;
			let inbound = self.pending.remove(&id).unwrap_or_default();
			let upgrade = self.upgrading.get(&id).copied().unwrap_or_default();
			blocks.push(async move {
				if chain.height() > height {
					// It made this round's block before the network was killed, with what was under
					// way to it.
					return Ok((id, chain.collation(height + 1)?, Inbound::new()));
				}
				let (sent, unprocessed) = chain.seal(slot, inbound, upgrade).await?;
				Ok::<_, Error>((id, sent, unprocessed))
			});
		}
		let made = try_join_all(blocks).await?;
		for (id, sent, unprocessed) in made.iter().cloned() {
			self.pending.insert(id, unprocessed);
			self.upgrading.insert(id, sent.new_validation_code.is_some());
		}
		for (id, sent, _) in &made {
			self.send(*id, sent, self.slot + 1);
		}
		Ok(())
	}

	/// Puts what `sender` sent under way, as of the relay block `slot`: above what the receivers
	/// have processed, and no later than what their next blocks build on.
	fn send(&mut self, sender: ParaId, sent: &CollationInfo, slot: u64) {
		let sent_at = u32::try_from(slot).unwrap_or(u32::MAX);
		for message in &sent.horizontal_messages {
			self.pending
				.entry(message.recipient)
				.or_default()
				.entry(sender)
				.or_default()
				.push(InboundHrmpMessage { sent_at, data: message.data.clone() });
		}
	}
}
