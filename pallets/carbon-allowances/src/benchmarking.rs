//! Benchmarks of the calls.

use crate::{
	allocation::{Method, Output, MAX_OUTPUTS},
	pallet::{
		Call, Cancellations, Config, Cycles, Entities, NextCycleId, Obligations, Owners, Pallet,
	},
	types::{Banking, Obligation, Rules},
};
use alloc::{vec, vec::Vec};
use core::ops::Range;
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use frame_system::RawOrigin;
use sp_core::H256;
use sp_runtime::Permill;
use zeropark_primitives::{
	certificates::{Text, MAX_TEXT},
	compliance::{
		Compliance, EntityKey, EntityRegister, Parks as _, Register, Registers, MAX_REPORTED,
	},
	ids::{CycleId, ParaId},
	market::Price,
	time::{Interval, Seconds, DAY},
	units::{GramsCo2e, MilliUnits, MilligramsPerUnit, TonnesCo2e},
};

/// What the runtime provides for benchmarks.
pub trait BenchmarkHelper<AccountId> {
	/// Gives an account plenty of the settlement currency.
	fn fund(who: &AccountId);
	/// Opens the channel to a park.
	fn open_channel(chain: ParaId);
	/// Gives `owner` so many credits that can be surrendered, and returns their class.
	fn credits(owner: &AccountId, quantity: TonnesCo2e) -> u32;
	/// Makes `who` a registered verifier.
	fn make_verifier(who: &AccountId);
	/// Moves the clock to `seconds` after the Unix epoch.
	fn set_time(seconds: Seconds);
}

const START: Seconds = 1_000 * DAY;
const END: Seconds = 1_007 * DAY;
const DEADLINE: Seconds = 1_040 * DAY;
const TONNE: i64 = 1_000_000;

fn rules() -> Rules {
	Rules {
		credits: Permill::from_percent(5),
		credits_registered_from: 0,
		fine: 5_000,
		fine_price: Price(1),
		deduct: true,
		banking: Some(Banking { base: TonnesCo2e(10_000), of_sold: 1_500 }),
	}
}

fn text() -> Text {
	Text::truncate_from(vec![b'x'; MAX_TEXT as usize])
}

fn regulator<T: Config>() -> Result<(T::RuntimeOrigin, T::AccountId), BenchmarkError> {
	let origin =
		T::RegulatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	let account = T::RegulatorOrigin::ensure_origin(origin.clone())
		.map_err(|_| BenchmarkError::Weightless)?;
	T::BenchmarkHelper::fund(&account);
	Ok((origin, account))
}

fn park<T: Config>() -> Result<(T::RuntimeOrigin, ParaId), BenchmarkError> {
	let origin = T::ParkOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	let chain =
		T::ParkOrigin::ensure_origin(origin.clone()).map_err(|_| BenchmarkError::Weightless)?;
	T::BenchmarkHelper::open_channel(chain);
	Ok((origin, chain))
}

fn funded<T: Config>(name: &'static str) -> T::AccountId {
	let who = account(name, 0, 0);
	T::BenchmarkHelper::fund(&who);
	who
}

fn verifier<T: Config>() -> T::AccountId {
	let who = funded::<T>("verifier");
	T::BenchmarkHelper::make_verifier(&who);
	who
}

fn open<T: Config>() -> Result<CycleId, BenchmarkError> {
	let (_, account) = regulator::<T>()?;
	let id = NextCycleId::<T>::get();
	let later = u64::from(id) * 50 * DAY;
	let span = Interval { start: START + later, end: END + later };
	T::BenchmarkHelper::set_time(START);
	let cap = TonnesCo2e(1_000_000);
	Pallet::<T>::do_open_cycle(&account, span, DEADLINE + later, rules(), cap)?;
	Ok(id)
}

fn register<T: Config>(number: u32) -> Result<(T::AccountId, EntityKey), BenchmarkError> {
	let (_, regulator) = regulator::<T>()?;
	let (_, chain) = park::<T>()?;
	let owner: T::AccountId = account("owner", number, 0);
	T::BenchmarkHelper::fund(&owner);
	let verifier = verifier::<T>();
	let key = (chain, number);
	Pallet::<T>::do_register_entity(regulator, key, owner.clone(), verifier, text(), true)?;
	Ok((owner, key))
}

fn method(tonnes: u64) -> Method {
	// The method with the most figures.
	let output = Output {
		quantity: MilliUnits(tonnes * 1_000 / u64::from(MAX_OUTPUTS)),
		benchmark: MilligramsPerUnit(1_000_000_000),
		correction: 1_000,
	};
	let outputs = vec![output; MAX_OUTPUTS as usize];
	Method::Benchmark { outputs: outputs.try_into().unwrap_or_default(), at_least: None }
}

