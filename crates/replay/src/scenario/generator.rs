//! Generators outside of the park that sell certificates.

use super::values::{CalendarMonth, Capacity, Day, Output, Pcny, Secret};
use serde::Deserialize;
use sp_core::sr25519;
use zeropark_primitives::{
	certificates::Technology,
	market::Price,
	time::{Interval, Seconds},
	units::{WattHours, Watts},
};

/// A generator as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
	pub(super) name: String,
	technology: Technology,
	/// The secret of its owner's key.
	#[serde(default = "Secret::alice")]
	owner: Secret,
	capacity_kw: Capacity,
	/// The division code of GB/T 2260.
	region: u32,
	commissioned: Day,
	/// The month of its output.
	month: CalendarMonth,
	output_mwh: Output,
	/// In PCNY for a certificate.
	price: Pcny,
}

/// A generator outside of the park that sells certificates.
#[derive(Clone)]
pub struct Generator {
	/// What people call it.
	pub name: String,
	/// How it makes power.
	pub technology: Technology,
	/// Who sells.
	pub owner: sr25519::Pair,
	/// What it can deliver at most.
	pub capacity: Watts,
	/// The division code of GB/T 2260.
	pub region: u32,
	/// When it was commissioned, in seconds since the Unix epoch.
	pub commissioned: Seconds,
	/// The month of its output, from the day it was commissioned.
	pub span: Interval,
	/// What it delivered in that time.
	pub output: WattHours,
	/// What it asks for a certificate.
	pub price: Price,
	/// Where the scenario names it.
	pub line: usize,
}

impl Generator {
	/// The generator of an entry at `line`, if its days, its output and its capacity agree.
	pub(super) fn new(entry: Entry, line: usize) -> Result<Self, String> {
		let Entry { name, technology, region, .. } = entry;
		let (CalendarMonth(month), Day(commissioned)) = (entry.month, entry.commissioned);
		let end = month.after(1).start();
		let span = Interval { start: month.start().max(commissioned), end };
		if span.start >= end {
			return Err(format!(
				"generator `{name}`: commissioned after its month of output: give an earlier day"
			));
		}
		let (Capacity(capacity), Output(output)) = (entry.capacity_kw, entry.output_mwh);
		let limit = WattHours::from_power(capacity, span.duration());
		if output > limit {
			return Err(format!(
				"generator `{name}`: output_mwh, {output}, is more than the {limit} that \
				 capacity_kw delivers in its days of the month: correct one of the two"
			));
		}
		let (Secret(owner), Pcny(price)) = (entry.owner, entry.price);
		Ok(Self {
			name,
			technology,
			owner,
			capacity,
			region,
			commissioned,
			span,
			output,
			price,
			line,
		})
	}
}
