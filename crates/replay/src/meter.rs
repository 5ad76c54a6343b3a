//! Devices, as their meters see the park.

use crate::{scenario::Device, Error};
use pallet_metering::{Devices, Error as MeteringError};
use runtime_park::Runtime;
use sp_core::{sr25519, Pair};
use sp_runtime::transaction_validity::InvalidTransaction;
use zeropark_client::{
	park::{batch_refusal, max_readings, ReadingsBatch},
	Connection, Error as ClientError, Park,
};
use zeropark_primitives::{ids::DeviceId, metering::Reading, time::Seconds};

/// A device in service, and the readings it has yet to send.
pub struct Meter {
	/// The device.
	pub id: DeviceId,
	/// Its own key.
	pub key: sr25519::Pair,
	/// The number of its next batch.
	pub sequence: u32,
	/// Oldest last, so that the next one is popped.
	pub readings: Vec<Reading>,
}

impl Meter {
	/// Sends its readings up to `now`, each of which lasts `interval`.
	pub async fn send_due(
		&mut self,
		park: &Connection<Park>,
		interval: Seconds,
		now: Seconds,
	) -> Result<(), Error> {
		loop {
			let mut due = Vec::new();
			while let Some(reading) =
				self.readings.pop_if(|reading| reading.start + interval <= now)
			{
				due.push(reading);
				if due.len() == max_readings() {
					break;
				}
			}
			if due.is_empty() {
				return Ok(());
			}
			let readings = due
				.clone()
				.try_into()
				.map_err(|_| Error::Failed("more readings than a batch takes".into()))?;
			let batch = ReadingsBatch { device: self.id, sequence: self.sequence, readings };
			match park.submit_readings(batch, &self.key).await {
				Ok(_) => self.sequence += 1,
				// The batch, or a transaction with its nonce, is in a block before the pool could
				// answer. Nobody else has the device's key.
				Err(ClientError::Refused { reason: InvalidTransaction::Stale, .. }) => {
					let device = park.read::<Devices<Runtime>>(&self.id).await?;
					if device.is_none_or(|device| device.sequence <= self.sequence) {
						self.keep(due);
						return Ok(());
					}
					self.sequence += 1;
				},
				// The pool is still at a block before the end of the last reading, or the chain is
				// too far behind what was sent: both pass.
				Err(ClientError::Refused { reason, .. })
					if [MeteringError::InFuture, MeteringError::SequenceMismatch]
						.map(batch_refusal)
						.contains(&reason) =>
				{
					self.keep(due);
					return Ok(());
				},
				Err(error) => return Err(error.into()),
			}
		}
	}
}

impl Meter {
	/// Keeps readings that could not be sent, for the next time.
	fn keep(&mut self, readings: Vec<Reading>) {
		self.readings.extend(readings.into_iter().rev());
	}
}

/// A device's own key, made up from its column: nobody else needs it.
pub fn device_key(device: &Device) -> Result<sr25519::Pair, Error> {
	sr25519::Pair::from_string(&format!("//zeropark//device//{}", device.column), None).map_err(
		|error| Error::Input(format!("the column {} gives no key: {error}", device.column)),
	)
}
