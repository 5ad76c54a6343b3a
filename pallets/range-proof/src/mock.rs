//! A chain on which [`ALICE`] and [`BOB`] prove things.

use crate as pallet_range_proof;
use crate::types::{Purpose, Statement};
use frame_support::{
	derive_impl,
	traits::{ConstU128, ConstU32},
};
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchResult};
use zeropark_primitives::proofs::{
	Bits, Bounds, Commitment, Commitments, Proof, ProofSubject, ProvenRange,
};
use zeropark_range_proof::{prove, BlindingKey, Context, Subject};

pub type AccountId = u64;

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
/// Has no money.
pub const POOR: AccountId = 3;
pub const MONEY: u128 = 1_000;
pub const PROVER_DEPOSIT: u128 = 3;
pub const STATEMENT_DEPOSIT: u128 = 20;

/// A range of 8 bits.
pub const BYTE: ProvenRange = ProvenRange { bits: Bits::Eight, interval: None };

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
	pub type RangeProof = pallet_range_proof;
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

impl pallet_range_proof::Config for Test {
	type ParaId = ConstU32<2000>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type ProverDeposit = ConstU128<PROVER_DEPOSIT>;
	type StatementDeposit = ConstU128<STATEMENT_DEPOSIT>;
	type WeightInfo = ();
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The hash of the first block.
pub fn genesis_hash() -> H256 {
	System::block_hash(0u64)
}

/// An interval, by 8 bits on each side.
pub fn between(min: u64, max: u64) -> ProvenRange {
	ProvenRange { bits: Bits::Eight, interval: Some(Bounds { min, max }) }
}

/// What a proof of an account is for, and its parts: a test changes one.
#[derive(Clone)]
pub struct Wallet {
	pub genesis_hash: H256,
	pub para_id: u32,
	pub call: &'static str,
	pub subject: ProofSubject<AccountId>,
	pub nonce: u64,
	pub purpose: &'static str,
	pub range: ProvenRange,
}

/// A wallet that proves for an account, with its number `nonce`, that values fit into a byte.
pub fn wallet(who: AccountId, nonce: u64) -> Wallet {
	Wallet {
		genesis_hash: genesis_hash(),
		para_id: 2000,
		call: crate::CALL,
		subject: ProofSubject::Account(who),
		nonce,
		purpose: "capacity",
		range: BYTE,
	}
}

impl Wallet {
	/// Proves that the values lie in the range.
	pub fn prove(&self, values: &[u64]) -> (Statement, Proof) {
		let id = self.subject.encode_id();
		let context = Context {
			genesis_hash: self.genesis_hash.as_bytes(),
			para_id: self.para_id,
			call: self.call.as_bytes(),
			subject: match self.subject {
				ProofSubject::Account(_) => Subject::Account(&id),
				ProofSubject::Device(_) => Subject::Device(&id),
			},
			nonce: self.nonce,
			details: self.purpose.as_bytes(),
		};
		let key = BlindingKey::new(b"a secret of thirty-two bytes, or more");
		let range = crate::impls::range(&self.range).expect("is a range");
		let openings = key.openings(&context, &range, values);
		let proof = prove(&context, &openings, &range, &[9; 32]).expect("is in range");
		let commitments = openings.iter().map(|opening| Commitment(opening.commitment().0));
		let statement = Statement {
			purpose: purpose(self.purpose),
			commitments: Commitments::truncate_from(commitments.collect()),
			range: self.range,
		};
		(statement, Proof::truncate_from(proof))
	}
}

pub fn purpose(text: &str) -> Purpose {
	text.as_bytes().to_vec().try_into().expect("is short")
}

/// Submits a proof.
pub fn submit(
	who: AccountId,
	nonce: u64,
	(statement, proof): (Statement, Proof),
) -> DispatchResult {
	RangeProof::prove(signed(who), statement, nonce, proof)
}

/// Proves that values fit into a byte, and returns the digest of the statement.
pub fn proven(who: AccountId, values: &[u64]) -> H256 {
	let nonce = RangeProof::next_nonce(who);
	let (statement, proof) = wallet(who, nonce).prove(values);
	let digest = statement.digest();
	submit(who, nonce, (statement, proof)).expect("is proven");
	digest
}

/// Runs `test`, and checks the invariants after it.
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
		test();
		RangeProof::do_try_state().expect("invariants hold");
	});
}
