//! `greenCertificates_…`: the registry of green certificates and their market.

use super::ask;
use crate::types::{Block, Client};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use std::sync::Arc;
use zeropark_primitives::{
	api::GreenCertificatesApi,
	certificates::{CertificateInstrument, Receipt},
	market::{Level, Side, Trade},
};
use zeropark_runtime_common::types::{AccountId, Hash};

/// The error of a chain that lacks the API.
const UNAVAILABLE: &str = "this chain keeps no certificates: ask greencert's node";

/// The registry of green certificates and their market.
#[rpc(server, namespace = "greenCertificates")]
pub trait GreenCertificates {
	/// The receipt of a retirement, at a block or at the best one. `null` if there is no such
	/// retirement.
	#[method(name = "receipt")]
	fn receipt(&self, retirement: u64, at: Option<Hash>) -> RpcResult<Option<Receipt>>;

	/// The best levels of a book: prices in micro-units of the settlement currency, best first, at
	/// most 100.
	#[method(name = "depth")]
	fn depth(
		&self,
		market: CertificateInstrument,
		side: Side,
		levels: u32,
		at: Option<Hash>,
	) -> RpcResult<Vec<Level>>;

	/// The last trades, newest first.
	#[method(name = "trades")]
	fn trades(&self, count: u32, at: Option<Hash>) -> RpcResult<Vec<Trade<AccountId, u32>>>;
}

/// Answers [`GreenCertificatesServer`] from the chain's runtime.
pub struct GreenCertificatesRpc(pub Arc<Client>);

impl GreenCertificatesServer for GreenCertificatesRpc {
	fn receipt(&self, retirement: u64, at: Option<Hash>) -> RpcResult<Option<Receipt>> {
		ask::<dyn GreenCertificatesApi<Block>, _>(&self.0, at, UNAVAILABLE, |api, at| {
			api.receipt(at, retirement)
		})
	}

	fn depth(
		&self,
		market: CertificateInstrument,
		side: Side,
		levels: u32,
		at: Option<Hash>,
	) -> RpcResult<Vec<Level>> {
		ask::<dyn GreenCertificatesApi<Block>, _>(&self.0, at, UNAVAILABLE, |api, at| {
			api.depth(at, market, side, levels)
		})
	}

	fn trades(&self, count: u32, at: Option<Hash>) -> RpcResult<Vec<Trade<AccountId, u32>>> {
		ask::<dyn GreenCertificatesApi<Block>, _>(&self.0, at, UNAVAILABLE, |api, at| {
			api.trades(at, count)
		})
	}
}
