//! The carbon market, as its regulator, its verifiers, enterprises and projects see it.

use crate::{
	operator::Operator,
	report::micros,
	scenario::{digest, Carbon as Scenario, Enterprise, Project},
	Error,
};
use pallet_carbon_allowances::{Banking, Cycles, Entities, NextCycleId, Obligations, Rules};
use pallet_ccer::{Batches, Description, NextBatch, NextProjectId, ProjectId, Projects, Status};
use pallet_order_book::Validity;
use runtime_carbon::{Runtime, RuntimeEvent};
use sp_core::{sr25519, Pair, H256};
use sp_runtime::Permill;
use zeropark_client::{Carbon, Connection, Endpoints};
use zeropark_primitives::{
	compliance::{CarbonBasket, FIRST_CREDIT_CLASS},
	ids::{CycleId, EntityId},
	market::{Instrument, Price, Quantity},
	time::{Interval, Seconds, DAY, HOUR},
	units::TonnesCo2e,
};
use zeropark_runtime_common::{
	chains,
	types::{AccountId, Balance},
};

/// How many blocks without progress end a replay.
const PATIENCE: u32 = 64;

/// How long after its end a cycle's allowances can be surrendered.
const SURRENDER_TIME: Seconds = 30 * DAY;

/// The rules of the plan of 2023-24 and of MEE Order 19. The least fine is five times the price.
const RULES: Rules = Rules {
	credits: Permill::from_percent(5),
	credits_registered_from: 0,
	fine: 5_000,
	// Half of what an allowance has cost of late.
	fine_price: Price(50_000_000),
	deduct: false,
	banking: Some(Banking { base: TonnesCo2e(10_000), of_sold: 1_500 }),
};

/// An enterprise of the scenario, with the number that the park has given it.
pub struct Enrolled<'a> {
	enterprise: &'a Enterprise,
	/// Its number.
	pub entity: EntityId,
}

/// The carbon market in the replayed period.
pub struct Market<'a> {
	carbon: Connection<Carbon>,
	scenario: &'a Scenario,
	cycle: CycleId,
	/// In the order of the scenario.
	pub enterprises: Vec<Enrolled<'a>>,
}

/// What an order brought.
#[derive(Default)]
struct Bought {
	/// The units, by their class.
	units: Vec<(u32, Quantity)>,
	/// What they cost.
	money: Balance,
}

impl Bought {
	fn quantity(&self) -> Quantity {
		self.units.iter().map(|(_, quantity)| quantity).sum()
	}
}

impl<'a> Market<'a> {
	/// Opens the cycle of `span`, enrols the scenario's enterprises in it, allocates what they get,
	/// and waits until the park knows of it. What an earlier replay did is left as it is.
	pub async fn open(
		endpoints: &Endpoints,
		scenario: &'a Scenario,
		operator: &mut Operator,
		span: Interval,
	) -> Result<Self, Error> {
		let carbon = endpoints.connect::<Carbon>(chains::CARBON).await?;
		let mut market = Self { carbon, scenario, cycle: 0, enterprises: Vec::new() };
		market.cycle = market.open_cycle(span).await?;
		operator.pay_for_reports().await?;
		for enterprise in &scenario.enterprises {
			let entity = operator.register_enterprise(enterprise).await?;
			market.enrol(enterprise, entity).await?;
			market.enterprises.push(Enrolled { enterprise, entity });
		}
		let mut waited = 0;
		for enrolled in &market.enterprises {
			while operator.emission_account(market.cycle, enrolled.entity).await?.is_none() {
				operator.next_block().await?;
				waited += 1;
				if waited > PATIENCE {
					return Err(Error::Failed(format!(
						"the park has not heard of compliance cycle {} for {PATIENCE} blocks",
						market.cycle
					)));
				}
			}
		}
		for project in &scenario.projects {
			market.offer_credits(project, span.end).await?;
		}
		Ok(market)
	}

