//! TO BE MEASURED.
use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_power_purchase::WeightInfo for WeightInfo<T> {
	fn order_power() -> Weight {
		Weight::from_parts(500_000_000, 15_000)
	}
	fn order_shortfall() -> Weight {
		Weight::from_parts(500_000_000, 15_000)
	}
	fn cancel_purchase() -> Weight {
		Weight::from_parts(500_000_000, 15_000)
	}
	fn report() -> Weight {
		Weight::from_parts(500_000_000, 15_000)
	}
}
