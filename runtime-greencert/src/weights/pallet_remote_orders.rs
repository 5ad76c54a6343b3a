//! TO BE MEASURED.
use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_remote_orders::WeightInfo for WeightInfo<T> {
	fn place() -> Weight {
		Weight::from_parts(60_000_000_000, 250_000)
	}
	fn cancel() -> Weight {
		Weight::from_parts(500_000_000, 15_000)
	}
	fn send_news(n: u32) -> Weight {
		Weight::from_parts(20_000_000, 4_000)
			+ Weight::from_parts(5_000_000_000, 60_000) * u64::from(n)
	}
}
