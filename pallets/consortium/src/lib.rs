//! # Consortium
//!
//! The members of a carrier's alliance chain, their delivery points, and the margins with which these
//! trade. Section 3.4 of the paper.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the calls, view functions, storage, events and errors.
//!
//! ## Overview
//!
//! The carrier's provider runs its grid. It admits members, and offers them delivery points with what
//! they can draw and deliver, and with the keys of their meters. A member who accepts a point puts up
//! its margin: as much as the point can owe for all slots that can be unsettled at once. So a bid moves
//! no money, and whoever sells is paid.
//!
//! | call | who may make it |
//! |---|---|
//! | [`Call::admit`], [`Call::offer_point`], [`Call::suspend_point`] | the provider, who pays the deposits |
//! | [`Call::remove`] | the provider |
//! | [`Call::accept_point`] | the member |
//! | [`Call::resume_point`] | the provider |
//! | [`Call::leave`] | the point's owner, or the provider |
//! | [`Call::release_margin`] | anybody, once everything is settled |
//!
//! ```text
//! offer_point --> offered --accept_point--> active --leave--> leaving --release_margin--> left
//!                                            |  ^
//!                               suspend_point|  |resume_point
//!                                            v  |
//!                                         suspended
//! ```
//!
//! ### Implementation and terminology
//!
//! - **Margin**: [`MAX_UNSETTLED`] times the most that the point can owe for a slot, under the dearest
//!   terms that the market allows. Settlement takes debts from it and fills it up from the owner's
//!   account at once. A point whose margin cannot be filled up is suspended: it takes no further bids
//!   until the provider lets it, with the margin complete.
//! - **Debt**: money that a margin and the owner's account cannot pay. The member owes it to the market.
//!   It is set off against the earnings of any point of the member, and taken out of a margin that is
//!   released. So whoever draws for nothing at one point earns nothing at another.
//! - **Metered slots**: a point is metered from the first slot that opens after it was accepted to the
//!   last that was open when it began to leave. A suspended point is metered on, and what it draws is
//!   taken from what is left of its margin. Who draws beyond that must be disconnected: let it leave.
//! - **Capacity**: what a point draws and delivers at most in a slot, in Wh. It never changes: another
//!   capacity is another point.
//!
//! ## Example
//!
#![doc = docify::embed!("src/tests/points.rs", a_member_should_trade_at_a_point_with_a_margin)]
//!
//! ## Invariants
//!
//! 1. Points are numbered without gaps, each has a member, and each member counts its own.
//! 2. A meter belongs to one point that has not left, and is that point's.
//! 3. What is on hold for an account is the sum of its margins and deposits. An active point has its
//!    whole margin on hold.
//! 4. The capacities of the points that have not left add up.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Member, MetersOf, Point, Status, MAX_CAPACITY, MAX_METERS};
pub use weights::WeightInfo;
#[doc(no_inline)]
pub use zeropark_primitives::energy::MAX_UNSETTLED;

#[frame_support::pallet]
pub mod pallet {
	use super::{Member, *};
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use zeropark_primitives::{
		certificates::Text,
		energy::{Capacity, EnergyMarket, PointId},
		market::Balance,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The carrier's provider, who admits members and their points.
		type ProviderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The settlement currency.
		type Currency: fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::Inspect<Self::AccountId, Balance = Balance>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The market, which says what a point can owe.
		type Market: EnergyMarket<Self::AccountId>;

		/// The deposit for a member, in micro-units of the settlement currency. It is returned when the
		/// member is removed.
		#[pallet::constant]
		type MemberDeposit: Get<Balance>;

		/// The deposit for a point and its meters, in micro-units of the settlement currency. It is never
		/// returned, because points stay on record.
		#[pallet::constant]
		type PointDeposit: Get<Balance>;

		/// The largest number of points there can ever be.
		#[pallet::constant]
		type MaxPoints: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The reasons of this pallet's holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The records of members and points.
		#[codec(index = 0)]
		Records,
		/// The margins of points.
		#[codec(index = 1)]
		Margin,
	}

	/// The members. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Members<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Member<T::AccountId>>;

	/// The number that the next point gets.
	#[pallet::storage]
	pub type NextPointId<T: Config> = StorageValue<_, PointId, ValueQuery>;

	/// The points, for ever. The deposit of each pays for its entry.
	#[pallet::storage]
	pub type Points<T: Config> = StorageMap<_, Twox64Concat, PointId, Point<T::AccountId>>;

	/// The point of each meter, and which of its meters it is. The deposit of the point pays for its
	/// entry.
	#[pallet::storage]
	pub type Meters<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, (PointId, u32)>;

