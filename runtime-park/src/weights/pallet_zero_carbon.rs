use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_zero_carbon::WeightInfo for WeightInfo<T> {
	fn open_period() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn close_period() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn register_source() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn remove_source() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn report_activity() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
}
