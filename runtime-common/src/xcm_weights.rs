//! What each XCM instruction weighs: what was measured for money, times the assets it handles, and
//! more for those of a class; or [`Weight::MAX`], which no message can pay for, where a chain of
//! Zeropark does not take part in what the instruction is for.

use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight, BoundedVec};
use xcm::{
	latest::{prelude::*, AssetTransferFilter},
	DoubleEncoded,
};

use crate::{
	weights::{
		pallet_xcm_benchmarks_fungible::WeightInfo as Fungible,
		pallet_xcm_benchmarks_generic::WeightInfo as Generic,
	},
	xcm_types::MaxAssetsIntoHolding,
};

/// How many assets an instruction handles at most.
trait Count {
	fn count(&self) -> u64;
	/// How many of them may be something else than money.
	fn classes(&self) -> u64;
}

/// Whether an asset is the settlement currency, at home or away from it: a chain's location names
/// its currency.
fn is_money(id: &AssetId) -> bool {
	matches!(id.0.unpack(), (0, []) | (1, [Parachain(_)]))
}

impl Count for Assets {
	fn count(&self) -> u64 {
		self.len() as u64
	}

	fn classes(&self) -> u64 {
		self.inner().iter().filter(|asset| !is_money(&asset.id)).count() as u64
	}
}

impl Count for AssetFilter {
	fn count(&self) -> u64 {
		let holding = u64::from(MaxAssetsIntoHolding::get());
		match self {
			Definite(assets) => assets.len() as u64,
			Wild(All) => holding,
			Wild(AllOf { fun: WildFungibility::Fungible, .. }) => 1,
			Wild(AllOf { fun: WildFungibility::NonFungible, .. }) => holding,
			Wild(AllCounted(count)) | Wild(AllOfCounted { count, .. }) => {
				holding.min(u64::from(*count))
			},
		}
	}

	fn classes(&self) -> u64 {
		match self {
			Definite(assets) => assets.classes(),
			Wild(AllOf { id, .. } | AllOfCounted { id, .. }) if is_money(id) => 0,
			Wild(_) => Count::count(self),
		}
	}
}

/// The proof of an entry of `pallet-assets`, with the trie's nodes, in bytes.
const CLASS_PROOF: u64 = 2_700;

/// What was measured for money, for each asset. One of a class touches three entries more: the
/// class, the holder's account in it, and the holder's account; or, where the class is made, the
/// class, its name, and the next id. Nothing is free: no assets weigh as much as one.
fn each<Runtime: frame_system::Config>(assets: &impl Count, weight: Weight) -> Weight {
	let class = Runtime::DbWeight::get()
		.reads_writes(3, 3)
		.saturating_add(Weight::from_parts(0, 3 * CLASS_PROOF));
	weight
		.saturating_mul(assets.count().max(1))
		.saturating_add(class.saturating_mul(assets.classes()))
}

/// Weights of the instructions on `Runtime`.
pub struct XcmWeight<Runtime, Call>(PhantomData<(Runtime, Call)>);

/// Instructions that weigh what their benchmark says, and `refused` ones, which cannot be paid for.
macro_rules! instructions {
	(
		measured: { $($measured:ident($($measured_type:ty),*);)* },
		refused: { $($refused:ident($($refused_type:ty),*);)* },
	) => {
		$(fn $measured($(_: $measured_type),*) -> Weight {
			Generic::<Runtime>::$measured()
		})*
		$(fn $refused($(_: $refused_type),*) -> Weight {
			Weight::MAX
		})*
	};
}

