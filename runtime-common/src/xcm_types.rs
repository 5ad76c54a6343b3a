//! Building blocks of the runtimes' XCM configurations.
//!
//! Trust is a list of pairs, not of chains: each runtime names which assets it accepts from which reserve
//! ([`ReserveOf`]). Nothing is teleported. Relay-chain root has no power over a chain of Zeropark.

use alloc::{vec, vec::Vec};
use core::marker::PhantomData;
use cumulus_primitives_core::ParaId;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, Weight},
	parameter_types,
	storage::with_storage_layer,
	traits::{fungibles, ConstU32, Contains, ContainsPair, EnsureOrigin, Equals, Get},
	BoundedVec, Hashable,
};
use polkadot_parachain_primitives::primitives::Sibling;
use polkadot_runtime_common::xcm_sender::ExponentialPrice;
use polkadot_runtime_parachains::FeeTracker;
use sp_runtime::traits::{Identity, TryConvertInto};
use xcm::latest::{prelude::*, AssetTransferFilter, ROCOCO_GENESIS_HASH};
use xcm_builder::{
	AccountId32Aliases, AllowHrmpNotificationsFromRelayChain, AllowKnownQueryResponses,
	AllowSubscriptionsFrom, AllowTopLevelPaidExecutionFrom, AsPrefixedGeneralIndex,
	ConvertedConcreteId, DenyReserveTransferToRelayChain, DenyThenTry, DescribeAllTerminal,
	DescribeFamily, DescribeTerminus, FungibleAdapter, FungiblesAdapter, HashedDescription,
	IsConcrete, MatchedConvertedConcreteId, NoChecking, ParentIsPreset, SendXcmFeeToAccount,
	SiblingParachainAsNative, SiblingParachainConvertsVia, SignedAccountId32AsNative,
	SovereignSignedViaLocation, TakeWeightCredit, TrailingSetTopicAsId, UsingComponents,
	WithComputedOrigin, XcmFeeManagerFromComponents,
};
use xcm_executor::{
	traits::{ConvertLocation, TransactAsset},
	AssetsInHolding,
};

use crate::{
	chains,
	constants::currency::MILLI,
	fees::{BaseDeliveryFee, TransactionByteFee, WeightToFee},
	types::{AccountId, Balance, CollatorPot, ToCollatorPot},
};

parameter_types! {
	/// The consensus system the chains live in.
	pub const RelayNetwork: Option<NetworkId> = Some(NetworkId::ByGenesis(ROCOCO_GENESIS_HASH));
	/// The park, seen from another chain: also the id of the settlement currency there.
	pub ParkLocation: Location = Location::new(1, [Parachain(chains::PARK)]);
	/// This chain, seen from itself.
	pub const HereLocation: Location = Location::here();
	/// The pallet of the assets that are at home on this chain.
	pub HomeAssetsLocation: Location = Location::new(0, [PalletInstance(chains::HOME_ASSETS)]);
	/// The green certificate market, seen from another chain.
	pub GreencertLocation: Location = Location::new(1, [Parachain(chains::GREENCERT)]);
	/// What an adapter wants for teleports, of which there are none.
	pub ChainAccount: AccountId = chain_account();
	/// The most instructions in a message.
	pub const MaxInstructions: u32 = 100;
	/// The most kinds of asset a message may hold at a time.
	pub const MaxAssetsIntoHolding: u32 = 64;
}

/// Where this chain is in the universe.
pub struct UniversalLocation<ParachainInfo>(PhantomData<ParachainInfo>);
impl<ParachainInfo: Get<ParaId>> Get<InteriorLocation> for UniversalLocation<ParachainInfo> {
	fn get() -> InteriorLocation {
		let network = NetworkId::ByGenesis(ROCOCO_GENESIS_HASH);
		[GlobalConsensus(network), Parachain(ParachainInfo::get().into())].into()
	}
}

/// Which account a location controls: the relay chain, a sibling chain, an account of this chain, an account or pallet
/// elsewhere.
pub type LocationToAccountId = (
	ParentIsPreset<AccountId>,
	SiblingParachainConvertsVia<Sibling, AccountId>,
	AccountId32Aliases<RelayNetwork, AccountId>,
	HashedDescription<AccountId, (DescribeTerminus, DescribeFamily<DescribeAllTerminal>)>,
);

