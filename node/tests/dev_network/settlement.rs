//! Settlement money crosses chains, and none is lost or made.

use crate::network::{eventually, free, height, issued, Network};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use xcm::{latest::prelude::*, VersionedAssets, VersionedLocation};
use zeropark_client::{Carbon, Chain, Connection, Energy, Greencert, Park};
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	genesis::home_issuance,
	types::{AccountId, Balance, BlockNumber},
};

/// A transfer of `amount` of the asset `currency` to Bob on the chain `to`.
pub fn transfer<Runtime: pallet_xcm::Config>(
	currency: Location,
	to: u32,
	amount: Balance,
) -> pallet_xcm::Call<Runtime> {
	let asset: Asset = (currency, amount).into();
	let bob = AccountId32 { network: None, id: Bob.to_account_id().into() };
	pallet_xcm::Call::transfer_assets {
		dest: Box::new(VersionedLocation::from(Location::new(1, Parachain(to)))),
		beneficiary: Box::new(VersionedLocation::from(Location::from(bob))),
		assets: Box::new(VersionedAssets::from(Assets::from(asset))),
		fee_asset_item: 0,
		weight_limit: WeightLimit::Unlimited,
	}
}

/// Waits until Bob has more than `before` on a chain.
pub async fn arrived<C>(chain: &Connection<C>, before: Balance) -> Balance {
	let bob = Bob.to_account_id();
	let after = eventually("money arrives", || async {
		let now = free(chain, &bob).await;
		(now > before).then_some(now)
	})
	.await;
	after - before
}

/// With nothing under way, every sovereign account on the park is the issuance of its chain.
pub async fn assert_conserved(network: &Network) {
	let park = network.park().await;
	assert_eq!(issued(&park).await, home_issuance());
	for para_id in chains::ALL.into_iter().filter(|chain| *chain != chains::PARK) {
		let chain = network.connect_any(para_id).await;
		eventually("the sovereign account is the issuance", || async {
			let backing = free(&park, &chains::sovereign_account(para_id)).await;
			(backing == issued(&chain).await).then_some(())
		})
		.await;
	}
}

/// What an account had on a chain after its block `number`.
async fn free_after<C>(chain: &Connection<C>, number: BlockNumber, account: &AccountId) -> Balance {
	let block = chain.block_hash(number).await.expect("answers");
	chain.free_balance(account, block).await.expect("answers")
}

#[tokio::test]
async fn a_receipt_should_be_at_most_two_rounds_away() {
	let network = Network::start(&["--block-time", "100"]);
	let (park, greencert) = (network.park().await, network.greencert().await);
	let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
	let (alice_before, bob_before) = (free(&park, &alice).await, free(&greencert, &bob).await);
	let started_at = height(&park).await;
	let call = transfer::<runtime_park::Runtime>(Location::here(), chains::GREENCERT, PCNY);
	park.submit(call, &Alice.pair()).await.expect("is taken");
	arrived(&greencert, bob_before).await;

	let (mut sent_at, mut arrived_at) = (None, None);
	for number in started_at..=height(&greencert).await {
		if sent_at.is_none() && free_after(&park, number, &alice).await < alice_before {
			sent_at = Some(number);
		}
		if arrived_at.is_none() && free_after(&greencert, number, &bob).await > bob_before {
			arrived_at = Some(number);
		}
	}
	let rounds = arrived_at.expect("arrived") - sent_at.expect("was sent");
	assert!((1..=2).contains(&rounds), "{rounds} rounds");
}

/// Submits a call of Alice's on a chain.
async fn submit<C: Chain>(network: &Network, para_id: u32, call: impl Into<C::Call>) {
	let chain = network.connect::<C>(para_id).await;
	chain.submit(call, &Alice.pair()).await.expect("is taken");
}

/// Sends `amount` of Alice's from one chain to Bob on another.
async fn send(network: &Network, from: u32, to: u32, amount: Balance) {
	let away = Location::new(1, Parachain(chains::PARK));
	match from {
		chains::PARK => {
			let call = transfer::<runtime_park::Runtime>(Location::here(), to, amount);
			submit::<Park>(network, from, call).await;
		},
		chains::GREENCERT => {
			let call = transfer::<runtime_greencert::Runtime>(away, to, amount);
			submit::<Greencert>(network, from, call).await;
		},
		chains::CARBON => {
			let call = transfer::<runtime_carbon::Runtime>(away, to, amount);
			submit::<Carbon>(network, from, call).await;
		},
		_ => {
			let call = transfer::<runtime_energy::Runtime>(away, to, amount);
			submit::<Energy>(network, from, call).await;
		},
	}
}

#[tokio::test]
async fn money_should_cross_chains_and_be_conserved() {
	let network = Network::start(&["--block-time", "100"]);
	let mut connections = Vec::new();
	for para_id in chains::ALL {
		connections.push(network.connect_any(para_id).await);
	}
	let bob = Bob.to_account_id();
	assert_conserved(&network).await;

	// In each turn every chain sends to the one so many places on, so that each is sent to once.
	// Between chains that are both away from home, money goes by way of it.
	for distance in 1..chains::ALL.len() {
		let mut before = Vec::new();
		for chain in &connections {
			before.push(free(chain, &bob).await);
		}
		for (index, from) in chains::ALL.into_iter().enumerate() {
			let to = chains::ALL[(index + distance) % chains::ALL.len()];
			send(&network, from, to, 10 * PCNY).await;
		}
		for (chain, before) in connections.iter().zip(before) {
			let came = arrived(chain, before).await;
			assert!(came < 10 * PCNY && came > 9 * PCNY, "{came}");
		}
		assert_conserved(&network).await;
	}
}
