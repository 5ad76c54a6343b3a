//! The green certificate market, as a generator and its regulator see it.

use super::{impl_chain, Connection};
use crate::{dev::Error, replay::scenario::Generator};
use codec::{Decode, Encode};
use frame_support::traits::Get;
use pallet_green_certificates::{
	Call, Config, Description, Event, GeneratorId, GeneratorOf, Generators, Permits,
};
use pallet_order_book::Validity;
use runtime_greencert::{Runtime, RuntimeEvent};
use sp_core::{sr25519, H256};
use sp_crypto_hashing::blake2_256;
use zeropark_primitives::{
	market::{Month, Quantity},
	Interval, Seconds, WattHours, Watts,
};

type ValidityMonths = <Runtime as Config>::ValidityMonths;

impl_chain! {
	GreencertChain: runtime_greencert, "greencert", errors: {
		GreenCertificates: pallet_green_certificates,
		OrderBook: pallet_order_book,
	}
}

/// Whether the registry certifies at `now` what was delivered in `span`: the time is over, and certificates of its month
/// have not expired.
pub fn is_certifiable(span: &Interval, now: Seconds) -> bool {
	let validity = <ValidityMonths as Get<u16>>::get();
	let months = Month::of(span.start).zip(Month::of(now));
	span.end <= now && months.is_some_and(|(month, now)| now < month.after(validity))
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

	/// Waits for the next block and returns its time.
	pub async fn next_block(&mut self) -> Result<Seconds, Error> {
		self.chain.next_block().await
	}

	/// Has a generator accredited, unless its permit is.
	async fn accredit(&mut self, generator: &Generator) -> Result<GeneratorId, Error> {
		let permit = H256(blake2_256(generator.name.as_bytes()));
		let key = Permits::<Runtime>::hashed_key_for(permit);
		if let Some(id) = self.chain.read::<GeneratorId>(key).await? {
			return Ok(id);
		}
		let description = Description {
			technology: generator.technology,
			capacity: Watts(generator.capacity),
			region: generator.region,
			commissioned: generator.commissioned,
			permit,
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
		Ok(id)
	}

	/// Has a generator's output certified, and offers the certificates until `until`; how many, or nothing if the output was
	/// certified before.
	pub async fn offer(
		&mut self,
		generator: &Generator,
		until: Seconds,
	) -> Result<Option<Quantity>, Error> {
		let id = self.accredit(generator).await?;
		let key = Generators::<Runtime>::hashed_key_for(id);
		let known = self.chain.read::<GeneratorOf<Runtime>>(key).await?;
		if known.is_some_and(|known| known.certified_until >= generator.span.end) {
			return Ok(None);
		}
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
		Ok(Some(quantity))
	}
}

fn first<T>(what: &str, picked: Vec<T>) -> Result<T, Error> {
	picked.into_iter().next().ok_or_else(|| Error::Failed(format!("{what}: nothing came of it")))
}
