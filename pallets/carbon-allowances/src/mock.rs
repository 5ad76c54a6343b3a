//! A market whose regulator is [`REGULATOR`], with a park that is account [`PARK`].

use crate as pallet_carbon_allowances;
use crate::{Banking, Method, Rules, Standing};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU128, ConstU64, Contains, EnsureOrigin, Equals, OriginTrait,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, EnsureSignedBy};
use sp_core::H256;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult, Permill,
};
use zeropark_primitives::{
	certificates::{SerialRange, Text},
	compliance::{
		CarbonBasket, CarbonQuotes, Credits, CycleSpan, EntityKey, EntityRegister, Parks, Position,
		Positions, Register, FIRST_CREDIT_CLASS,
	},
	ids::{CycleId, EntityId, ParaId},
	market::{Level, OrderListener, Price, Trade},
	time::{Interval, Month, Seconds, DAY},
	units::{GramsCo2e, TonnesCo2e},
};

pub type AccountId = AccountId32;

pub const REGULATOR: AccountId = AccountId::new([1; 32]);
/// The owner of the heating plant.
pub const PLANT: AccountId = AccountId::new([2; 32]);
/// The owner of the fleet.
pub const FLEET: AccountId = AccountId::new([3; 32]);
pub const VERIFIER: AccountId = AccountId::new([4; 32]);
pub const OTHER_VERIFIER: AccountId = AccountId::new([7; 32]);
pub const STRANGER: AccountId = AccountId::new([5; 32]);
pub const MARKET: AccountId = AccountId::new([6; 32]);
/// The account that acts as the park.
pub const PARK: AccountId = AccountId::new([90; 32]);
pub const PARK_ID: ParaId = 2000;
/// The numbers that the park has given its enterprises.
pub const HEATING: EntityId = 7;
pub const BUSES: EntityId = 8;
pub const MONEY: u128 = 1_000;
pub const TONNE: i64 = 1_000_000;
pub const START: Seconds = 100 * DAY;
pub const END: Seconds = 107 * DAY;
pub const DEADLINE: Seconds = 140 * DAY;
/// A batch of credits of the plant's owner.
pub const CREDITS: u32 = FIRST_CREDIT_CLASS;

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
	pub type Allowances = pallet_carbon_allowances;
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

pub struct FromPark;
impl EnsureOrigin<RuntimeOrigin> for FromPark {
	type Success = ParaId;

	fn try_origin(origin: RuntimeOrigin) -> Result<ParaId, RuntimeOrigin> {
		match origin.as_signer() {
			Some(signer) if *signer == PARK => Ok(PARK_ID),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(PARK))
	}
}

frame_support::ord_parameter_types! {
	pub const Regulator: AccountId = REGULATOR;
}

parameter_types! {
	pub const RegistryId: PalletId = PalletId(*b"zp/allow");
	pub const MarketAccount: AccountId = MARKET;
	/// What parks were told.
	pub static Told: Vec<(AccountId, ParaId, CycleSpan, Positions)> = Vec::new();
	/// The registered verifiers.
	pub static VerifierList: Vec<AccountId> = vec![VERIFIER, OTHER_VERIFIER];
	/// Whether no park can be told anything.
	pub static Mute: bool = false;
	/// How many credits the plant's owner has.
	pub static PlantCredits: u64 = 10;
}

pub struct Verifiers;
impl Contains<AccountId> for Verifiers {
	fn contains(who: &AccountId) -> bool {
		VerifierList::get().contains(who)
	}
}

pub struct Messenger;
impl Parks<AccountId> for Messenger {
	fn payer(_: ParaId) -> AccountId {
		PARK
	}

	fn tell(
		payer: &AccountId,
		chain: ParaId,
		cycle: CycleSpan,
		positions: Positions,
	) -> DispatchResult {
		if Mute::get() {
			return Err(DispatchError::Unavailable);
		}
		Told::mutate(|told| told.push((payer.clone(), chain, cycle, positions)));
		Ok(())
	}
}

/// A registry with one batch of credits.
pub struct OneBatch;
impl Credits<AccountId> for OneBatch {
	fn surrender(
		owner: &AccountId,
		class: u32,
		quantity: TonnesCo2e,
		_: Seconds,
		_: CycleId,
		_: EntityKey,
	) -> Result<SerialRange, DispatchError> {
		let has = PlantCredits::get();
		if *owner != PLANT || class != CREDITS || has < quantity.0 {
			return Err(DispatchError::Token(sp_runtime::TokenError::FundsUnavailable));
		}
		PlantCredits::set(has - quantity.0);
		Ok(SerialRange { start: 0, end: quantity.0 })
	}
}

/// Somebody offers ten allowances and credits, and nobody wants any.
pub struct Offers;
impl CarbonQuotes for Offers {
	fn offered(basket: CarbonBasket) -> Vec<Level> {
		let price = if basket == CarbonBasket::Credits { Price(60) } else { Price(70) };
		vec![Level { price, quantity: 10, orders: 1 }]
	}

	fn wanted(_: CycleId) -> Vec<Level> {
		Vec::new()
	}
}

