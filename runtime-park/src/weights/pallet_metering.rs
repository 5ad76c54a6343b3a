use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_metering::WeightInfo for WeightInfo<T> {
	fn register_device() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn remove_device() -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn submit_readings(_n: u32) -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
	fn authorize_submit_readings(_n: u32) -> Weight {
		Weight::from_parts(100_000_000, 4_000)
	}
}