impl<Runtime: frame_system::Config, Call> XcmWeightInfo<Call> for XcmWeight<Runtime, Call> {
	instructions! {
		measured: {
			transact(&OriginKind, &Option<Weight>, &DoubleEncoded<Call>);
			clear_origin();
			descend_origin(&InteriorLocation);
			refund_surplus();
			set_error_handler(&Xcm<Call>);
			set_appendix(&Xcm<Call>);
			clear_error();
			trap(&u64);
			expect_origin(&Option<Location>);
			expect_error(&Option<(u32, XcmError)>);
			expect_transact_status(&MaybeErrorCode);
			expect_pallet(&u32, &Vec<u8>, &Vec<u8>, &u32, &u32);
			clear_transact_status();
			set_fees_mode(&bool);
			set_topic(&[u8; 32]);
			clear_topic();
			unpaid_execution(&WeightLimit, &Option<Location>);
			query_response(&u64, &Response, &Weight, &Option<Location>);
			buy_execution(&Asset, &WeightLimit);
			pay_fees(&Asset);
			unsubscribe_version();
			report_error(&QueryResponseInfo);
			subscribe_version(&QueryId, &Weight);
			query_pallet(&Vec<u8>, &QueryResponseInfo);
			report_transact_status(&QueryResponseInfo);
		},
		refused: {
			receive_teleported_asset(&Assets);
			initiate_teleport(&AssetFilter, &Location, &Xcm<()>);
			exchange_asset(&AssetFilter, &Assets, &bool);
			alias_origin(&Location);
			execute_with_origin(&Option<InteriorLocation>, &Xcm<Call>);
			universal_origin(&Junction);
			export_message(&NetworkId, &Junctions, &Xcm<()>);
			lock_asset(&Asset, &Location);
			unlock_asset(&Asset, &Location);
			note_unlockable(&Asset, &Location);
			request_unlock(&Asset, &Location);
		},
	}

	// The relay chain's notices about channels: nothing is done about them.
	fn hrmp_new_channel_open_request(_: &u32, _: &u32, _: &u32) -> Weight {
		Generic::<Runtime>::clear_origin()
	}

	fn hrmp_channel_accepted(_: &u32) -> Weight {
		Generic::<Runtime>::clear_origin()
	}

	fn hrmp_channel_closing(_: &u32, _: &u32, _: &u32) -> Weight {
		Generic::<Runtime>::clear_origin()
	}

	fn withdraw_asset(assets: &Assets) -> Weight {
		each::<Runtime>(assets, Fungible::<Runtime>::withdraw_asset())
	}

	fn reserve_asset_deposited(assets: &Assets) -> Weight {
		each::<Runtime>(assets, Fungible::<Runtime>::reserve_asset_deposited())
	}

	fn transfer_asset(assets: &Assets, _: &Location) -> Weight {
		each::<Runtime>(assets, Fungible::<Runtime>::transfer_asset())
	}

	fn transfer_reserve_asset(assets: &Assets, _: &Location, _: &Xcm<()>) -> Weight {
		each::<Runtime>(assets, Fungible::<Runtime>::transfer_reserve_asset())
	}

	fn deposit_asset(assets: &AssetFilter, _: &Location) -> Weight {
		each::<Runtime>(assets, Fungible::<Runtime>::deposit_asset())
	}

	fn deposit_reserve_asset(assets: &AssetFilter, _: &Location, _: &Xcm<()>) -> Weight {
		each::<Runtime>(assets, Fungible::<Runtime>::deposit_reserve_asset())
	}

	fn initiate_reserve_withdraw(assets: &AssetFilter, _: &Location, _: &Xcm<()>) -> Weight {
		each::<Runtime>(assets, Fungible::<Runtime>::initiate_reserve_withdraw())
	}

	fn initiate_transfer(
		_: &Location,
		fees: &Option<AssetTransferFilter>,
		_: &bool,
		assets: &BoundedVec<AssetTransferFilter, MaxAssetTransferFilters>,
		_: &Xcm<()>,
	) -> Weight {
		// The benchmark sends one asset; what others cost more is at most all of it again.
		let one = Fungible::<Runtime>::initiate_transfer();
		fees.iter()
			.chain(assets)
			.fold(one, |total, filter| total.saturating_add(each::<Runtime>(filter.inner(), one)))
	}

	fn report_holding(_: &QueryResponseInfo, assets: &AssetFilter) -> Weight {
		each::<Runtime>(assets, Generic::<Runtime>::report_holding())
	}

	fn claim_asset(assets: &Assets, _: &Location) -> Weight {
		each::<Runtime>(assets, Generic::<Runtime>::claim_asset())
	}

	fn burn_asset(assets: &Assets) -> Weight {
		each::<Runtime>(assets, Generic::<Runtime>::burn_asset())
	}

	fn expect_asset(assets: &Assets) -> Weight {
		each::<Runtime>(assets, Generic::<Runtime>::expect_asset())
	}

	fn set_hints(hints: &BoundedVec<Hint, HintNumVariants>) -> Weight {
		Generic::<Runtime>::asset_claimer().saturating_mul((hints.len() as u64).max(1))
	}
}
