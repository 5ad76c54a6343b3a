//! A park of meters with a ledger that refuses only readings that start at [`CLOSED`].

use crate as pallet_metering;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, SortedMembers},
};
use frame_system::EnsureSignedBy;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
	MultiSignature, MultiSigner,
};
use zeropark_primitives::{
	metering::{AccuracyClass, DeviceKind, OutputRegistry, Reading, ReadingSink},
	time::{Interval, Seconds},
	units::{WattHours, Watts},
};

pub type Batch = pallet_metering::Batch<<Test as pallet_metering::Config>::MaxReadings>;

pub const DEPOSIT: u128 = 10;
pub const INTERVAL: u32 = 900;
/// The start of the one interval that the ledger refuses.
pub const CLOSED: Seconds = 90_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type Metering = pallet_metering;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type MinimumPeriod = ConstU64<1>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
}

parameter_types! {
	/// The readings that the ledger took, in order.
	pub static Recorded: Vec<(DeviceKind, Interval, WattHours)> = Vec::new();
	/// The outputs that were reported to the registry, in order: payer, device, span, energy.
	pub static Reported: Vec<(AccountId32, u32, Interval, WattHours)> = Vec::new();
	/// The error with which the registry answers a report; `None` takes the report.
	pub static RegistryError: Option<DispatchError> = None;
	/// The readings a day that the devices in service owe together.
	pub static PerDay: i64 = 0;
}

pub struct MockLedger;
impl ReadingSink for MockLedger {
	fn device_added(per_day: u32, _: Seconds) {
		PerDay::mutate(|total| *total += i64::from(per_day));
	}

	fn device_removed(per_day: u32, _: Seconds) {
		PerDay::mutate(|total| *total -= i64::from(per_day));
	}

	fn accepts(interval: &Interval) -> DispatchResult {
		if interval.start == CLOSED {
			return Err(DispatchError::Unavailable);
		}
		Ok(())
	}

	fn record(
		kind: DeviceKind,
		_: AccuracyClass,
		interval: &Interval,
		energy: WattHours,
	) -> DispatchResult {
		Recorded::mutate(|all| all.push((kind, *interval, energy)));
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(_: &Interval) {}
}

impl OutputRegistry<AccountId32> for MockLedger {
	fn report(
		payer: &AccountId32,
		device: u32,
		span: Interval,
		energy: WattHours,
		_: sp_core::H256,
	) -> DispatchResult {
		RegistryError::get().map_or(Ok(()), Err)?;
		Reported::mutate(|reported| reported.push((payer.clone(), device, span, energy)));
		Ok(())
	}
}

/// The registrars: Alice, and Ferdie, who has no money.
pub struct Registrars;
impl SortedMembers<AccountId32> for Registrars {
	fn sorted_members() -> Vec<AccountId32> {
		let mut members = vec![registrar(), Sr25519Keyring::Ferdie.to_account_id()];
		members.sort();
		members
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_metering::BenchmarkHelper<AccountId32, MultiSignature> for Helper {
	fn key() -> AccountId32 {
		Sr25519Keyring::Eve.to_account_id()
	}
	fn sign(payload: &[u8]) -> MultiSignature {
		Sr25519Keyring::Eve.sign(payload).into()
	}
	fn set_time(seconds: u64) {
		set_time(seconds);
	}
	fn open_channel() {}
}

impl pallet_metering::Config for Test {
	type RegistrarOrigin = EnsureSignedBy<Registrars, AccountId32>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type DeviceDeposit = ConstU128<DEPOSIT>;
	type Signature = MultiSignature;
	type Signer = MultiSigner;
	type ReadingSink = MockLedger;
	type Registry = MockLedger;
	type Time = Timestamp;
	type MaxReadings = ConstU32<8>;
	type MaxDevices = ConstU32<3>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

pub fn registrar() -> AccountId32 {
	Sr25519Keyring::Alice.to_account_id()
}

pub fn set_time(seconds: Seconds) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Registers a photovoltaic plant of Bob's: 1 kW, which is 250 Wh in each quarter hour that it
/// reads, signed with Eve's key.
pub fn register() -> u32 {
	let id = crate::NextDeviceId::<Test>::get();
	Metering::register_device(
		RuntimeOrigin::signed(registrar()),
		Sr25519Keyring::Bob.to_account_id(),
		Sr25519Keyring::Eve.to_account_id(),
		DeviceKind::Photovoltaic,
		Watts(1_000),
		AccuracyClass(50),
		INTERVAL,
	)
	.expect("the device is valid");
	id
}

/// Makes a batch of readings, each of which is `(start, Wh)`.
pub fn batch(device: u32, sequence: u32, readings: &[(Seconds, i64)]) -> Batch {
	let readings = readings
		.iter()
		.map(|(start, energy)| Reading { start: *start, energy: WattHours(*energy) })
		.collect::<Vec<_>>();
	Batch { device, sequence, readings: readings.try_into().expect("fits a batch") }
}

pub fn sign(batch: &Batch, key: Sr25519Keyring) -> MultiSignature {
	key.sign(&batch.payload(&System::block_hash(0))).into()
}

/// Submits readings with Eve's key, at the end of the last one's interval.
pub fn read(device: u32, sequence: u32, readings: &[(Seconds, i64)]) {
	set_time(readings.last().expect("has readings").0 + Seconds::from(INTERVAL));
	let batch = batch(device, sequence, readings);
	let signature = sign(&batch, Sr25519Keyring::Eve);
	let origin = frame_system::Origin::<Test>::Authorized.into();
	Metering::submit_readings(origin, batch, signature).expect("the batch is valid");
}

/// Runs `test` with a funded registrar, and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(registrar(), 1_000)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		Recorded::set(Vec::new());
		Reported::set(Vec::new());
		RegistryError::set(None);
		PerDay::set(0);
		System::set_block_number(1);
		test();
		Metering::do_try_state().expect("invariants hold");
	});
}
