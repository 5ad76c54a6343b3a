//! A green certificate's life, as wallets and auditors see it: accredited, issued, traded, retired,
//! with its receipt.

use crate::network::{eventually, free, issued, Network};
use jsonrpsee::rpc_params;
use pallet_green_certificates::{
	Batches, Call, Description, Generators, NextRequestId, Status, CERTIFICATE,
};
use pallet_order_book::{NextOrderId, Validity};
use runtime_greencert::Runtime;
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use zeropark_client::{Connection, Greencert};
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim, SerialRange, Technology},
	market::{Instrument, Price},
	time::{Interval, Month},
	units::{WattHours, Watts},
};
use zeropark_runtime_common::{
	constants::currency::PCNY,
	types::{AccountId, Balance},
};

/// October 2019, the month of production.
pub const OCTOBER: Month = Month(49 * 12 + 9);

/// What an account has of the first batch.
pub async fn certificates(greencert: &Connection<Greencert>, who: &AccountId) -> Balance {
	greencert.certificates(0, who).await.expect("answers")
}

/// Bob's wind farm is accredited, and gets 100 certificates for what it made in October; half a
/// certificate is carried over.
pub async fn issue(greencert: &Connection<Greencert>) {
	let description = Description {
		technology: Technology::Wind,
		capacity: Watts(10_000_000),
		region: 330_100,
		commissioned: OCTOBER.start(),
		permit: H256::repeat_byte(1),
		meter: None,
	};
	let call = Call::<Runtime>::register_generator { description };
	greencert.submit(call, &Bob.pair()).await.expect("is taken");
	let status = |wanted: Status| async move {
		let generator = greencert.read::<Generators<Runtime>>(&0).await.expect("answers")?;
		(generator.status == wanted).then_some(())
	};
	eventually("the device is registered", || status(Status::Pending)).await;
	let call = Call::<Runtime>::accredit { generator: 0 };
	greencert.submit(call, &Alice.pair()).await.expect("is taken");
	eventually("the device is accredited", || status(Status::Accredited)).await;

	let span = Interval { start: OCTOBER.start(), end: OCTOBER.after(1).start() };
	let energy = WattHours(100 * CERTIFICATE.0 + 500_000);
	let call = Call::<Runtime>::request_issuance {
		generator: 0,
		span,
		energy,
		own_use: false,
		evidence: H256::repeat_byte(7),
	};
	greencert.submit(call, &Bob.pair()).await.expect("is taken");
	eventually("issuance is requested", || async {
		greencert.read::<NextRequestId<Runtime>>(&()).await.expect("answers")
	})
	.await;
	let call = Call::<Runtime>::approve_issuance { request: 0 };
	greencert.submit(call, &Alice.pair()).await.expect("is taken");
	eventually("the certificates are issued", || async {
		(certificates(greencert, &Bob.to_account_id()).await == 100).then_some(())
	})
	.await;
}

#[tokio::test]
async fn a_certificate_should_be_issued_traded_and_retired_with_a_receipt() {
	let network = Network::start(&[
		"--block-time",
		"50",
		"--start-time",
		"2019-11-02T00:00:00Z",
		"--time-per-block",
		"60",
	]);
	let greencert = network.greencert().await;
	let money = issued(&greencert).await;

	issue(&greencert).await;
	// Bob sells all he has; Charlie wants wind of that quarter, from whomever.
	let basket =
		CertificateBasket { technology: Some(Technology::Wind), quarter: OCTOBER.quarter() };
	let until = Validity::Until(OCTOBER.after(2).start());
	let call = pallet_order_book::Call::<Runtime>::place_ask {
		class: 0,
		price: Price(30_000_000),
		quantity: 100,
		validity: until,
		max_fills: 0,
	};
	greencert.submit(call, &Bob.pair()).await.expect("is taken");
	let market = serde_json::json!({ "basket": basket });
	let depth = || async {
		let levels: Vec<serde_json::Value> = greencert
			.request("greenCertificates_depth", rpc_params![&market, "asks", 10])
			.await
			.expect("answers");
		levels.first().map(|level| (level["price"].as_u64(), level["quantity"].as_u64()))
	};
	let level = eventually("the ask stands", depth).await;
	assert_eq!(level, (Some(30_000_000), Some(100)));
	let before = free(&greencert, &Bob.to_account_id()).await;
	let call = pallet_order_book::Call::<Runtime>::place_bid {
		market: Instrument::Basket(basket),
		price: Price(32_000_000),
		quantity: 40,
		validity: Validity::Immediate,
		max_fills: 5,
	};
	greencert.submit(call, &Charlie.pair()).await.expect("is taken");
	eventually("Charlie has bought", || async {
		(certificates(&greencert, &Charlie.to_account_id()).await == 40).then_some(())
	})
	.await;
	assert_eq!(depth().await, Some((Some(30_000_000), Some(60))));
	// 40 at Bob's price, less two per mille.
	let earned = free(&greencert, &Bob.to_account_id()).await - before;
	assert_eq!(earned, 40 * 30 * PCNY - 2_400_000);
	let trades: Vec<serde_json::Value> =
		greencert.request("greenCertificates_trades", rpc_params![5]).await.expect("answers");
	assert_eq!((trades.len(), &trades[0]["fee"]), (1, &serde_json::json!(2_400_000)));

	let text = |text: &str| text.as_bytes().to_vec().try_into().expect("is short");
	let claim = Claim {
		beneficiary: text("Charlie's works"),
		purpose: text("zero-carbon October"),
		period: Interval { start: OCTOBER.start(), end: OCTOBER.after(1).start() },
	};
	let call = Call::<Runtime>::retire { batch: 0, quantity: 25, claim };
	greencert.submit(call, &Charlie.pair()).await.expect("is taken");
	let receipt = eventually("there is a receipt", || async {
		let receipt: Option<serde_json::Value> =
			greencert.request("greenCertificates_receipt", rpc_params![0]).await.expect("answers");
		receipt
	})
	.await;
	assert_eq!(receipt["serials"], serde_json::json!(SerialRange { start: 0, end: 25 }));
	assert_eq!(receipt["technology"], "wind");
	assert_eq!(receipt["beneficiary"], "Charlie's works");
	assert_eq!(receipt["holder"], serde_json::json!(Charlie.to_account_id()));
	assert_eq!(certificates(&greencert, &Charlie.to_account_id()).await, 15);

	let batch = greencert.read::<Batches<Runtime>>(&0).await.expect("answers");
	let batch = batch.expect("is on record");
	assert_eq!((batch.serials.len(), batch.circulating(), batch.retired), (100, 75, 25));
	assert_eq!(issued(&greencert).await, money);
	let next = greencert.read::<NextOrderId<Runtime>>(&()).await.expect("answers");
	assert_eq!(next, Some(2));

	let park = network.park().await;
	let elsewhere: Result<serde_json::Value, _> =
		park.request("greenCertificates_receipt", rpc_params![0]).await;
	let error = elsewhere.expect_err("the park keeps no certificates").to_string();
	assert!(error.contains("ask greencert's"), "{error}");
}
