//! The bodies of the calls.

use crate::{
	allocation::Method,
	pallet::{
		Cancellations, Config, Cycles, Entities, Error, Event, HoldReason, MonthlyTurnovers,
		NextCancellationId, NextCycleId, Obligations, Owners, Pallet,
	},
	types::{Cancellation, Cycle, Entity, Fine, Obligation, Rules, Standing},
};
use alloc::{format, vec::Vec};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		fungibles::{metadata::Mutate as _, Create as _, Inspect as _, Mutate as _},
		tokens::{Fortitude::Polite, Precision::Exact, Preservation::Expendable},
		Contains, Get, UnixTime,
	},
};
use sp_core::H256;
use sp_runtime::{traits::AccountIdConversion, DispatchError, Permill};
use zeropark_primitives::{
	certificates::{is_readable, SerialRange, Text},
	compliance::{
		Credits, CycleSpan, EntityKey, EntityPosition, Parks, Position, Positions, Register,
		Registers, FIRST_CREDIT_CLASS,
	},
	ids::{CycleId, EntityId, OrderId, ParaId},
	market::{Balance, CloseReason, OrderListener, Trade},
	time::{Interval, Month, Seconds},
	units::{GramsCo2e, TonnesCo2e},
};

impl<T: Config> Pallet<T> {
	/// The account that owns the classes.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// The compliance account of an enterprise.
	pub(crate) fn account_of(entity: EntityKey) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(entity)
	}

	/// All allowances of a cycle in an enterprise's compliance account, however they came there.
	pub(crate) fn balance(cycle: CycleId, entity: EntityKey) -> TonnesCo2e {
		let balance = T::Assets::balance(cycle, &Self::account_of(entity));
		TonnesCo2e(u64::try_from(balance).unwrap_or(u64::MAX))
	}

	/// From when on credits must have been registered to be surrendered in the newest cycle, in
	/// seconds since the Unix epoch.
	pub fn credits_registered_from() -> Seconds {
		let newest = NextCycleId::<T>::get().checked_sub(1).and_then(Cycles::<T>::get);
		newest.map_or(0, |cycle| cycle.rules.credits_registered_from)
	}

	/// Whether a class of asset is that of allowances that may be traded: until their cycle is
	/// closed.
	pub fn is_tradable(class: u32) -> bool {
		Cycles::<T>::get(class).is_some_and(|cycle| !cycle.closed)
	}

	fn now() -> Seconds {
		T::Time::now().as_secs()
	}

	fn cycle_of(id: CycleId) -> Result<Cycle<T::AccountId>, DispatchError> {
		Ok(Cycles::<T>::get(id).ok_or(Error::<T>::NotFound)?)
	}

	/// How an enterprise stands now: no credits can be surrendered after the deadline.
	pub(crate) fn standing_of(
		cycle: &Cycle<T::AccountId>,
		obligation: &Obligation<T::AccountId>,
	) -> Standing {
		let mut standing = obligation.standing(&cycle.rules);
		if cycle.deadline < Self::now() {
			standing.credit_room = TonnesCo2e::ZERO;
		}
		standing
	}

	/// A cycle that is not closed.
	fn open(id: CycleId) -> Result<Cycle<T::AccountId>, DispatchError> {
		let cycle = Self::cycle_of(id)?;
		ensure!(!cycle.closed, Error::<T>::CycleClosed);
		Ok(cycle)
	}

	fn obligation_in(
		cycle: CycleId,
		entity: EntityKey,
	) -> Result<Obligation<T::AccountId>, DispatchError> {
		Ok(Obligations::<T>::get(cycle, entity).ok_or(Error::<T>::NotFound)?)
	}

	fn ensure_owner(who: &T::AccountId, entity: EntityKey) -> DispatchResult {
		let record = Entities::<T>::get(entity).ok_or(Error::<T>::NotFound)?;
		ensure!(record.owner == *who, Error::<T>::NotAuthorized);
		Ok(())
	}

	fn hold(who: &T::AccountId, deposit: Balance) -> DispatchResult {
		T::Currency::hold(&HoldReason::Records.into(), who, deposit)
	}

	/// Issues allowances to an enterprise.
	fn issue(
		cycle: CycleId,
		entity: EntityKey,
		obligation: &mut Obligation<T::AccountId>,
		quantity: TonnesCo2e,
	) -> DispatchResult {
		if quantity == TonnesCo2e::ZERO {
			return Ok(());
		}
		obligation.held = obligation.held + quantity;
		T::Assets::mint_into(cycle, &Self::account_of(entity), quantity.0.into()).map(drop)
	}

	/// Takes allowances of an enterprise out of the world.
	fn recover(
		cycle: CycleId,
		entity: EntityKey,
		obligation: &mut Obligation<T::AccountId>,
		quantity: TonnesCo2e,
	) -> DispatchResult {
		if quantity == TonnesCo2e::ZERO {
			return Ok(());
		}
		obligation.held = obligation.held - quantity;
		Self::burn(cycle, &Self::account_of(entity), quantity)
	}

	fn burn(cycle: CycleId, from: &T::AccountId, quantity: TonnesCo2e) -> DispatchResult {
		let amount = quantity.0.into();
		T::Assets::burn_from(cycle, from, amount, Expendable, Exact, Polite).map(drop)
	}

	/// Tells a park how some of its enterprises stand. Nothing is changed if it fails.
	pub(crate) fn do_tell(
		payer: &T::AccountId,
		id: CycleId,
		chain: ParaId,
		entities: Vec<EntityId>,
	) -> DispatchResult {
		with_storage_layer(|| {
			let cycle = Self::cycle_of(id)?;
			let mut positions = Vec::new();
			for entity in entities {
				let key = (chain, entity);
				let mut obligation = Self::obligation_in(id, key)?;
				let standing = Self::standing_of(&cycle, &obligation);
				obligation.told = obligation.told.saturating_add(1);
				let position = Position {
					sequence: obligation.told,
					register: obligation.register.sequence,
					reported: obligation.register.total,
					emitted: standing.emitted,
					covered: standing.covered,
					committed: standing.committed,
					missing: standing.missing,
					free: standing.held - standing.committed,
					credit_room: standing.credit_room,
					closed: cycle.closed,
				};
				positions.push(EntityPosition { entity, position });
				Obligations::<T>::insert(id, key, obligation);
			}
			// As many as a report has at most.
			let positions = Positions::truncate_from(positions);
			let span = CycleSpan { cycle: id, span: cycle.span };
			T::Parks::tell(payer, chain, span, positions)
		})
	}

	/// Tells a park what changed. The change must not fail if that does:
	/// [`Call::tell`](crate::pallet::Call::tell) can be
	/// repeated.
	pub fn try_tell(payer: &T::AccountId, id: CycleId, chain: ParaId, entities: Vec<EntityId>) {
		if let Err(error) = Self::do_tell(payer, id, chain, entities) {
			Self::deposit_event(Event::ParkNotTold { cycle: id, chain, error });
		}
	}

	/// Takes what is newer of a report, and answers for every enterprise that is enrolled: a park
	/// that asks again has not heard the last answer.
	pub(crate) fn do_report(chain: ParaId, id: CycleId, registers: Registers) -> DispatchResult {
		let cycle = Self::cycle_of(id)?;
		let mut answered = Vec::new();
		for reported in registers {
			let entity = (chain, reported.entity);
			let Register { sequence, total, digest } = reported.register;
			let known = Obligations::<T>::get(id, entity);
			if known.is_some() {
				answered.push(reported.entity);
			}
			let newer = known.filter(|known| {
				let Register { sequence: newest, total: so_far, .. } = known.register;
				!cycle.closed && newest < sequence && so_far <= total
			});
			let Some(mut obligation) = newer else {
				Self::deposit_event(Event::RegisterIgnored { cycle: id, entity, sequence });
				continue;
			};
			obligation.register = reported.register;
			let standing = obligation.standing(&cycle.rules);
			Obligations::<T>::insert(id, entity, obligation);
			Self::deposit_event(Event::Reported {
				cycle: id,
				entity,
				sequence,
				total,
				digest,
				committed: standing.committed,
				missing: standing.missing,
			});
		}
		if !answered.is_empty() {
			Self::try_tell(&T::Parks::payer(chain), id, chain, answered);
		}
		Ok(())
	}

	pub(crate) fn do_open_cycle(
		regulator: &T::AccountId,
		span: Interval,
		deadline: Seconds,
		rules: Rules,
		cap: TonnesCo2e,
	) -> DispatchResult {
		let id = NextCycleId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		ensure!(next < FIRST_CREDIT_CLASS, Error::<T>::IdsExhausted);
		let newest = id.checked_sub(1).and_then(Cycles::<T>::get);
		let earliest = newest.map_or(0, |newest| newest.span.end);
		ensure!(
			earliest <= span.start && span.start < span.end && span.end <= deadline,
			Error::<T>::InvalidSpan
		);

		Self::hold(regulator, T::CycleDeposit::get())?;
		let owner = Self::account_id();
		T::Assets::create(id, owner.clone(), true, 1)?;
		let name = format!("Carbon allowance of cycle {id}").into_bytes();
		let symbol = format!("CEA-{id}").into_bytes();
		T::Assets::set(id, &owner, name, symbol, 0)?;
		let none = TonnesCo2e::ZERO;
		let cycle = Cycle {
			span,
			deadline,
			rules,
			cap,
			depositor: regulator.clone(),
			deposit: T::CycleDeposit::get(),
			allocated: none,
			surrendered: none,
			cancelled: none,
			carried_in: none,
			carried_out: none,
			closed: false,
		};
		Cycles::<T>::insert(id, cycle);
		NextCycleId::<T>::put(next);
		Self::deposit_event(Event::CycleOpened { cycle: id, span, deadline, rules, cap });
		Ok(())
	}

	pub(crate) fn do_set_cap(id: CycleId, cap: TonnesCo2e) -> DispatchResult {
		let mut cycle = Self::open(id)?;
		ensure!(cycle.allocated <= cap, Error::<T>::AboveCap);
		cycle.cap = cap;
		Cycles::<T>::insert(id, cycle);
		Self::deposit_event(Event::CapSet { cycle: id, cap });
		Ok(())
	}

	pub(crate) fn do_register_entity(
		depositor: T::AccountId,
		entity: EntityKey,
		owner: T::AccountId,
		verifier: T::AccountId,
		label: Text,
		listed: bool,
	) -> DispatchResult {
		ensure!(!Entities::<T>::contains_key(entity), Error::<T>::AlreadyExists);
		Self::ensure_roles(&depositor, entity, &owner, &verifier)?;
		ensure!(is_readable(&label), Error::<T>::InvalidText);

		let deposit = T::EntityDeposit::get();
		Self::hold(&depositor, deposit)?;
		let event =
			Event::EntityRegistered { entity, owner: owner.clone(), verifier: verifier.clone() };
		let deduction = TonnesCo2e::ZERO;
		Owners::<T>::insert(&owner, entity);
		let record = Entity { owner, verifier, label, deduction, listed, depositor, deposit };
		Entities::<T>::insert(entity, record);
		Self::deposit_event(event);
		Ok(())
	}

	/// Checks who acts for an enterprise and who verifies its figures.
	fn ensure_roles(
		regulator: &T::AccountId,
		entity: EntityKey,
		owner: &T::AccountId,
		verifier: &T::AccountId,
	) -> DispatchResult {
		let is_free = Owners::<T>::get(owner).is_none_or(|of| of == entity);
		ensure!(is_free, Error::<T>::OwnerTaken);
		let may_own = owner != verifier && owner != regulator && !T::Barred::contains(owner);
		ensure!(may_own, Error::<T>::InvalidOwner);
		ensure!(T::Verifiers::contains(verifier), Error::<T>::InvalidVerifier);
		Ok(())
	}

	pub(crate) fn do_set_roles(
		regulator: &T::AccountId,
		entity: EntityKey,
		owner: T::AccountId,
		verifier: T::AccountId,
	) -> DispatchResult {
		let mut record = Entities::<T>::get(entity).ok_or(Error::<T>::NotFound)?;
		Self::ensure_roles(regulator, entity, &owner, &verifier)?;
		Owners::<T>::remove(&record.owner);
		Owners::<T>::insert(&owner, entity);
		record.owner = owner.clone();
		record.verifier = verifier.clone();
		Entities::<T>::insert(entity, record);
		Self::deposit_event(Event::RolesSet { entity, owner, verifier });
		Ok(())
	}

	pub(crate) fn do_enrol(
		depositor: T::AccountId,
		id: CycleId,
		entity: EntityKey,
	) -> DispatchResult {
		Self::open(id)?;
		ensure!(Entities::<T>::contains_key(entity), Error::<T>::NotFound);
		ensure!(!Obligations::<T>::contains_key(id, entity), Error::<T>::AlreadyExists);

		let deposit = T::ObligationDeposit::get();
		Self::hold(&depositor, deposit)?;
		Obligations::<T>::insert(id, entity, Obligation::new(depositor.clone(), deposit));
		Self::deposit_event(Event::Enrolled { cycle: id, entity });
		let (chain, number) = entity;
		Self::try_tell(&depositor, id, chain, Vec::from([number]));
		Ok(())
	}

	pub(crate) fn do_allocate(
		regulator: &T::AccountId,
		id: CycleId,
		entity: EntityKey,
		method: &Method,
		share: Permill,
	) -> DispatchResult {
		let mut cycle = Self::open(id)?;
		let mut obligation = Self::obligation_in(id, entity)?;
		let mut record = Entities::<T>::get(entity).ok_or(Error::<T>::NotFound)?;
		// At any share: what is allocated for emissions that did not occur is gone before the rest.
		let is_known = !method.is_by_emissions() || obligation.is_verified();
		ensure!(is_known, Error::<T>::NotVerified);
		let quota = method.quota(obligation.emitted()).ok_or(Error::<T>::InvalidFigures)?;
		let quota = TonnesCo2e(share.mul_floor(quota.0));
		// The deduction that this allocation has no room for waits for the next one, also if it was taken off
		// an earlier and larger one.
		let to_deduct = record.deduction + obligation.deducted;
		obligation.deducted = to_deduct.min(quota);
		record.deduction = to_deduct - obligation.deducted;
		let target = quota - obligation.deducted;

		let has = obligation.allocated - obligation.debt;
		if has <= target {
			let more = target - has;
			let forgiven = more.min(obligation.debt);
			let minted = more - forgiven;
			obligation.debt = obligation.debt - forgiven;
			obligation.allocated = obligation.allocated + minted;
			cycle.allocated = cycle.allocated + minted;
			ensure!(cycle.allocated <= cycle.cap, Error::<T>::AboveCap);
			Self::issue(id, entity, &mut obligation, minted)?;
		} else {
			let less = has - target;
			let taken = less.min(obligation.held);
			obligation.debt = obligation.debt + (less - taken);
			obligation.allocated = obligation.allocated - taken;
			cycle.allocated = cycle.allocated - taken;
			Self::recover(id, entity, &mut obligation, taken)?;
		}
		let Obligation { allocated, debt, deducted, .. } = obligation;
		Entities::<T>::insert(entity, record);
		Obligations::<T>::insert(id, entity, obligation);
		Cycles::<T>::insert(id, cycle);
		Self::deposit_event(Event::Allocated { cycle: id, entity, allocated, debt, deducted });
		let (chain, number) = entity;
		Self::try_tell(regulator, id, chain, Vec::from([number]));
		Ok(())
	}

	pub(crate) fn do_verify(
		verifier: &T::AccountId,
		id: CycleId,
		entity: EntityKey,
		sequence: u32,
		correction: Option<(GramsCo2e, H256)>,
	) -> DispatchResult {
		// After the end, too: what was reported until then must be verified before it is final.
		let mut cycle = Self::cycle_of(id)?;
		let record = Entities::<T>::get(entity).ok_or(Error::<T>::NotFound)?;
		// One that was removed from the verifiers verifies nothing any more.
		let may = record.verifier == *verifier && T::Verifiers::contains(verifier);
		ensure!(may, Error::<T>::NotAuthorized);
		let mut obligation = Self::obligation_in(id, entity)?;
		ensure!(obligation.fined.is_none(), Error::<T>::Final);
		// A park that goes on reporting must not keep the verifier from its work.
		let known = obligation.verified.unwrap_or(0)..=obligation.register.sequence;
		ensure!(known.contains(&sequence), Error::<T>::UnknownRegister);

		let evidence = correction.map_or(H256::zero(), |(_, evidence)| evidence);
		if let Some((difference, evidence)) = correction {
			let total = obligation.register.total.checked_add(difference);
			let total = total.ok_or(Error::<T>::InvalidFigures)?;
			ensure!(total >= GramsCo2e::ZERO, Error::<T>::InvalidFigures);
			obligation.correction = difference;
			obligation.evidence = evidence;
		}
		obligation.verified = Some(sequence);
		let standing = obligation.standing(&cycle.rules);
		let returned = obligation.surrendered + standing.credits - standing.due;
		let returned = returned.min(obligation.surrendered);
		obligation.surrendered = obligation.surrendered - returned;
		cycle.surrendered = cycle.surrendered - returned;
		Self::issue(id, entity, &mut obligation, returned)?;
		Obligations::<T>::insert(id, entity, obligation);
		Cycles::<T>::insert(id, cycle);
		let emitted = standing.emitted;
		Self::deposit_event(Event::Verified {
			cycle: id,
			entity,
			sequence,
			emitted,
			evidence,
			returned,
		});
		if correction.is_some() {
			let (chain, number) = entity;
			Self::try_tell(verifier, id, chain, Vec::from([number]));
		}
		Ok(())
	}

	/// Burns what is set aside for an enterprise, and returns how it stood before.
	fn surrender_committed(
		id: CycleId,
		cycle: &mut Cycle<T::AccountId>,
		entity: EntityKey,
		obligation: &mut Obligation<T::AccountId>,
	) -> Result<Standing, DispatchError> {
		let standing = obligation.standing(&cycle.rules);
		let taken_back = standing.committed.min(obligation.debt);
		let surrendered = standing.committed - taken_back;
		Self::recover(id, entity, obligation, standing.committed)?;
		obligation.debt = obligation.debt - taken_back;
		obligation.allocated = obligation.allocated - taken_back;
		cycle.allocated = cycle.allocated - taken_back;
		obligation.surrendered = obligation.surrendered + surrendered;
		cycle.surrendered = cycle.surrendered + surrendered;
		if standing.committed > TonnesCo2e::ZERO {
			let missing = standing.missing;
			let cycle = id;
			Self::deposit_event(Event::Settled { cycle, entity, surrendered, taken_back, missing });
		}
		Ok(standing)
	}

	pub(crate) fn do_settle(who: &T::AccountId, id: CycleId, entity: EntityKey) -> DispatchResult {
		let mut cycle = Self::cycle_of(id)?;
		if Self::now() < cycle.deadline {
			Self::ensure_owner(who, entity)?;
		}
		let mut obligation = Self::obligation_in(id, entity)?;
		ensure!(obligation.fined.is_none(), Error::<T>::Final);
		let standing = Self::surrender_committed(id, &mut cycle, entity, &mut obligation)?;
		ensure!(standing.committed > TonnesCo2e::ZERO, Error::<T>::NothingToSettle);
		Obligations::<T>::insert(id, entity, obligation);
		Cycles::<T>::insert(id, cycle);
		let (chain, number) = entity;
		Self::try_tell(who, id, chain, Vec::from([number]));
		Ok(())
	}

	/// The fine for `missing` tonnes in the cycle `id`.
	pub(crate) fn fine_for(
		id: CycleId,
		cycle: &Cycle<T::AccountId>,
		missing: TonnesCo2e,
	) -> Balance {
		let deadline = Month::of(cycle.deadline).unwrap_or(Month(u16::MAX));
		let before = (1..=12).filter_map(|months| deadline.0.checked_sub(months));
		let traded = before
			.map(|month| MonthlyTurnovers::<T>::get(id, Month(month)))
			.find(|turnover| turnover.quantity > TonnesCo2e::ZERO);
		traded.unwrap_or_default().fine(missing, &cycle.rules)
	}

	pub(crate) fn do_fine(who: &T::AccountId, id: CycleId, entity: EntityKey) -> DispatchResult {
		let mut cycle = Self::cycle_of(id)?;
		ensure!(cycle.closed, Error::<T>::NotClosed);
		let mut obligation = Self::obligation_in(id, entity)?;
		ensure!(obligation.fined.is_none(), Error::<T>::Final);
		ensure!(obligation.is_verified(), Error::<T>::NotVerified);
		// What came in time and was not surrendered is not missing.
		let standing = Self::surrender_committed(id, &mut cycle, entity, &mut obligation)?;
		let missing = standing.missing;
		ensure!(missing > TonnesCo2e::ZERO, Error::<T>::NothingMissing);
		let amount = Self::fine_for(id, &cycle, missing);
		obligation.fined = Some(Fine { missing, amount });
		if cycle.rules.deduct {
			Entities::<T>::mutate(entity, |record| {
				if let Some(record) = record {
					record.deduction = record.deduction + missing;
				}
			});
		}
		Obligations::<T>::insert(id, entity, obligation);
		Cycles::<T>::insert(id, cycle);
		Self::deposit_event(Event::Fined { cycle: id, entity, missing, amount });
		let (chain, number) = entity;
		Self::try_tell(who, id, chain, Vec::from([number]));
		Ok(())
	}

	/// Surrenders credits of the account `holder` for an enterprise of `owner`, who pays for telling the
	/// park. Returns the serial numbers.
	pub fn do_surrender_credits(
		owner: &T::AccountId,
		holder: &T::AccountId,
		id: CycleId,
		entity: EntityKey,
		class: u32,
		quantity: TonnesCo2e,
	) -> Result<SerialRange, DispatchError> {
		let cycle = Self::open(id)?;
		Self::ensure_owner(owner, entity)?;
		ensure!(quantity > TonnesCo2e::ZERO, Error::<T>::InvalidQuantity);
		ensure!(Self::now() <= cycle.deadline, Error::<T>::AfterDeadline);
		let mut obligation = Self::obligation_in(id, entity)?;
		let standing = obligation.standing(&cycle.rules);
		ensure!(quantity <= standing.credit_room, Error::<T>::AboveCreditLimit);

		let from = cycle.rules.credits_registered_from;
		let serials = T::Credits::surrender(holder, class, quantity, from, id, entity)?;
		obligation.credits = obligation.credits + quantity;
		Obligations::<T>::insert(id, entity, obligation);
		Self::deposit_event(Event::CreditsSurrendered {
			cycle: id,
			entity,
			class,
			quantity,
			serials,
		});
		let (chain, number) = entity;
		Self::try_tell(owner, id, chain, Vec::from([number]));
		Ok(serials)
	}

	/// Gives an enterprise back the allowances in the account `from` that it offered and did not sell, also
	/// after the cycle was closed.
	pub fn give_back(
		from: &T::AccountId,
		id: CycleId,
		entity: EntityKey,
		quantity: TonnesCo2e,
	) -> DispatchResult {
		let mut obligation = Self::obligation_in(id, entity)?;
		ensure!(obligation.fined.is_none(), Error::<T>::Final);
		let account = Self::account_of(entity);
		T::Assets::transfer(id, from, &account, quantity.0.into(), Expendable)?;
		obligation.held = obligation.held + quantity;
		Obligations::<T>::insert(id, entity, obligation);
		Self::deposit_event(Event::Deposited { cycle: id, entity, from: from.clone(), quantity });
		Ok(())
	}

	/// Moves allowances of the account `from` to an enterprise's compliance account.
	pub fn do_deposit(
		from: T::AccountId,
		id: CycleId,
		entity: EntityKey,
		quantity: TonnesCo2e,
	) -> DispatchResult {
		ensure!(quantity > TonnesCo2e::ZERO, Error::<T>::InvalidQuantity);
		// An open cycle has fined nobody.
		Self::open(id)?;
		Self::give_back(&from, id, entity, quantity)
	}

	/// Moves allowances of an enterprise of `owner` that are not set aside to the account `to`.
	pub fn do_draw(
		owner: &T::AccountId,
		to: &T::AccountId,
		id: CycleId,
		entity: EntityKey,
		quantity: TonnesCo2e,
	) -> DispatchResult {
		ensure!(quantity > TonnesCo2e::ZERO, Error::<T>::InvalidQuantity);
		Self::ensure_owner(owner, entity)?;
		let cycle = Self::cycle_of(id)?;
		let mut obligation = Self::obligation_in(id, entity)?;
		let committed = obligation.standing(&cycle.rules).committed;
		// Allowances that were transferred to the account past this pallet are the owner's, too.
		let balance = Self::balance(id, entity);
		ensure!(quantity <= balance - committed, Error::<T>::Committed);

		let account = Self::account_of(entity);
		T::Assets::transfer(id, &account, to, quantity.0.into(), Expendable)?;
		obligation.held = obligation.held.min(balance - quantity);
		Obligations::<T>::insert(id, entity, obligation);
		Self::deposit_event(Event::Withdrawn { cycle: id, entity, quantity });
		Ok(())
	}

	/// Counts allowances that another account than its owner's sold for an enterprise.
	pub fn note_sale(id: CycleId, entity: EntityKey, quantity: TonnesCo2e) {
		Self::change(id, entity, |obligation| obligation.sold = obligation.sold + quantity);
	}

	/// Counts allowances that another account than its owner's bought for an enterprise.
	pub fn note_purchase(id: CycleId, entity: EntityKey, quantity: TonnesCo2e) {
		Self::change(id, entity, |obligation| obligation.bought = obligation.bought + quantity);
	}

	pub(crate) fn do_cancel_voluntarily(
		holder: T::AccountId,
		id: CycleId,
		quantity: TonnesCo2e,
		beneficiary: Text,
		purpose: Text,
	) -> DispatchResult {
		// Those of a closed cycle have lapsed: nothing would be given up.
		let mut cycle = Self::open(id)?;
		ensure!(quantity > TonnesCo2e::ZERO, Error::<T>::InvalidQuantity);
		let readable = is_readable(&beneficiary) && is_readable(&purpose);
		ensure!(readable, Error::<T>::InvalidText);
		let number = NextCancellationId::<T>::get();
		let next = number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;

		let deposit = T::CancellationDeposit::get();
		Self::hold(&holder, deposit)?;
		Self::burn(id, &holder, quantity)?;
		cycle.cancelled = cycle.cancelled + quantity;
		Cycles::<T>::insert(id, cycle);
		NextCancellationId::<T>::put(next);
		let cancellation = Cancellation {
			cycle: id,
			holder: holder.clone(),
			quantity,
			beneficiary,
			purpose,
			time: Self::now(),
			deposit,
		};
		Cancellations::<T>::insert(number, cancellation);
		Self::deposit_event(Event::Cancelled { cancellation: number, cycle: id, holder, quantity });
		Ok(())
	}

	pub(crate) fn do_carry_over(
		owner: &T::AccountId,
		from: CycleId,
		to: CycleId,
		entity: EntityKey,
		quantity: TonnesCo2e,
	) -> DispatchResult {
		ensure!(quantity > TonnesCo2e::ZERO, Error::<T>::InvalidQuantity);
		Self::ensure_owner(owner, entity)?;
		let mut old = Self::cycle_of(from)?;
		let mut new = Self::open(to)?;
		let mut obligation = Self::obligation_in(from, entity)?;
		let mut later = Self::obligation_in(to, entity)?;
		let banking = old.rules.banking.ok_or(Error::<T>::NotBankable)?;
		let standing = obligation.standing(&old.rules);
		let none = TonnesCo2e::ZERO;
		let compliant = obligation.is_verified()
			&& standing.committed == none
			&& standing.missing == none
			&& old.span.end <= Self::now();
		let limit = standing.held.min(obligation.bankable(&banking));
		ensure!(from < to && compliant && quantity <= limit, Error::<T>::NotBankable);

		Self::recover(from, entity, &mut obligation, quantity)?;
		Self::issue(to, entity, &mut later, quantity)?;
		obligation.carried_out = obligation.carried_out + quantity;
		old.carried_out = old.carried_out + quantity;
		new.carried_in = new.carried_in + quantity;
		later.carried_in = later.carried_in + quantity;
		Obligations::<T>::insert(from, entity, obligation);
		Obligations::<T>::insert(to, entity, later);
		Cycles::<T>::insert(from, old);
		Cycles::<T>::insert(to, new);
		Self::deposit_event(Event::CarriedOver { from, to, entity, quantity });
		let (chain, number) = entity;
		for cycle in [from, to] {
			Self::try_tell(owner, cycle, chain, Vec::from([number]));
		}
		Ok(())
	}

	/// Changes the obligation of the enterprise that `owner` acts for, if it is enrolled in the cycle.
	/// For a class of credits there is none.
	fn with_obligation_of(
		owner: &T::AccountId,
		cycle: CycleId,
		change: impl FnOnce(&mut Obligation<T::AccountId>),
	) {
		if let Some(entity) = Owners::<T>::get(owner) {
			Self::change(cycle, entity, change);
		}
	}

	fn change(
		cycle: CycleId,
		entity: EntityKey,
		change: impl FnOnce(&mut Obligation<T::AccountId>),
	) {
		let Some(mut obligation) = Obligations::<T>::get(cycle, entity) else { return };
		change(&mut obligation);
		Obligations::<T>::insert(cycle, entity, obligation);
	}

	pub(crate) fn do_close_cycle(id: CycleId) -> DispatchResult {
		let mut cycle = Self::open(id)?;
		ensure!(cycle.deadline < Self::now(), Error::<T>::BeforeDeadline);
		cycle.closed = true;
		Cycles::<T>::insert(id, cycle);
		Self::deposit_event(Event::CycleClosed { cycle: id });
		Ok(())
	}
}

/// Adds up what the market trades, for the price of fines, and what enterprises sell.
impl<T: Config> OrderListener<T::AccountId, u32> for Pallet<T> {
	fn traded(trade: &Trade<T::AccountId, u32>) {
		let quantity = TonnesCo2e(trade.quantity);
		if let Some(month) = Month::of(trade.time) {
			let class = trade.class.min(FIRST_CREDIT_CLASS);
			MonthlyTurnovers::<T>::mutate(class, month, |turnover| {
				turnover.money = turnover.money.saturating_add(trade.price.of(trade.quantity));
				turnover.quantity = turnover.quantity + quantity;
			});
		}
		Self::with_obligation_of(&trade.seller, trade.class, |seller| {
			seller.sold = seller.sold + quantity;
		});
		Self::with_obligation_of(&trade.buyer, trade.class, |buyer| {
			buyer.bought = buyer.bought + quantity;
		});
	}

	fn closed(_: OrderId, _: &T::AccountId, _: CloseReason) {}
}
