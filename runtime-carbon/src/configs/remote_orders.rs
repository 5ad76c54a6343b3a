//! Orders from parks, for their enterprises' emissions.

use super::outbox::ParkMessenger;
use crate::*;
use alloc::vec;
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	parameter_types,
	storage::with_storage_layer,
	traits::{
		fungible,
		fungibles::Mutate,
		tokens::Preservation::{Expendable, Preserve},
		ConstU32,
	},
	weights::Weight,
	PalletId,
};
use sp_runtime::{DispatchError, Perbill};
use zeropark_primitives::{
	compliance::{CarbonBasket, CarbonFill, CarbonUse, Compliance, FIRST_CREDIT_CLASS},
	market::Quantity,
	trading::{Bought, Disposal, Fulfilled, Fulfilment, Offer, Sales},
	units::TonnesCo2e,
};
use zeropark_runtime_common::{
	chains::{self, Parks},
	constants::MAXIMUM_BLOCK_WEIGHT,
	messaging::{
		fees::{self, RECEIPT_DEPOSIT, REMOTE_ORDER_DEPOSIT, REPORT_FEE},
		REMOTE_ORDERS,
	},
	xcm_types::EnsureSibling,
};

parameter_types! {
	pub const RemoteOrdersId: PalletId = REMOTE_ORDERS;
	pub const RemoteOrderDeposit: Balance = REMOTE_ORDER_DEPOSIT;
	pub const ReceiptDeposit: Balance = RECEIPT_DEPOSIT;
	pub const ReportFee: Balance = REPORT_FEE;
	// Three orders that meet as many others as they may.
	pub MaxPlacing: Weight = Perbill::from_percent(10) * MAXIMUM_BLOCK_WEIGHT;
}

impl pallet_remote_orders::Config for Runtime {
	type ChainOrigin = EnsureSibling<Parks>;
	type ChainId = ConstU32<{ chains::CARBON }>;
	// Allowances and credits stay here.
	type Destinations = ();
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Class = u32;
	type Basket = CarbonBasket;
	type Purpose = Compliance;
	type Fill = CarbonFill;
	type Venue = OrderBook;
	type Fulfilment = ForCompliance;
	type Sales = ForCompliance;
	type Transport = ParkMessenger;
	type PalletId = RemoteOrdersId;
	type Deposit = RemoteOrderDeposit;
	type ReceiptDeposit = ReceiptDeposit;
	type ReportFee = ReportFee;
	// Less than a fiftieth of a block.
	type MaxTasks = ConstU32<8>;
	type MaxPlacing = MaxPlacing;
	type WeightInfo = weights::pallet_remote_orders::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Uses what a park's order bought for an enterprise of that park: allowances go to its compliance
/// account, credits are surrendered. What cannot be used is the beneficiary's, on this chain. What is
/// sold comes from the compliance account.
pub struct ForCompliance;

impl ForCompliance {
	/// Gives an enterprise's owner money of the order's for telling the park how the enterprise stands.
	/// The rest of it is the owner's on the park.
	fn pay_for_telling(holder: &AccountId, owner: &AccountId) -> DispatchResult {
		let fee = fees::telling_fee();
		<Balances as fungible::Mutate<_>>::transfer(holder, owner, fee, Preserve).map(drop)
	}
}

impl Fulfilment<AccountId> for ForCompliance {
	type Class = u32;
	type Purpose = Compliance;
	type Fill = CarbonFill;

	fn fulfil(
		holder: &AccountId,
		beneficiary: &AccountId,
		bought: &Bought<AccountId, u32>,
		purpose: Option<&Compliance>,
	) -> Result<Fulfilled<CarbonFill>, DispatchError> {
		let Bought { class, quantity, price, time, .. } = *bought;
		let tonnes = TonnesCo2e(quantity);
		if purpose.is_some() {
			Self::pay_for_telling(holder, beneficiary)?;
		}
		let used = match purpose.copied() {
			None => {
				let amount = quantity.into();
				<Assets as Mutate<_>>::transfer(class, holder, beneficiary, amount, Expendable)?;
				CarbonUse::Kept
			},
			Some(Compliance { entity, .. }) if class < FIRST_CREDIT_CLASS => {
				CarbonAllowances::do_deposit(holder.clone(), class, entity, tonnes)?;
				CarbonAllowances::note_purchase(class, entity, tonnes);
				let (chain, number) = entity;
				CarbonAllowances::try_tell(beneficiary, class, chain, vec![number]);
				CarbonUse::Deposited
			},
			Some(Compliance { cycle, entity }) => {
				let serials = CarbonAllowances::do_surrender_credits(
					beneficiary,
					holder,
					cycle,
					entity,
					class,
					tonnes,
				)?;
				CarbonUse::Surrendered(serials)
			},
		};
		let seller = bought.seller.clone();
		let fill = CarbonFill { seller, class, quantity, price, time, used };
		Ok(Fulfilled { fill, units: Disposal::Used })
	}
}

impl Sales<AccountId, u32, CarbonBasket, Compliance> for ForCompliance {
	const ENABLED: bool = true;

	fn draw(
		holder: &AccountId,
		beneficiary: &AccountId,
		basket: &CarbonBasket,
		quantity: Quantity,
		purpose: Option<&Compliance>,
	) -> Result<u32, DispatchError> {
		let purpose = purpose.ok_or(DispatchError::Unavailable)?;
		let Compliance { cycle, entity } = *purpose;
		ensure!(*basket == CarbonBasket::Allowances(cycle), DispatchError::Unavailable);
		CarbonAllowances::do_draw(beneficiary, holder, cycle, entity, TonnesCo2e(quantity))?;
		Ok(cycle)
	}

	fn settle(
		holder: &AccountId,
		beneficiary: &AccountId,
		offer: Offer<u32>,
		sold: Quantity,
		purpose: Option<&Compliance>,
	) -> DispatchResult {
		let Offer { class, unsold } = offer;
		let Some(Compliance { entity, .. }) = purpose.copied() else { return Ok(()) };
		CarbonAllowances::note_sale(class, entity, TonnesCo2e(sold));
		let returns = || CarbonAllowances::give_back(holder, class, entity, TonnesCo2e(unsold));
		if unsold > 0 && with_storage_layer(returns).is_err() {
			// The enterprise was fined meanwhile, which is final: these allowances are the owner's.
			let amount = unsold.into();
			<Assets as Mutate<_>>::transfer(class, holder, beneficiary, amount, Expendable)?;
		}
		// The park should know what is left, and what of it is set aside.
		if Self::pay_for_telling(holder, beneficiary).is_ok() {
			let (chain, number) = entity;
			CarbonAllowances::try_tell(beneficiary, class, chain, vec![number]);
		}
		Ok(())
	}
}
