//! Nodes on a line: node `n` is `n` milliseconds from the first one.

use crate as pallet_node_selection;
use crate::{crypto, Choice, Roles, Row};
use frame_support::{
	derive_impl,
	dispatch::PostDispatchInfo,
	parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, Contains, OnInitialize, Randomness},
};
use frame_system::offchain::{
	CreateSignedTransaction, CreateTransaction, CreateTransactionBase, SigningTypes,
};
use sp_core::H256;
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystoreExt};
use sp_runtime::{
	testing::TestXt,
	traits::{IdentityLookup, Verify},
	BuildStorage, DispatchError, MultiSignature,
};
use std::sync::Arc;

pub type AccountId = sp_runtime::AccountId32;
type Extrinsic = TestXt<RuntimeCall, ()>;

pub const MONEY: u128 = 1_000;
/// How many nodes there are in most tests.
pub const NODES: u8 = 9;

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
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type NodeSelection = pallet_node_selection;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
}

impl SigningTypes for Test {
	type Public = <MultiSignature as Verify>::Signer;
	type Signature = MultiSignature;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = Extrinsic;
}

impl<LocalCall> CreateTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = ();

	fn create_transaction(call: RuntimeCall, extension: ()) -> Extrinsic {
		Extrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> CreateSignedTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	fn create_signed_transaction<
		C: frame_system::offchain::AppCrypto<Self::Public, Self::Signature>,
	>(
		call: RuntimeCall,
		_: Self::Public,
		_: AccountId,
		nonce: u32,
	) -> Option<Extrinsic> {
		Some(Extrinsic::new_signed(call, nonce.into(), (), ()))
	}
}

parameter_types! {
	/// Who makes blocks.
	pub static AuthorList: Vec<AccountId> = vec![];
}

pub struct Authors;
impl Contains<AccountId> for Authors {
	fn contains(who: &AccountId) -> bool {
		AuthorList::get().contains(who)
	}
}

pub struct Dice;
impl Randomness<H256, u64> for Dice {
	fn random(_: &[u8]) -> (H256, u64) {
		(H256::repeat_byte(7), 0)
	}
}

impl pallet_node_selection::Config for Test {
	type AuthorityId = crypto::AuthorityId;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Authors = Authors;
	type Randomness = Dice;
	type Bond = ConstU128<100>;
	type ApplicationDeposit = ConstU128<10>;
	type ConsensusNodes = ConstU32<2>;
	type ExchangeNodes = ConstU32<1>;
	type MeasuringBlocks = ConstU64<10>;
	type SearchingBlocks = ConstU64<10>;
	type Iterations = ConstU32<20>;
	type WeightInfo = ();
}

pub fn node(n: u8) -> AccountId {
	AccountId::new([n + 1; 32])
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub const BOTH: Roles = Roles { consensus: true, exchange: true };

pub fn register(n: u8, roles: Roles) {
	NodeSelection::register(signed(node(n)), roles, Default::default()).expect("registers");
}

/// Begins so many blocks.
pub fn blocks(count: u64) {
	for _ in 0..count {
		let block = System::block_number() + 1;
		System::set_block_number(block);
		NodeSelection::on_initialize(block);
	}
}

/// What node `n` measures: a tenth of a millisecond is a unit, and 10 are a step.
pub fn row(n: u8, nodes: u8) -> Row {
	let row = (0..nodes).map(|other| u16::from(n.abs_diff(other)) * 10);
	Row::truncate_from(row.collect())
}

pub fn report(n: u8, row: Row) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let round = NodeSelection::round().expect("runs").id;
	NodeSelection::report(signed(node(n)), round, row)
}

pub fn submit(n: u8, choice: Choice) -> Result<PostDispatchInfo, DispatchError> {
	let round = NodeSelection::round().expect("runs").id;
	NodeSelection::submit(signed(node(n)), round, choice).map_err(|refused| refused.error)
}

/// Has all nodes report but `silent`, and goes on until choices are taken.
pub fn measured(nodes: u8, silent: &[u8]) {
	for n in (0..nodes).filter(|n| !silent.contains(n)) {
		report(n, row(n, nodes)).expect("is taken");
	}
	blocks(12);
}

/// What the worker would find.
pub fn found() -> Choice {
	let Some(crate::Phase::Searching { seed, .. }) =
		NodeSelection::round().map(|round| round.phase)
	else {
		panic!("choices are taken")
	};
	NodeSelection::search(seed, 20).expect("there is a choice")
}

/// Externalities with nodes that have money, and without any that is registered.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: (0..20).map(|n| (node(n), MONEY)).collect(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.expect("genesis builds");
	sp_io::TestExternalities::new(storage)
}

/// A keystore with a worker's key, and the account of the key.
pub fn keystore() -> (KeystoreExt, AccountId) {
	let keystore = MemoryKeystore::new();
	let key = keystore
		.sr25519_generate_new(sp_core::crypto::KeyTypeId(*b"ants"), Some("//Worker"))
		.expect("makes a key");
	(KeystoreExt(Arc::new(keystore)), AccountId::new(key.0))
}

/// Runs `test` with [`NODES`] nodes in the first round, and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		System::set_block_number(1);
		AuthorList::set(vec![]);
		for n in 0..NODES {
			register(n, BOTH);
		}
		blocks(1);
		test();
		NodeSelection::do_try_state().expect("invariants hold");
	});
}
