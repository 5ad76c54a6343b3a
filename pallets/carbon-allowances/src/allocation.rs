//! How many allowances an enterprise gets. Every division rounds down, as the plans of allocation
//! have it: a part of a tonne is given to nobody.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::{Permill, SaturatedConversion};
use zeropark_primitives::units::{GramsCo2e, MilliUnits, MilligramsPerUnit, TonnesCo2e};

/// The most products of an enterprise that have a benchmark of their own.
pub const MAX_OUTPUTS: u32 = 4;

/// One in parts per million.
const MILLION: i128 = 1_000_000;
/// `1 unit/1000 x 1 mg/unit x 1/1000` are 10^-9 g.
const NANOGRAMS_PER_GRAM: u128 = 1_000_000_000;
/// What an enterprise gets above its emissions if it emits nothing for a unit: 15 %, in parts per
/// million, before the limit.
const ADJUSTMENT: i128 = 150_000;
/// The most that an enterprise gets above or below its emissions by its intensity: 3 %.
const MAX_ADJUSTMENT: i128 = 30_000;

/// What an enterprise made of one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Output {
	/// How much, in thousandths of the product's unit (MWh, GJ, t).
	pub quantity: MilliUnits,
	/// What a unit of it may emit, in mgCO2e.
	pub benchmark: MilligramsPerUnit,
	/// The correction of the benchmark in thousandths, as for a plant's load: 1,000 changes nothing.
	pub correction: u32,
}

/// A method of allocation, with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Method {
	/// Output times benchmark, for power and heat: `A = Qe Be Ff + Qh Bh` (plan of 2023-24).
	Benchmark {
		/// What was made.
		outputs: BoundedVec<Output, ConstU32<MAX_OUTPUTS>>,
		/// The least share of its own emissions that an enterprise gets: 80 %, or all for gas.
		at_least: Option<Permill>,
	},
	/// Emissions, adjusted by the intensity against a benchmark, for steel, cement and aluminium:
	/// `A = E (1 + 0.15 X)`, `X = (BP - I) / BP`, by 3 % at most (draft of 2025-26).
	Intensity {
		/// `BP`: the benchmark, in mgCO2e for a unit of product.
		benchmark: MilligramsPerUnit,
		/// `I`: what the enterprise emitted for a unit, in mgCO2e.
		actual: MilligramsPerUnit,
	},
	/// A number of allowances that the regulator decided on.
	Amount(TonnesCo2e),
}

impl Method {
	/// Whether the quota depends on what the enterprise emitted.
	pub fn is_by_emissions(&self) -> bool {
		match self {
			Self::Benchmark { at_least, .. } => at_least.is_some(),
			Self::Intensity { .. } => true,
			Self::Amount(_) => false,
		}
	}

