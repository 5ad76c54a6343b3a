//! `zeroCarbon_…`: the park's period ledger.

use super::{ask, Api};
use crate::types::{Block, Client};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use sp_api::ApiError;
use std::sync::Arc;
use zeropark_client::park::FullStatement;
use zeropark_primitives::{
	api::{PowerPurchaseApi, ZeroCarbonApi},
	carbon::SourceActivity,
	ids::PeriodId,
	purchase::PurchasedPower,
};
use zeropark_runtime_common::types::Hash;

/// The error of a chain that lacks the API.
const UNAVAILABLE: &str = "this chain keeps no period ledger: ask the park's node";

/// How many reports or agreements the runtime is asked for at a time.
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

/// The statement, and page by page its sources and its agreements.
fn full_statement(
	api: &Api,
	at: Hash,
	period: Option<PeriodId>,
) -> Result<Option<FullStatement>, ApiError> {
	let Some(statement) = api.statement(at, period)? else { return Ok(None) };
	let sources = pages(
		|start| api.activities(at, period, start, PAGE),
		|last: &SourceActivity<_>| last.source.saturating_add(1),
	)?;
	let purchases = pages(
		|start| api.purchased_power(at, period, start, PAGE),
		|last: &PurchasedPower| last.agreement.saturating_add(1),
	)?;
	Ok(Some(FullStatement { statement, sources, purchases }))
}

/// All pages that `page` answers, each from the start that `next` finds after the last item of the
/// page before.
fn pages<Start: Default, Item>(
	page: impl Fn(Start) -> Result<Vec<Item>, ApiError>,
	next: impl Fn(&Item) -> Start,
) -> Result<Vec<Item>, ApiError> {
	let mut items = Vec::new();
	loop {
		let more = page(items.last().map_or_else(Start::default, &next))?;
		let is_last = more.len() < PAGE as usize;
		items.extend(more);
		if is_last {
			return Ok(items);
		}
	}
}
