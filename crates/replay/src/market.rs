//! The green certificate market, as generators and their regulator see it.

use crate::{scenario::Generator, Error};
use frame_support::traits::Get;
use pallet_green_certificates::{
	BatchId, Call, Config, Description, Event, GeneratorId, Generators, Permits, RequestId,
};
use pallet_order_book::Validity;
use runtime_greencert::{Runtime, RuntimeEvent};
use sp_core::{sr25519, H256};
use sp_crypto_hashing::blake2_256;
use zeropark_client::{Connection, Endpoints, Greencert};
use zeropark_primitives::{
	market::Quantity,
	time::{Interval, Month, Seconds},
};
use zeropark_runtime_common::chains;

type ValidityMonths = <Runtime as Config>::ValidityMonths;
type MaxValidity = <Runtime as pallet_order_book::Config>::MaxValidity;

/// How long an order may stay open, in seconds.
pub fn max_validity() -> Seconds {
	<MaxValidity as Get<Seconds>>::get()
}

/// Whether the registry certifies at `now` what was delivered in `span`: the time is over, and
/// certificates of its month have not expired.
pub fn is_certifiable(span: &Interval, now: Seconds) -> bool {
	let validity = <ValidityMonths as Get<u16>>::get();
	let months = Month::of(span.start).zip(Month::of(now));
	span.end <= now && months.is_some_and(|(month, now)| now < month.after(validity))
}

/// The green certificate market.
pub struct Market {
	greencert: Connection<Greencert>,
	regulator: sr25519::Pair,
}

impl Market {
	/// Connects to the market, as `regulator`.
	pub async fn connect(endpoints: &Endpoints, regulator: &sr25519::Pair) -> Result<Self, Error> {
		let greencert = endpoints.connect(chains::GREENCERT).await?;
		Ok(Self { greencert, regulator: regulator.clone() })
	}

	/// The time of the market's next block.
	pub async fn next_time(&self) -> Result<Seconds, Error> {
		let mut blocks = self.greencert.blocks().await?;
		Ok(self.greencert.next_time(&mut blocks).await?)
	}

	/// Has a generator's output certified, and offers the certificates until `until`; how many, or
	/// nothing if the output was certified before.
	pub async fn offer(
		&self,
		generator: &Generator,
		until: Seconds,
	) -> Result<Option<Quantity>, Error> {
		let id = self.accredit(generator).await?;
		let known = self.greencert.read::<Generators<Runtime>>(&id).await?;
		if known.is_some_and(|known| known.certified_until >= generator.span.end) {
			return Ok(None);
		}
		let request = self.request_issuance(generator, id).await?;
		let (batch, quantity) = self.approve_issuance(request).await?;
		let call = pallet_order_book::Call::<Runtime>::place_ask {
			class: batch,
			price: generator.price,
			quantity,
			validity: Validity::Until(until),
			max_fills: 0,
		};
		self.greencert.send(call, &generator.owner).await?;
		Ok(Some(quantity))
	}

	/// Has a generator accredited, unless its permit is.
	async fn accredit(&self, generator: &Generator) -> Result<GeneratorId, Error> {
		let permit = permit_of(generator);
		if let Some(id) = self.greencert.read::<Permits<Runtime>>(&permit).await? {
			return Ok(id);
		}
		let description = Description {
			technology: generator.technology,
			capacity: generator.capacity,
			region: generator.region,
			commissioned: generator.commissioned,
			permit,
			meter: None,
		};
		let call = Call::<Runtime>::register_generator { description };
		let registered = self.greencert.send(call, &generator.owner).await?;
		let id = registered.events.into_iter().find_map(|event| match event {
			RuntimeEvent::GreenCertificates(Event::GeneratorRegistered { generator, .. }) => {
				Some(generator)
			},
			_ => None,
		});
		let id = id.ok_or_else(|| Error::nothing_of("register_generator"))?;
		let call = Call::<Runtime>::accredit { generator: id };
		self.greencert.send(call, &self.regulator).await?;
		Ok(id)
	}

	/// Requests certificates for a generator's output.
	async fn request_issuance(
		&self,
		generator: &Generator,
		id: GeneratorId,
	) -> Result<RequestId, Error> {
		let call = Call::<Runtime>::request_issuance {
			generator: id,
			span: generator.span,
			energy: generator.output,
			own_use: false,
			// What would prove it is the scenario.
			evidence: permit_of(generator),
		};
		let requested = self.greencert.send(call, &generator.owner).await?;
		let request = requested.events.into_iter().find_map(|event| match event {
			RuntimeEvent::GreenCertificates(Event::IssuanceRequested { request, .. }) => {
				Some(request)
			},
			_ => None,
		});
		request.ok_or_else(|| Error::nothing_of("request_issuance"))
	}

	/// Approves a request; the batch that is issued, and how many certificates it has.
	async fn approve_issuance(&self, request: RequestId) -> Result<(BatchId, Quantity), Error> {
		let call = Call::<Runtime>::approve_issuance { request };
		let approved = self.greencert.send(call, &self.regulator).await?;
		let issued = approved.events.into_iter().find_map(|event| match event {
			RuntimeEvent::GreenCertificates(Event::IssuanceApproved { batch, serials, .. }) => {
				batch.map(|batch| (batch, serials.len()))
			},
			_ => None,
		});
		issued.ok_or_else(|| Error::nothing_of("approve_issuance"))
	}
}

/// The digest of a generator's documents. A scenario has none, so it is that of its name.
fn permit_of(generator: &Generator) -> H256 {
	H256(blake2_256(generator.name.as_bytes()))
}
