//! The relay chain that a node is started under.

use crate::types::Result;
use cumulus_client_cli::RelayChainMode;
use futures::FutureExt;
use sc_service::Error;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a node waits for its relay chain.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long it waits for the answer to one attempt to connect.
const ATTEMPT: Duration = Duration::from_secs(5);

/// How long it pauses between attempts.
const RETRY: Duration = Duration::from_secs(1);

/// Waits until a relay chain that is reached by RPC accepts connections: the nodes of a network
/// start in any order, and the relay chain's client soon gives up.
pub async fn await_start(mode: &RelayChainMode) -> Result<()> {
	let RelayChainMode::ExternalRpc(urls) = mode else { return Ok(()) };
	let names = urls.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
	let addresses = urls.iter().filter_map(|url| url.socket_addrs(|| None).ok()).flatten();
	let addresses = addresses.collect::<Vec<_>>();
	if addresses.is_empty() {
		return Err(Error::Other(format!(
			"no host of --relay-chain-rpc-urls {names} can be resolved: correct its name, or give \
			 its address"
		)));
	}
	let waiting = tokio::time::timeout(PATIENCE, async {
		for attempt in 0u32.. {
			for address in &addresses {
				let connecting = TcpStream::connect(*address);
				let connected = tokio::time::timeout(ATTEMPT, connecting).await;
				if matches!(connected, Ok(Ok(_))) {
					return;
				}
			}
			if attempt == 0 {
				eprintln!(
					"Waiting up to {} s for the relay chain at {names} ...",
					PATIENCE.as_secs()
				);
			}
			tokio::time::sleep(RETRY).await;
		}
	});
	// The runner listens to signals only once the node has started.
	let signals = sc_cli::Signals::capture()?;
	match signals.try_until_signal(waiting.fuse()).await {
		Ok(Ok(())) => Ok(()),
		Ok(Err(_)) => Err(Error::Other(format!("no relay chain could be reached at {names}"))),
		Err(()) => Err(Error::Other("stopped while waiting for the relay chain".into())),
	}
}
