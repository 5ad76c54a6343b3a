//! `zeroCarbon_…`: the park's period ledger.

use super::{ask, Api};
use crate::types::{Block, Client};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use sp_api::ApiError;
use std::sync::Arc;
use zeropark_client::park::FullStatement;
use zeropark_primitives::{
	api::{PowerPurchaseApi, ZeroCarbonApi},
	ids::PeriodId,
	purchase::PurchasedPower,
};
use zeropark_runtime_common::types::Hash;

/// The error of a chain that lacks the API.
const UNAVAILABLE: &str = "this chain keeps no period ledger: ask the park's node";

/// How many agreements the runtime is asked for at a time.
const PAGE: u32 = 1_000;

/// The park's period ledger.
#[rpc(server, namespace = "zeroCarbon")]
pub trait ZeroCarbon {
	/// The statement of a period, or of the newest one, at a block or at the best one. `null` if
	/// there is no such period.
	///
	/// Times are seconds since the Unix epoch, energy is in Wh, emissions are in gCO2e.
	#[method(name = "statement")]
	fn statement(
		&self,
		period: Option<PeriodId>,
		at: Option<Hash>,
	) -> RpcResult<Option<FullStatement>>;
}

/// Answers [`ZeroCarbonServer`] from the chain's runtime.
pub struct ZeroCarbonRpc(pub Arc<Client>);

impl ZeroCarbonServer for ZeroCarbonRpc {
	fn statement(
		&self,
		period: Option<PeriodId>,
		at: Option<Hash>,
	) -> RpcResult<Option<FullStatement>> {
		ask::<dyn ZeroCarbonApi<Block>, _>(&self.0, at, UNAVAILABLE, |api, at| {
			full_statement(api, at, period)
		})
	}
}

/// The statement, and page by page its agreements.
fn full_statement(
	api: &Api,
	at: Hash,
	period: Option<PeriodId>,
) -> Result<Option<FullStatement>, ApiError> {
	let Some(statement) = api.statement(at, period)? else { return Ok(None) };
	let mut purchases = Vec::<PurchasedPower>::new();
	loop {
		let next = purchases.last().map_or(0, |last| last.agreement + 1);
		let page = api.purchased_power(at, period, next, PAGE)?;
		if page.is_empty() {
			return Ok(Some(FullStatement { statement, purchases }));
		}
		purchases.extend(page);
	}
}
