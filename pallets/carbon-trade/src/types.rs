//! The purposes of orders, and instructions for orders that the pallet places by itself.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{defensive, traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use zeropark_primitives::{
	compliance::{CarbonBasket, Position},
	ids::{CycleId, EntityId, RemoteOrderId},
	market::{Balance, Price, Quantity, Side},
	time::Seconds,
	units::TonnesCo2e,
};

/// The most orders of an instruction that are under way: for credits, and for allowances.
pub const MAX_UNDER_WAY: u32 = 2;

/// The most cycles of which an instruction remembers what it has ordered.
pub const MAX_CYCLES: u32 = 8;

/// What one of the desk's orders is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Order {
	/// The enterprise.
	pub entity: EntityId,
	/// The compliance cycle.
	pub cycle: CycleId,
	/// Whether it buys or sells.
	pub side: Side,
	/// How many tonnes it is for.
	pub quantity: Quantity,
	/// How often it has bought something.
	pub purchases: u32,
}

/// An owner's instruction: the orders that the pallet places by itself for an enterprise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Instruction {
	/// The most to pay for a missing allowance, in micro-units of the settlement currency. None is
	/// bought if `None`.
	pub allowances: Option<Price>,
	/// The most to pay for a credit in the place of a missing allowance, as far as the rules allow it,
	/// in micro-units of the settlement currency. None is bought if `None`.
	pub credits: Option<Price>,
	/// The allowances to be sold; none if `None`.
	pub surplus: Option<Surplus>,
	/// How long an order stays in the market, in hours: two at least.
	pub hours: u16,
}

/// Allowances that are to be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Surplus {
	/// The least to get for one, in micro-units of the settlement currency.
	pub least: Price,
	/// How many stay, of those that are not set aside.
	pub keep: TonnesCo2e,
}

/// An order that an instruction wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
	/// Whether it buys or sells.
	pub side: Side,
	/// What.
	pub basket: CarbonBasket,
	/// How many tonnes.
	pub quantity: Quantity,
	/// The limit.
	pub price: Price,
}

/// An order of an instruction that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct UnderWay {
	/// The order.
	pub number: RemoteOrderId,
	/// The cycle that it is for.
	pub cycle: CycleId,
	/// Whether it buys or sells.
	pub side: Side,
	/// What.
	pub basket: CarbonBasket,
	/// How many tonnes.
	pub quantity: Quantity,
	/// The number of the position that it follows from.
	pub position: u32,
	/// When it expires, in seconds since the Unix epoch.
	pub deadline: Seconds,
}

/// An instruction, and what it has ordered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct InstructionRecord<AccountId> {
	/// Whose it is, and who pays.
	pub owner: AccountId,
	/// The instruction.
	pub instruction: Instruction,
	/// The orders that are under way.
	pub under_way: BoundedVec<UnderWay, ConstU32<MAX_UNDER_WAY>>,
	/// For each cycle the last position from which nothing follows any more: the one behind an order that
	/// was rejected or cancelled, or the last one that cannot count all of an order's trades, of which the
	/// market tells one by one.
	pub used: BoundedVec<(CycleId, u32), ConstU32<MAX_CYCLES>>,
	/// The deposit of the owner, in micro-units of the settlement currency.
	pub deposit: Balance,
}

impl Instruction {
	/// Returns the orders to be placed in `cycle` for an enterprise that stands at `position`, while other orders
	/// are under way: credits before allowances, and a sale only if nothing is missing.
	pub fn wanted(
		&self,
		cycle: CycleId,
		position: &Position,
		under_way: &[UnderWay],
	) -> impl Iterator<Item = Wanted> {
		let ours = |order: &&UnderWay| order.cycle == cycle;
		let on_order = |basket| {
			let bids = under_way.iter().filter(ours).filter(|order| order.side == Side::Bids);
			let ordered = bids.filter(|order| order.basket == basket);
			TonnesCo2e(ordered.fold(0u64, |sum, order| sum.saturating_add(order.quantity)))
		};
		let allowances = CarbonBasket::Allowances(cycle);
		let (credits_ordered, ordered) = (on_order(CarbonBasket::Credits), on_order(allowances));
		// One order for each is enough.
		let credits = match self.credits {
			Some(price) if credits_ordered == TonnesCo2e::ZERO => {
				let quantity = position.missing.min(position.credit_room) - ordered;
				Some((quantity, price))
			},
			_ => None,
		};
		let by_credits = credits.map_or(credits_ordered, |(quantity, _)| quantity);
		let buys = match self.allowances {
			Some(price) if ordered == TonnesCo2e::ZERO => {
				Some((position.missing - by_credits, price))
			},
			_ => None,
		};
		let is_idle = under_way.iter().filter(ours).count() == 0;
		let sells = self.surplus.filter(|_| is_idle && position.missing == TonnesCo2e::ZERO);
		let sells = sells.map(|surplus| (position.free - surplus.keep, surplus.least));
		let order = |side, basket| {
			move |(quantity, price): (TonnesCo2e, Price)| {
				let wanted = Wanted { side, basket, quantity: quantity.0, price };
				(quantity > TonnesCo2e::ZERO).then_some(wanted)
			}
		};
		[
			credits.and_then(order(Side::Bids, CarbonBasket::Credits)),
			buys.and_then(order(Side::Bids, allowances)),
			sells.and_then(order(Side::Asks, allowances)),
		]
		.into_iter()
		.flatten()
	}
}

