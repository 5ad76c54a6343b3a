//! Integers with their unit in the type, and the conversions between them.
//!
//! Energy and emissions are signed 64-bit: a park of 1 TWh a year stays below 2^40 Wh, so sums over
//! many years fit, and products are taken in 128 bits before they are rounded back.

use crate::time::{Seconds, HOUR};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{
	fmt,
	iter::Sum,
	ops::{Add, Neg, Sub},
};
use scale_info::TypeInfo;

macro_rules! unit {
	($(#[$doc:meta])* $name:ident($inner:ty), $symbol:literal) => {
		$(#[$doc])*
		#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
		#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
		#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
		pub struct $name(pub $inner);

		impl $name {
			/// Nothing.
			pub const ZERO: Self = Self(0);

			/// The sum, or `None` where it would not fit.
			pub fn checked_add(self, other: Self) -> Option<Self> {
				self.0.checked_add(other.0).map(Self)
			}

			/// The difference, or `None` where it would not fit.
			pub fn checked_sub(self, other: Self) -> Option<Self> {
				self.0.checked_sub(other.0).map(Self)
			}

			/// The sum, held at the bounds of the type.
			pub fn saturating_add(self, other: Self) -> Self {
				Self(self.0.saturating_add(other.0))
			}

			/// The difference, held at the bounds of the type.
			pub fn saturating_sub(self, other: Self) -> Self {
				Self(self.0.saturating_sub(other.0))
			}
		}

		impl Add for $name {
			type Output = Self;
			fn add(self, other: Self) -> Self {
				self.saturating_add(other)
			}
		}

		impl Sub for $name {
			type Output = Self;
			fn sub(self, other: Self) -> Self {
				self.saturating_sub(other)
			}
		}

		impl Sum for $name {
			fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
				items.fold(Self::ZERO, Self::saturating_add)
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				write!(f, concat!("{} ", $symbol), self.0)
			}
		}
	};
}

unit!(
	/// Energy in watt-hours. Positive is delivered by the device, or consumed by a load.
	WattHours(i64),
	"Wh"
);
unit!(
	/// Emissions in grams of CO2 equivalent. Negative is a net removal.
	GramsCo2e(i64),
	"gCO2e"
);
unit!(
	/// Whole tonnes of CO2 equivalent: what an allowance or a credit stands for.
	TonnesCo2e(u64),
	"tCO2e"
);
unit!(
	/// Power in watts.
	Watts(u64),
	"W"
);
unit!(
	/// Power over time in joules, which are watt-seconds. A park of 10,000 devices of 10 GW stays
	/// below 2^128 J for longer than the age of the universe.
	Joules(u128),
	"J"
);
unit!(
	/// A quantity of an activity in thousandths of its unit: a watt-hour is a thousandth of a
	/// kilowatt-hour.
	MilliUnits(u64),
	"milli-units"
);
unit!(
	/// An emission factor in milligrams of CO2e per whole unit of the activity (per kWh, litre,
	/// cubic metre).
	MilligramsPerUnit(u64),
	"mgCO2e/unit"
);

impl Neg for WattHours {
	type Output = Self;
	fn neg(self) -> Self {
		Self(self.0.saturating_neg())
	}
}

impl WattHours {
	/// The amount without its direction.
	pub fn magnitude(self) -> Self {
		Self(self.0.saturating_abs())
	}

	/// What is left of it above zero.
	pub fn positive(self) -> Self {
		Self(self.0.max(0))
	}

	/// What `power` delivers in `duration` seconds, rounded up: readings are rounded to whole Wh,
	/// so one at capacity may be half a Wh above it.
	pub fn from_power(power: Watts, duration: Seconds) -> Self {
		Joules::from_power(power, duration).as_energy()
	}

	/// As the quantity of an activity measured in kilowatt-hours; nothing where it is negative.
	pub fn as_quantity(self) -> MilliUnits {
		MilliUnits(u64::try_from(self.0).unwrap_or(0))
	}
}

impl Joules {
	/// What `power` delivers in `duration` seconds.
	pub fn from_power(power: Watts, duration: Seconds) -> Self {
		Self(u128::from(power.0).saturating_mul(u128::from(duration)))
	}

	/// The energy in whole watt-hours, rounded up.
	pub fn as_energy(self) -> WattHours {
		WattHours(i64::try_from(self.0.div_ceil(u128::from(HOUR))).unwrap_or(i64::MAX))
	}
}

impl GramsCo2e {
	/// Whole tonnes, rounded up: a part of a tonne is due as a whole one. Removals are none.
	pub fn tonnes_due(self) -> TonnesCo2e {
		TonnesCo2e(u64::try_from(self.0).unwrap_or(0).div_ceil(TonnesCo2e::GRAMS))
	}
}

impl TonnesCo2e {
	/// Grams in a tonne.
	const GRAMS: u64 = 1_000_000;

	/// The whole tonnes in so many grams, rounded down.
	pub fn within(grams: u64) -> Self {
		Self(grams / Self::GRAMS)
	}

	/// The same in grams, held at the bounds of the type.
	pub fn as_grams(self) -> GramsCo2e {
		GramsCo2e(i64::try_from(self.0.saturating_mul(Self::GRAMS)).unwrap_or(i64::MAX))
	}
}

impl MilliUnits {
	/// The emissions of this quantity at `factor`, rounded up: emissions are never understated;
	/// `None` where they exceed the type.
	///
	/// `mg/unit x unit/1000 = mg/1000`, and a gram is 1000 mg, hence the division by 10^6.
	pub fn emissions(self, factor: MilligramsPerUnit) -> Option<GramsCo2e> {
		self.grams(factor, true)
	}

	/// The removals of this quantity at `factor`, rounded down: removals are never overstated;
	/// `None` where they exceed the type.
	pub fn removals(self, factor: MilligramsPerUnit) -> Option<GramsCo2e> {
		self.grams(factor, false)
	}

	fn grams(self, factor: MilligramsPerUnit, up: bool) -> Option<GramsCo2e> {
		const MICROGRAMS_PER_GRAM: u128 = 1_000_000;
		let product = u128::from(self.0) * u128::from(factor.0);
		let grams =
			if up { product.div_ceil(MICROGRAMS_PER_GRAM) } else { product / MICROGRAMS_PER_GRAM };
		i64::try_from(grams).ok().map(GramsCo2e)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn emissions_should_round_up_and_removals_down() {
		let (quantity, factor) = (MilliUnits(1), MilligramsPerUnit(570_300));
		assert_eq!(quantity.emissions(factor), Some(GramsCo2e(1)));
		assert_eq!(quantity.removals(factor), Some(GramsCo2e(0)));
		assert_eq!(MilliUnits(1_000_000).emissions(factor), Some(GramsCo2e(570_300)));
	}

	#[test]
	fn energy_limit_should_round_up() {
		assert_eq!(WattHours::from_power(Watts(1_000), 900), WattHours(250));
		assert_eq!(WattHours::from_power(Watts(1), 900), WattHours(1));
		assert_eq!(WattHours::from_power(Watts(u64::MAX), u64::MAX), WattHours(i64::MAX));
	}

	#[test]
	fn a_part_of_a_tonne_should_be_due_as_a_whole_one() {
		for (grams, tonnes) in [(-1, 0), (0, 0), (1, 1), (1_000_000, 1), (1_000_001, 2)] {
			assert_eq!(GramsCo2e(grams).tonnes_due(), TonnesCo2e(tonnes), "{grams} g");
		}
		assert_eq!(TonnesCo2e(46).as_grams(), GramsCo2e(46_000_000));
		assert_eq!(TonnesCo2e(u64::MAX).as_grams(), GramsCo2e(i64::MAX));
	}

	#[test]
	fn negative_energy_should_have_no_quantity() {
		assert_eq!(WattHours(-5).as_quantity(), MilliUnits(0));
		assert_eq!(WattHours(5).as_quantity(), MilliUnits(5));
	}

	proptest! {
		#[test]
		fn splitting_a_quantity_should_cost_at_most_a_gram_a_part(
			a in 0u64..1 << 40, b in 0u64..1 << 40, factor in 0u64..10_000_000,
		) {
			let factor = MilligramsPerUnit(factor);
			let grams = |quantity| MilliUnits(quantity).emissions(factor).expect("fits").0;
			let (whole, parts) = (grams(a + b), grams(a) + grams(b));
			prop_assert!(parts - whole == 0 || parts - whole == 1);
		}

		#[test]
		fn removals_should_never_exceed_emissions(a in any::<u64>(), factor in any::<u64>()) {
			let factor = MilligramsPerUnit(factor);
			prop_assert!(MilliUnits(a).removals(factor) <= MilliUnits(a).emissions(factor));
		}
	}
}
