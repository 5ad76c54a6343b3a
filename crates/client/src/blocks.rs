//! Blocks, as they are made.

use crate::Error;
use futures::FutureExt;
use jsonrpsee::core::client::Subscription;
use zeropark_runtime_common::types::Header;

/// The headers of a chain's best blocks, from the newest one there is.
///
/// They are kept until they are read, but not for ever: read on, or drop it.
pub struct Blocks {
	headers: Subscription<Header>,
	chain: &'static str,
}

impl Blocks {
	pub(crate) fn new(headers: Subscription<Header>, chain: &'static str) -> Self {
		Self { headers, chain }
	}

	/// Waits for the next block.
	pub async fn next(&mut self) -> Result<Header, Error> {
		match self.headers.next().await {
			Some(Ok(header)) => Ok(header),
			_ => Err(Error::Closed { chain: self.chain }),
		}
	}

	/// Waits for a block, and skips those that are not the newest any more: a chain does not wait
	/// for its clients.
	pub async fn newest(&mut self) -> Result<Header, Error> {
		let mut header = self.next().await?;
		while let Some(Some(Ok(newer))) = self.headers.next().now_or_never() {
			header = newer;
		}
		Ok(header)
	}
}