impl pallet_carbon_allowances::Config for Test {
	type RegulatorOrigin = EnsureSignedBy<Regulator, AccountId>;
	type ParkOrigin = FromPark;
	type Barred = Equals<MarketAccount>;
	type Verifiers = Verifiers;
	type Currency = Balances;
	type Assets = Assets;
	type Credits = OneBatch;
	type Quotes = Offers;
	type Parks = Messenger;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type PalletId = RegistryId;
	type CycleDeposit = ConstU128<5>;
	type EntityDeposit = ConstU128<3>;
	type ObligationDeposit = ConstU128<2>;
	type CancellationDeposit = ConstU128<1>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_carbon_allowances::BenchmarkHelper<AccountId> for Helper {
	fn fund(who: &AccountId) {
		let _ = <Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(who, 1_000);
	}

	fn open_channel(_: ParaId) {}

	fn credits(_: &AccountId, quantity: TonnesCo2e) -> u32 {
		PlantCredits::set(quantity.0);
		CREDITS
	}

	fn make_verifier(who: &AccountId) {
		VerifierList::mutate(|list| list.push(who.clone()));
	}

	fn set_time(seconds: Seconds) {
		set_time(seconds);
	}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn regulator() -> RuntimeOrigin {
	signed(REGULATOR)
}

pub fn park() -> RuntimeOrigin {
	signed(PARK)
}

pub fn set_time(seconds: Seconds) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

pub fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("is short")
}

pub fn rules() -> Rules {
	Rules {
		credits: Permill::from_percent(5),
		credits_registered_from: 0,
		fine: 5_000,
		fine_price: Price(10),
		deduct: false,
		banking: Some(Banking { base: TonnesCo2e(10), of_sold: 1_500 }),
	}
}

pub fn span() -> Interval {
	Interval { start: START, end: END }
}

/// Opens a cycle with a cap of 100 t.
pub fn open_cycle() -> CycleId {
	let id = crate::NextCycleId::<Test>::get();
	let later = 50 * DAY * u64::from(id);
	let span = Interval { start: START + later, end: END + later };
	let cap = TonnesCo2e(100);
	Allowances::open_cycle(regulator(), span, DEADLINE + later, rules(), cap).expect("opens");
	id
}

/// Opens a cycle, registers the plant and the fleet, and enrols both.
pub fn enrolled() -> CycleId {
	let cycle = open_cycle();
	for (entity, owner) in [(HEATING, PLANT), (BUSES, FLEET)] {
		let label = text("an enterprise");
		Allowances::register_entity(regulator(), PARK_ID, entity, owner, VERIFIER, label, true)
			.expect("registers");
		Allowances::enrol(regulator(), cycle, PARK_ID, entity).expect("enrols");
	}
	cycle
}

/// Allocates so many tonnes to an enterprise.
pub fn allocate(cycle: CycleId, entity: EntityId, tonnes: u64) -> DispatchResult {
	let amount = Method::Amount(TonnesCo2e(tonnes));
	Allowances::allocate(regulator(), cycle, PARK_ID, entity, amount, Permill::one())
}

/// Has the park report a register.
pub fn report(cycle: CycleId, entity: EntityId, sequence: u32, grams: i64) -> DispatchResult {
	let register =
		Register { sequence, total: GramsCo2e(grams), digest: H256::repeat_byte(sequence as u8) };
	let registers = vec![EntityRegister { entity, register }].try_into().expect("is one");
	Allowances::report(park(), cycle, registers)
}

/// Has a trade of allowances reported by the market.
pub fn trade(cycle: CycleId, seller: AccountId, buyer: AccountId, quantity: u64, price: u128) {
	let time = Timestamp::get() / 1_000;
	let price = Price(price.try_into().expect("fits"));
	let trade =
		Trade { bid: 0, ask: 1, buyer, seller, class: cycle, quantity, price, fee: 0, time };
	<Allowances as OrderListener<_, _>>::traded(&trade);
}

/// Moves allowances of `from` to the compliance account of the plant, past the pallet.
pub fn transfer_to_plant(cycle: CycleId, from: AccountId, tonnes: u128) {
	let account = Allowances::compliance_account(PARK_ID, HEATING);
	Assets::transfer_keep_alive(signed(from), cycle, account, tonnes).expect("moves");
}

pub fn standing(cycle: CycleId, entity: EntityId) -> Standing {
	Allowances::standing(cycle, PARK_ID, entity).expect("is enrolled")
}

/// What the park was told last.
pub fn last_position() -> Position {
	let told = Told::get();
	let (.., positions) = told.last().expect("was told");
	positions.last().expect("is there").position
}

/// Runs `test` before the first cycle, and checks the invariants after it.
pub fn new_test_ext_execute(test: impl FnOnce()) {
	let accounts = [REGULATOR, PLANT, FLEET, VERIFIER, OTHER_VERIFIER, STRANGER];
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
		set_time(START);
		Told::set(Vec::new());
		Mute::set(false);
		VerifierList::set(vec![VERIFIER, OTHER_VERIFIER]);
		PlantCredits::set(10);
		test();
		Allowances::do_try_state().expect("invariants hold");
	});
}

/// A month, for trades.
pub fn month_of(time: Seconds) -> Month {
	Month::of(time).expect("fits")
}
