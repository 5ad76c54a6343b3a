//! A registry whose regulator is root, and whose reporting chain is account 90.

use crate as pallet_green_certificates;
use crate::{BatchId, Description, GeneratorId, Meter};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU128, ConstU16, ConstU32, ConstU64, EnsureOrigin, Equals,
		OriginTrait,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchResult};
use zeropark_primitives::{
	certificates::{Claim, Technology, Text},
	time::{Interval, Month, DAY},
	units::{WattHours, Watts},
};

pub type AccountId = u64;

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
/// A market that keeps certificates in custody while they are for sale.
pub const MARKET: AccountId = 60;
/// The account that acts as the reporting chain.
pub const PARK: AccountId = 90;
pub const PARK_ID: u32 = 2000;
pub const MONEY: u128 = 1_000;
pub const MWH: i64 = 1_000_000;
/// October 2019.
pub const OCTOBER: Month = Month(49 * 12 + 9);

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
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(5)]
	pub type Certificates = pallet_green_certificates;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
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

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = u128;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
}

parameter_types! {
	/// The account that keeps certificates in custody.
	pub const Custodian: AccountId = MARKET;
	pub const Registry: PalletId = PalletId(*b"zp/green");
}

pub struct Reporter;
impl EnsureOrigin<RuntimeOrigin> for Reporter {
	type Success = u32;

	fn try_origin(origin: RuntimeOrigin) -> Result<u32, RuntimeOrigin> {
		match origin.as_signer() {
			Some(&PARK) => Ok(PARK_ID),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(PARK))
	}
}

impl pallet_green_certificates::Config for Test {
	type RegulatorOrigin = EnsureRoot<AccountId>;
	type ReporterOrigin = Reporter;
	type Currency = Balances;
	type Assets = Assets;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = Registry;
	type GeneratorDeposit = ConstU128<10>;
	type RequestDeposit = ConstU128<3>;
	type BatchDeposit = ConstU128<5>;
	type PermitDeposit = ConstU128<4>;
	type RetirementDeposit = ConstU128<2>;
	type Custodians = Equals<Custodian>;
	type ClaimListener = ();
	type ValidityMonths = ConstU16<24>;
	type MinRemainingLife = ConstU64<DAY>;
	type MaxExpiries = ConstU32<3>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_green_certificates::BenchmarkHelper for Helper {
	fn set_time(seconds: u64) {
		set_time(seconds);
	}

	fn meter() -> crate::Meter {
		(PARK_ID, 0)
	}

	fn listen(_: crate::RetirementId) {}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn regulator() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub fn set_time(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

pub fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("is short")
}

/// A photovoltaic plant of 1 MW.
pub fn plant() -> Description {
	Description {
		technology: Technology::Photovoltaic,
		capacity: Watts(1_000_000),
		region: 330_100,
		commissioned: OCTOBER.start(),
		permit: H256::repeat_byte(0xee),
		meter: None,
	}
}

/// Registers and accredits a plant of Alice's that has no meter.
pub fn accredited() -> GeneratorId {
	accredited_with(None)
}

/// Registers and accredits a plant of Alice's.
pub fn accredited_with(meter: Option<Meter>) -> GeneratorId {
	let id = crate::NextGeneratorId::<Test>::get();
	let permit = H256::from_low_u64_be(id.into());
	let description = Description { permit, meter, ..plant() };
	Certificates::register_generator(signed(ALICE), description).expect("registers");
	Certificates::accredit(regulator(), id).expect("accredits");
	id
}

/// An interval of so many `hours`, from hour `start` of October on.
pub fn hours(start: u64, hours: u64) -> Interval {
	let start = OCTOBER.start() + start * 3_600;
	Interval { start, end: start + hours * 3_600 }
}

/// Has Alice request certificates for sale, for `energy` in Wh that was delivered in `span`.
pub fn request(generator: GeneratorId, span: Interval, energy: i64) -> DispatchResult {
	let energy = WattHours(energy);
	Certificates::request_issuance(signed(ALICE), generator, span, energy, false, H256::zero())
}

/// Issues a batch of so many certificates to Alice, and returns the batch.
pub fn issued(certificates: i64) -> BatchId {
	let generator = accredited();
	let id = crate::NextBatchId::<Test>::get();
	request(generator, hours(0, 100), certificates * MWH).expect("requests");
	let request = crate::NextRequestId::<Test>::get() - 1;
	Certificates::approve_issuance(regulator(), request).expect("approves");
	id
}

pub fn claim() -> Claim {
	Claim { beneficiary: text("Works 4"), purpose: text("zero-carbon week"), period: hours(0, 168) }
}

pub fn certificates(who: AccountId, batch: BatchId) -> u128 {
	Assets::balance(batch, who)
}

/// Runs `test` in November 2019 and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(ALICE, MONEY), (BOB, MONEY)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_time(OCTOBER.after(1).start());
		test();
		Certificates::do_try_state().expect("invariants hold");
	});
}
