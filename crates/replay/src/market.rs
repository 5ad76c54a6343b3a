//! The green certificate market, as generators and their regulator see it.

use crate::{
	scenario::{digest, Generator},
	Error,
};
use frame_support::traits::Get;
use pallet_green_certificates::{
	BatchId, Batches, Call, Config, Description, Event, GeneratorId, Generators, NextBatchId,
	Permits, RequestId,
};
use pallet_order_book::Validity;
use runtime_greencert::{Runtime, RuntimeEvent};
use sp_core::{sr25519, Pair, H256};
use zeropark_client::{Connection, Endpoints, Greencert};
use zeropark_primitives::{
	market::Quantity,
	time::{Interval, Month, Seconds},
};
use zeropark_runtime_common::{chains, types::AccountId};

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

	/// Has a generator's output certified, unless it is.
	pub async fn certify(&self, generator: &Generator) -> Result<GeneratorId, Error> {
		let id = self.accredit(generator).await?;
		let known = self.greencert.read::<Generators<Runtime>>(&id).await?;
		let (certified, pending) =
			known.map_or((0, None), |known| (known.certified_until, known.pending));
		if certified < generator.span.end {
			let request = match pending {
				Some(request) => request,
				None => self.request_issuance(generator, id).await?,
			};
			self.approve_issuance(request).await?;
		}
		Ok(id)
	}

	/// Offers the certificates of the generator `id` until `until`; how many, or nothing if it has
	/// none to offer. What an earlier replay left unsold is offered, too.
	pub async fn offer(
		&self,
		generator: &Generator,
		id: GeneratorId,
		until: Seconds,
	) -> Result<Option<Quantity>, Error> {
		let mut offered = 0;
		for (batch, quantity) in self.unsold(generator, id).await? {
			let call = pallet_order_book::Call::<Runtime>::place_ask {
				class: batch,
				price: generator.price,
				quantity,
				validity: Validity::Until(until),
				max_fills: 0,
			};
			self.greencert.send(call, &generator.owner).await?;
			offered += quantity;
		}
		Ok((offered > 0).then_some(offered))
	}

	/// The certificates of a generator that its owner holds and does not offer, by their batches.
	async fn unsold(
		&self,
		generator: &Generator,
		id: GeneratorId,
	) -> Result<Vec<(BatchId, Quantity)>, Error> {
		type Accounts = pallet_assets::Account<Runtime, pallet_assets::Instance1>;
		let owner = AccountId::from(generator.owner.public());
		let next = self.greencert.read::<NextBatchId<Runtime>>(&()).await?.unwrap_or_default();
		let mut unsold = Vec::new();
		for batch in 0..next {
			let issued = self.greencert.read::<Batches<Runtime>>(&batch).await?;
			let is_theirs = issued.is_some_and(|issued| {
				issued.generator == id && issued.tradable && issued.circulating() > 0
			});
			if !is_theirs {
				continue;
			}
			let held = self.greencert.read::<Accounts>(&(batch, owner.clone())).await?;
			let quantity = held.map_or(0, |held| u64::try_from(held.balance).unwrap_or(0));
			if quantity > 0 {
				unsold.push((batch, quantity));
			}
		}
		Ok(unsold)
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

	/// Approves a request.
	async fn approve_issuance(&self, request: RequestId) -> Result<(), Error> {
		let call = Call::<Runtime>::approve_issuance { request };
		self.greencert.send(call, &self.regulator).await?;
		Ok(())
	}
}

/// The digest of a generator's documents. A scenario has none, so it is that of its name.
fn permit_of(generator: &Generator) -> H256 {
	digest(&generator.name)
}
