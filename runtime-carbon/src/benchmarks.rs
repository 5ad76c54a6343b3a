//! Benchmarks of this chain's own pallets; what all four share is measured on the park.

use crate::*;
use alloc::{string::String, vec, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{
	fungible,
	fungibles::{Create, Mutate},
	Get, StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
};
use pallet_ccer::{Batch, Batches, Description, Project, Projects, Status};
use sp_core::H256;
use zeropark_primitives::{
	certificates::SerialRange,
	compliance::{
		CarbonBasket, Compliance, CycleSpan, EntityPosition, Position, Positions,
		FIRST_CREDIT_CLASS, MAX_REPORTED,
	},
	market::Quantity,
	time::{Interval, Seconds},
	units::{GramsCo2e, TonnesCo2e},
};
use zeropark_runtime_common::{
	chains,
	constants::currency::PCNY,
	messaging::calls::park::{FromCarbon, PositionsToPark},
};

frame_benchmarking::define_benchmarks!(
	[pallet_carbon_allowances, CarbonAllowances]
	[pallet_ccer, Ccer]
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

/// Prepares the state that benchmarks need.
pub struct Helper;

/// Issues a batch of credits as the class `class`, for a project that was registered long ago.
fn credits(class: u32, owner: &AccountId, quantity: Quantity) -> u32 {
	let _ = <Assets as Create<_>>::create(class, Ccer::account_id(), true, 1);
	Assets::mint_into(class, owner, quantity.into()).expect("mints");
	let devices = vec![(1, 2); pallet_ccer::MAX_DEVICES as usize];
	let description = Description {
		methodology: Default::default(),
		region: 0,
		crediting: Interval { start: 0, end: 1 },
		under_quota: false,
		devices: devices.try_into().unwrap_or_default(),
		documents: H256::zero(),
	};
	let project = Project {
		owner: owner.clone(),
		description,
		status: Status::Registered { validated_by: owner.clone(), at: 0 },
		credited_until: 0,
		report: None,
		credited: GramsCo2e(0),
		carry_over: GramsCo2e(0),
		issued: TonnesCo2e(quantity),
		deposit: 0,
	};
	Projects::<Runtime>::insert(0, project);
	let batch = Batch {
		project: 0,
		span: Interval { start: 0, end: 1 },
		evidence: Default::default(),
		verifier: owner.clone(),
		report: Default::default(),
		serials: SerialRange { start: 0, end: quantity },
		next: 0,
		withdrawn: false,
		depositor: owner.clone(),
		deposit: 0,
	};
	Batches::<Runtime>::insert(class, batch);
	class
}

impl pallet_carbon_allowances::BenchmarkHelper<AccountId> for Helper {
	fn fund(who: &AccountId) {
		let _ = <Balances as fungible::Mutate<_>>::mint_into(who, 1_000_000_000 * PCNY);
	}

	fn open_channel(chain: u32) {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(chain.into());
	}

	fn credits(owner: &AccountId, quantity: TonnesCo2e) -> u32 {
		// Some are left when all of these are used.
		credits(FIRST_CREDIT_CLASS, owner, quantity.0 + 1)
	}

	fn make_verifier(who: &AccountId) {
		let _ = Verifiers::add_member(RuntimeOrigin::root(), who.clone().into());
	}

	fn set_time(seconds: Seconds) {
		pallet_timestamp::Now::<Runtime>::put(seconds * 1_000);
	}
}

impl pallet_ccer::BenchmarkHelper for Helper {
	fn set_time(seconds: Seconds) {
		<Self as pallet_carbon_allowances::BenchmarkHelper<AccountId>>::set_time(seconds);
	}
}

impl pallet_order_book::BenchmarkHelper<Runtime> for Helper {
	// Batches of credits are all in one basket.
	fn class(index: u32, owner: &AccountId, quantity: Quantity) -> u32 {
		credits(FIRST_CREDIT_CLASS + index, owner, quantity)
	}

	fn basket(_: &u32) -> CarbonBasket {
		CarbonBasket::Credits
	}

	// The turnover of a month is read and written, whoever trades, and what an enterprise sold and bought.
	fn listen(who: &AccountId) {
		let most: u32 = <Runtime as pallet_order_book::Config>::MaxFills::get();
		let classes = FIRST_CREDIT_CLASS..FIRST_CREDIT_CLASS + most;
		pallet_carbon_allowances::watch::<Runtime>(who, classes);
		pallet_remote_orders::watch::<Runtime>(who);
	}

	fn set_time(seconds: Seconds) {
		<Self as pallet_carbon_allowances::BenchmarkHelper<AccountId>>::set_time(seconds);
	}
}

impl pallet_remote_orders::BenchmarkHelper<Runtime> for Helper {
	fn open_channel(chain: u32) {
		<Self as pallet_carbon_allowances::BenchmarkHelper<AccountId>>::open_channel(chain);
	}

	// Beyond those of the market.
	fn class(owner: &AccountId, quantity: Quantity) -> u32 {
		let index = 1_000 + Batches::<Runtime>::iter_keys().count() as u32;
		credits(FIRST_CREDIT_CLASS + index, owner, quantity)
	}

	fn basket() -> CarbonBasket {
		CarbonBasket::Credits
	}

	fn sale_basket() -> CarbonBasket {
		CarbonBasket::Allowances(0)
	}

	// Credits are surrendered, which costs more than a deposit of allowances.
	fn purpose() -> Compliance {
		pallet_carbon_allowances::due::<Runtime>(frame_benchmarking::whitelisted_caller())
	}

	fn set_time(seconds: Seconds) {
		<Self as pallet_carbon_allowances::BenchmarkHelper<AccountId>>::set_time(seconds);
	}
}

impl pallet_outbox::BenchmarkHelper<AccountId, FromCarbon> for Helper {
	fn message(payer: &AccountId) -> (u32, FromCarbon) {
		<Self as pallet_carbon_allowances::BenchmarkHelper<AccountId>>::fund(payer);
		let told = EntityPosition { entity: 0, position: Position::default() };
		let message = PositionsToPark {
			cycle: CycleSpan { cycle: 0, span: Interval { start: 0, end: 1 } },
			positions: Positions::truncate_from(vec![told; MAX_REPORTED as usize]),
			payer: payer.clone(),
			money: 100 * PCNY,
		};
		(chains::PARK, FromCarbon::Positions(message))
	}

	fn open_channel(lane: u32) {
		<Self as pallet_carbon_allowances::BenchmarkHelper<AccountId>>::open_channel(lane);
	}
}
