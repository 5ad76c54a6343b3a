//! Requests to the park, and its meters' readings.

use crate::{Connection, Error, Park};
use codec::Encode;
use frame_support::traits::Get;
use jsonrpsee::rpc_params;
use pallet_metering::{Batch, Call, DeviceOf, Devices, NextDeviceId};
use pallet_trading_desk::{DeskOrder, Instance1, Orders};
use runtime_park::Runtime;
use serde::{Deserialize, Serialize};
use sp_core::sr25519;
use sp_runtime::transaction_validity::InvalidTransaction;
use zeropark_primitives::{
	carbon::{SourceActivity, Statement},
	certificates::CertificateBasket,
	ids::{DeviceId, PeriodId, RemoteOrderId},
	purchase::PurchasedPower,
};
use zeropark_runtime_common::types::{AccountId, Hash};

/// The most readings in a batch, as a type.
pub type MaxReadings = <Runtime as pallet_metering::Config>::MaxReadings;

/// A batch of readings.
pub type ReadingsBatch = Batch<MaxReadings>;

/// The most readings in a batch.
pub fn max_readings() -> usize {
	<MaxReadings as Get<u32>>::get() as usize
}

/// The pool's reason to refuse a batch for an error of `pallet-metering`.
pub fn batch_refusal(error: pallet_metering::Error<Runtime>) -> InvalidTransaction {
	InvalidTransaction::Custom(error.encode().first().copied().unwrap_or_default())
}

/// The answer of `zeroCarbon_statement`: a statement, and the reports and purchases behind it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FullStatement {
	/// Equations (1) and (2), and what they rest on.
	#[serde(flatten)]
	pub statement: Statement<AccountId>,
	/// What each source of emissions, captures and sinks reported.
	pub sources: Vec<SourceActivity<AccountId>>,
	/// The agreements that count towards `Pl`, each with the serial numbers retired for it.
	pub purchases: Vec<PurchasedPower>,
}

impl Connection<Park> {
	/// The statement of a period, or of the newest one; `None` if there is no such period.
	pub async fn statement(
		&self,
		period: Option<PeriodId>,
	) -> Result<Option<FullStatement>, Error> {
		self.request("zeroCarbon_statement", rpc_params![period]).await
	}

	/// The devices, in service or ended.
	pub async fn devices(&self) -> Result<Vec<(DeviceId, DeviceOf<Runtime>)>, Error> {
		let next = self.read::<NextDeviceId<Runtime>>(&()).await?.unwrap_or_default();
		let mut devices = Vec::new();
		for id in 0..next {
			let device = self.read::<Devices<Runtime>>(&id).await?;
			devices.extend(device.map(|device| (id, device)));
		}
		Ok(devices)
	}

	/// The order of a purchase on the green certificate market; `None` if there is no such
	/// purchase.
	pub async fn purchase(
		&self,
		number: RemoteOrderId,
	) -> Result<Option<DeskOrder<AccountId, CertificateBasket>>, Error> {
		self.read::<Orders<Runtime, Instance1>>(&number).await
	}

	/// Signs a batch with the device's key, and submits it.
	pub async fn submit_readings(
		&self,
		batch: ReadingsBatch,
		key: &sr25519::Pair,
	) -> Result<Hash, Error> {
		self.submit(Call::<Runtime>::submit_readings { batch }, key).await
	}
}
