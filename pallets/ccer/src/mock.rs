//! A registry whose regulator is root, with two verifiers.

use crate as pallet_ccer;
use crate::{Description, ProjectId};
use frame_support::{
	derive_impl, parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU64, SortedMembers},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, EnsureSignedBy};
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchResult};
use zeropark_primitives::{
	certificates::Text,
	time::{Interval, Seconds, DAY},
	units::GramsCo2e,
};

pub type AccountId = u64;

pub const OWNER: AccountId = 1;
pub const BUYER: AccountId = 2;
pub const VALIDATOR: AccountId = 3;
pub const VERIFIER: AccountId = 4;
pub const MONEY: u128 = 1_000;
pub const TONNE: i64 = 1_000_000;
pub const START: Seconds = 100 * DAY;
pub const END: Seconds = 400 * DAY;
/// The first batch.
pub const FIRST: u32 = zeropark_primitives::compliance::FIRST_CREDIT_CLASS;

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
	pub type Ccer = pallet_ccer;
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

pub struct Bodies;
impl SortedMembers<AccountId> for Bodies {
	fn sorted_members() -> Vec<AccountId> {
		// The owner is a body too, which must not help it.
		vec![OWNER, VALIDATOR, VERIFIER]
	}
}

parameter_types! {
	pub const RegistryId: PalletId = PalletId(*b"zp/ccers");
}

impl pallet_ccer::Config for Test {
	type RegulatorOrigin = EnsureRoot<AccountId>;
	type VerifierOrigin = EnsureSignedBy<Bodies, AccountId>;
	type Currency = Balances;
	type Assets = Assets;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = RegistryId;
	type ProjectDeposit = ConstU128<7>;
	type DeviceDeposit = ConstU128<1>;
	type ReportDeposit = ConstU128<5>;
	type BatchDeposit = ConstU128<3>;
	type UseDeposit = ConstU128<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_ccer::BenchmarkHelper for Helper {
	fn set_time(seconds: Seconds) {
		set_time(seconds);
	}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn regulator() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub fn set_time(seconds: Seconds) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

pub fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("is short")
}

pub fn description() -> Description {
	Description {
		methodology: text("CCER-01-002 grid-connected offshore wind"),
		region: 330_100,
		crediting: Interval { start: START, end: END },
		under_quota: false,
		devices: Default::default(),
		documents: H256::repeat_byte(1),
	}
}

/// The owner's project, registered at [`START`].
pub fn registered() -> ProjectId {
	registered_as(description())
}

pub fn registered_as(description: Description) -> ProjectId {
	let id = crate::NextProjectId::<Test>::get();
	Ccer::register_project(signed(OWNER), description).expect("registers");
	Ccer::validate(signed(VALIDATOR), id, H256::repeat_byte(2)).expect("validates");
	Ccer::approve(regulator(), id).expect("approves");
	id
}

/// Reports so many grams for days of the crediting period.
pub fn report(project: ProjectId, from: u64, to: u64, grams: i64) -> DispatchResult {
	let span = Interval { start: START + from * DAY, end: START + to * DAY };
	let evidence = H256::repeat_byte(3);
	let reduced = GramsCo2e(grams);
	Ccer::report_reductions(signed(OWNER), project, span, reduced, evidence, VERIFIER)
}

pub fn verify(project: ProjectId, grams: i64) -> DispatchResult {
	verify_by(VERIFIER, project, grams)
}

/// Has `who` verify the report that waits.
pub fn verify_by(who: AccountId, project: ProjectId, grams: i64) -> DispatchResult {
	let report = Ccer::project(project).and_then(|project| project.report);
	let (span, evidence) =
		report.map_or((Interval { start: 0, end: 0 }, H256::zero()), |r| (r.span, r.evidence));
	let (reduced, report) = (GramsCo2e(grams), H256::repeat_byte(4));
	Ccer::verify_report(signed(who), project, span, evidence, reduced, report)
}

/// Reports, verifies and issues.
pub fn issued(project: ProjectId, from: u64, to: u64, grams: i64) {
	report(project, from, to, grams).expect("reports");
	verify(project, grams).expect("verifies");
	Ccer::issue(regulator(), project).expect("issues");
}

pub fn credits(who: AccountId, class: u32) -> u128 {
	Assets::balance(class, who)
}

/// Runs `test` 100 days after the start of the crediting period, and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let accounts = [OWNER, BUYER, VALIDATOR, VERIFIER];
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: accounts.map(|who| (who, MONEY)).to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_time(START + 100 * DAY);
		test();
		Ccer::do_try_state().expect("invariants hold");
	});
}
