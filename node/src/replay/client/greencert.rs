//! The green certificate market, as a generator and its regulator see it.

use super::{impl_chain, Connection};
use crate::{dev::Error, replay::scenario::Generator};
use codec::{Decode, Encode};
use pallet_green_certificates::{Description, Event};
use pallet_order_book::Validity;
use runtime_greencert::RuntimeEvent;
use sp_core::{sr25519, H256};
use sp_crypto_hashing::blake2_256;
use zeropark_primitives::{market::Quantity, Seconds, WattHours, Watts};

impl_chain! {
	GreencertChain: runtime_greencert, "greencert", errors: {
		GreenCertificates: pallet_green_certificates,
		OrderBook: pallet_order_book,
	}
}

/// The green certificate market.
pub struct Greencert {
	chain: Connection<GreencertChain>,
	regulator: sr25519::Pair,
}

impl Greencert {
	/// Connects to the RPC at `url`, as `regulator`.
	pub async fn connect(url: &str, regulator: &sr25519::Pair) -> Result<Self, Error> {
		Ok(Self { chain: Connection::open(url).await?, regulator: regulator.clone() })
	}

	/// Has a generator accredited and its output certified, and offers the certificates until `until`; how many.
	pub async fn offer(
		&mut self,
		generator: &Generator,
		until: Seconds,
	) -> Result<Quantity, Error> {
		use pallet_green_certificates::Call;
		let description = Description {
			technology: generator.technology,
			capacity: Watts(generator.capacity),
			region: generator.region,
			commissioned: generator.commissioned,
			permit: H256(blake2_256(generator.name.as_bytes())),
			meter: None,
		};
		let call = Call::register_generator { description };
		let registered = |event| match event {
			RuntimeEvent::GreenCertificates(Event::GeneratorRegistered { generator, .. }) => {
				Some(generator)
			},
			_ => None,
		};
		let sent = self.chain.send("register_generator", &generator.owner, call.into(), registered);
		let id = first("register_generator", sent.await?)?;
		let call = Call::accredit { generator: id };
		self.chain.send("accredit", &self.regulator, call.into(), Some).await?;

		let call = Call::request_issuance {
			generator: id,
			span: generator.span,
			energy: WattHours(generator.output),
			own_use: false,
			// What would prove it is the scenario.
			evidence: H256(blake2_256(generator.name.as_bytes())),
		};
		let requested = |event| match event {
			RuntimeEvent::GreenCertificates(Event::IssuanceRequested { request, .. }) => {
				Some(request)
			},
			_ => None,
		};
		let sent = self.chain.send("request_issuance", &generator.owner, call.into(), requested);
		let request = first("request_issuance", sent.await?)?;
		let call = Call::approve_issuance { request };
		let issued = |event| match event {
			RuntimeEvent::GreenCertificates(Event::IssuanceApproved { batch, serials, .. }) => {
				batch.map(|batch| (batch, serials.len()))
			},
			_ => None,
		};
		let sent = self.chain.send("approve_issuance", &self.regulator, call.into(), issued);
		let (batch, quantity) = first("approve_issuance", sent.await?)?;

		let call = pallet_order_book::Call::place_ask {
			class: batch,
			price: generator.price,
			quantity,
			validity: Validity::Until(until),
			max_fills: 0,
		};
		self.chain.send("place_ask", &generator.owner, call.into(), Some).await?;
		Ok(quantity)
	}
}

fn first<T>(what: &str, picked: Vec<T>) -> Result<T, Error> {
	picked.into_iter().next().ok_or_else(|| Error::Failed(format!("{what}: nothing came of it")))
}
