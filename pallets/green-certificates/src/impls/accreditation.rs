//! Devices: registration, and the regulator's decisions about them.

use crate::{
	pallet::{
		Config, Error, Event, Generators, HoldReason, Meters, NextGeneratorId, Occupations, Pallet,
		Permits, Requests,
	},
	types::{Description, Generator, GeneratorId, Meter, Occupation, Status},
};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get};
use sp_core::H256;
use zeropark_primitives::{
	certificates::Text,
	metering::MAX_CAPACITY,
	units::{WattHours, Watts},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_generator(
		owner: T::AccountId,
		description: Description,
	) -> DispatchResult {
		let capacity = description.capacity;
		ensure!(capacity > Watts::ZERO && capacity <= MAX_CAPACITY, Error::<T>::InvalidCapacity);
		let id = NextGeneratorId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let deposit = T::GeneratorDeposit::get();
		Self::hold(HoldReason::Generator, &owner, deposit)?;

		NextGeneratorId::<T>::put(next);
		let generator = Generator {
			owner: owner.clone(),
			certified_until: description.commissioned,
			description,
			status: Status::Pending,
			pending: None,
			carry_over: WattHours::ZERO,
			own_use_carry_over: WattHours::ZERO,
			deposit,
			recertifiable: Default::default(),
		};
		Generators::<T>::insert(id, generator);
		Self::deposit_event(Event::GeneratorRegistered { generator: id, owner });
		Ok(())
	}

	/// Returns a device that the regulator has not decided about.
	fn waiting(id: GeneratorId) -> Result<Generator<T::AccountId>, Error<T>> {
		let generator = Generators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match generator.status {
			Status::Pending => Ok(generator),
			Status::Accredited => Err(Error::<T>::AlreadyAccredited),
			Status::Revoked => Err(Error::<T>::AlreadyRevoked),
		}
	}

	pub(crate) fn do_accredit(id: GeneratorId) -> DispatchResult {
		let mut generator = Self::waiting(id)?;
		let Description { permit, meter, .. } = generator.description;
		ensure!(!Permits::<T>::contains_key(permit), Error::<T>::AlreadyExists);
		let taken = meter.is_some_and(Meters::<T>::contains_key);
		ensure!(!taken, Error::<T>::AlreadyExists);

		Self::ensure_not_occupied(&permit, meter)?;

		Permits::<T>::insert(permit, id);
		if let Some(meter) = meter {
			Meters::<T>::insert(meter, id);
		}
		generator.status = Status::Accredited;
		Generators::<T>::insert(id, generator);
		Self::deposit_event(Event::Accredited { generator: id });
		Ok(())
	}

	/// Refuses a plant of a permit that a chain occupies, unless `meter` is of that chain.
	pub(crate) fn ensure_not_occupied(permit: &H256, meter: Option<Meter>) -> DispatchResult {
		let Some(Occupation { meter: (chain, _), .. }) = Occupations::<T>::get(permit) else {
			return Ok(());
		};
		let reports = meter.is_some_and(|(reporter, _)| reporter == chain);
		ensure!(reports, Error::<T>::PermitOccupied);
		Ok(())
	}

	pub(crate) fn do_occupy_permit(
		meter: Meter,
		permit: H256,
		depositor: T::AccountId,
	) -> DispatchResult {
		let occupation = match Occupations::<T>::get(permit) {
			Some(known) => {
				ensure!(known.meter.0 == meter.0, Error::<T>::PermitOccupied);
				Occupation { meter, ..known }
			},
			None => {
				let deposit = T::PermitDeposit::get();
				Self::hold(HoldReason::Permit, &depositor, deposit)?;
				Occupation { meter, depositor, deposit }
			},
		};
		// The plant's new meter takes over what the old one had certified.
		if let Some(id) = Permits::<T>::get(permit) {
			Generators::<T>::mutate_extant(id, |generator| {
				let replaced = generator.description.meter.filter(|old| old.0 == meter.0);
				if let Some(old) = replaced.filter(|_| !Meters::<T>::contains_key(meter)) {
					Meters::<T>::remove(old);
					Meters::<T>::insert(meter, id);
					generator.description.meter = Some(meter);
				}
			});
		}
		Occupations::<T>::insert(permit, occupation);
		Self::deposit_event(Event::PermitOccupied { permit, meter });
		Ok(())
	}

	pub(crate) fn do_free_permit(permit: H256, reason: Text) -> DispatchResult {
		let occupation = Occupations::<T>::take(permit).ok_or(Error::<T>::NotFound)?;
		Self::release(HoldReason::Permit, &occupation.depositor, occupation.deposit);
		Self::deposit_event(Event::PermitFreed { permit, reason });
		Ok(())
	}

	/// Removes a pending device, for the regulator or for its owner `who`, who withdraws it.
	pub(crate) fn do_refuse_accreditation(
		who: Option<T::AccountId>,
		id: GeneratorId,
		reason: Text,
	) -> DispatchResult {
		let generator = Self::waiting(id)?;
		ensure!(who.is_none_or(|who| who == generator.owner), Error::<T>::NotAuthorized);
		Generators::<T>::remove(id);
		Self::release(HoldReason::Generator, &generator.owner, generator.deposit);
		Self::deposit_event(Event::AccreditationRefused { generator: id, reason });
		Ok(())
	}

	/// Revokes an accreditation. The record of the device stays, so that nobody can certify its
	/// output again under another id.
	pub(crate) fn do_revoke_accreditation(id: GeneratorId, reason: Text) -> DispatchResult {
		let mut generator = Generators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(generator.status == Status::Accredited, Error::<T>::NotAccredited);
		if let Some(request) = generator.pending.take().and_then(Requests::<T>::take) {
			Self::release(HoldReason::Request, &generator.owner, request.deposit);
		}
		generator.status = Status::Revoked;
		Generators::<T>::insert(id, generator);
		Self::deposit_event(Event::AccreditationRevoked { generator: id, reason });
		Ok(())
	}
}
