//! The money that a replay takes. It is counted before anything is submitted, because a replay that
//! stops on the way for want of money leaves its period open.

use crate::{
	operator::REPORT_MONEY,
	report::micros,
	scenario::{Purchase, Scenario},
	table::Table,
	Error,
};
use frame_support::traits::Get;
use pallet_trading_desk::Instance1;
use runtime_park::Runtime;
use sp_core::crypto::Ss58Codec;
use zeropark_client::{Connection, Park};
use zeropark_primitives::{
	carbon::Statement, certificates::CERTIFICATE, market::Quantity, metering::Flow,
	purchase::Shortfall, units::WattHours,
};
use zeropark_runtime_common::{
	constants::currency::{EXISTENTIAL_DEPOSIT, MILLI, PCNY},
	messaging::fees::{overhead, OUTPUT_FEE, PERMIT_DEPOSIT},
	types::{AccountId, Balance},
};

/// What a call costs, generously: a device's registration takes a fifth of it.
const CALL_FEE: Balance = 100 * MILLI;

/// The calls of an operator beside those for devices and sources: it opens a period, buys what it
/// lacks, and closes it.
const CALLS: u64 = 4;

/// What a verifier pays in fees for `devices` devices and `sources` sources.
pub fn for_verifier(devices: usize, sources: usize) -> Balance {
	EXISTENTIAL_DEPOSIT + calls(CALLS + devices as u64 + 2 * sources as u64)
}

fn calls(count: u64) -> Balance {
	CALL_FEE.saturating_mul(count.into())
}

/// What the operator has yet to pay for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bill {
	/// Whether the period is still to be opened.
	pub opens_period: bool,
	/// How many devices are to be admitted.
	pub devices: u64,
	/// How many of them have a permit, which the certificates' registry is told of.
	pub permits: u64,
	/// How many sources are to be registered, each with a report.
	pub sources: u64,
	/// How many enterprises are to be registered, whose emissions are reported to the carbon market.
	pub enterprises: u64,
	/// The price of the certificates that are to be bought, with all that their order takes along.
	pub purchase: Balance,
}

impl Bill {
	/// The money that it takes, in micro-units of the settlement currency. Deposits and what an
	/// order does not use come back.
	pub fn total(&self) -> Balance {
		type PeriodDeposit = <Runtime as pallet_zero_carbon::Config>::PeriodDeposit;
		type SourceDeposit = <Runtime as pallet_zero_carbon::Config>::SourceDeposit;
		type ActivityDeposit = <Runtime as pallet_zero_carbon::Config>::ActivityDeposit;
		type DeviceDeposit = <Runtime as pallet_metering::Config>::DeviceDeposit;
		type EntityDeposit = <Runtime as pallet_emission_registers::Config>::EntityDeposit;
		let reports = if self.enterprises > 0 { REPORT_MONEY } else { 0 };
		let times = |each: Balance, count: u64| each.saturating_mul(count.into());
		let source =
			<SourceDeposit as Get<Balance>>::get() + <ActivityDeposit as Get<Balance>>::get();
		[
			EXISTENTIAL_DEPOSIT,
			times(<PeriodDeposit as Get<Balance>>::get(), self.opens_period.into()),
			times(<DeviceDeposit as Get<Balance>>::get(), self.devices),
			times(OUTPUT_FEE + PERMIT_DEPOSIT + EXISTENTIAL_DEPOSIT, self.permits),
			times(source, self.sources),
			times(<EntityDeposit as Get<Balance>>::get(), self.enterprises),
			reports,
			calls(CALLS + self.devices + 2 * self.sources + 2 * self.enterprises),
			self.purchase,
		]
		.into_iter()
		.fold(0, Balance::saturating_add)
	}
}

/// What an order for `quantity` certificates takes at most, in micro-units of the settlement
/// currency.
pub fn of_order(purchase: &Purchase, quantity: Quantity) -> Balance {
	type OrderDeposit = <Runtime as pallet_trading_desk::Config<Instance1>>::OrderDeposit;
	type FillDeposit = <Runtime as pallet_trading_desk::Config<Instance1>>::FillDeposit;
	if quantity == 0 {
		return 0;
	}
	let fills = <FillDeposit as Get<Balance>>::get().saturating_mul(quantity.into());
	[<OrderDeposit as Get<Balance>>::get(), fills, overhead(quantity, true)]
		.into_iter()
		.fold(purchase.limit.0.of(quantity), Balance::saturating_add)
}

/// The certificates that a period lacks, as its statement says.
pub fn lacking(statement: &Statement<AccountId>, cover: Shortfall) -> Quantity {
	let doubt = match cover {
		Shortfall::Measured => WattHours::ZERO,
		Shortfall::UpperBound => statement.doubt.total(),
	};
	certificates(statement.demand + doubt - statement.power.total())
}

