//! A ledger with one open period, and a trading desk that records its orders.

use crate as pallet_power_purchase;
use crate::Usage;
use frame_support::{derive_impl, ord_parameter_types, parameter_types, traits::ConstU64};
use frame_system::EnsureSignedBy;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim, Retired, SerialRange, Technology, Text},
	ids::{PeriodId, RemoteOrderId},
	market::{Balance, Price, Quantity},
	metering::Consumers,
	purchase::{Delivery, PeriodLedger, Shortfall},
	time::{Interval, Month, Quarter, Seconds, DAY},
	trading::{RemoteOrder, TradingDesk},
	units::WattHours,
};

pub type AccountId = AccountId32;

pub const BUYER: AccountId = AccountId::new([1; 32]);
pub const OTHER: AccountId = AccountId::new([2; 32]);
pub const OPERATOR: AccountId = AccountId::new([3; 32]);
pub const SELLER: AccountId = AccountId::new([4; 32]);
/// The money that the desk sends for an order.
pub const SENT: Balance = 900;
/// The open period.
pub const PERIOD: PeriodId = 4;
pub const DEADLINE: Seconds = DAY;
/// What the demand can exceed its measured value by.
pub const IN_DOUBT: WattHours = WattHours(1_000_000);
/// The months whose certificates count for the period.
pub const OLDEST: Month = Month(597);
pub const YOUNGEST: Month = Month(600);

/// An order as the desk receives it.
pub type Order = RemoteOrder<AccountId, CertificateBasket, Claim>;

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
	pub type PowerPurchase = pallet_power_purchase;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type MinimumPeriod = ConstU64<1>;
}

parameter_types! {
	/// The demand of the period beyond its own green power; `None` once the period is closed.
	pub static Lacking: Option<WattHours> = Some(WattHours(2_500_000));
	/// The purchased energy that counts towards the period.
	pub static Added: WattHours = WattHours::ZERO;
	/// The error with which the desk refuses orders and cancellations.
	pub static DeskError: Option<DispatchError> = None;
	/// The orders that the desk received.
	pub static Placed: Vec<Order> = vec![];
	/// The purchases that were cancelled, and by whom.
	pub static Cancelled: Vec<(AccountId, RemoteOrderId)> = vec![];
}

pub struct Park;
impl PeriodLedger for Park {
	fn claimable_span(period: PeriodId) -> Option<Interval> {
		(period == PERIOD && Lacking::get().is_some())
			.then_some(Interval { start: 0, end: 7 * DAY })
	}

	fn shortfall(period: PeriodId, shortfall: Shortfall) -> Option<WattHours> {
		let in_doubt = match shortfall {
			Shortfall::Measured => WattHours::ZERO,
			Shortfall::UpperBound => IN_DOUBT,
		};
		let lacking = Lacking::get().filter(|_| period == PERIOD)?;
		Some(lacking + in_doubt - Added::get())
	}

	fn is_of_age(_: PeriodId, month: Month) -> bool {
		(OLDEST..=YOUNGEST).contains(&month)
	}

	fn purchased(period: PeriodId) -> WattHours {
		if period == PERIOD {
			Added::get()
		} else {
			WattHours::ZERO
		}
	}

	fn add_purchased(period: PeriodId, energy: WattHours) -> DispatchResult {
		Self::claimable_span(period).ok_or(DispatchError::Other("closed"))?;
		Added::mutate(|added| *added = *added + energy);
		Ok(())
	}

	fn remove_purchased(period: PeriodId, energy: WattHours) -> DispatchResult {
		assert_eq!(period, PERIOD);
		Added::mutate(|added| *added = *added - energy);
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(shortfall: WattHours) -> PeriodId {
		Lacking::set(Some(shortfall));
		PERIOD
	}
}

impl Consumers<AccountId> for Park {
	fn has_load(who: &AccountId) -> bool {
		*who == BUYER
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(_: &AccountId) {}
}

impl TradingDesk<AccountId, CertificateBasket, Claim> for Park {
	fn place(order: Order) -> Result<(RemoteOrderId, Balance), DispatchError> {
		DeskError::get().map_or(Ok(()), Err)?;
		let number = Placed::get().len() as RemoteOrderId;
		Placed::mutate(|placed| placed.push(order));
		Ok((number, SENT))
	}

	fn cancel(owner: &AccountId, number: RemoteOrderId) -> DispatchResult {
		DeskError::get().map_or(Ok(()), Err)?;
		Cancelled::mutate(|cancelled| cancelled.push((owner.clone(), number)));
		Ok(())
	}
}

ord_parameter_types! {
	pub const Operator: AccountId = OPERATOR;
}

impl pallet_power_purchase::Config for Test {
	type OperatorOrigin = EnsureSignedBy<Operator, AccountId>;
	type Desk = Park;
	type Ledger = Park;
	type Consumers = Park;
	type Time = Timestamp;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Park;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_power_purchase::BenchmarkHelper for Park {
	fn open_channel() {}

	fn fund(_: &AccountId) {}

	fn set_time(_: u64) {}
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn basket() -> CertificateBasket {
	CertificateBasket { technology: Some(Technology::Wind), quarter: Quarter(199) }
}

pub fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("is short")
}

pub fn retire() -> Usage {
	Usage::Retire { period: PERIOD, purpose: text("week") }
}

/// Has the buyer order `quantity` certificates at 100 each.
pub fn order(quantity: Quantity, usage: Usage) -> DispatchResult {
	PowerPurchase::order_power(signed(BUYER), basket(), quantity, Price(100), DEADLINE, usage)
}

/// Has `who` order the measured shortfall of the period.
pub fn order_shortfall(who: AccountId) -> DispatchResult {
	order_shortfall_of(who, Shortfall::Measured)
}

pub fn order_shortfall_of(who: AccountId, shortfall: Shortfall) -> DispatchResult {
	PowerPurchase::order_shortfall(
		signed(who),
		PERIOD,
		shortfall,
		basket(),
		Price(100),
		DEADLINE,
		text("week"),
	)
}

/// A delivery of `quantity` certificates at 90 each. Deliveries of different quantities have
/// different receipts.
pub fn delivery(quantity: Quantity, retired: bool) -> Delivery {
	let serials = SerialRange { start: 1_000, end: 1_000 + quantity };
	Delivery {
		seller: SELLER,
		batch: 7,
		batch_serials: SerialRange { start: 1_000, end: 2_000 },
		technology: Technology::Wind,
		month: Month(597),
		quantity,
		price: Price(90),
		time: 5,
		retired: retired.then_some(Retired { retirement: quantity + 1, serials }),
	}
}

/// Runs a test on a new chain and checks the invariants after it.
pub fn run(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		Lacking::set(Some(WattHours(2_500_000)));
		Added::set(WattHours::ZERO);
		DeskError::set(None);
		Placed::set(vec![]);
		Cancelled::set(vec![]);
		System::set_block_number(1);
		test();
		PowerPurchase::do_try_state().expect("invariants hold");
	});
}
