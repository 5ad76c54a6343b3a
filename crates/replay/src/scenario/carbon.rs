//! The carbon market: enterprises under quota, and projects that sell credits.

use super::values::{Amount, CalendarMonth, ClaimText, Factor, Hours, Pcny, Secret, Tonnes};
use pallet_carbon_allowances::{Method, Output};
use serde::Deserialize;
use sp_core::{sr25519, Pair};
use zeropark_primitives::{
	certificates::Text,
	market::Price,
	time::{Interval, Seconds},
	units::{GramsCo2e, TonnesCo2e},
};

/// The compliance cycle of the replayed period.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
	/// The most allowances that are allocated.
	#[serde(rename = "cap_t")]
	pub cap: Tonnes,
	/// How long orders on the market stay open.
	pub hours: Hours,
	/// Whose account regulates the carbon market.
	#[serde(default = "Secret::alice")]
	pub regulator: Secret,
	/// Whose account validates projects.
	pub validator: Secret,
	/// Whose account verifies what enterprises emitted and what projects reduced.
	pub auditor: Secret,
}

/// An enterprise as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnterpriseEntry {
	pub(super) name: ClaimText,
	owner: Secret,
	/// What it made, in units of a product that has a benchmark.
	output: Option<Amount>,
	/// What a unit of it may emit.
	benchmark_g_per_unit: Option<Factor>,
	/// What it gets, whatever it made.
	allowances_t: Option<Tonnes>,
	/// The most it pays for a tonne that lacks, and the least it takes for one that is left.
	price: Pcny,
}

/// An enterprise under quota.
#[derive(Clone)]
pub struct Enterprise {
	/// What people call it.
	pub name: Text,
	/// Whose it is.
	pub owner: sr25519::Pair,
	/// What it is allocated.
	pub method: Method,
	/// The most it pays for a tonne that lacks, and the least it takes for one that is left.
	pub price: Price,
}

impl Enterprise {
	/// The enterprise of an entry, if its figures give one method of allocation.
	pub(super) fn new(entry: EnterpriseEntry) -> Result<Self, String> {
		let figures = (entry.output, entry.benchmark_g_per_unit, entry.allowances_t);
		let method = match figures {
			(Some(Amount(quantity)), Some(Factor(benchmark)), None) => {
				let output = Output { quantity, benchmark, correction: 1_000 };
				let outputs = vec![output].try_into().unwrap_or_default();
				Method::Benchmark { outputs, at_least: None }
			},
			(None, None, Some(Tonnes(amount))) => Method::Amount(amount),
			_ => {
				return Err("give either output and benchmark_g_per_unit, or allowances_t".into());
			},
		};
		let (Secret(owner), Pcny(price)) = (entry.owner, entry.price);
		Ok(Self { name: entry.name.0, owner, method, price })
	}

	/// Its name, as people read it.
	pub fn label(&self) -> String {
		String::from_utf8_lossy(&self.name).into_owned()
	}

	/// The account of its owner.
	pub fn account(&self) -> zeropark_runtime_common::types::AccountId {
		self.owner.public().into()
	}
}

/// A project that sells credits.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
	/// What people call it, and its methodology.
	pub name: ClaimText,
	/// Whose it is.
	pub owner: Secret,
	/// The division code of GB/T 2260.
	pub region: u32,
	/// The month of its reductions.
	month: CalendarMonth,
	/// What it reduced in that month.
	#[serde(rename = "reduced_kg")]
	reduced: Amount,
	/// What it asks for a credit.
	pub price: Pcny,
}

impl Project {
	/// The month of its reductions.
	pub fn span(&self) -> Interval {
		let CalendarMonth(month) = self.month;
		Interval { start: month.start(), end: month.after(1).start() }
	}

	/// What it reduced: a thousandth of a kilogram is a gram.
	pub fn reduced(&self) -> GramsCo2e {
		let Amount(kilograms) = self.reduced;
		GramsCo2e(i64::try_from(kilograms.0).unwrap_or(i64::MAX))
	}

	/// The account of its owner.
	pub fn account(&self) -> zeropark_runtime_common::types::AccountId {
		let Secret(owner) = &self.owner;
		owner.public().into()
	}
}

/// Everything that a scenario says of the carbon market.
#[derive(Clone)]
pub struct Carbon {
	/// The compliance cycle.
	pub cycle: Cycle,
	/// In the order of the file.
	pub enterprises: Vec<Enterprise>,
	/// In the order of the file.
	pub projects: Vec<Project>,
}

impl Carbon {
	/// The cap, in tonnes.
	pub fn cap(&self) -> TonnesCo2e {
		self.cycle.cap.0
	}

	/// How long orders stay open, in seconds.
	pub fn validity(&self) -> Seconds {
		self.cycle.hours.0 * zeropark_primitives::time::HOUR
	}

	/// The number of an enterprise in the file.
	pub fn position(&self, name: &ClaimText) -> Option<usize> {
		self.enterprises.iter().position(|enterprise| enterprise.name == name.0)
	}
}