	fn regulator(&self) -> &sr25519::Pair {
		&self.scenario.cycle.regulator.0
	}

	async fn open_cycle(&self, span: Interval) -> Result<CycleId, Error> {
		let next = self.carbon.read::<NextCycleId<Runtime>>(&()).await?.unwrap_or_default();
		for id in 0..next {
			let known = self.carbon.read::<Cycles<Runtime>>(&id).await?;
			if known.is_some_and(|known| known.span == span) {
				return Ok(id);
			}
		}
		let deadline = span.end.saturating_add(SURRENDER_TIME);
		let cap = self.scenario.cap();
		let rules = RULES;
		let call =
			pallet_carbon_allowances::Call::<Runtime>::open_cycle { span, deadline, rules, cap };
		self.carbon.send(call, self.regulator()).await?;
		Ok(next)
	}

	async fn enrol(&self, enterprise: &Enterprise, entity: EntityId) -> Result<(), Error> {
		use pallet_carbon_allowances::Call;
		let (chain, cycle) = (chains::PARK, self.cycle);
		let key = (chain, entity);
		if self.carbon.read::<Entities<Runtime>>(&key).await?.is_none() {
			let call = Call::<Runtime>::register_entity {
				chain,
				entity,
				owner: enterprise.account(),
				verifier: self.scenario.cycle.auditor.0.public().into(),
				label: enterprise.name.clone(),
				listed: false,
			};
			self.carbon.send(call, self.regulator()).await?;
		}
		let known = self.carbon.read::<Obligations<Runtime>>(&(cycle, key)).await?;
		if known.is_none() {
			let call = Call::<Runtime>::enrol { cycle, chain, entity };
			self.carbon.send(call, self.regulator()).await?;
		}
		if known.is_none_or(|known| known.allocated == TonnesCo2e::ZERO) {
			let method = enterprise.method.clone();
			let share = Permill::one();
			let call = Call::<Runtime>::allocate { cycle, chain, entity, method, share };
			self.carbon.send(call, self.regulator()).await?;
		}
		Ok(())
	}

	/// Has a project registered and its reductions credited, and offers what its owner has of the
	/// credits until a week after `end`.
	async fn offer_credits(&self, project: &Project, end: Seconds) -> Result<(), Error> {
		let name = String::from_utf8_lossy(&project.name.0).into_owned();
		let id = self.project(project, digest(&name)).await?;
		self.register(id, digest(&name)).await?;
		self.credit(project, id, digest(&name)).await?;
		let batches = self.carbon.read::<NextBatch<Runtime>>(&()).await?.unwrap_or_default();
		let until = end.saturating_add(7 * DAY).next_multiple_of(HOUR);
		let mut offered = 0;
		for class in (0..batches).filter_map(|batch| FIRST_CREDIT_CLASS.checked_add(batch)) {
			let batch = self.carbon.read::<Batches<Runtime>>(&class).await?;
			if batch.is_none_or(|batch| batch.project != id) {
				continue;
			}
			let TonnesCo2e(quantity) = self.balance(class, &project.account()).await?;
			if quantity > 0 {
				self.ask(class, project.price.0, quantity, until, &project.owner.0).await?;
				offered += quantity;
			}
		}
		match offered {
			0 => eprintln!("{name} offers nothing new: its reductions were credited before."),
			_ => eprintln!(
				"{name} offers {offered} credits at {} PCNY.",
				micros(project.price.0.of(1))
			),
		}
		Ok(())
	}

	/// The number of a project, which is submitted unless it was.
	async fn project(&self, project: &Project, documents: H256) -> Result<ProjectId, Error> {
		let next = self.carbon.read::<NextProjectId<Runtime>>(&()).await?.unwrap_or_default();
		for id in 0..next {
			let known = self.carbon.read::<Projects<Runtime>>(&id).await?;
			if known.is_some_and(|known| known.description.documents == documents) {
				return Ok(id);
			}
		}
		let description = Description {
			methodology: project.name.0.clone(),
			region: project.region,
			crediting: project.span(),
			under_quota: false,
			devices: Default::default(),
			documents,
		};
		let call = pallet_ccer::Call::<Runtime>::register_project { description };
		self.carbon.send(call, &project.owner.0).await?;
		Ok(next)
	}

