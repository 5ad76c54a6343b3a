//! Benchmarks of the calls.

use crate::{
	pallet::{Call, Config, Instructions, Orders, Pallet},
	types::{Instruction, InstructionRecord, Surplus, Wanted},
};
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use sp_runtime::AccountId32;
use zeropark_primitives::{
	certificates::SerialRange,
	compliance::{CarbonBasket, CarbonFill, CarbonUse, Enterprises, Position, FIRST_CREDIT_CLASS},
	ids::EntityId,
	market::{Price, Side},
	time::HOUR,
	units::TonnesCo2e,
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper<AccountId> {
	/// Opens the channel to the market's chain.
	fn open_channel();
	/// Gives `who` enough money for any order.
	fn fund(who: &AccountId);
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: u64);
}

const PRICE: Price = Price(1_000_000);
const DEADLINE: u64 = 24 * HOUR;

/// Enrols an enterprise of `owner` in cycle 0, which lacks 2 t, and gives `owner` money.
fn prepare<T: Config>(owner: &T::AccountId) -> EntityId {
	T::BenchmarkHelper::set_time(0);
	T::BenchmarkHelper::open_channel();
	T::BenchmarkHelper::fund(owner);
	let (missing, credit_room) = (TonnesCo2e(2), TonnesCo2e(1));
	let position = Position { sequence: 1, missing, credit_room, ..Default::default() };
	T::Enterprises::prepare(owner, position)
}

/// The instruction that wants the most: credits and allowances.
const INSTRUCTION: Instruction = Instruction {
	allowances: Some(PRICE),
	credits: Some(PRICE),
	surplus: Some(Surplus { least: PRICE, keep: TonnesCo2e(1) }),
	hours: 24,
};

/// Has an enterprise an instruction, for benchmarks of who tells positions.
pub(crate) fn instructed<T: Config>(entity: EntityId) {
	Instructions::<T>::insert(entity, InstructionRecord::new(whitelisted_caller(), INSTRUCTION));
}

/// Places an order, for benchmarks of this pallet and its neighbours. Returns the enterprise and its
/// owner.
pub fn order<T: Config>() -> Result<(EntityId, T::AccountId), BenchmarkError> {
	let owner: T::AccountId = whitelisted_caller();
	let entity = prepare::<T>(&owner);
	let (basket, price) = (CarbonBasket::Allowances(0), PRICE);
	let wanted = Wanted { side: Side::Bids, basket, quantity: 1, price };
	Pallet::<T>::do_order(owner.clone(), entity, 0, wanted, DEADLINE)?;
	Ok((entity, owner))
}

/// Returns the longest fill.
pub fn fill(seller: AccountId32) -> CarbonFill {
	let used = CarbonUse::Surrendered(SerialRange { start: 0, end: 1 });
	CarbonFill { seller, class: FIRST_CREDIT_CLASS, quantity: 1, price: PRICE, time: 0, used }
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn buy() -> Result<(), BenchmarkError> {
		// In the worst case the message joins a page that has another message already.
		let (entity, owner) = order::<T>()?;
		T::BenchmarkHelper::fund(&owner);
		let basket = CarbonBasket::Allowances(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), entity, 0, basket, 1, PRICE, DEADLINE);

		assert_eq!(Orders::<T>::iter_keys().count(), 2);
		Ok(())
	}

	#[benchmark]
	fn sell() -> Result<(), BenchmarkError> {
		let (entity, owner) = order::<T>()?;
		T::BenchmarkHelper::fund(&owner);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), entity, 0, 1, PRICE, DEADLINE);

		assert_eq!(Orders::<T>::iter_keys().count(), 2);
		Ok(())
	}

	#[benchmark]
	fn instruct() -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		let entity = prepare::<T>(&owner);
		// An earlier owner's deposit returns.
		let earlier: T::AccountId = account("earlier", 0, 0);
		T::BenchmarkHelper::fund(&earlier);
		Pallet::<T>::hold(&earlier)?;
		instructed::<T>(entity);
		Instructions::<T>::mutate_extant(entity, |record| {
			record.owner = earlier;
			record.deposit = T::InstructionDeposit::get();
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.clone()), entity, Some(INSTRUCTION));

		assert_eq!(Instructions::<T>::get(entity).map(|record| record.owner), Some(owner));
		Ok(())
	}

	#[benchmark]
	fn follow() -> Result<(), BenchmarkError> {
		let (entity, owner) = order::<T>()?;
		T::BenchmarkHelper::fund(&owner);
		Pallet::<T>::do_instruct(owner.clone(), entity, Some(INSTRUCTION))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), entity, 0);

		assert_eq!(Instructions::<T>::get(entity).map(|it| it.under_way.len()), Some(2));
		Ok(())
	}

	#[benchmark]
	fn cancel_order() -> Result<(), BenchmarkError> {
		let (_, owner) = order::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0);

		Ok(())
	}
}
