//! Readings that do not hold are refused in the pool, each with its own error, and change nothing.

use crate::network::{eventually, publish_grid_factor, Network};
use jsonrpsee::rpc_params;
use pallet_metering::Error;
use runtime_park::Runtime;
use sp_keyring::Sr25519Keyring::{self, Alice, Eve, Ferdie};
use sp_runtime::transaction_validity::InvalidTransaction::{self, Stale};
use zeropark_client::{
	park::{batch_refusal, ReadingsBatch},
	Connection, Error as ClientError, Park,
};
use zeropark_primitives::{
	metering::{AccuracyClass, DeviceKind, Limits, Reading},
	time::Seconds,
	units::{WattHours, Watts},
};

/// 2026-01-01T00:00:00Z.
const START: Seconds = 1_767_225_600;

/// Signs a batch as `key` and submits it.
async fn read(
	park: &Connection<Park>,
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
	let batch = ReadingsBatch { device, sequence, readings };
	park.submit_readings(batch, &key.pair()).await.map(drop)
}

/// Whether the pool refused a transaction for this reason.
fn is_refusal(error: &ClientError, expected: InvalidTransaction) -> bool {
	matches!(error, ClientError::Refused { reason, .. } if *reason == expected)
}

async fn received(park: &Connection<Park>) -> u64 {
	let statement = park.statement(Some(0)).await.expect("answers");
	statement.map_or(0, |statement| statement.statement.coverage.received)
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
	let park = network.park().await;
	publish_grid_factor(&park, 2025).await;
	let calls = vec![
		pallet_zero_carbon::Call::<Runtime>::open_period {
			start: Some(START),
			end: START + 86_400,
		}
		.into(),
		pallet_metering::Call::<Runtime>::register_device {
			owner: Alice.to_account_id(),
			key: Eve.to_account_id(),
			kind: DeviceKind::Wind,
			limits: Limits { delivers: Watts(1_000), draws: Watts(1_000) },
			accuracy: AccuracyClass(50),
			interval: 900,
			permit: Some(Default::default()),
		}
		.into(),
	];
	let call = pallet_utility::Call::<Runtime>::batch_all { calls };
	park.submit(call, &Alice.pair()).await.expect("is taken");
	let now = || async {
		let now = park.time(None).await.expect("answers");
		now.filter(|now| *now > START + 7_200)
	};
	let now = eventually("two hours pass", now).await;

	let first = (now - 3_600) / 900 * 900;
	for (key, batch, readings, reason) in [
		(Ferdie, (0, 0), vec![(first, 1)], batch_refusal(Error::NotAuthorized)),
		(Eve, (7, 0), vec![(first, 1)], batch_refusal(Error::NotFound)),
		(Eve, (0, 0), vec![], batch_refusal(Error::EmptyBatch)),
		(Eve, (0, 0), vec![(first + 1, 1)], batch_refusal(Error::NotAligned)),
		(Eve, (0, 0), vec![(first, 1), (first, 1)], batch_refusal(Error::Overlap)),
		(Eve, (0, 0), vec![(first, 251)], batch_refusal(Error::LimitExceeded)),
		(Eve, (0, 0), vec![((now + 86_400) / 900 * 900, 1)], batch_refusal(Error::InFuture)),
		(Eve, (0, 40), vec![(first, 1)], batch_refusal(Error::SequenceMismatch)),
	] {
		let error = read(&park, key, batch, &readings).await.expect_err("is refused");
		assert!(is_refusal(&error, reason), "{reason:?}: {error}");
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
	assert!(is_refusal(&replayed, Stale), "{replayed}");

	let greencert = network.greencert().await;
	let other: Result<serde_json::Value, _> =
		greencert.request("zeroCarbon_statement", rpc_params![0]).await;
	assert!(other.expect_err("keeps no ledger").to_string().contains("no period ledger"));
}
