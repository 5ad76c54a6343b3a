//! Readings that do not hold are refused in the pool, each with its own error, and change nothing.

use crate::{
	network::{eventually, Network},
	transactions::{extension, genesis, stored, submit},
};
use codec::Encode;
use frame_support::storage::storage_prefix;
use jsonrpsee::{core::client::ClientT, core::ClientError, http_client::HttpClient, rpc_params};
use pallet_metering::{Batch, Error};
use runtime_park::Runtime;
use sp_keyring::Sr25519Keyring::{self, Alice, Eve, Ferdie};
use sp_runtime::MultiSignature;
use zeropark_primitives::{
	AccuracyClass, DeviceKind, MilligramsPerUnit, Reading, Seconds, WattHours, Watts,
};

type ParkBatch = Batch<<Runtime as pallet_metering::Config>::MaxReadings>;

/// 2026-01-01T00:00:00Z.
const START: Seconds = 1_767_225_600;

/// Signs a batch as `key` and submits it.
async fn read(
	client: &HttpClient,
	key: Sr25519Keyring,
	(device, sequence): (u32, u32),
	readings: &[(Seconds, i64)],
) -> Result<(), ClientError> {
	let readings = readings
		.iter()
		.map(|(start, energy)| Reading { start: *start, energy: WattHours(*energy) })
		.collect::<Vec<_>>()
		.try_into()
		.expect("fits");
	let batch = ParkBatch { device, sequence, readings };
	let signature = MultiSignature::from(key.sign(&batch.payload(&genesis(client).await)));
	let call = pallet_metering::Call::<Runtime>::submit_readings { batch, signature };
	let extension: runtime_park::TxExtension = extension!(0);
	let transaction = runtime_park::UncheckedExtrinsic::new_transaction(call.into(), extension);
	crate::transactions::send(client, &transaction).await.map(drop)
}

async fn received(client: &HttpClient) -> u64 {
	let statement: serde_json::Value =
		client.request("zeroCarbon_statement", rpc_params![0]).await.expect("answers");
	statement["coverage"]["received"].as_u64().unwrap_or(0)
}

#[tokio::test]
async fn readings_that_do_not_hold_should_be_refused_and_change_nothing() {
	let network = Network::start(&[
		"--block-time",
		"50",
		"--start-time",
		"2025-12-31T23:50:00Z",
		"--time-per-block",
		"300",
	]);
	let park = network.client(0);
	let calls = vec![
		pallet_zero_carbon::Call::<Runtime>::open_period {
			start: START,
			end: START + 86_400,
			grid_factor: MilligramsPerUnit(570_300),
		}
		.into(),
		pallet_metering::Call::<Runtime>::register_device {
			owner: Alice.to_account_id(),
			key: Eve.to_account_id(),
			kind: DeviceKind::Wind,
			capacity: Watts(1_000),
			accuracy: AccuracyClass(50),
			interval: 900,
		}
		.into(),
	];
	let call = pallet_utility::Call::<Runtime>::batch_all { calls };
	submit!(runtime_park, &park, Alice, call).expect("is taken");
	let now = || async {
		let now: u64 = stored(&park, storage_prefix(b"Timestamp", b"Now").to_vec()).await?;
		(now / 1_000 > START + 7_200).then_some(now / 1_000)
	};
	let now = eventually("two hours pass", now).await;

	let refused = |error: Error<Runtime>| format!("Custom error: {}", error.encode()[0]);
	let first = (now - 3_600) / 900 * 900;
	for (key, batch, readings, hint) in [
		(Ferdie, (0, 0), vec![(first, 1)], "bad signature".to_string()),
		(Eve, (7, 0), vec![(first, 1)], refused(Error::NotFound)),
		(Eve, (0, 0), vec![], refused(Error::EmptyBatch)),
		(Eve, (0, 0), vec![(first + 1, 1)], refused(Error::NotAligned)),
		(Eve, (0, 0), vec![(first, 1), (first, 1)], refused(Error::Overlap)),
		(Eve, (0, 0), vec![(first, 251)], refused(Error::CapacityExceeded)),
		(Eve, (0, 0), vec![((now + 86_400) / 900 * 900, 1)], refused(Error::InFuture)),
		(Eve, (0, 40), vec![(first, 1)], refused(Error::SequenceMismatch)),
	] {
		let error = read(&park, key, batch, &readings).await.expect_err("is refused");
		let ClientError::Call(answer) = &error else { panic!("{error}") };
		let text = format!("{} {:?}", answer.message(), answer.data().map(|data| data.get()));
		assert!(text.contains(&hint), "{hint}: {text}");
	}
	let pending: Vec<serde_json::Value> =
		park.request("author_pendingExtrinsics", rpc_params![]).await.expect("answers");
	assert!(pending.is_empty());
	assert_eq!(received(&park).await, 0);

	read(&park, Eve, (0, 0), &[(first, 250), (first + 900, -1)]).await.expect("holds");
	eventually("the readings are in the ledger", || async {
		(received(&park).await == 2).then_some(())
	})
	.await;
	let replayed = read(&park, Eve, (0, 0), &[(first, 250)]).await.expect_err("is stale");
	assert!(format!("{replayed:?}").contains("outdated"), "{replayed:?}");

	let other: Result<serde_json::Value, _> =
		network.client(1).request("zeroCarbon_statement", rpc_params![0]).await;
	assert!(other.expect_err("keeps no ledger").to_string().contains("no period ledger"));
}