/// Moves the settlement currency, whose id on this chain is `AssetId`.
pub type SettlementTransactor<Balances, AssetId> =
	FungibleAdapter<Balances, IsConcrete<AssetId>, LocationToAccountId, AccountId, ()>;

/// As whom a `Transact` acts: the sovereign account of its origin, the sibling chain itself, or an account of this chain.
/// Nobody is root.
pub type OriginConverter<RuntimeOrigin> = (
	SovereignSignedViaLocation<LocationToAccountId, RuntimeOrigin>,
	SiblingParachainAsNative<cumulus_pallet_xcm::Origin, RuntimeOrigin>,
	SignedAccountId32AsNative<RelayNetwork, RuntimeOrigin>,
);

/// The chains of Zeropark, and everything on them.
pub struct Siblings;
impl Contains<Location> for Siblings {
	fn contains(location: &Location) -> bool {
		matches!(location.unpack(), (1, [Parachain(id), ..]) if chains::ALL.contains(id))
	}
}

/// A call that a sibling chain itself made, by a message: one of `Chains`, whose id it yields.
pub struct EnsureSibling<Chains>(PhantomData<Chains>);
impl<Origin, Chains> EnsureOrigin<Origin> for EnsureSibling<Chains>
where
	Origin:
		From<cumulus_pallet_xcm::Origin> + Into<Result<cumulus_pallet_xcm::Origin, Origin>> + Clone,
	Chains: Contains<u32>,
{
	type Success = u32;

	fn try_origin(origin: Origin) -> Result<u32, Origin> {
		match origin.clone().into() {
			Ok(cumulus_pallet_xcm::Origin::SiblingParachain(id))
				if Chains::contains(&id.into()) =>
			{
				Ok(id.into())
			},
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<Origin, ()> {
		let chain = chains::ALL.into_iter().find(Chains::contains).ok_or(())?;
		Ok(cumulus_pallet_xcm::Origin::SiblingParachain(chain.into()).into())
	}
}

/// The relay chain, and the chains of Zeropark themselves.
pub struct RelayOrSiblings;
impl Contains<Location> for RelayOrSiblings {
	fn contains(location: &Location) -> bool {
		match location.unpack() {
			(1, []) => true,
			(1, [Parachain(id)]) => chains::ALL.contains(id),
			_ => false,
		}
	}
}

/// Which messages are executed: those that pay for it and come from the chains of Zeropark, answers to questions asked,
/// version subscriptions, and the relay chain's notices about channels. Nothing is free.
pub type Barrier<PolkadotXcm, UniversalLocation> = TrailingSetTopicAsId<
	DenyThenTry<
		DenyReserveTransferToRelayChain,
		(
			TakeWeightCredit,
			AllowKnownQueryResponses<PolkadotXcm>,
			WithComputedOrigin<
				(
					AllowTopLevelPaidExecutionFrom<Siblings>,
					AllowSubscriptionsFrom<RelayOrSiblings>,
					AllowHrmpNotificationsFromRelayChain,
				),
				UniversalLocation,
				ConstU32<8>,
			>,
		),
	>,
>;

/// The asset `AssetId`, from the chain at `Reserve` and nobody else.
pub struct ReserveOf<AssetId, Reserve>(PhantomData<(AssetId, Reserve)>);
impl<AssetId: Get<Location>, Reserve: Get<Location>> ContainsPair<Asset, Location>
	for ReserveOf<AssetId, Reserve>
{
	fn contains(asset: &Asset, origin: &Location) -> bool {
		asset.id.0 == AssetId::get() && *origin == Reserve::get()
	}
}

/// Assets that are at home on the chain at `Home`, from there and nobody else: those of its own pallet of assets.
pub struct AssetsOf<Home>(PhantomData<Home>);
impl<Home: Get<Location>> Contains<Location> for AssetsOf<Home> {
	fn contains(id: &Location) -> bool {
		let Ok(pallet) = Home::get().appended_with(PalletInstance(chains::HOME_ASSETS)) else {
			return false;
		};
		matches!(id.interior().last(), Some(GeneralIndex(_)))
			&& id.interior().len() == pallet.interior().len() + 1
			&& id.starts_with(&pallet)
	}
}
impl<Home: Get<Location>> ContainsPair<Asset, Location> for AssetsOf<Home> {
	fn contains(asset: &Asset, origin: &Location) -> bool {
		<Self as Contains<Location>>::contains(&asset.id.0) && *origin == Home::get()
	}
}

/// Moves assets that are at home on other chains: those whose location is one of `Known`.
pub type ForeignTransactor<ForeignAssets, Known> = (
	NewClasses<ForeignAssets, Known>,
	FungiblesAdapter<
		ForeignAssets,
		MatchedConvertedConcreteId<Location, Balance, Known, Identity, TryConvertInto>,
		LocationToAccountId,
		AccountId,
		NoChecking,
		ChainAccount,
	>,
);

/// Makes the class of an asset that arrives for the first time, and leaves the moving to who comes next.
///
/// There are as many classes as their home has, where they are paid for.
pub struct NewClasses<ForeignAssets, Known>(PhantomData<(ForeignAssets, Known)>);
impl<ForeignAssets, Known> TransactAsset for NewClasses<ForeignAssets, Known>
where
	ForeignAssets: fungibles::Create<AccountId, AssetId = Location, Balance = Balance>,
	Known: Contains<Location>,
{
	fn mint_asset(what: &Asset, _: &XcmContext) -> Result<AssetsInHolding, XcmError> {
		let class = &what.id.0;
		if Known::contains(class) && !ForeignAssets::asset_exists(class.clone()) {
			ForeignAssets::create(class.clone(), chain_account(), true, 1)
				.map_err(|error| XcmError::FailedToTransactAsset(error.into()))?;
		}
		Err(XcmError::Unimplemented)
	}
}

/// Moves assets that are at home on this chain, by their number.
pub type HomeTransactor<Assets> = FungiblesAdapter<
	Assets,
	ConvertedConcreteId<
		u32,
		Balance,
		AsPrefixedGeneralIndex<HomeAssetsLocation, u32, TryConvertInto>,
		TryConvertInto,
	>,
	LocationToAccountId,
	AccountId,
	NoChecking,
	ChainAccount,
>;

/// The least money that a transfer takes along, which pays for its arrival, by way of the park if need be.
pub const ARRIVAL_FEE: Balance = 200 * MILLI;

/// Whether what `call` transfers arrives, if it transfers anything: what would not is refused before it leaves, for it would be
/// in an account that nobody has, or trapped where only the chain itself can claim it.
///
/// Money of this chain's `settlement` currency goes to every chain of Zeropark. Other assets go to `partner`, which is the one that
/// takes them. Money pays for the arrival, [`ARRIVAL_FEE`] at least and as much as it takes; and the beneficiary has a key there.
pub fn arrives<Runtime: pallet_xcm::Config>(
	call: &pallet_xcm::Call<Runtime>,
	settlement: &Location,
	partner: Option<Location>,
) -> bool {
	use pallet_xcm::Call;
	let (dest, beneficiary, assets, fee_item, limit) = match call {
		Call::transfer_assets { dest, beneficiary, assets, fee_asset_item, weight_limit }
		| Call::limited_reserve_transfer_assets {
			dest,
			beneficiary,
			assets,
			fee_asset_item,
			weight_limit,
		} => (dest, beneficiary, assets, fee_asset_item, weight_limit),
		Call::reserve_transfer_assets { dest, beneficiary, assets, fee_asset_item } => {
			(dest, beneficiary, assets, fee_asset_item, &Unlimited)
		},
		_ => return true,
	};
	let dest = Location::try_from((**dest).clone());
	let beneficiary = Location::try_from((**beneficiary).clone());
	let assets = Assets::try_from((**assets).clone()).map(Assets::into_inner);
	let (Ok(dest), Ok(beneficiary), Ok(assets)) = (dest, beneficiary, assets) else {
		return false;
	};
	let pays = assets.get(*fee_item as usize).is_some_and(|fee| {
		let enough = matches!(fee.fun, Fungible(amount) if amount >= ARRIVAL_FEE);
		fee.id.0 == *settlement && enough
	});
	let there = matches!(dest.unpack(), (1, [Parachain(id)]) if chains::ALL.contains(id));
	let known = assets.iter().all(|asset| asset.id.0 == *settlement) || partner == Some(dest);
	// Of this network or of none in particular.
	let somebody = matches!(beneficiary.unpack(), (0, [AccountId32 { .. }]))
		&& LocationToAccountId::convert_location(&beneficiary).is_some();
	pays && there && known && somebody && *limit == Unlimited
}

/// The account of this chain itself, out of which it sends.
pub fn chain_account() -> AccountId {
	LocationToAccountId::convert_location(&Location::here())
		.unwrap_or_else(|| AccountId::new([0; 32]))
}

/// Has whatever is trapped of a message belong to `owner`'s account on the chain that it is sent to.
pub fn claimed_by(owner: &AccountId) -> Instruction<()> {
	let owner = AccountId32 { network: RelayNetwork::get(), id: owner.clone().into() };
	let claimer = AssetClaimer { location: owner.into() };
	SetHints { hints: BoundedVec::truncate_from(vec![claimer]) }
}

/// Sends a program of this chain's own making to a sibling, with `fee` for its execution there and what is to come `along`.
///
/// `fund` gives [`chain_account`] what the two take; all of it is done or nothing. Refused while the channel is full beyond its
/// threshold: messages of the chain itself are not priced by it, and a queue nobody pays for must not grow.
pub fn send<Runtime, Queue>(
	chain: u32,
	fund: impl FnOnce() -> DispatchResult,
	fee: AssetTransferFilter,
	along: Vec<AssetTransferFilter>,
	program: Xcm<()>,
) -> DispatchResult
where
	Runtime: pallet_xcm::Config,
	Queue: FeeTracker<Id = ParaId>,
{
	let idle = Queue::get_fee_factor(chain.into()) <= Queue::MIN_FEE_FACTOR;
	ensure!(idle, pallet_xcm::Error::<Runtime>::SendFailure);
	let taken = along.iter().chain([&fee]).filter_map(|filter| match filter.inner() {
		Definite(assets) => Some(assets.clone().into_inner()),
		Wild(_) => None,
	});
	let message = Xcm(vec![
		WithdrawAsset(taken.flatten().collect::<Vec<_>>().into()),
		InitiateTransfer {
			destination: Location::new(1, [Parachain(chain)]),
			remote_fees: Some(fee),
			preserve_origin: true,
			assets: BoundedVec::truncate_from(along),
			remote_xcm: program,
		},
	]);
	with_storage_layer(|| {
		fund()?;
		let mut id = message.blake2_256();
		let all = Weight::MAX;
		Runtime::XcmExecutor::prepare_and_execute(Location::here(), message, &mut id, all, all)
			.ensure_complete()
			.map_err(|InstructionError { index, error }| {
				let error = error.into();
				pallet_xcm::Error::<Runtime>::LocalExecutionIncompleteWithError { index, error }
					.into()
			})
	})
}

/// Sells execution for the settlement currency; what is paid goes to the collators.
pub type Trader<Runtime, AssetId> = UsingComponents<
	WeightToFee,
	AssetId,
	AccountId,
	pallet_balances::Pallet<Runtime>,
	ToCollatorPot<Runtime>,
>;

/// What a message to a sibling costs: more while its queue is full.
pub type SiblingDeliveryPrice<SettlementAssetId, XcmpQueue> =
	ExponentialPrice<SettlementAssetId, BaseDeliveryFee, TransactionByteFee, XcmpQueue>;

/// Who pays for delivery: everybody but this chain itself; to the collators.
pub type FeeManager<Runtime, Transactor> = XcmFeeManagerFromComponents<
	Equals<HereLocation>,
	SendXcmFeeToAccount<Transactor, CollatorPotLocation<Runtime>>,
>;

/// The collators' pot, as a place to send to.
pub struct CollatorPotLocation<Runtime>(PhantomData<Runtime>);
impl<Runtime> Get<Location> for CollatorPotLocation<Runtime>
where
	Runtime: pallet_collator_selection::Config + frame_system::Config<AccountId = AccountId>,
{
	fn get() -> Location {
		AccountId32 { network: None, id: CollatorPot::<Runtime>::get().into() }.into()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_chain_account_should_be_the_one_its_location_has() {
		let converted = LocationToAccountId::convert_location(&Location::here());
		assert_eq!(converted, Some(chain_account()));
	}
}
