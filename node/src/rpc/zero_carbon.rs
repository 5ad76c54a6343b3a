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

/// The statement, and page by page its sources and its agreements, in the order of their numbers.
fn full_statement(
	api: &Api,
	at: Hash,
	period: Option<PeriodId>,
) -> Result<Option<FullStatement>, ApiError> {
	let Some(statement) = api.statement(at, period)? else { return Ok(None) };
	let sources = pages(
		|after| api.activities(at, period, after, PAGE),
		|reported: &SourceActivity<_>| reported.source,
	)?;
	let purchases = pages(
		|after| api.purchased_power(at, period, after, PAGE),
		|purchased: &PurchasedPower| purchased.agreement,
	)?;
	Ok(Some(FullStatement { statement, sources, purchases }))
}

/// All pages that `page` answers, each after the last item of the page before, sorted by the `number`
/// of the items.
fn pages<Number: Ord, Item>(
	page: impl Fn(Option<Number>) -> Result<Vec<Item>, ApiError>,
	number: impl Fn(&Item) -> Number,
) -> Result<Vec<Item>, ApiError> {
	let mut items = Vec::new();
	loop {
		let more = page(items.last().map(&number))?;
		let is_last = more.len() < PAGE as usize;
		items.extend(more);
		if is_last {
			items.sort_unstable_by_key(&number);
			return Ok(items);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn pages_should_be_asked_for_once_each_and_sorted() {
		// The storage's order is not that of the numbers.
		let stored = (0..2 * PAGE + 1).rev().collect::<Vec<_>>();
		let asked = std::cell::Cell::new(0);
		let page = |after: Option<u32>| {
			asked.set(asked.get() + 1);
			let start = after.map_or(0, |after| {
				stored.iter().position(|number| *number == after).map_or(0, |last| last + 1)
			});
			Ok(stored.iter().skip(start).take(PAGE as usize).copied().collect())
		};
		let all = pages(page, |number| *number).expect("every page answers");
		assert_eq!(all, (0..2 * PAGE + 1).collect::<Vec<_>>());
		assert_eq!(asked.get(), 3);
	}
}
