//! Green power bought on the running network: money leaves the park, certificates come, the rest of
//! the money comes home.

use crate::{
	certificates::{certificates, issue, OCTOBER},
	network::{eventually, free, publish_grid_factor, Network},
	settlement::assert_conserved,
};
use codec::Decode;
use jsonrpsee::rpc_params;
use pallet_order_book::Validity;
use pallet_power_purchase::{Agreements, Call, Usage};
use pallet_trading_desk::OrderState;
use runtime_park::Runtime;
use sp_core::crypto::Ss58Codec;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use xcm::latest::prelude::{GeneralIndex, Location, PalletInstance, Parachain};
use zeropark_client::{Connection, Park, StorageItem};
use zeropark_primitives::{
	certificates::{CertificateBasket, Technology, CERTIFICATE},
	market::{CloseReason, Price},
	metering::{AccuracyClass, DeviceKind, Limits},
	trading::OrderOutcome,
	units::Watts,
};
use zeropark_runtime_common::{chains, constants::currency::PCNY};

/// Certificates of the first batch that are on the park.
async fn abroad(park: &Connection<Park>) -> u128 {
	type Assets = pallet_assets::Asset<Runtime, pallet_assets::Instance2>;
	let id = [Parachain(chains::GREENCERT), PalletInstance(chains::HOME_ASSETS), GeneralIndex(0)];
	let key = Assets::storage_key(&Location::new(1, id));
	let value = park.storage(key, None).await.expect("answers");
	// Four accounts, then the supply.
	value.map_or(0, |value| u128::decode(&mut &value[4 * 32..]).expect("has a supply"))
}

#[tokio::test]
async fn a_purchase_should_bring_power_certificates_and_change() {
	let network = Network::start(&[
		"--block-time",
		"50",
		"--start-time",
		"2019-11-02T00:00:00Z",
		"--time-per-block",
		"60",
	]);
	let (park, greencert) = (network.park().await, network.greencert().await);
	issue(&greencert).await;
	let call = pallet_order_book::Call::<runtime_greencert::Runtime>::place_ask {
		class: 0,
		price: Price(30_000_000),
		quantity: 100,
		validity: Validity::Until(OCTOBER.after(2).start()),
		max_fills: 0,
	};
	greencert.submit(call, &Bob.pair()).await.expect("is taken");
	publish_grid_factor(&park, 2019).await;
	let calls = vec![
		pallet_zero_carbon::Call::<Runtime>::open_period {
			start: Some(OCTOBER.after(1).start()),
			end: OCTOBER.after(2).start(),
		}
		.into(),
		// Who buys for a period uses the park's power.
		pallet_metering::Call::<Runtime>::register_device {
			owner: Charlie.to_account_id(),
			key: Charlie.to_account_id(),
			kind: DeviceKind::Load,
			limits: Limits { delivers: Watts(0), draws: Watts(1_000) },
			accuracy: AccuracyClass(50),
			interval: 900,
			permit: None,
		}
		.into(),
	];
	let call = pallet_utility::Call::<Runtime>::batch_all { calls };
	park.submit(call, &Alice.pair()).await.expect("is taken");
	eventually("the period is open", || async {
		let answer: Option<serde_json::Value> =
			park.request("zeroCarbon_statement", rpc_params![]).await.expect("answers");
		answer
	})
	.await;

	let text = |text: &str| text.as_bytes().to_vec().try_into().expect("is short");
	let retire = Usage::Retire { period: 0, purpose: text("November") };
	let before = free(&park, &Charlie.to_account_id()).await;
	for (id, quantity, usage) in [(0, 25, retire), (1, 10, Usage::Hold)] {
		let call = Call::<Runtime>::order_power {
			basket: CertificateBasket {
				technology: Some(Technology::Wind),
				quarter: OCTOBER.quarter(),
			},
			quantity,
			price: Price(32_000_000),
			deadline: OCTOBER.after(1).start() + 3 * 86_400,
			usage,
		};
		park.submit(call, &Charlie.pair()).await.expect("is taken");
		let ended = eventually("the purchase has ended", || async {
			let purchase = park.purchase(id).await.expect("answers");
			purchase.filter(|purchase| matches!(purchase.state, OrderState::Ended(_)))
		})
		.await;
		assert_eq!(ended.state, OrderState::Ended(OrderOutcome::Closed(CloseReason::Filled)));
		assert_eq!((ended.filled, ended.spent), (quantity, u128::from(quantity) * 30 * PCNY));
	}

	// What was retired is in the statement with its numbers; what is held is on the park and
	// nowhere else.
	let statement: serde_json::Value =
		park.request("zeroCarbon_statement", rpc_params![]).await.expect("answers");
	assert_eq!(statement["p_wh"]["purchased"], 25 * CERTIFICATE.0);
	let purchases = &statement["purchases"];
	assert_eq!(purchases.as_array().map(Vec::len), Some(1));
	let retired = &purchases[0]["delivery"]["retired"];
	assert_eq!(retired["serials"], serde_json::json!({ "start": 0, "end": 25 }));
	let receipt: serde_json::Value = greencert
		.request("greenCertificates_receipt", rpc_params![&retired["retirement"]])
		.await
		.expect("answers");
	assert_eq!(receipt["serials"], retired["serials"]);
	assert_eq!(receipt["beneficiary"], Charlie.to_account_id().to_ss58check());
	assert_eq!(purchases[0]["purpose"], "November");
	let agreement = park.read::<Agreements<Runtime>>(&1).await.expect("answers");
	assert_eq!(agreement.expect("is signed").delivery.seller, Bob.to_account_id());

	let sovereign = chains::sovereign_account(chains::PARK);
	assert_eq!(abroad(&park).await, 10);
	assert_eq!(certificates(&greencert, &sovereign).await, 10);
	// The price of 35, deposits that stay with the records, and fees.
	let paid = before - free(&park, &Charlie.to_account_id()).await;
	assert!(paid > 35 * 30 * PCNY && paid < 35 * 30 * PCNY + 6 * PCNY, "{paid}");
	assert_conserved(&network).await;
}