/// An enterprise that got 1,000 t and emitted `emitted` t, in cycle 0.
fn reported<T: Config>(emitted: i64) -> Result<(T::AccountId, EntityKey), BenchmarkError> {
	let cycle = open::<T>()?;
	let (_, account) = regulator::<T>()?;
	let (owner, key) = register::<T>(0)?;
	Pallet::<T>::do_enrol(account.clone(), cycle, key)?;
	Pallet::<T>::do_allocate(&account, cycle, key, &method(1_000), Permill::one())?;
	T::BenchmarkHelper::fund(&T::Parks::payer(key.0));
	Pallet::<T>::do_report(key.0, cycle, registers(1, 1, emitted * TONNE))?;
	Ok((owner, key))
}

/// The obligation of an enterprise of `owner`: 999 t in cycle 0, of which nothing is surrendered. It has
/// one allowance more. Leaves the clock at 0.
pub fn due<T: Config>(owner: T::AccountId) -> Compliance {
	let key = match Obligations::<T>::iter_prefix(0).next() {
		Some((key, _)) => key,
		None => {
			let (_, key) = reported::<T>(999).expect("the regulator can do it");
			let (_, account) = regulator::<T>().expect("is there");
			let set = Pallet::<T>::do_set_roles(&account, key, owner, verifier::<T>());
			set.expect("the owner has no other enterprise");
			T::BenchmarkHelper::set_time(0);
			key
		},
	};
	Compliance { cycle: 0, entity: key }
}

/// Makes `who` the owner of an enterprise that is enrolled in each of `cycles`, of whatever class these
/// are. For benchmarks of the market.
pub fn watch<T: Config>(who: &T::AccountId, cycles: Range<CycleId>) {
	let key = (ParaId::MAX, Owners::<T>::iter_keys().count() as u32);
	Owners::<T>::insert(who, key);
	for cycle in cycles {
		Obligations::<T>::insert(cycle, key, Obligation::new(who.clone(), 0));
	}
}