	/// What all points together can do, but for those that have left.
	#[pallet::storage]
	pub type TotalCapacity<T: Config> = StorageValue<_, Capacity, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A member was admitted.
		Admitted {
			/// Its account.
			member: T::AccountId,
		},
		/// A member was removed.
		Removed {
			/// Its account.
			member: T::AccountId,
			/// Its debt, which is written off, in micro-units of the settlement currency.
			debt: Balance,
		},
		/// The provider offered a point to a member.
		PointOffered {
			/// The point.
			point: PointId,
			/// The member.
			owner: T::AccountId,
			/// What it can do in a slot, in Wh.
			capacity: Capacity,
			/// The margin that it takes, in micro-units of the settlement currency.
			margin: Balance,
		},
		/// A point takes bids, for slots that were not open when it was accepted.
		PointActive {
			/// The point.
			point: PointId,
		},
		/// A point takes no further bids.
		PointSuspended {
			/// The point.
			point: PointId,
			/// What lacks of its margin, in micro-units of the settlement currency.
			lacks: Balance,
		},
		/// A member's debt has changed: something could not be collected, or was set off.
		DebtChanged {
			/// The member.
			member: T::AccountId,
			/// The debt now, in micro-units of the settlement currency.
			debt: Balance,
		},
		/// A point takes no further bids, for good.
		PointLeaving {
			/// The point.
			point: PointId,
		},
		/// A point has left, and its margin returned.
		PointLeft {
			/// The point.
			point: PointId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such member or point.
		NotFound,
		/// The account is a member already.
		AlreadyExists,
		/// The call is for the point's owner, or for the provider.
		NotAuthorized,
		/// The point is past this step, or not there yet.
		WrongStatus,
		/// The member has points. They must leave first.
		HasPoints,
		/// Every point draws something, if only at standstill, and neither draws nor delivers more than
		/// 2.5 GWh in a slot.
		InvalidCapacity,
		/// A point has one meter at least, and each meter is that of one point.
		InvalidMeters,
		/// Texts are readable UTF-8.
		InvalidText,
		/// There are as many points as there can be.
		TooManyPoints,
		/// Slots in which the point traded, or could have, are not settled yet.
		Unsettled,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns a member. `None` if the account is none.
		pub fn member(member: T::AccountId) -> Option<Member<T::AccountId>> {
			Members::<T>::get(member)
		}

		/// Returns a point: whose it is, what it can do, and its margin. `None` if there is none of this
		/// number.
		pub fn point(point: PointId) -> Option<Point<T::AccountId>> {
			Points::<T>::get(point)
		}

		/// Returns the points of a member, in no order.
		pub fn points_of(owner: T::AccountId) -> Vec<PointId> {
			Points::<T>::iter()
				.filter_map(|(id, point)| (point.owner == owner).then_some(id))
				.collect()
		}

		/// Returns the margin that a point of this capacity takes, in micro-units of the settlement
		/// currency.
		pub fn margin_for(capacity: Capacity) -> Balance {
			Self::margin_of(&capacity)
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Admits a member. The deposit is held from the provider.
		///
		/// Origin: the provider.
		///
		/// - `member`: its account;
		/// - `label`: its name.
		///
		/// Errors: `AlreadyExists`, `InvalidText`, or that of the hold. Event: `Admitted`.
		#[pallet::call_index(0)]
		pub fn admit(origin: OriginFor<T>, member: T::AccountId, label: Text) -> DispatchResult {
			let provider = T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_admit(provider, member, label)
		}

		/// Removes a member of which all points have left. The deposit returns. What the member owes is
		/// written off.
		///
		/// Origin: the provider.
		///
		/// Errors: `NotFound`, `HasPoints`. Event: `Removed`.
		#[pallet::call_index(1)]
		pub fn remove(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_remove(member)
		}

		/// Offers a member a delivery point. The deposit is held from the provider.
		///
		/// Origin: the provider.
		///
		/// - `owner`: the member;
		/// - `label`: what people call the point;
		/// - `capacity`: what it can draw and deliver in a slot at most, in Wh;
		/// - `meters`: the accounts of its meters' own keys, one at least.
		///
		/// Errors: `NotFound`, `InvalidText`, `InvalidCapacity`, `InvalidMeters`, `TooManyPoints`, or that
		/// of the hold. Event: `PointOffered`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::offer_point(meters.len() as u32))]
		pub fn offer_point(
			origin: OriginFor<T>,
			owner: T::AccountId,
			label: Text,
			capacity: Capacity,
			meters: MetersOf<T::AccountId>,
		) -> DispatchResult {
			let provider = T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_offer_point(provider, owner, label, capacity, meters)
		}

		/// Accepts a point: its margin is put on hold, and it trades from the next slot on that opens.
		///
		/// Origin: the member to which it was offered.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `WrongStatus`, that of the hold, or that of the transfer of
		/// what the member owes. Event: `PointActive`.
		#[pallet::call_index(3)]
		pub fn accept_point(origin: OriginFor<T>, point: PointId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_accept_point(&owner, point)
		}

		/// Suspends a point: it takes no further bids. Its meters count on.
		///
		/// Origin: the provider.
		///
		/// Errors: `NotFound`, `WrongStatus`. Event: `PointSuspended`.
		#[pallet::call_index(4)]
		pub fn suspend_point(origin: OriginFor<T>, point: PointId) -> DispatchResult {
			T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_suspend_point(point)
		}

		/// Lets a suspended point trade again. Its owner pays what it owes, and what lacks of the margin is
		/// put on hold.
		///
		/// Origin: the provider.
		///
		/// Errors: `NotFound`, `WrongStatus`, that of the transfer, or that of the hold. Event:
		/// `PointActive`.
		#[pallet::call_index(5)]
		pub fn resume_point(origin: OriginFor<T>, point: PointId) -> DispatchResult {
			T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_resume_point(point)
		}

		/// Ends a point: it takes no further bids, and nothing is metered in slots that are not open yet. An
		/// offer is taken back.
		///
		/// Origin: its owner (signed), or the provider.
		///
		/// Errors: `NotFound`, `NotAuthorized`, `WrongStatus`. Event: `PointLeaving`, or `PointLeft` if it
		/// was never accepted.
		#[pallet::call_index(6)]
		pub fn leave(origin: OriginFor<T>, point: PointId) -> DispatchResult {
			let owner = match T::ProviderOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(ensure_signed(origin)?),
			};
			Self::do_leave(owner, point)
		}

		/// Returns the margin of a point that leaves, less what the member owes, once every slot is settled in
		/// which it could owe something.
		///
		/// Origin: anybody.
		///
		/// Errors: `NotFound`, `WrongStatus`, `Unsettled`. Event: `PointLeft`.
		#[pallet::call_index(7)]
		pub fn release_margin(origin: OriginFor<T>, point: PointId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release_margin(point)
		}
	}
}
