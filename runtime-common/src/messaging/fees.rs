//! What messages between chains take along, and what is held on a market's chain for the orders
//! that they place.
//!
//! The runtimes' tests hold the fees against twice the measured weight of the calls that they pay
//! for.

use crate::{
	constants::currency::{deposit, EXISTENTIAL_DEPOSIT, MILLI, PCNY},
	types::Balance,
};
use zeropark_primitives::{
	market::{Quantity, Side},
	time::{Seconds, DAY},
};

/// How far ahead an order may expire, in seconds: on the market, and at a trading desk that orders
/// there.
pub const MAX_VALIDITY: Seconds = 90 * DAY;

/// Held for an order in the book: the order, its place in the queue, and three pages and indexes,
/// which it may be the first in.
pub const ORDER_DEPOSIT: Balance = deposit(8, 500);

/// Held for the record of an order from another chain, or for one: the order, its account's entry,
/// and its place among the remainders that wait with its beneficiary's turn; 794 bytes with their
/// keys.
pub const REMOTE_ORDER_DEPOSIT: Balance = deposit(4, 800);

/// Held for a permit that a park occupies: 107 bytes with its key.
pub const PERMIT_DEPOSIT: Balance = deposit(1, 110);

/// Held for a retirement, whose record stays.
pub const RETIREMENT_DEPOSIT: Balance = deposit(1, 370);

/// Held for a receipt that went to another chain: its entry, and the report that its claim is void.
pub const RECEIPT_DEPOSIT: Balance = deposit(1, 80) + REPORT_FEE;

/// What a report from a market takes along for its execution on the customer's chain; the rest is
/// the customer's.
pub const REPORT_FEE: Balance = 100 * MILLI;

/// What an order takes along for its execution on the market's chain; the rest comes home at the
/// end.
pub const PLACEMENT_FEE: Balance = 2 * PCNY;

/// What a cancellation takes along: its execution, and the report that brings the rest home.
pub const CANCELLATION_FEE: Balance = 500 * MILLI;

/// What the report of a meter's output, or of its permit, takes along; the rest goes to its owner's account on the
/// market's chain.
pub const OUTPUT_FEE: Balance = 500 * MILLI;

/// What a report of so many registers takes along for its execution on the carbon market's chain.
pub fn registers_fee(registers: usize) -> Balance {
	400 * MILLI + 15 * MILLI * registers as Balance
}

/// What an answer with so many positions takes along for its execution on the park; the rest goes to
/// whoever paid.
pub fn answer_fee(positions: usize) -> Balance {
	300 * MILLI + 120 * MILLI * positions as Balance
}

/// Held for the record of credits that are surrendered: it stays.
pub const SURRENDER_DEPOSIT: Balance = deposit(1, 360);

/// What a trade of an order on the carbon market costs its enterprise's owner there, for telling the
/// park how the enterprise stands.
pub fn telling_fee() -> Balance {
	answer_fee(1) + EXISTENTIAL_DEPOSIT
}

/// The money that an order on the carbon market needs beside its price, like [`overhead`]. A sale reports only
/// that it is open and has ended.
pub fn carbon_overhead(side: Side, quantity: Quantity) -> Balance {
	match side {
		Side::Bids => {
			let fills = (SURRENDER_DEPOSIT + telling_fee()).saturating_mul(quantity.into());
			overhead(quantity, false).saturating_add(fills)
		},
		Side::Asks => overhead(0, false).saturating_add(telling_fee()),
	}
}

/// What an order needs beside its price: deposits and fees for as many fills as it has units, for
/// the reports that it is open and has ended, and for its own way. The part that it does not use
/// comes home.
pub fn overhead(quantity: Quantity, has_purpose: bool) -> Balance {
	let retirement = if has_purpose { RETIREMENT_DEPOSIT + RECEIPT_DEPOSIT } else { 0 };
	let fills = (REPORT_FEE + retirement).saturating_mul(quantity.into());
	fills.saturating_add(
		ORDER_DEPOSIT + REMOTE_ORDER_DEPOSIT + 2 * REPORT_FEE + PLACEMENT_FEE + EXISTENTIAL_DEPOSIT,
	)
}
