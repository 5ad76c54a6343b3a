//! Weights of the park's own pallets, derived from what each call reads and writes; `make weights` is to replace them by
//! measured ones (see `docs/adr/0005-derived-weights.md`).

use core::marker::PhantomData;
use frame_support::weights::Weight;
use zeropark_runtime_common::weights::derived;

/// An account, the clock, an id, a count, and every period that may be open.
const PERIODS: u64 = 3;

/// A check of a Schnorrkel or ECDSA signature, in microseconds.
const SIGNATURE: u64 = 70;

/// Weights of `pallet-metering`.
pub struct Metering<Runtime>(PhantomData<Runtime>);

impl<Runtime: frame_system::Config> pallet_metering::WeightInfo for Metering<Runtime> {
	fn register_device() -> Weight {
		derived::<Runtime>(60, 8 + PERIODS, 7 + PERIODS, 4)
	}

	fn remove_device() -> Weight {
		derived::<Runtime>(60, 7 + PERIODS, 6 + PERIODS, 4)
	}

	fn submit_readings(n: u32) -> Weight {
		// Device and clock; each reading finds its period twice among those open and writes it once, in the overlay.
		let each = derived::<Runtime>(10 + 4 * PERIODS, 0, 0, 0);
		derived::<Runtime>(30, 3 + PERIODS, 1 + PERIODS, 4)
			.saturating_add(each.saturating_mul(n.into()))
	}

	fn authorize_submit_readings(n: u32) -> Weight {
		let each = derived::<Runtime>(1 + 2 * PERIODS, 0, 0, 0);
		derived::<Runtime>(20 + SIGNATURE, 4 + PERIODS, 0, 4)
			.saturating_add(each.saturating_mul(n.into()))
	}
}

/// Weights of `pallet-zero-carbon`.
pub struct ZeroCarbon<Runtime>(PhantomData<Runtime>);

impl<Runtime: frame_system::Config> pallet_zero_carbon::WeightInfo for ZeroCarbon<Runtime> {
	fn open_period() -> Weight {
		derived::<Runtime>(60, 8, 6, 4)
	}

	fn close_period() -> Weight {
		derived::<Runtime>(30, 4, 2, 4)
	}

	fn register_source() -> Weight {
		derived::<Runtime>(60, 6, 6, 4)
	}

	fn remove_source() -> Weight {
		derived::<Runtime>(60, 5, 5, 4)
	}

	fn report_activity() -> Weight {
		derived::<Runtime>(30, 2, 1, 4)
	}
}
