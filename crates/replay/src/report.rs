//! The period statement, for people and for programs.

use crate::scenario::Scenario;
use comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, Table};
use zeropark_client::park::FullStatement;
use zeropark_primitives::{
	carbon::{Reason, Statement},
	purchase::PurchasedPower,
};

/// A statement, with its times as the park says them.
pub struct Report<'a> {
	statement: &'a FullStatement,
	start: String,
	end: String,
}

impl<'a> Report<'a> {
	/// Of `statement`.
	pub fn new(full: &'a FullStatement, scenario: &Scenario) -> Self {
		let period = &full.statement.period;
		Self {
			statement: full,
			start: scenario.local(period.start).to_rfc3339(),
			end: scenario.local(period.end).to_rfc3339(),
		}
	}

	/// As JSON: what `zeroCarbon_statement` answers, with the times in RFC 3339.
	pub fn json(&self) -> String {
		let mut value = serde_json::json!(self.statement);
		value["period"] = serde_json::json!({ "start": self.start, "end": self.end });
		format!("{value:#}\n")
	}

	/// As a table, in kWh and kgCO2e.
	pub fn table(&self) -> String {
		let Statement { coverage, demand, doubt, power, green, carbon, grid, is_zero, why, .. } =
			&self.statement.statement;
		let mut table = Table::new();
		table.load_preset(UTF8_FULL_CONDENSED);
		table.set_header(["Period", &self.start, &format!("to {}", self.end)]);
		let mut row = |term: &str, meaning: &str, value: String| {
			table.add_row([term, meaning, &value]);
		};
		row(
			"",
			"readings received of expected",
			format!("{} / {}", coverage.received, coverage.expected),
		);
		row("", "demand, kWh", thousandths(demand.0));
		for (term, meaning, energy) in [
			("Pf", "wind, kWh", power.wind),
			("Pg", "photovoltaic, kWh", power.photovoltaic),
			("Ps", "biomass, kWh", power.biomass),
			("Pc", "storage discharged, kWh", power.storage),
			("Pl", "green power purchased, kWh", power.purchased),
			("P", "sum of the five, kWh", power.total()),
		] {
			row(term, meaning, thousandths(energy.0));
			// What was bought is named by its numbers.
			let purchases: &[PurchasedPower] =
				if term == "Pl" { &self.statement.purchases } else { &[] };
			for PurchasedPower { agreement, delivery, .. } in purchases {
				let Some(retired) = delivery.retired else { continue };
				let meaning = format!("of which agreement {agreement}, batch {}", delivery.batch);
				let last = retired.serials.end.saturating_sub(1);
				row("", &meaning, format!("{} to {last}", retired.serials.start));
			}
		}
		for (meaning, energy) in [
			("meters can be wrong by, kWh", doubt.error),
			("drawn unread at most, kWh", doubt.gap),
			("storage of unknown origin, kWh", doubt.unassured),
		] {
			row("", meaning, thousandths(energy.0));
		}
		row(
			"",
			"green share, measured and at worst, %",
			format!("{} / {}", tenths(green.measured), tenths(green.worst)),
		);
		let factor = format!("grid factor of {}, kgCO2e/kWh", grid.year);
		row("", &factor, micros(grid.factor.0.into()));
		for (term, meaning, emissions) in [
			("C1", "activities and the grid, kgCO2e", carbon.activity),
			("CCUS", "captured, kgCO2e", carbon.captured),
			("C2", "allowances, kgCO2e", carbon.offset.allowances),
			("C2", "CCER, kgCO2e", carbon.offset.ccer),
			("C2", "corrected by the verifier, kgCO2e", carbon.offset.corrected),
			("C2", "sinks, kgCO2e", carbon.offset.sinks),
			("eta", "downwards, kgCO2e", carbon.eta.low),
			("eta", "upwards, kgCO2e", carbon.eta.high),
			("C", "net, lower bound, kgCO2e", carbon.net_low),
			("C", "net, upper bound, kgCO2e", carbon.net_high),
		] {
			row(term, meaning, thousandths(emissions.0));
		}
		row("", "at zero", if *is_zero { "yes" } else { "no" }.into());
		for reason in why {
			row("", "", because(*reason).into());
		}
		if let Some(column) = table.column_mut(2) {
			column.set_cell_alignment(CellAlignment::Right);
		}
		table.to_string()
	}
}

/// A reason as people say it.
fn because(reason: Reason) -> &'static str {
	match reason {
		Reason::NotClosed => "the period is open",
		Reason::NothingMetered => "no load is metered",
		Reason::DeviceUnapproved => "a device is not approved",
		Reason::GridPower => "the grid covered demand",
		Reason::Gaps => "readings are missing",
		Reason::MeteringError => "meters can be wrong",
		Reason::UnassuredStorage => "storage was charged unseen",
		Reason::Activities => "activities emit more than is offset",
		Reason::SourceUnreported => "a source has not reported",
	}
}

/// A number of tenths.
fn tenths(value: u16) -> String {
	format!("{}.{}", value / 10, value % 10)
}

/// A number of millionths, without the zeros at its end.
pub(crate) fn micros(value: u128) -> String {
	let text = format!("{}.{:06}", value / 1_000_000, value % 1_000_000);
	text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A number of thousandths, with groups of three digits.
fn thousandths(value: i64) -> String {
	let digits = (value.unsigned_abs() / 1_000).to_string();
	let mut grouped = String::new();
	for (index, digit) in digits.chars().enumerate() {
		if index > 0 && (digits.len() - index).is_multiple_of(3) {
			grouped.push(',');
		}
		grouped.push(digit);
	}
	let sign = if value < 0 { "-" } else { "" };
	format!("{sign}{grouped}.{:03}", value.unsigned_abs() % 1_000)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn thousandths_should_be_grouped_and_signed() {
		assert_eq!(thousandths(0), "0.000");
		assert_eq!(thousandths(-1), "-0.001");
		assert_eq!(thousandths(1_234_567_890), "1,234,567.890");
	}

	#[test]
	fn factors_should_have_no_more_decimals_than_they_need() {
		assert_eq!(micros(570_300), "0.5703");
		assert_eq!(micros(2_000_000), "2");
		assert_eq!(tenths(1_000), "100.0");
	}
}