/// The certificates that a period will lack once it has the readings of `table`. What storage
/// delivers beyond what it charged is left out.
pub fn will_lack(scenario: &Scenario, table: &Table, cover: Shortfall) -> Quantity {
	let expected = table.period().duration().checked_div(table.interval).unwrap_or(0);
	let (mut balance, mut doubt) = (WattHours::ZERO, WattHours::ZERO);
	for device in &scenario.devices {
		let readings = table.readings(&device.column);
		let missing = expected.saturating_sub(readings.len() as u64);
		let unread = missing.saturating_mul(table.interval);
		doubt = doubt + WattHours::from_power(device.limits().draws, unread);
		for reading in readings {
			let Flow { delivered, drawn } = Flow::of(device.kind, reading.energy);
			balance = balance + drawn - delivered;
			doubt = doubt + WattHours(device.accuracy.0.error_of(reading.energy.0));
		}
	}
	certificates(match cover {
		Shortfall::Measured => balance,
		Shortfall::UpperBound => balance + doubt,
	})
}

/// The whole certificates that cover `energy`.
fn certificates(energy: WattHours) -> Quantity {
	energy.positive().0.unsigned_abs().div_ceil(CERTIFICATE.0.unsigned_abs())
}

/// How much `account` lacks of `needed` on the park, for an error; `None` if it has enough.
/// `who` says what the account is.
pub async fn missing(
	park: &Connection<Park>,
	who: &str,
	account: &AccountId,
	needed: Balance,
) -> Result<Option<String>, Error> {
	let free = park.free_balance(account, None).await?;
	Ok(shortage(who, account, free, needed))
}

fn shortage(who: &str, account: &AccountId, free: Balance, needed: Balance) -> Option<String> {
	let missing = needed.checked_sub(free).filter(|missing| *missing > 0)?;
	Some(format!(
		"the {who} {} has {} PCNY on the park and needs about {}: send it {} PCNY more",
		account.to_ss58check(),
		micros(free),
		needed.div_ceil(PCNY),
		missing.div_ceil(PCNY)
	))
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_keyring::Sr25519Keyring::Alice;

	const SCENARIO: &str = "grid_factor_g_per_kwh = 570.3\n\
		[[device]]\ncolumn = \"hall_kw\"\nkind = \"load\"\ncapacity_kw = 2000\naccuracy_class = 1\n\
		[[device]]\ncolumn = \"roof_kw\"\nkind = \"photovoltaic\"\ncapacity_kw = 2000\n\
		draws_kw = 1\naccuracy_class = 1\n\
		[purchase]\nproduced = \"2019-09\"\nlimit = 10\nhours = 6\npurpose = \"week\"\n";

	#[test]
	fn an_account_should_lack_what_it_needs_and_does_not_have() {
		let alice = Alice.to_account_id();
		assert_eq!(shortage("operator", &alice, 5 * PCNY, 5 * PCNY), None);
		let text = shortage("operator", &alice, PCNY / 2, 5 * PCNY).expect("lacks");
		let ends = "has 0.5 PCNY on the park and needs about 5: send it 5 PCNY more";
		assert!(text.starts_with("the operator 5Grwva") && text.ends_with(ends), "{text}");
	}

	#[test]
	fn a_bill_should_grow_with_what_is_to_be_paid_for() {
		let nothing = Bill::default().total();
		for bill in [
			Bill { opens_period: true, ..Default::default() },
			Bill { devices: 1, ..Default::default() },
			Bill { permits: 1, ..Default::default() },
			Bill { sources: 1, ..Default::default() },
			Bill { enterprises: 1, ..Default::default() },
			Bill { purchase: 1, ..Default::default() },
		] {
			assert!(bill.total() > nothing, "{bill:?}");
		}
	}

	#[test]
	fn a_table_should_foretell_what_its_period_lacks() {
		let scenario = Scenario::parse(SCENARIO).expect("is right");
		let csv = "local_time,hall_kw,roof_kw\n2019-10-07T00:00,1600,400\n\
			2019-10-07T01:00,1600,400\n2019-10-07T02:00,1600,\n";
		let table = Table::read(csv.as_bytes(), &scenario).expect("is right");
		// 4,800 kWh less 800; the error is 48 and 8, and the gap 1.
		assert_eq!(will_lack(&scenario, &table, Shortfall::Measured), 4);
		assert_eq!(will_lack(&scenario, &table, Shortfall::UpperBound), 5);
		let purchase = scenario.purchase.expect("buys");
		assert_eq!(of_order(&purchase, 0), 0);
		assert!(of_order(&purchase, 5) > 50 * PCNY);
	}
}