impl<AccountId> InstructionRecord<AccountId> {
	/// Of an instruction that has ordered nothing, and without a deposit.
	pub fn new(owner: AccountId, instruction: Instruction) -> Self {
		let (under_way, used) = Default::default();
		Self { owner, instruction, under_way, used, deposit: 0 }
	}

	/// Whether something can follow from a position.
	pub fn counts(&self, cycle: CycleId, position: &Position) -> bool {
		self.used.iter().all(|(of, known)| *of != cycle || *known < position.sequence)
	}

	/// Notes that an order ended at the time `now`, of which the market told so many positions, and returns
	/// it. One that expired without a trade may be placed again at once.
	pub fn end(&mut self, number: RemoteOrderId, told: u32, now: Seconds) -> Option<UnderWay> {
		let index = self.under_way.iter().position(|order| order.number == number)?;
		let order = self.under_way.remove(index);
		if told > 0 || now < order.deadline {
			let more = told.saturating_sub(1);
			let known = self.used.iter().find(|(of, _)| *of == order.cycle);
			let known = known.map_or(0, |(_, position)| *position);
			let last = order.position.saturating_add(more).max(known);
			self.used.retain(|(of, _)| *of != order.cycle);
			if self.used.is_full() {
				self.used.remove(0);
			}
			if self.used.try_push((order.cycle, last)).is_err() {
				defensive!("there is room now");
			}
		}
		Some(order)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const INSTRUCTION: Instruction = Instruction {
		allowances: Some(Price(70)),
		credits: Some(Price(60)),
		surplus: Some(Surplus { least: Price(50), keep: TonnesCo2e(2) }),
		hours: 24,
	};

	fn position(missing: u64, free: u64, credit_room: u64) -> Position {
		let [missing, free, credit_room] = [missing, free, credit_room].map(TonnesCo2e);
		Position { missing, free, credit_room, ..Default::default() }
	}

	fn under_way(basket: CarbonBasket, quantity: Quantity) -> UnderWay {
		let (side, deadline) = (Side::Bids, 100);
		UnderWay { number: 1, cycle: 3, side, basket, quantity, position: 5, deadline }
	}

	fn wanted(
		instruction: Instruction,
		at: Position,
		orders: &[UnderWay],
	) -> Vec<(Side, bool, u64, u64)> {
		let wanted = instruction.wanted(3, &at, orders);
		wanted
			.map(|it| (it.side, it.basket == CarbonBasket::Credits, it.quantity, it.price.0))
			.collect()
	}

	#[test]
	fn credits_should_come_first_and_allowances_be_the_rest() {
		let at = position(11, 0, 2);
		let both = vec![(Side::Bids, true, 2, 60), (Side::Bids, false, 9, 70)];
		assert_eq!(wanted(INSTRUCTION, at, &[]), both);
		let credits = under_way(CarbonBasket::Credits, 2);
		assert_eq!(wanted(INSTRUCTION, at, &[credits]), [(Side::Bids, false, 9, 70)]);
		let allowances = under_way(CarbonBasket::Allowances(3), 9);
		assert_eq!(wanted(INSTRUCTION, at, &[credits, allowances]), []);
		// An offer that rests is no purchase.
		let offer = UnderWay { side: Side::Asks, ..allowances };
		assert_eq!(wanted(INSTRUCTION, at, &[offer]), both);
		// Those of another cycle do not matter.
		let other = UnderWay { cycle: 2, ..credits };
		assert_eq!(wanted(INSTRUCTION, at, &[other]), both);
		let cheap = Instruction { credits: None, ..INSTRUCTION };
		assert_eq!(wanted(cheap, at, &[]), [(Side::Bids, false, 11, 70)]);
		let nothing = Instruction { allowances: None, credits: None, ..INSTRUCTION };
		assert_eq!(wanted(nothing, at, &[]), []);
	}

	#[test]
	fn what_is_left_should_be_sold_but_for_what_is_kept() {
		assert_eq!(wanted(INSTRUCTION, position(0, 9, 0), &[]), [(Side::Asks, false, 7, 50)]);
		assert_eq!(wanted(INSTRUCTION, position(0, 2, 0), &[]), []);
		let order = under_way(CarbonBasket::Allowances(3), 1);
		assert_eq!(wanted(INSTRUCTION, position(0, 9, 0), &[order]), []);
		assert_eq!(
			wanted(Instruction { surplus: None, ..INSTRUCTION }, position(0, 9, 0), &[]),
			[]
		);
	}

	#[test]
	fn nothing_should_follow_from_a_position_that_was_used() {
		let ordered = || vec![under_way(CarbonBasket::Credits, 2)].try_into().expect("is one");
		let mut record = InstructionRecord::new(1u64, INSTRUCTION);
		record.under_way = ordered();
		let told = |sequence| Position { sequence, ..Default::default() };
		assert!(record.counts(3, &told(5)));
		assert_eq!(record.end(2, 1, 50), None);
		// It expired without a trade.
		assert!(record.end(1, 0, 100).is_some());
		assert!(record.counts(3, &told(5)));
		// It was rejected or cancelled.
		record.under_way = ordered();
		assert!(record.end(1, 0, 50).is_some());
		assert!(!record.counts(3, &told(5)) && record.counts(3, &told(6)));
		// It traded three times.
		record.under_way = ordered();
		assert!(record.end(1, 3, 100).is_some());
		assert!(!record.counts(3, &told(7)) && record.counts(3, &told(8)));
		assert!(record.counts(4, &told(1)));
		// One that traded less does not take that back.
		record.under_way = ordered();
		assert!(record.end(1, 1, 100).is_some());
		assert!(!record.counts(3, &told(7)) && record.counts(3, &told(8)));
	}
}
