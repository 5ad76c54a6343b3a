//! Building blocks of the runtimes' XCM configurations.
//!
//! Which assets a chain accepts, and from which reserve, is the table of [`crate::routes`]. Nothing
//! is teleported. Relay-chain root has no power over a chain of Zeropark.

use core::marker::PhantomData;
use cumulus_primitives_core::ParaId;
use frame_support::{
	parameter_types,
	traits::{fungibles, ConstU32, Contains, EnsureOrigin, Equals, Get},
};
use polkadot_parachain_primitives::primitives::Sibling;
use polkadot_runtime_common::xcm_sender::ExponentialPrice;
use sp_runtime::{
	traits::{Identity, TryConvertInto},
	DispatchError,
};
use xcm::latest::{prelude::*, ROCOCO_GENESIS_HASH};
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
	routes::{Place, Title},
	types::{AccountId, Balance, CollatorPot, ToCollatorPot},
};

parameter_types! {
	/// The consensus system the chains live in.
	pub const RelayNetwork: Option<NetworkId> = Some(NetworkId::ByGenesis(ROCOCO_GENESIS_HASH));
	/// This chain, seen from itself.
	pub const HereLocation: Location = Location::here();
	/// The pallet of the assets that are at home on this chain.
	pub HomeAssetsLocation: Location = Location::new(0, [PalletInstance(chains::HOME_ASSETS)]);
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

/// Which account a location controls: the relay chain, a sibling chain, an account of this chain,
/// an account or pallet elsewhere.
pub type LocationToAccountId = (
	ParentIsPreset<AccountId>,
	SiblingParachainConvertsVia<Sibling, AccountId>,
	AccountId32Aliases<RelayNetwork, AccountId>,
	HashedDescription<AccountId, (DescribeTerminus, DescribeFamily<DescribeAllTerminal>)>,
);

/// Moves the settlement currency, whose id on this chain is `AssetId`.
pub type SettlementTransactor<Balances, AssetId> =
	FungibleAdapter<Balances, IsConcrete<AssetId>, LocationToAccountId, AccountId, ()>;

/// As whom a `Transact` acts: the sovereign account of its origin, the sibling chain itself, or an
/// account of this chain. Nobody is root.
pub type OriginConverter<RuntimeOrigin> = (
	SovereignSignedViaLocation<LocationToAccountId, RuntimeOrigin>,
	SiblingParachainAsNative<cumulus_pallet_xcm::Origin, RuntimeOrigin>,
	SignedAccountId32AsNative<RelayNetwork, RuntimeOrigin>,
);

/// The chains of Zeropark, and everything on them.
pub struct Siblings;
impl Contains<Location> for Siblings {
	fn contains(location: &Location) -> bool {
		matches!(location.unpack(), (1, [Parachain(id), ..]) if chains::kind_of(*id).is_some())
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
		let chain = chains::ids().find(Chains::contains).ok_or(())?;
		Ok(cumulus_pallet_xcm::Origin::SiblingParachain(chain.into()).into())
	}
}

/// The relay chain, and the chains of Zeropark themselves.
pub struct RelayOrSiblings;
impl Contains<Location> for RelayOrSiblings {
	fn contains(location: &Location) -> bool {
		match location.unpack() {
			(1, []) => true,
			(1, [Parachain(id)]) => chains::kind_of(*id).is_some(),
			_ => false,
		}
	}
}

/// Which messages are executed: those that pay for it and come from the chains of Zeropark, answers
/// to questions asked, version subscriptions, and the relay chain's notices about channels. Nothing
/// is free.
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

/// Makes the class of an asset that arrives for the first time, names it for wallets, and leaves
/// the moving to who comes next.
///
/// There are as many classes as their home has, where they are paid for.
pub struct NewClasses<ForeignAssets, Known>(PhantomData<(ForeignAssets, Known)>);
impl<ForeignAssets, Known> TransactAsset for NewClasses<ForeignAssets, Known>
where
	ForeignAssets: fungibles::Create<AccountId, AssetId = Location, Balance = Balance>
		+ fungibles::metadata::Mutate<AccountId>,
	Known: Contains<Location>,
{
	fn mint_asset(what: &Asset, _: &XcmContext) -> Result<AssetsInHolding, XcmError> {
		let class = &what.id.0;
		if Known::contains(class) && !ForeignAssets::asset_exists(class.clone()) {
			let owner = chain_account();
			let failed = |error: DispatchError| XcmError::FailedToTransactAsset(error.into());
			ForeignAssets::create(class.clone(), owner.clone(), true, 1).map_err(failed)?;
			if let Some(Title { name, symbol, decimals }) = Title::of(class) {
				let (name, symbol) = (name.into_bytes(), symbol.into_bytes());
				ForeignAssets::set(class.clone(), &owner, name, symbol, decimals)
					.map_err(failed)?;
			}
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

/// The least money that a transfer takes along, which pays for its arrival, by way of the
/// settlement currency's home if need be.
pub const ARRIVAL_FEE: Balance = 200 * MILLI;

/// Whether `call`, if it is a transfer, will be delivered. Other transfers are refused before they
/// leave, for they would end in an account that nobody has, or be trapped where only the chain
/// itself can claim them.
///
/// The asset must be routed from `here` to its destination. Money must pay for the arrival, with
/// [`ARRIVAL_FEE`] or more, and the weight that it buys must not be limited. The beneficiary must
/// be an account by its key.
pub fn is_deliverable<Runtime: pallet_xcm::Config>(
	call: &pallet_xcm::Call<Runtime>,
	here: &Place,
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
	let (1, [Parachain(dest)]) = dest.unpack() else { return false };
	let pays = assets.get(*fee_item as usize).is_some_and(|fee| {
		let enough = matches!(fee.fun, Fungible(amount) if amount >= ARRIVAL_FEE);
		fee.id.0 == here.settlement() && enough
	});
	let routed = assets.iter().all(|asset| here.sends(&asset.id.0, *dest));
	// Of this network or of none in particular.
	let has_key = matches!(beneficiary.unpack(), (0, [AccountId32 { .. }]))
		&& LocationToAccountId::convert_location(&beneficiary).is_some();
	pays && routed && has_key && *limit == Unlimited
}

/// The account of this chain itself, out of which it sends.
pub fn chain_account() -> AccountId {
	LocationToAccountId::convert_location(&Location::here())
		.unwrap_or_else(|| AccountId::new([0; 32]))
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
