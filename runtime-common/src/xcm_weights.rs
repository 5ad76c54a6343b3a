//! What each XCM instruction weighs: what its kind touches, times the assets it handles; or [`Weight::MAX`], which no message
//! can pay for, where a chain of Zeropark does not take part in what the instruction is for.

use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{weights::Weight, BoundedVec};
use xcm::{
	latest::{prelude::*, AssetTransferFilter},
	DoubleEncoded,
};

use crate::{weights::derived, xcm_types::MaxAssetsIntoHolding};

/// How many assets an instruction handles at most.
trait Count {
	fn count(&self) -> u64;
}

impl Count for Assets {
	fn count(&self) -> u64 {
		self.len() as u64
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
}

/// Nothing is free: no assets weigh as much as one.
fn each(assets: &impl Count, weight: Weight) -> Weight {
	weight.saturating_mul(assets.count().max(1))
}

/// Weights of the instructions on `Runtime`.
pub struct XcmWeight<Runtime, Call>(PhantomData<(Runtime, Call)>);

/// An instruction that sets a register of the executor.
fn register<Runtime: frame_system::Config>() -> Weight {
	derived::<Runtime>(2, 0, 0, 0)
}

/// An instruction that looks something up, or keeps it: a query, a subscription, a trapped asset.
fn lookup<Runtime: frame_system::Config>() -> Weight {
	derived::<Runtime>(30, 2, 2, 4)
}

/// An instruction that moves an asset between an account and the holding.
fn asset<Runtime: frame_system::Config>() -> Weight {
	derived::<Runtime>(60, 2, 2, 4)
}

/// An instruction that sends a message: the sender's side of a channel.
fn message<Runtime: frame_system::Config>() -> Weight {
	derived::<Runtime>(90, 8, 4, 4)
}

/// Instructions by what they weigh alike; `refused` ones cannot be paid for.
macro_rules! instructions {
	(
		register: { $($register:ident($($register_type:ty),*);)* },
		lookup: { $($lookup:ident($($lookup_type:ty),*);)* },
		message: { $($message:ident($($message_type:ty),*);)* },
		refused: { $($refused:ident($($refused_type:ty),*);)* },
	) => {
		$(fn $register($(_: $register_type),*) -> Weight {
			register::<Runtime>()
		})*
		$(fn $lookup($(_: $lookup_type),*) -> Weight {
			lookup::<Runtime>()
		})*
		$(fn $message($(_: $message_type),*) -> Weight {
			message::<Runtime>()
		})*
		$(fn $refused($(_: $refused_type),*) -> Weight {
			Weight::MAX
		})*
	};
}

impl<Runtime: frame_system::Config, Call> XcmWeightInfo<Call> for XcmWeight<Runtime, Call> {
	instructions! {
		register: {
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
		},
		lookup: {
			query_response(&u64, &Response, &Weight, &Option<Location>);
			buy_execution(&Asset, &WeightLimit);
			pay_fees(&Asset);
			unsubscribe_version();
		},
		message: {
			report_error(&QueryResponseInfo);
			report_holding(&QueryResponseInfo, &AssetFilter);
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
		register::<Runtime>()
	}

	fn hrmp_channel_accepted(_: &u32) -> Weight {
		register::<Runtime>()
	}

	fn hrmp_channel_closing(_: &u32, _: &u32, _: &u32) -> Weight {
		register::<Runtime>()
	}

	fn withdraw_asset(assets: &Assets) -> Weight {
		each(assets, asset::<Runtime>())
	}

	fn reserve_asset_deposited(assets: &Assets) -> Weight {
		each(assets, asset::<Runtime>())
	}

	fn transfer_asset(assets: &Assets, _: &Location) -> Weight {
		each(assets, asset::<Runtime>().saturating_mul(2))
	}

	fn transfer_reserve_asset(assets: &Assets, _: &Location, _: &Xcm<()>) -> Weight {
		each(assets, asset::<Runtime>().saturating_add(message::<Runtime>()))
	}

	fn deposit_asset(assets: &AssetFilter, _: &Location) -> Weight {
		each(assets, asset::<Runtime>())
	}

	fn deposit_reserve_asset(assets: &AssetFilter, _: &Location, _: &Xcm<()>) -> Weight {
		each(assets, asset::<Runtime>().saturating_add(message::<Runtime>()))
	}

	fn initiate_reserve_withdraw(assets: &AssetFilter, _: &Location, _: &Xcm<()>) -> Weight {
		each(assets, message::<Runtime>())
	}

	fn initiate_transfer(
		_: &Location,
		fees: &Option<AssetTransferFilter>,
		_: &bool,
		assets: &BoundedVec<AssetTransferFilter, MaxAssetTransferFilters>,
		_: &Xcm<()>,
	) -> Weight {
		fees.iter().chain(assets).fold(message::<Runtime>(), |total, filter| {
			total.saturating_add(each(filter.inner(), message::<Runtime>()))
		})
	}

	fn claim_asset(assets: &Assets, _: &Location) -> Weight {
		each(assets, lookup::<Runtime>())
	}

	fn burn_asset(assets: &Assets) -> Weight {
		each(assets, asset::<Runtime>())
	}

	fn expect_asset(assets: &Assets) -> Weight {
		each(assets, register::<Runtime>())
	}

	fn set_hints(hints: &BoundedVec<Hint, HintNumVariants>) -> Weight {
		register::<Runtime>().saturating_mul((hints.len() as u64).max(1))
	}
}