	async fn status(&self, id: ProjectId) -> Result<pallet_ccer::Project<AccountId>, Error> {
		let project = self.carbon.read::<Projects<Runtime>>(&id).await?;
		project.ok_or_else(|| Error::Failed(format!("project {id} is gone from the carbon market")))
	}

	/// Takes a project through the steps that it lacks until it is registered.
	async fn register(&self, id: ProjectId, report: H256) -> Result<(), Error> {
		use pallet_ccer::Call;
		if self.status(id).await?.status == Status::Submitted {
			let call = Call::<Runtime>::validate { project: id, report };
			self.carbon.send(call, &self.scenario.cycle.validator.0).await?;
		}
		if matches!(self.status(id).await?.status, Status::Validated { .. }) {
			self.carbon.send(Call::<Runtime>::approve { project: id }, self.regulator()).await?;
		}
		Ok(())
	}

	/// Takes a project's reductions through the steps that they lack until they are credited.
	async fn credit(&self, project: &Project, id: ProjectId, evidence: H256) -> Result<(), Error> {
		use pallet_ccer::Call;
		let (span, reduced) = (project.span(), project.reduced());
		let known = self.status(id).await?;
		if known.credited_until >= span.end {
			return Ok(());
		}
		if known.report.is_none() {
			let verifier = self.scenario.cycle.auditor.0.public().into();
			let call = Call::<Runtime>::report_reductions {
				project: id,
				span,
				reduced,
				evidence,
				verifier,
			};
			self.carbon.send(call, &project.owner.0).await?;
		}
		if known.report.is_none_or(|report| report.verified.is_none()) {
			let call = Call::<Runtime>::verify_report {
				project: id,
				span,
				evidence,
				reduced,
				report: evidence,
			};
			self.carbon.send(call, &self.scenario.cycle.auditor.0).await?;
		}
		self.carbon.send(Call::<Runtime>::issue { project: id }, self.regulator()).await?;
		Ok(())
	}

	async fn ask(
		&self,
		class: u32,
		price: Price,
		quantity: Quantity,
		until: Seconds,
		owner: &sr25519::Pair,
	) -> Result<(), Error> {
		let validity = Validity::Until(until);
		let call = pallet_order_book::Call::<Runtime>::place_ask {
			class,
			price,
			quantity,
			validity,
			max_fills: 20,
		};
		self.carbon.send(call, owner).await?;
		Ok(())
	}

	/// Buys what can be had of a basket at once.
	async fn bid(
		&self,
		basket: CarbonBasket,
		price: Price,
		quantity: Quantity,
		owner: &sr25519::Pair,
	) -> Result<Bought, Error> {
		let call = pallet_order_book::Call::<Runtime>::place_bid {
			market: Instrument::Basket(basket),
			price,
			quantity,
			validity: Validity::Immediate,
			max_fills: 20,
		};
		let placed = self.carbon.send(call, owner).await?;
		let mut bought = Bought::default();
		for event in placed.events {
			if let RuntimeEvent::OrderBook(pallet_order_book::Event::Traded { trade }) = event {
				bought.units.push((trade.class, trade.quantity));
				bought.money += trade.price.of(trade.quantity);
			}
		}
		Ok(bought)
	}

	/// The tonnes that are free, and those that are missing, with the credits that may cover some of
	/// them.
	async fn standing(
		&self,
		entity: EntityId,
	) -> Result<pallet_carbon_allowances::Standing, Error> {
		let key = (chains::PARK, entity);
		let missing = || Error::Failed(format!("enterprise {entity} is not enrolled"));
		let obligation = self.carbon.read::<Obligations<Runtime>>(&(self.cycle, key)).await?;
		let obligation = obligation.ok_or_else(missing)?;
		let cycle = self.carbon.read::<Cycles<Runtime>>(&self.cycle).await?.ok_or_else(missing)?;
		Ok(obligation.standing(&cycle.rules))
	}

