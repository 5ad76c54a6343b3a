//! How a message of the chain itself travels: by XCM over a channel to a sibling, with its money
//! and units by reserve transfer.

use core::marker::PhantomData;

use crate::{
	chains::HOME_ASSETS,
	messaging::{Cargo, Message},
	routes::{Here, Place},
	types::{AccountId, Balance},
	xcm_types::{chain_account, RelayNetwork},
};
use alloc::{vec, vec::Vec};
use cumulus_primitives_core::{ChannelStatus, GetChannelInfo};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::Mutate as _,
		fungibles,
		tokens::{Preservation, Preservation::Expendable},
		Get,
	},
	weights::Weight,
	BoundedVec, Hashable,
};
use polkadot_runtime_parachains::FeeTracker;
use sp_runtime::DispatchError;
use xcm::latest::{prelude::*, AssetTransferFilter};
use zeropark_primitives::{ids::ParaId, market::Quantity};

/// Takes units that are at home on this chain into the chain's custody.
pub trait CollectUnits {
	/// Takes `quantity` of `class` from `payer`.
	fn collect(payer: &AccountId, class: u32, quantity: Quantity) -> DispatchResult;
}

/// A chain that has no units of its own has none to send.
impl CollectUnits for () {
	fn collect(_: &AccountId, _: u32, _: Quantity) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}
}

/// Units in `Assets`, by their class.
pub struct HomeUnits<Assets>(PhantomData<Assets>);
impl<Assets> CollectUnits for HomeUnits<Assets>
where
	Assets: fungibles::Mutate<AccountId, AssetId = u32, Balance = Balance>,
{
	fn collect(payer: &AccountId, class: u32, quantity: Quantity) -> DispatchResult {
		Assets::transfer(class, payer, &chain_account(), quantity.into(), Expendable).map(drop)
	}
}

/// Sends messages of the chain itself to siblings. Waiting messages keep their cargo in
/// [`chain_account`].
pub struct SiblingTransport<Runtime, Channels, Queue, Units, Outgoing>(
	PhantomData<(Runtime, Channels, Queue, Units, Outgoing)>,
);

impl<Runtime, Channels, Queue, Units, Outgoing> pallet_outbox::Transport<AccountId>
	for SiblingTransport<Runtime, Channels, Queue, Units, Outgoing>
where
	Runtime: frame_system::Config<AccountId = AccountId>
		+ pallet_balances::Config<Balance = Balance>
		+ pallet_network::Config
		+ pallet_xcm::Config
		+ parachain_info::Config,
	Channels: GetChannelInfo,
	Queue: FeeTracker<Id = cumulus_primitives_core::ParaId>,
	Units: CollectUnits,
	Outgoing: Message,
{
	type Message = Outgoing;

	/// A message that brings no money cannot pay for its execution; one whose money would have to
	/// go by way of a third chain has no way there.
	fn collect(
		payer: &AccountId,
		preservation: Preservation,
		lane: ParaId,
		message: &Outgoing,
	) -> DispatchResult {
		let Cargo { money, fee, units, .. } = message.cargo();
		ensure!(fee > 0, pallet_xcm::Error::<Runtime>::FeesNotMet);
		settlement::<Runtime>(&Here::<Runtime>::get(), lane, fee)?;
		let custody = chain_account();
		pallet_balances::Pallet::<Runtime>::transfer(payer, &custody, money, preservation)?;
		units.map_or(Ok(()), |(class, quantity)| Units::collect(payer, class, quantity))
	}

	/// Refused while the channel is crowded, which its price shows: messages of the chain itself do
	/// not pay this price, and a queue that nobody pays for must not grow.
	fn send(lane: ParaId, message: Outgoing) -> DispatchResult {
		let idle = Queue::get_fee_factor(lane.into()) <= Queue::MIN_FEE_FACTOR;
		ensure!(idle, pallet_xcm::Error::<Runtime>::SendFailure);
		let here = Here::<Runtime>::get();
		let Cargo { claimer, money, fee, units } = message.cargo();
		let money_filter = |amount: Balance| settlement::<Runtime>(&here, lane, amount);
		let mut attached_assets = Vec::new();
		if money > fee {
			attached_assets.push(money_filter(money.saturating_sub(fee))?);
		}
		let mut withdrawn = vec![Asset::from((here.settlement(), money))];
		if let Some((class, quantity)) = units {
			let class = [PalletInstance(HOME_ASSETS), GeneralIndex(class.into())];
			let units = Asset::from((Location::new(0, class), Balance::from(quantity)));
			withdrawn.push(units.clone());
			attached_assets.push(AssetTransferFilter::ReserveDeposit(Definite(units.into())));
		}
		let mut program = vec![claimed_by(&claimer)];
		program.extend(message.program(here.chain));
		let message = Xcm(vec![
			WithdrawAsset(withdrawn.into()),
			InitiateTransfer {
				destination: Location::new(1, [Parachain(lane)]),
				remote_fees: Some(money_filter(fee)?),
				preserve_origin: true,
				assets: BoundedVec::truncate_from(attached_assets),
				remote_xcm: Xcm(program),
			},
		]);
		let mut id = message.blake2_256();
		let all = Weight::MAX;
		Runtime::XcmExecutor::prepare_and_execute(Location::here(), message, &mut id, all, all)
			.ensure_complete()
			.map_err(|InstructionError { index, error }| {
				let error = error.into();
				pallet_xcm::Error::<Runtime>::LocalExecutionIncompleteWithError { index, error }
					.into()
			})
	}

	/// Lowers the channel's price by a step if the relay chain has room for a whole page.
	///
	/// The queue lowers its price only in blocks that send a page on the channel. When the last page
	/// has left, the price stays as it was until somebody sends again, and messages of the chain
	/// itself would wait for that.
	fn waited(lane: ParaId) {
		let lane = lane.into();
		let has_room = matches!(
			Channels::get_channel_status(lane),
			ChannelStatus::Ready(now, whole) if now >= whole
		);
		if has_room {
			Queue::decrease_fee_factor(lane);
		}
	}
}

/// How `amount` of the settlement currency goes from `here` to the chain `lane`. One of the two
/// must be its home.
fn settlement<Runtime: pallet_xcm::Config>(
	here: &Place,
	lane: ParaId,
	amount: Balance,
) -> Result<AssetTransferFilter, DispatchError> {
	let money = Definite((here.settlement(), amount).into());
	if here.chain == here.settlement_home {
		Ok(AssetTransferFilter::ReserveDeposit(money))
	} else if lane == here.settlement_home {
		Ok(AssetTransferFilter::ReserveWithdraw(money))
	} else {
		Err(pallet_xcm::Error::<Runtime>::InvalidAssetUnknownReserve.into())
	}
}

/// Has whatever is trapped of a message belong to `owner`'s account on the chain that it is sent
/// to.
fn claimed_by(owner: &AccountId) -> Instruction<()> {
	let owner = AccountId32 { network: RelayNetwork::get(), id: owner.clone().into() };
	let claimer = AssetClaimer { location: owner.into() };
	SetHints { hints: BoundedVec::truncate_from(vec![claimer]) }
}
