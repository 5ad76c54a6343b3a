//! A park of meters with two open spans, which leave only the quarter hour from [`CLOSED`] out.

use crate as pallet_metering;
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, SortedMembers},
};
use frame_system::EnsureSignedBy;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};
use zeropark_primitives::{
	metering::{
		AccuracyClass, Calendar, DeviceKind, Limits, Meters, OpenSpan, OutputRegistry, Reading,
	},
	time::{Interval, Seconds},
	units::{WattHours, Watts},
};

pub type Batch = pallet_metering::Batch<<Test as pallet_metering::Config>::MaxReadings>;

pub const DEPOSIT: u128 = 10;
pub const INTERVAL: u32 = 900;
/// The start of the one interval that is in no span.
pub const CLOSED: Seconds = 90_000;
/// The spans before and after it.
pub const SPANS: [OpenSpan; 2] = [
	OpenSpan { id: 0, span: Interval { start: 0, end: CLOSED }, unbroken_since: 0 },
	OpenSpan {
		id: 1,
		span: Interval { start: CLOSED + 900, end: 9_999_999_900 },
		unbroken_since: CLOSED + 900,
	},
];

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
	/// The spans that are open.
	pub static OpenSpans: Vec<OpenSpan> = SPANS.to_vec();
	/// The outputs that were reported to the registry, in order: payer, device, span, energy.
	pub static Reported: Vec<(AccountId32, u32, Interval, WattHours)> = Vec::new();
	/// The permits that were occupied, in order.
	pub static Occupied: Vec<(u32, sp_core::H256)> = Vec::new();
	/// The error with which the registry answers a report; `None` takes the report.
	pub static RegistryError: Option<DispatchError> = None;
}

pub struct MockLedger;
impl Calendar for MockLedger {
	fn open_spans() -> Vec<OpenSpan> {
		OpenSpans::get()
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

	fn occupy(_: &AccountId32, device: u32, permit: sp_core::H256) -> DispatchResult {
		RegistryError::get().map_or(Ok(()), Err)?;
		Occupied::mutate(|occupied| occupied.push((device, permit)));
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
impl pallet_metering::BenchmarkHelper for Helper {
	fn set_time(seconds: u64) {
		set_time(seconds);
	}
	fn open_channel() {}
}

ord_parameter_types! {
	pub const Verifier: AccountId32 = Sr25519Keyring::Dave.to_account_id();
}

impl pallet_metering::Config for Test {
	type RegistrarOrigin = EnsureSignedBy<Registrars, AccountId32>;
	type VerifierOrigin = EnsureSignedBy<Verifier, AccountId32>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type DeviceDeposit = ConstU128<DEPOSIT>;
	type Calendar = MockLedger;
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

/// The limits of the plant that [`register`] registers: 250 Wh delivered and 3 Wh drawn in each
/// quarter hour.
pub const LIMITS: Limits = Limits { delivers: Watts(1_000), draws: Watts(12) };

/// Registers a device of Bob's of class 0.5 that reads quarter hours.
pub fn register_as(key: AccountId32, kind: DeviceKind, limits: Limits) -> u32 {
	let id = crate::NextDeviceId::<Test>::get();
	Metering::register_device(
		RuntimeOrigin::signed(registrar()),
		Sr25519Keyring::Bob.to_account_id(),
		key,
		kind,
		limits,
		AccuracyClass(50),
		INTERVAL,
		kind.earns_certificates().then(|| sp_core::H256::repeat_byte(id as u8)),
	)
	.expect("the device is valid");
	id
}

/// Registers a photovoltaic plant, which signs with Eve's key.
pub fn register() -> u32 {
	register_as(Sr25519Keyring::Eve.to_account_id(), DeviceKind::Photovoltaic, LIMITS)
}

/// Has the verifier end a device.
pub fn end_device(device: u32) -> DispatchResult {
	Metering::end_device(RuntimeOrigin::signed(Verifier::get()), device, Default::default())
}

/// Makes a batch of readings, each of which is `(start, Wh)`.
pub fn batch(device: u32, sequence: u32, readings: &[(Seconds, i64)]) -> Batch {
	let readings = readings
		.iter()
		.map(|(start, energy)| Reading { start: *start, energy: WattHours(*energy) })
		.collect::<Vec<_>>();
	Batch { device, sequence, readings: readings.try_into().expect("fits a batch") }
}

/// Has Eve's key submit a batch.
pub fn submit(batch: Batch) -> DispatchResult {
	let key = Sr25519Keyring::Eve.to_account_id();
	Metering::submit_readings(RuntimeOrigin::signed(key), batch)
}

/// Submits readings with Eve's key, at the end of the last one's interval.
pub fn read(device: u32, sequence: u32, readings: &[(Seconds, i64)]) {
	set_time(readings.last().expect("has readings").0 + Seconds::from(INTERVAL));
	submit(batch(device, sequence, readings)).expect("the batch is valid");
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
		Reported::set(Vec::new());
		Occupied::set(Vec::new());
		RegistryError::set(None);
		System::set_block_number(1);
		for OpenSpan { id, span, .. } in SPANS {
			Metering::span_opened(id, &span);
		}
		test();
		Metering::do_try_state().expect("invariants hold");
	});
}