fn registers(count: u32, sequence: u32, grams: i64) -> Registers {
	let register = Register { sequence, total: GramsCo2e(grams), digest: H256::repeat_byte(1) };
	let registers = (0..count).map(|entity| EntityRegister { entity, register });
	Registers::truncate_from(registers.collect::<Vec<_>>())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn report(n: Linear<0, { MAX_REPORTED }>) -> Result<(), BenchmarkError> {
		let (origin, chain) = park::<T>()?;
		let cycle = open::<T>()?;
		let (_, account) = regulator::<T>()?;
		for number in 0..n {
			let (_, key) = register::<T>(number)?;
			Pallet::<T>::do_enrol(account.clone(), cycle, key)?;
			Pallet::<T>::do_allocate(&account, cycle, key, &method(100), Permill::one())?;
		}
		T::BenchmarkHelper::fund(&T::Parks::payer(chain));
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, cycle, registers(n, 1, 50 * TONNE));
		let all = Obligations::<T>::iter_prefix_values(cycle);
		assert!(all.into_iter().all(|obligation| obligation.register.sequence == 1));
		Ok(())
	}

	#[benchmark]
	fn open_cycle() -> Result<(), BenchmarkError> {
		let (origin, _) = regulator::<T>()?;
		open::<T>()?;
		let span = Interval { start: END, end: END + DAY };
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, span, DEADLINE, rules(), TonnesCo2e(1));
		assert!(Cycles::<T>::contains_key(1));
		Ok(())
	}

	#[benchmark]
	fn set_cap() -> Result<(), BenchmarkError> {
		let (origin, _) = regulator::<T>()?;
		let cycle = open::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, cycle, TonnesCo2e(1));
		assert_eq!(Cycles::<T>::get(cycle).map(|cycle| cycle.cap), Some(TonnesCo2e(1)));
		Ok(())
	}

	#[benchmark]
	fn register_entity() -> Result<(), BenchmarkError> {
		let (origin, _) = regulator::<T>()?;
		let (owner, verifier) = (funded::<T>("owner"), verifier::<T>());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 1, 2, owner, verifier, text(), true);
		assert!(Entities::<T>::contains_key((1, 2)));
		Ok(())
	}

	#[benchmark]
	fn enrol() -> Result<(), BenchmarkError> {
		let (origin, _) = regulator::<T>()?;
		let cycle = open::<T>()?;
		let (_, (chain, entity)) = register::<T>(0)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, cycle, chain, entity);
		assert!(Obligations::<T>::contains_key(cycle, (chain, entity)));
		Ok(())
	}

	#[benchmark]
	fn allocate() -> Result<(), BenchmarkError> {
		let (origin, account) = regulator::<T>()?;
		let (_, key) = reported::<T>(10)?;
		let cycle = open::<T>()?;
		Pallet::<T>::do_enrol(account, cycle, key)?;
		let (chain, entity) = key;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, cycle, chain, entity, method(100), Permill::one());
		assert_eq!(Pallet::<T>::balance(cycle, key), TonnesCo2e(100));
		Ok(())
	}

	#[benchmark]
	fn confirm() -> Result<(), BenchmarkError> {
		let (_, (chain, entity)) = reported::<T>(10)?;
		let verifier = verifier::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(verifier), 0, chain, entity, 1);
		let obligation = Obligations::<T>::get(0, (chain, entity));
		assert!(obligation.is_some_and(|obligation| obligation.is_verified()));
		Ok(())
	}

	#[benchmark]
	fn correct() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(10)?;
		Pallet::<T>::do_settle(&owner, 0, key)?;
		let verifier = verifier::<T>();
		let (chain, entity) = key;
		// All that was surrendered comes back.
		let difference = GramsCo2e(-10 * TONNE);
		#[extrinsic_call]
		_(RawOrigin::Signed(verifier), 0, chain, entity, 1, difference, H256::zero());
		assert_eq!(Pallet::<T>::balance(0, key), TonnesCo2e(1_000));
		Ok(())
	}

	#[benchmark]
	fn settle() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(10)?;
		let (chain, entity) = key;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, chain, entity);
		assert_eq!(Pallet::<T>::balance(0, key), TonnesCo2e(990));
		Ok(())
	}

	#[benchmark]
	fn surrender_credits() -> Result<(), BenchmarkError> {
		let (owner, (chain, entity)) = reported::<T>(100)?;
		let quantity = TonnesCo2e(5);
		let class = T::BenchmarkHelper::credits(&owner, quantity);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, chain, entity, class, quantity);
		let obligation = Obligations::<T>::get(0, (chain, entity));
		assert!(obligation.is_some_and(|obligation| obligation.credits == quantity));
		Ok(())
	}

	#[benchmark]
	fn deposit() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(10)?;
		Pallet::<T>::do_draw(&owner, &owner, 0, key, TonnesCo2e(10))?;
		let (chain, entity) = key;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, chain, entity, TonnesCo2e(10));
		assert_eq!(Pallet::<T>::balance(0, key), TonnesCo2e(1_000));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(10)?;
		let (chain, entity) = key;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, chain, entity, TonnesCo2e(10));
		assert_eq!(Pallet::<T>::balance(0, key), TonnesCo2e(990));
		Ok(())
	}

	#[benchmark]
	fn cancel_voluntarily() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(10)?;
		Pallet::<T>::do_draw(&owner, &owner, 0, key, TonnesCo2e(10))?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, TonnesCo2e(10), text(), text());
		assert!(Cancellations::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn carry_over() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(10)?;
		Pallet::<T>::do_settle(&owner, 0, key)?;
		let verifier = verifier::<T>();
		Pallet::<T>::do_verify(&verifier, 0, key, 1, None)?;
		let (_, account) = regulator::<T>()?;
		let next = open::<T>()?;
		Pallet::<T>::do_enrol(account, next, key)?;
		T::BenchmarkHelper::set_time(END);
		let (chain, entity) = key;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, next, chain, entity, TonnesCo2e(990));
		assert_eq!(Pallet::<T>::balance(next, key), TonnesCo2e(990));
		Ok(())
	}

	#[benchmark]
	fn close_cycle() -> Result<(), BenchmarkError> {
		let (origin, _) = regulator::<T>()?;
		let cycle = open::<T>()?;
		T::BenchmarkHelper::set_time(DEADLINE + 1);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, cycle);
		assert!(Cycles::<T>::get(cycle).is_some_and(|cycle| cycle.closed));
		Ok(())
	}

	#[benchmark]
	fn set_roles() -> Result<(), BenchmarkError> {
		let (origin, _) = regulator::<T>()?;
		let (_, key) = register::<T>(0)?;
		let (chain, entity) = key;
		let owner: T::AccountId = account("heir", 0, 0);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, chain, entity, owner.clone(), verifier::<T>());
		assert!(Entities::<T>::get(key).is_some_and(|record| record.owner == owner));
		Ok(())
	}

	#[benchmark]
	fn tell() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(10)?;
		let told = |key| Obligations::<T>::get(0, key).map(|obligation| obligation.told);
		let before = told(key);
		let (chain, entity) = key;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, chain, entity);
		assert!(told(key) > before);
		Ok(())
	}

	#[benchmark]
	fn fine() -> Result<(), BenchmarkError> {
		let (owner, key) = reported::<T>(1_010)?;
		T::BenchmarkHelper::set_time(DEADLINE + 1);
		Pallet::<T>::do_close_cycle(0)?;
		Pallet::<T>::do_verify(&verifier::<T>(), 0, key, 1, None)?;
		let (chain, entity) = key;
		// Nothing was traded, so that a year of months is looked through.
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), 0, chain, entity);
		let missing = Entities::<T>::get(key).map(|record| record.deduction);
		assert_eq!(missing, Some(TonnesCo2e(10)));
		Ok(())
	}
}
