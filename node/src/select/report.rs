//! What a search found, for people and for programs.

use super::{Found, Network};
use crate::cli::SelectCmd;
use comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, Table};
use serde_json::{json, Value};
use zeropark_ant_colony::{cost, equation_3, greedy::greedy, Instance, Role};

/// What a search found, and where. Nodes are numbered from 1, as in the file.
pub(super) struct Report<'a> {
	pub(super) network: &'a Network,
	pub(super) instance: &'a Instance,
	pub(super) found: &'a Found,
	pub(super) command: &'a SelectCmd,
}

impl Report<'_> {
	/// As JSON. Costs are in the file's unit, or in its square.
	pub(super) fn json(&self) -> String {
		let decimals = self.decimals();
		let of_role = |role| {
			let nodes = self.nodes(role);
			if nodes.is_empty() {
				return Value::Null;
			}
			let forms = equation_3(&self.network.distances, self.found.best.selection.of(role));
			let decimals = 2 * self.network.decimals;
			json!({
				"medoid_form": number(forms.medoid, decimals),
				"mean_form": number(forms.mean, decimals),
			})
		};
		let value = json!({
			"nodes": self.instance.nodes(),
			"squared": self.command.squared,
			"seed": self.command.seed,
			"cost": number(self.found.verdict.cost, decimals),
			"bound": number(self.found.verdict.bound, decimals),
			"gap_percent": f64::from(self.found.verdict.gap) / 10_000.0,
			"first_node": 1,
			"consensus": self.nodes(Role::Consensus),
			"exchange": self.nodes(Role::Exchange),
			"greedy_cost": self.greedy().map(|cost| number(cost, decimals)),
			"equation_3": {
				"consensus": of_role(Role::Consensus),
				"exchange": of_role(Role::Exchange),
			},
			"iterations": self.found.iterations,
			"seconds_to_best": self.found.to_best.as_secs_f64(),
			"seconds": self.found.total.as_secs_f64(),
			"pairs_that_differ_by_direction": self.network.differing,
			"pairs_not_measured": self.network.distances.unmeasured(),
		});
		format!("{value:#}")
	}

	/// As a table, and the nodes below it.
	pub(super) fn table(&self) -> String {
		let decimals = self.decimals();
		let mut table = Table::new();
		table.load_preset(UTF8_FULL_CONDENSED);
		let metric = if self.command.squared { "squared distances" } else { "distances" };
		table.set_header(["Selection", metric]);
		let mut row = |meaning: &str, value: String| {
			table.add_row([meaning, &value]);
		};
		row("nodes", self.instance.nodes().to_string());
		row("cost E", decimal(self.found.verdict.cost, decimals));
		row("no choice costs less than", decimal(self.found.verdict.bound, decimals));
		let gap = decimal(u64::from(self.found.verdict.gap), 4);
		row("gap, %", if self.found.verdict.gap == 0 { "0: optimal".into() } else { gap });
		if let Some(cost) = self.greedy() {
			row("cost of the greedy choice", decimal(cost, decimals));
		}
		for (role, name) in [(Role::Consensus, "consensus"), (Role::Exchange, "exchange")] {
			let chosen = self.found.best.selection.of(role);
			if chosen.is_empty() {
				continue;
			}
			let forms = equation_3(&self.network.distances, chosen);
			let decimals = 2 * self.network.decimals;
			row(&format!("equation (3), {name}, to the centre"), decimal(forms.medoid, decimals));
			row(&format!("equation (3), {name}, to the mean"), decimal(forms.mean, decimals));
		}
		row("iterations", self.found.iterations.to_string());
		row("found after, s", format!("{:.2}", self.found.to_best.as_secs_f64()));
		row("searched for, s", format!("{:.2}", self.found.total.as_secs_f64()));
		for (meaning, count) in [
			("pairs that differ by direction", self.network.differing),
			("pairs that nobody measured", self.network.distances.unmeasured()),
		] {
			if count > 0 {
				row(meaning, count.to_string());
			}
		}
		if let Some(column) = table.column_mut(1) {
			column.set_cell_alignment(CellAlignment::Right);
		}
		let mut text = table.to_string();
		for (role, name) in [(Role::Consensus, "Consensus"), (Role::Exchange, "Exchange")] {
			let nodes = self.nodes(role).iter().map(ToString::to_string).collect::<Vec<_>>();
			if !nodes.is_empty() {
				text.push_str(&format!("\n{name} nodes: {}", nodes.join(" ")));
			}
		}
		text
	}

	/// The decimals of a cost.
	fn decimals(&self) -> u32 {
		self.network.decimals * if self.command.squared { 2 } else { 1 }
	}

	/// The nodes with `role`.
	fn nodes(&self, role: Role) -> Vec<u32> {
		self.found.best.selection.of(role).iter().map(|node| u32::from(*node) + 1).collect()
	}

	/// What the paper's alternative would have cost.
	fn greedy(&self) -> Option<u64> {
		cost(self.instance, &greedy(self.instance)).ok()
	}
}

/// A number of 10^-`decimals`.
fn decimal(value: u64, decimals: u32) -> String {
	if decimals == 0 {
		return value.to_string();
	}
	let unit = 10_u64.saturating_pow(decimals);
	format!("{}.{:0width$}", value / unit, value % unit, width = decimals as usize)
}

/// The same, in JSON.
fn number(value: u64, decimals: u32) -> Value {
	match decimals {
		0 => json!(value),
		_ => json!(decimal(value, decimals).parse::<f64>().ok()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_should_have_their_decimals() {
		assert_eq!(decimal(7, 0), "7");
		assert_eq!(decimal(12_345, 3), "12.345");
		assert_eq!(decimal(5, 4), "0.0005");
		assert_eq!(number(12_345, 3), json!(12.345));
		assert_eq!(number(u64::MAX, 0), json!(u64::MAX));
	}
}