	async fn balance(&self, class: u32, who: &AccountId) -> Result<TonnesCo2e, Error> {
		type Accounts = pallet_assets::Account<Runtime, pallet_assets::Instance1>;
		let held = self.carbon.read::<Accounts>(&(class, who.clone())).await?;
		Ok(TonnesCo2e(held.map_or(0, |held| u64::try_from(held.balance).unwrap_or(0))))
	}

	/// Has what the enterprises emitted verified, sells what is left over, buys what is missing, and
	/// surrenders it; waits until the park has heard of it.
	pub async fn settle(&self, operator: &mut Operator) -> Result<(), Error> {
		self.wait_for_reports(operator).await?;
		let now = operator.next_block().await?;
		for enrolled in &self.enterprises {
			self.confirm(enrolled).await?;
			self.sell_surplus(enrolled, now).await?;
		}
		for enrolled in &self.enterprises {
			self.buy_missing(enrolled).await?;
			self.surrender(enrolled).await?;
		}
		self.wait_for_positions(operator).await
	}

	/// Waits until the carbon market has every register as the park has it.
	async fn wait_for_reports(&self, operator: &mut Operator) -> Result<(), Error> {
		for enrolled in &self.enterprises {
			let mut waited = 0;
			loop {
				let here = operator.emission_account(self.cycle, enrolled.entity).await?;
				let key = (chains::PARK, enrolled.entity);
				let there = self.carbon.read::<Obligations<Runtime>>(&(self.cycle, key)).await?;
				let here = here.map(|account| account.register.sequence);
				if here == there.map(|obligation| obligation.register.sequence) {
					break;
				}
				operator.next_block().await?;
				waited += 1;
				if waited > PATIENCE {
					return Err(Error::Failed(format!(
						"the carbon market has not heard what `{}` emitted for {PATIENCE} blocks",
						enrolled.enterprise.label()
					)));
				}
			}
		}
		Ok(())
	}

	async fn confirm(&self, enrolled: &Enrolled<'_>) -> Result<(), Error> {
		let (chain, entity, cycle) = (chains::PARK, enrolled.entity, self.cycle);
		let known = self.carbon.read::<Obligations<Runtime>>(&(cycle, (chain, entity))).await?;
		let Some(known) = known.filter(|known| !known.is_verified()) else { return Ok(()) };
		let sequence = known.register.sequence;
		let call =
			pallet_carbon_allowances::Call::<Runtime>::confirm { cycle, chain, entity, sequence };
		self.carbon.send(call, &self.scenario.cycle.auditor.0).await?;
		Ok(())
	}

	async fn sell_surplus(&self, enrolled: &Enrolled<'_>, now: Seconds) -> Result<(), Error> {
		let (chain, entity, cycle) = (chains::PARK, enrolled.entity, self.cycle);
		let enterprise = enrolled.enterprise;
		let standing = self.standing(entity).await?;
		let quantity = standing.held - standing.committed;
		if quantity > TonnesCo2e::ZERO {
			let call = pallet_carbon_allowances::Call::<Runtime>::withdraw {
				cycle,
				chain,
				entity,
				quantity,
			};
			self.carbon.send(call, &enterprise.owner).await?;
		}
		let surplus = self.balance(cycle, &enterprise.account()).await?;
		if surplus == TonnesCo2e::ZERO || standing.missing > TonnesCo2e::ZERO {
			return Ok(());
		}
		let until = now.saturating_add(self.scenario.validity()).next_multiple_of(HOUR);
		self.ask(cycle, enterprise.price, surplus.0, until, &enterprise.owner).await?;
		eprintln!(
			"{}: {} allowances are left over, and offered at {} PCNY.",
			enterprise.label(),
			surplus.0,
			micros(enterprise.price.of(1))
		);
		Ok(())
	}

