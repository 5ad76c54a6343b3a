//! Purchases across chains: what the park and the green certificate market must agree on, and how each other's calls look
//! from outside. The runtimes' tests compare these with the calls there are.
//!
//! A call that the other chain cannot decode is dropped with its message, and what it brought is issued nowhere: only root can bring it
//! back. So the calls and the types in them change only while nothing is under way, or by new variants that the receiver learns first.

use codec::{Decode, Encode};
use frame_support::PalletId;
use sp_core::H256;
use sp_runtime::traits::AccountIdConversion;
use zeropark_primitives::{
	purchase::{PowerOrder, PurchaseId, Report},
	units::DAY,
	DeviceId, Interval, Seconds, WattHours,
};

use crate::{
	constants::currency::{deposit, EXISTENTIAL_DEPOSIT, MILLI, PCNY},
	types::{AccountId, Balance},
};

/// How far ahead an order may lapse, in seconds: on the market, and in a purchase that orders there.
pub const MAX_VALIDITY: Seconds = 90 * DAY;

/// What the accounts of purchases are derived from, on the market's chain.
pub const REMOTE_ORDERS: PalletId = PalletId(*b"zp/remot");

/// Held for an order in the book: the order, its place in the queue, and three pages and indexes, which it may be the
/// first in.
pub const ORDER_DEPOSIT: Balance = deposit(8, 500);

/// Held for the record of an order from another chain, or for one: the order and its account's entry, 548 bytes with their keys.
pub const REMOTE_ORDER_DEPOSIT: Balance = deposit(2, 560);

/// Held for a retirement, whose record stays.
pub const RETIREMENT_DEPOSIT: Balance = deposit(1, 370);

/// Held for a receipt that went to another chain: its entry, and the report that its claim is void.
pub const RECEIPT_DEPOSIT: Balance = deposit(1, 80) + REPORT_FEE;

/// What a report from the market takes along for its execution on the park; what is over is the buyer's.
pub const REPORT_FEE: Balance = 100 * MILLI;

/// What an order takes along for its execution on the market's chain; what is over comes home at the end.
pub const PLACEMENT_FEE: Balance = 2 * PCNY;

/// What a cancellation takes along: its execution, and the report that brings the rest home.
pub const CANCELLATION_FEE: Balance = 500 * MILLI;

/// What the report of a meter's output takes along; what is over goes to its owner's account over there.
pub const OUTPUT_FEE: Balance = 500 * MILLI;

/// Whose money a purchase of `chain` is, on the market's chain.
pub fn account(chain: u32, purchase: PurchaseId) -> AccountId {
	REMOTE_ORDERS.into_sub_account_truncating((chain, purchase))
}

/// What an order needs beside its price: deposits and fees for as many deliveries as it wants certificates, for the
/// reports that it stands and has ended, and for its own way. What it does not use comes home.
pub fn overhead(order: &PowerOrder<AccountId>) -> Balance {
	let retirement = order.claim.as_ref().map_or(0, |_| RETIREMENT_DEPOSIT + RECEIPT_DEPOSIT);
	let deliveries = (REPORT_FEE + retirement).saturating_mul(order.quantity.into());
	deliveries.saturating_add(
		ORDER_DEPOSIT + REMOTE_ORDER_DEPOSIT + 2 * REPORT_FEE + PLACEMENT_FEE + EXISTENTIAL_DEPOSIT,
	)
}

/// Calls of the green certificate market.
#[derive(Encode, Decode)]
pub enum GreencertCall {
	/// Its `green-certificates`.
	#[codec(index = 50)]
	GreenCertificates(GreenCertificatesCall),
	/// Its `remote-orders`.
	#[codec(index = 52)]
	RemoteOrders(RemoteOrdersCall),
}

/// Calls of `green-certificates`.
#[derive(Encode, Decode)]
pub enum GreenCertificatesCall {
	/// `report_output`.
	#[codec(index = 4)]
	ReportOutput {
		/// The meter, as its chain numbers it.
		device: DeviceId,
		/// When it was delivered.
		span: Interval,
		/// How much.
		energy: WattHours,
		/// Whether the park consumed it.
		own_use: bool,
		/// The digest of the meter's register.
		evidence: H256,
	},
}

/// Calls of `remote-orders`.
#[derive(Encode, Decode)]
pub enum RemoteOrdersCall {
	/// `place`.
	#[codec(index = 0)]
	Place {
		/// The purchase.
		#[codec(compact)]
		purchase: PurchaseId,
		/// The order.
		order: PowerOrder<AccountId>,
	},
	/// `cancel`.
	#[codec(index = 1)]
	Cancel {
		/// The purchase.
		#[codec(compact)]
		purchase: PurchaseId,
		/// Whose the rest is.
		beneficiary: AccountId,
	},
}

/// Calls of the park.
#[derive(Encode, Decode)]
pub enum ParkCall {
	/// Its `power-purchase`.
	#[codec(index = 52)]
	PowerPurchase(PowerPurchaseCall),
}

/// Calls of `power-purchase`.
#[derive(Encode, Decode)]
pub enum PowerPurchaseCall {
	/// `report`.
	#[codec(index = 3)]
	Report {
		/// The purchase.
		#[codec(compact)]
		purchase: PurchaseId,
		/// What happened.
		report: Report,
	},
}
