//! Benchmarks of this chain's own pallets; what all four share is measured on the park.

use crate::*;
use alloc::{string::String, vec, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{
	fungible,
	fungibles::{Create, Mutate},
	StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
};
use pallet_green_certificates::{Batch, BatchStatus, Batches, Meter};
use zeropark_primitives::{
	certificates::{CertificateBasket, Claim, SerialRange, Technology, Text, MAX_TEXT},
	market::{Price, Quantity},
	purchase::Delivery,
	time::{Interval, Month},
	trading::Report,
	units::WattHours,
};
use zeropark_runtime_common::{chains, constants::currency::PCNY, messaging::calls::park::ToPark};

frame_benchmarking::define_benchmarks!(
	[pallet_balances, Balances]
	[pallet_green_certificates, GreenCertificates]
	[pallet_order_book, OrderBook]
	[pallet_outbox, Outbox]
	[pallet_remote_orders, RemoteOrders]
);

/// The benchmarks there are.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Sets the clock and the market for benchmarks.
pub struct Helper;

const MONTH: Month = Month(0);

impl pallet_green_certificates::BenchmarkHelper for Helper {
	fn set_time(seconds: u64) {
		pallet_timestamp::Now::<Runtime>::put(seconds * 1_000);
	}

	fn meter() -> Meter {
		(chains::PARK, 0)
	}

	fn listen(retirement: u64) {
		pallet_remote_orders::watch_retirement::<Runtime>(retirement);
	}
}

impl pallet_order_book::BenchmarkHelper<Runtime> for Helper {
	fn class(index: u32, owner: &AccountId, quantity: Quantity) -> u32 {
		let registry = GreenCertificates::account_id();
		let _ = <Assets as Create<_>>::create(index, registry, true, 1);
		Assets::mint_into(index, owner, quantity.into()).expect("mints");
		let batch = Batch {
			generator: 0,
			technology: Technology::Wind,
			owner: owner.clone(),
			month: MONTH,
			span: Interval { start: 0, end: 1 },
			energy: WattHours(0),
			serials: SerialRange { start: 0, end: 1 },
			next: 0,
			tradable: true,
			status: BatchStatus::Valid,
			retired: 0,
			cancelled: 0,
			expired: 0,
			withdrawn: 0,
			deposit: 0,
		};
		Batches::<Runtime>::insert(index, batch);
		index
	}

	fn basket(_: &u32) -> CertificateBasket {
		CertificateBasket { technology: Some(Technology::Wind), quarter: MONTH.quarter() }
	}

	fn listen(who: &AccountId) {
		pallet_remote_orders::watch::<Runtime>(who);
	}

	fn set_time(seconds: u64) {
		<Self as pallet_green_certificates::BenchmarkHelper>::set_time(seconds);
	}
}

impl pallet_remote_orders::BenchmarkHelper<Runtime> for Helper {
	fn open_channel(chain: u32) {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(chain.into());
	}

	fn class(owner: &AccountId, quantity: Quantity) -> u32 {
		// Beyond those of the market.
		let index = 1_000 + Batches::<Runtime>::iter_keys().count() as u32;
		<Self as pallet_order_book::BenchmarkHelper<Runtime>>::class(index, owner, quantity)
	}

	fn basket() -> CertificateBasket {
		CertificateBasket { technology: None, quarter: MONTH.quarter() }
	}

	fn sale_basket() -> CertificateBasket {
		<Self as pallet_remote_orders::BenchmarkHelper<Runtime>>::basket()
	}

	fn purpose() -> Claim {
		let text = || Text::truncate_from(vec![b'x'; MAX_TEXT as usize]);
		Claim { beneficiary: text(), purpose: text(), period: Interval { start: 0, end: 1 } }
	}

	fn set_time(seconds: u64) {
		<Self as pallet_green_certificates::BenchmarkHelper>::set_time(seconds);
	}
}

impl pallet_outbox::BenchmarkHelper<AccountId, ToPark<Delivery>> for Helper {
	fn message(payer: &AccountId) -> (u32, ToPark<Delivery>) {
		let _ = <Balances as fungible::Mutate<_>>::mint_into(payer, 100 * PCNY);
		let batch = <Self as pallet_remote_orders::BenchmarkHelper<Runtime>>::class(payer, 1);
		let delivery = Delivery {
			seller: payer.clone(),
			batch,
			batch_serials: SerialRange { start: 0, end: 1 },
			technology: Technology::Wind,
			month: MONTH,
			quantity: 1,
			price: Price(1),
			time: 0,
			retired: None,
		};
		let message = ToPark {
			report: Some((0, Report::Filled(delivery))),
			beneficiary: payer.clone(),
			units: Some((batch, 1)),
			money: PCNY,
		};
		(chains::PARK, message)
	}

	fn open_channel(lane: u32) {
		<Self as pallet_remote_orders::BenchmarkHelper<Runtime>>::open_channel(lane);
	}
}