	async fn buy_missing(&self, enrolled: &Enrolled<'_>) -> Result<(), Error> {
		use pallet_carbon_allowances::Call;
		let (chain, entity, cycle) = (chains::PARK, enrolled.entity, self.cycle);
		let enterprise = enrolled.enterprise;
		let (owner, price) = (&enterprise.owner, enterprise.price);
		let standing = self.standing(entity).await?;
		if standing.missing == TonnesCo2e::ZERO {
			return Ok(());
		}
		// Credits are the cheaper ones wherever rules limit them.
		let credits = standing.missing.min(standing.credit_limit - standing.credits);
		let mut credited = Bought::default();
		if credits > TonnesCo2e::ZERO {
			credited = self.bid(CarbonBasket::Credits, price, credits.0, owner).await?;
			for (class, quantity) in &credited.units {
				let (class, quantity) = (*class, TonnesCo2e(*quantity));
				let call =
					Call::<Runtime>::surrender_credits { cycle, chain, entity, class, quantity };
				self.carbon.send(call, owner).await?;
			}
		}
		let missing = self.standing(entity).await?.missing;
		let mut allowances = Bought::default();
		if missing > TonnesCo2e::ZERO {
			let basket = CarbonBasket::Allowances(cycle);
			allowances = self.bid(basket, price, missing.0, owner).await?;
			// What an earlier replay bought is there, too.
			let quantity = self.balance(cycle, &enterprise.account()).await?.min(missing);
			if quantity > TonnesCo2e::ZERO {
				let call = Call::<Runtime>::deposit { cycle, chain, entity, quantity };
				self.carbon.send(call, owner).await?;
			}
		}
		eprintln!(
			"{}: {} t were missing; it bought {} credits for {} PCNY and {} allowances for {} PCNY.",
			enterprise.label(),
			standing.missing.0,
			credited.quantity(),
			micros(credited.money),
			allowances.quantity(),
			micros(allowances.money)
		);
		Ok(())
	}

	async fn surrender(&self, enrolled: &Enrolled<'_>) -> Result<(), Error> {
		let (chain, entity, cycle) = (chains::PARK, enrolled.entity, self.cycle);
		let standing = self.standing(entity).await?;
		if standing.committed > TonnesCo2e::ZERO {
			let call = pallet_carbon_allowances::Call::<Runtime>::settle { cycle, chain, entity };
			self.carbon.send(call, &enrolled.enterprise.owner).await?;
		}
		eprintln!(
			"{}: {} t are due, {} allowances and {} credits were surrendered, {} t are missing.",
			enrolled.enterprise.label(),
			standing.due.0,
			(standing.due - standing.credits - standing.missing).0,
			standing.credits.0,
			standing.missing.0
		);
		Ok(())
	}

	/// Waits until the park has the newest position of every enterprise.
	async fn wait_for_positions(&self, operator: &mut Operator) -> Result<(), Error> {
		for enrolled in &self.enterprises {
			let key = (chains::PARK, enrolled.entity);
			let known = self.carbon.read::<Obligations<Runtime>>(&(self.cycle, key)).await?;
			let told = known.map_or(0, |known| known.told);
			let mut waited = 0;
			loop {
				let account = operator.emission_account(self.cycle, enrolled.entity).await?;
				if account.is_some_and(|account| account.position.sequence >= told) {
					break;
				}
				operator.next_block().await?;
				waited += 1;
				if waited > PATIENCE {
					return Err(Error::Failed(format!(
						"the park has not heard how `{}` stands for {PATIENCE} blocks",
						enrolled.enterprise.label()
					)));
				}
			}
		}
		Ok(())
	}

	/// The number that the park has given the enterprise at a place in the scenario.
	pub fn entity(&self, position: usize) -> Option<EntityId> {
		self.enterprises.get(position).map(|enrolled| enrolled.entity)
	}
}
