//! Settlement money crosses chains, and none is lost or made.

use crate::{
	network::{eventually, height, Network},
	transactions::{free, free_in, issued, submit},
};
use codec::Encode;
use jsonrpsee::{core::client::ClientT, http_client::HttpClient, rpc_params};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use xcm::latest::prelude::*;
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	genesis::home_issuance,
	types::{Balance, Hash},
};

/// In the order of the ports.
const PARK: u16 = 0;
const GREENCERT: u16 = 1;
const CARBON: u16 = 2;

/// `transfer_assets` of `amount` to Bob on the chain `$to`.
macro_rules! transfer {
	($runtime:ident, $currency:expr, $to:expr, $amount:expr) => {{
		let asset: xcm::latest::Asset = ($currency, $amount).into();
		let bob = xcm::latest::prelude::AccountId32 {
			network: None,
			id: sp_keyring::Sr25519Keyring::Bob.to_account_id().into(),
		};
		pallet_xcm::Call::<$runtime::Runtime>::transfer_assets {
			dest: Box::new(xcm::VersionedLocation::from(xcm::latest::Location::new(
				1,
				xcm::latest::prelude::Parachain($to),
			))),
			beneficiary: Box::new(xcm::VersionedLocation::from(xcm::latest::Location::from(bob))),
			assets: Box::new(xcm::VersionedAssets::from(xcm::latest::Assets::from(asset))),
			fee_asset_item: 0,
			weight_limit: xcm::latest::WeightLimit::Unlimited,
		}
	}};
}

pub(crate) use transfer;

/// Waits until Bob has more than `before` on a chain.
pub async fn arrived(client: &HttpClient, before: Balance) -> Balance {
	let bob = Bob.to_account_id();
	let after = eventually("money arrives", || async {
		let now = free(client, &bob).await;
		(now > before).then_some(now)
	})
	.await;
	after - before
}

/// With nothing under way, every sovereign account on the park is the issuance of its chain.
pub async fn assert_conserved(network: &Network) {
	let park = network.client(PARK);
	assert_eq!(issued(&park).await, home_issuance());
	for (index, chain) in chains::ALL.into_iter().enumerate().skip(1) {
		let client = network.client(index as u16);
		eventually("the sovereign account is the issuance", || async {
			let backing = free(&park, &chains::sovereign_account(chain)).await;
			(backing == issued(&client).await).then_some(())
		})
		.await;
	}
}

/// What Bob had on a chain after its block `number`.
async fn free_at(client: &HttpClient, number: u64) -> Balance {
	let at: Hash =
		client.request("chain_getBlockHash", rpc_params![number]).await.expect("answers");
	free_in(client, &Bob.to_account_id(), Some(at)).await
}

#[tokio::test]
async fn a_receipt_should_be_at_most_two_rounds_away() {
	let network = Network::start(&["--block-time", "100"]);
	let (park, greencert) = (network.client(PARK), network.client(GREENCERT));
	let alice = Alice.to_account_id();
	let (alice_before, bob_before) =
		(free(&park, &alice).await, free(&greencert, &Bob.to_account_id()).await);
	let started_at = height(&park).await;
	let call = transfer!(runtime_park, Location::here(), chains::GREENCERT, PCNY);
	submit!(runtime_park, &park, Alice, call).expect("is taken");
	arrived(&greencert, bob_before).await;

	let (mut sent_at, mut arrived_at) = (None, None);
	for number in started_at..=height(&greencert).await {
		let hash: Option<Hash> =
			park.request("chain_getBlockHash", rpc_params![number]).await.expect("answers");
		if sent_at.is_none() && free_in(&park, &alice, hash).await < alice_before {
			sent_at = Some(number);
		}
		if arrived_at.is_none() && free_at(&greencert, number).await > bob_before {
			arrived_at = Some(number);
		}
	}
	let rounds = arrived_at.expect("arrived") - sent_at.expect("was sent");
	assert!((1..=2).contains(&rounds), "{rounds} rounds");
}

/// Sends `amount` of Alice's from one chain to Bob on another.
async fn send(client: &HttpClient, from: u16, to: u32, amount: Balance) {
	let settlement = Location::new(1, Parachain(chains::PARK));
	macro_rules! send {
		($runtime:ident, $currency:expr) => {
			submit!($runtime, client, Alice, transfer!($runtime, $currency, to, amount))
		};
	}
	let sent = match from {
		PARK => send!(runtime_park, Location::here()),
		GREENCERT => send!(runtime_greencert, settlement),
		CARBON => send!(runtime_carbon, settlement),
		_ => send!(runtime_energy, settlement),
	};
	sent.expect("is taken");
}

#[tokio::test]
async fn money_should_cross_chains_and_be_conserved() {
	let network = Network::start(&["--block-time", "100"]);
	let clients = chains::ALL.iter().zip(0u16..).map(|(_, port)| network.client(port));
	let clients = clients.collect::<Vec<_>>();
	let bob = Bob.to_account_id();
	assert_conserved(&network).await;

	// In each turn every chain sends to the one so many places on, so that each is sent to once. Between chains that are
	// both away from home, money goes by way of it.
	for distance in 1..clients.len() {
		let mut before = Vec::new();
		for client in &clients {
			before.push(free(client, &bob).await);
		}
		for (from, client) in (0u16..).zip(&clients) {
			let to = chains::ALL[(usize::from(from) + distance) % clients.len()];
			send(client, from, to, 10 * PCNY).await;
		}
		for (client, before) in clients.iter().zip(before) {
			let came = arrived(client, before).await;
			assert!(came < 10 * PCNY && came > 9 * PCNY, "{came}");
		}
		assert_conserved(&network).await;
	}
}
