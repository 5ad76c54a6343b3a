//! Requests to the green certificate market.

use crate::{Connection, Error, Greencert, StorageItem};
use pallet_assets::{Account, Instance1};
use pallet_green_certificates::BatchId;
use runtime_greencert::Runtime;
use zeropark_runtime_common::types::{AccountId, Balance};

impl Connection<Greencert> {
	/// How many certificates of a batch an account has.
	pub async fn certificates(&self, batch: BatchId, holder: &AccountId) -> Result<Balance, Error> {
		let key = Account::<Runtime, Instance1>::storage_key(&(batch, holder.clone()));
		let account = self.storage(key, None).await?;
		// `pallet-assets` keeps the fields of an account to itself; the balance is the first one.
		let balance = account.map(|account| self.decode(&account)).transpose()?;
		Ok(balance.unwrap_or_default())
	}
}