	/// The allowances for an enterprise that emitted `emitted`; `None` if a figure is out of range.
	pub fn quota(&self, emitted: GramsCo2e) -> Option<TonnesCo2e> {
		let emitted = u64::try_from(emitted.0).ok()?;
		match self {
			Self::Benchmark { outputs, at_least } => {
				// In 10^-9 g, so that the sum is rounded once.
				let nanograms = outputs.iter().try_fold(0u128, |sum, output| {
					let Output { quantity, benchmark, correction } = *output;
					let plain = u128::from(quantity.0).checked_mul(benchmark.0.into())?;
					sum.checked_add(plain.checked_mul(correction.into())?)
				})?;
				let grams = u64::try_from(nanograms / NANOGRAMS_PER_GRAM).ok()?;
				let least = at_least.map_or(0, |share| share.mul_floor(emitted));
				Some(TonnesCo2e::within(grams.max(least)))
			},
			Self::Intensity { benchmark, actual } => {
				let (benchmark, actual) = (i128::from(benchmark.0), i128::from(actual.0));
				let better = benchmark.checked_sub(actual)?.checked_mul(ADJUSTMENT)?;
				// Rounded down, below zero too.
				let adjustment = better.checked_div_euclid(benchmark)?;
				let adjustment = adjustment.clamp(-MAX_ADJUSTMENT, MAX_ADJUSTMENT);
				let share = MILLION.checked_add(adjustment)?;
				let grams = i128::from(emitted).checked_mul(share)? / MILLION;
				Some(TonnesCo2e::within(grams.saturated_into()))
			},
			Self::Amount(amount) => Some(*amount),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const TONNE: i64 = 1_000_000;

	fn benchmark(outputs: &[(u64, u64, u32)], at_least: Option<Permill>) -> Method {
		let outputs = outputs.iter().map(|(quantity, benchmark, correction)| Output {
			quantity: MilliUnits(*quantity),
			benchmark: MilligramsPerUnit(*benchmark),
			correction: *correction,
		});
		let outputs = outputs.collect::<Vec<_>>().try_into().expect("are few");
		Method::Benchmark { outputs, at_least }
	}

	#[test]
	fn heat_of_a_gas_boiler_should_get_its_benchmark() {
		// 780 GJ at 0.0533 t/GJ are 41.574 t.
		let heat = benchmark(&[(780_000, 53_300_000, 1_000)], None);
		assert_eq!(heat.quota(GramsCo2e(45_406_200)), Some(TonnesCo2e(41)));
	}

	#[test]
	fn power_and_heat_should_add_up_before_they_are_rounded() {
		// 1,000 MWh at 0.3288 t/MWh x 1.05, and 100 GJ at 0.0533 t/GJ: 345.24 + 5.33 t.
		let both =
			benchmark(&[(1_000_000, 328_800_000, 1_050), (100_000, 53_300_000, 1_000)], None);
		assert_eq!(both.quota(GramsCo2e(0)), Some(TonnesCo2e(350)));
	}

	#[test]
	fn parts_of_a_gram_should_add_up_before_they_are_rounded() {
		// Three times 249.9999999 kg and the rest of a tonne are three grams short of it if each is rounded.
		let quarter = (1, 249_999_999_900, 1_000);
		let more = (1, 250_000_000_300, 1_000);
		let all = benchmark(&[quarter, quarter, quarter, more], None);
		assert_eq!(all.quota(GramsCo2e(0)), Some(TonnesCo2e(1)));
	}

	#[test]
	fn a_quota_should_be_topped_up_to_a_share_of_the_emissions() {
		let outputs = [(1_000_000, 328_800_000, 1_000)];
		let emitted = GramsCo2e(500 * TONNE);
		let topped = |share| benchmark(&outputs, Some(share)).quota(emitted);
		assert_eq!(topped(Permill::from_percent(80)), Some(TonnesCo2e(400)));
		assert_eq!(topped(Permill::one()), Some(TonnesCo2e(500)));
		assert_eq!(topped(Permill::from_percent(10)), Some(TonnesCo2e(328)));
	}

	#[test]
	fn intensity_should_adjust_the_emissions_by_three_percent_at_most() {
		let quota = |actual| {
			let (benchmark, actual) = (MilligramsPerUnit(1_000_000), MilligramsPerUnit(actual));
			Method::Intensity { benchmark, actual }.quota(GramsCo2e(10_000 * TONNE))
		};
		assert_eq!(quota(1_000_000), Some(TonnesCo2e(10_000)));
		// 10 % better: 1.5 % more.
		assert_eq!(quota(900_000), Some(TonnesCo2e(10_150)));
		assert_eq!(quota(800_000), Some(TonnesCo2e(10_300)));
		assert_eq!(quota(500_000), Some(TonnesCo2e(10_300)));
		assert_eq!(quota(1_100_000), Some(TonnesCo2e(9_850)));
		assert_eq!(quota(5_000_000), Some(TonnesCo2e(9_700)));
		// A part of 10^-6 above the benchmark is 1.5 10^-7 of the emissions.
		assert_eq!(quota(1_000_001), Some(TonnesCo2e(9_999)));
	}

	#[test]
	fn figures_out_of_range_should_have_no_quota() {
		let (benchmark, actual) = (MilligramsPerUnit(0), MilligramsPerUnit(1));
		assert_eq!(Method::Intensity { benchmark, actual }.quota(GramsCo2e(1)), None);
		assert_eq!(Method::Amount(TonnesCo2e(1)).quota(GramsCo2e(-1)), None);
		let huge = super::tests::benchmark(&[(u64::MAX, u64::MAX, 1)], None);
		assert_eq!(huge.quota(GramsCo2e(1)), None);
	}

	proptest! {
		#[test]
		fn a_better_intensity_should_never_get_less(
			emitted in 0i64..1 << 50, benchmark in 1u64..1 << 40, actual: u32, better: u32,
		) {
			let quota = |actual: u32| {
				let (benchmark, actual) = (MilligramsPerUnit(benchmark), MilligramsPerUnit(actual.into()));
				Method::Intensity { benchmark, actual }.quota(GramsCo2e(emitted))
			};
			prop_assert!(quota(actual.min(better)) >= quota(actual.max(better)));
		}
	}
}
