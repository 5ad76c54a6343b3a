//! Where the chains answer.

use crate::{AnyChain, Chain, Connection, Error};
use std::collections::BTreeMap;

/// The URLs of chains' RPCs, by parachain id.
#[derive(Clone, Debug, Default)]
pub struct Endpoints(BTreeMap<u32, String>);

impl FromIterator<(u32, String)> for Endpoints {
	fn from_iter<I: IntoIterator<Item = (u32, String)>>(urls: I) -> Self {
		Self(urls.into_iter().collect())
	}
}

impl Endpoints {
	/// The URL of a chain.
	pub fn url(&self, para_id: u32) -> Result<&str, Error> {
		self.0.get(&para_id).map(String::as_str).ok_or(Error::NoEndpoint { para_id })
	}

	/// Connects to a chain, whose runtime is that of `C`.
	pub async fn connect<C: Chain>(&self, para_id: u32) -> Result<Connection<C>, Error> {
		Connection::open(self.url(para_id)?).await
	}

	/// Connects to a chain, whatever its runtime.
	pub async fn connect_any(&self, para_id: u32) -> Result<Connection<AnyChain>, Error> {
		Connection::open_any(self.url(para_id)?).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_chain_without_endpoint_should_be_named() {
		let endpoints = Endpoints::from_iter([(2000, "ws://park".to_owned())]);
		assert_eq!(endpoints.url(2000).ok(), Some("ws://park"));
		let error = endpoints.url(2001).expect_err("is unknown");
		assert!(error.to_string().contains("2001"), "{error}");
	}
}
