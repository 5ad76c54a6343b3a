//! Time and money, which all chains of Zeropark store in the same place.

use crate::{Blocks, Connection, Error};
use runtime_park::Runtime;
use zeropark_primitives::time::Seconds;
use zeropark_runtime_common::types::{AccountId, Balance, Hash};

impl<C> Connection<C> {
	/// The time of a block, or of the best one; `None` at genesis, which has none.
	pub async fn time(&self, at: Option<Hash>) -> Result<Option<Seconds>, Error> {
		let milliseconds = self.read_at::<pallet_timestamp::Now<Runtime>>(&(), at).await?;
		Ok(milliseconds.map(|milliseconds| milliseconds / 1_000))
	}

	/// Waits for the newest of `blocks`, and returns its time.
	pub async fn next_time(&self, blocks: &mut Blocks) -> Result<Seconds, Error> {
		loop {
			let block = blocks.newest().await?.hash();
			// Blocks begin with the newest there is, which is the genesis on a new chain.
			if let Some(time) = self.time(Some(block)).await? {
				return Ok(time);
			}
		}
	}

	/// The balance an account may spend, as of a block or of the best one.
	pub async fn free_balance(
		&self,
		account: &AccountId,
		at: Option<Hash>,
	) -> Result<Balance, Error> {
		let info = self.read_at::<frame_system::Account<Runtime>>(account, at).await?;
		Ok(info.map_or(0, |info| info.data.free))
	}

	/// How much settlement money the chain has issued.
	pub async fn total_issuance(&self) -> Result<Balance, Error> {
		let issuance = self.read::<pallet_balances::TotalIssuance<Runtime>>(&()).await?;
		Ok(issuance.unwrap_or_default())
	}
}
