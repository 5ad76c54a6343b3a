//! Which asset goes from where to where. One table, [`ROUTES`], decides which transfers leave,
//! which reserves are trusted, and which foreign assets a chain keeps.

use alloc::{format, string::String};
use core::marker::PhantomData;
use cumulus_primitives_core::ParaId;
use frame_support::traits::{Contains, ContainsPair, Get};
use xcm::latest::prelude::*;
use zeropark_primitives::{certificates, ids::BatchId};

use crate::chains::{kind_of, Kind, HOME_ASSETS};

/// A family of assets, told by where they are at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
	/// The settlement currency.
	Money,
	/// Green certificates, a class for each batch.
	Certificates,
}

/// Chains at one end of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
	/// Every chain of Zeropark.
	Any,
	/// The chains of a kind.
	Kind(Kind),
}

impl End {
	fn contains(self, para_id: u32) -> bool {
		kind_of(para_id).is_some_and(|kind| self == Self::Any || self == Self::Kind(kind))
	}
}

/// A way that assets of a family may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
	/// The assets.
	pub family: Family,
	/// The chains that may send them.
	pub from: End,
	/// The chains that take them.
	pub to: End,
}

/// Every way that assets may go. Money goes by way of its home; other assets go between their home
/// and the chains that take them, and nowhere else.
pub const ROUTES: [Route; 3] = [
	Route { family: Family::Money, from: End::Any, to: End::Any },
	Route {
		family: Family::Certificates,
		from: End::Kind(Kind::Greencert),
		to: End::Kind(Kind::Park),
	},
	Route {
		family: Family::Certificates,
		from: End::Kind(Kind::Park),
		to: End::Kind(Kind::Greencert),
	},
];

/// Whether assets of `family` may go from one chain to another.
pub fn is_route(family: Family, from: u32, to: u32) -> bool {
	ROUTES
		.into_iter()
		.any(|route| route.family == family && route.from.contains(from) && route.to.contains(to))
}

/// An asset that Zeropark knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownAsset {
	/// Its family.
	pub family: Family,
	/// The para id of the chain that it is at home on.
	pub home: u32,
}

/// What wallets show of a class of an asset that is at home on another chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
	/// Its name, of at most 42 bytes.
	pub name: String,
	/// Its symbol, of at most 13 bytes.
	pub symbol: String,
	/// The digits after the point.
	pub decimals: u8,
}

impl Title {
	/// That of the class `id`; `None` if Zeropark knows no such class of another chain.
	pub fn of(id: &Location) -> Option<Self> {
		let (1, [Parachain(home), PalletInstance(HOME_ASSETS), GeneralIndex(number)]) = id.unpack()
		else {
			return None;
		};
		match kind_of(*home)? {
			Kind::Greencert => {
				let batch = BatchId::try_from(*number).ok()?;
				Some(Self {
					name: format!("Green power {batch} of chain {home}"),
					symbol: certificates::symbol(batch),
					decimals: 0,
				})
			},
			Kind::Park | Kind::Carbon | Kind::Energy => None,
		}
	}
}

/// A chain's place among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
	/// Its own para id.
	pub chain: u32,
	/// The para id of the chain that the settlement currency is at home on.
	pub settlement_home: u32,
}

impl Place {
	/// The settlement currency, as this chain names it.
	pub fn settlement(&self) -> Location {
		self.location_of(self.settlement_home)
	}

	/// A chain, as this chain names it.
	pub fn location_of(&self, chain: u32) -> Location {
		if chain == self.chain {
			Location::here()
		} else {
			Location::new(1, [Parachain(chain)])
		}
	}

	/// The asset that this chain names `id`; `None` if Zeropark knows no such asset.
	pub fn asset(&self, id: &Location) -> Option<KnownAsset> {
		if *id == self.settlement() {
			return Some(KnownAsset { family: Family::Money, home: self.settlement_home });
		}
		let home = match id.unpack() {
			(0, [PalletInstance(HOME_ASSETS), GeneralIndex(_)]) => self.chain,
			(1, [Parachain(home), PalletInstance(HOME_ASSETS), GeneralIndex(_)]) => *home,
			_ => return None,
		};
		match kind_of(home)? {
			Kind::Greencert => Some(KnownAsset { family: Family::Certificates, home }),
			Kind::Park | Kind::Carbon | Kind::Energy => None,
		}
	}

	/// Whether this chain may send the asset `id` to the chain `to`.
	pub fn sends(&self, id: &Location, to: u32) -> bool {
		self.asset(id).is_some_and(|asset| {
			let by_its_home = asset.home == self.chain || asset.home == to;
			let goes = asset.family == Family::Money || by_its_home;
			goes && to != self.chain && is_route(asset.family, self.chain, to)
		})
	}

	/// Whether this chain takes the asset `id`, which is at home elsewhere, from its home.
	pub fn takes(&self, id: &Location) -> Option<KnownAsset> {
		self.asset(id).filter(|asset| {
			asset.home != self.chain && is_route(asset.family, asset.home, self.chain)
		})
	}
}

/// Where the chain of `Runtime` is.
pub struct Here<Runtime>(PhantomData<Runtime>);
impl<Runtime: parachain_info::Config + pallet_network::Config> Get<Place> for Here<Runtime> {
	fn get() -> Place {
		let chain: ParaId = parachain_info::Pallet::<Runtime>::get();
		let settlement_home = pallet_network::SettlementHome::<Runtime>::get();
		Place { chain: chain.into(), settlement_home }
	}
}

/// The settlement currency's location, as the chain of `Runtime` names it.
pub struct SettlementLocation<Runtime>(PhantomData<Runtime>);
impl<Runtime: parachain_info::Config + pallet_network::Config> Get<Location>
	for SettlementLocation<Runtime>
{
	fn get() -> Location {
		Here::<Runtime>::get().settlement()
	}
}

/// The settlement currency's id, as the chain of `Runtime` names it.
pub struct SettlementAssetId<Runtime>(PhantomData<Runtime>);
impl<Runtime: parachain_info::Config + pallet_network::Config> Get<AssetId>
	for SettlementAssetId<Runtime>
{
	fn get() -> AssetId {
		AssetId(Here::<Runtime>::get().settlement())
	}
}

/// Assets that arrive from a reserve: each from its own home and from nobody else.
pub struct Reserves<Runtime>(PhantomData<Runtime>);
impl<Runtime: parachain_info::Config + pallet_network::Config> ContainsPair<Asset, Location>
	for Reserves<Runtime>
{
	fn contains(asset: &Asset, origin: &Location) -> bool {
		let here = Here::<Runtime>::get();
		here.takes(&asset.id.0).is_some_and(|known| *origin == here.location_of(known.home))
	}
}

/// Assets other than money that are at home elsewhere and that the chain of `Runtime` keeps.
pub struct ForeignAssets<Runtime>(PhantomData<Runtime>);
impl<Runtime: parachain_info::Config + pallet_network::Config> Contains<Location>
	for ForeignAssets<Runtime>
{
	fn contains(id: &Location) -> bool {
		let taken = Here::<Runtime>::get().takes(id);
		taken.is_some_and(|known| known.family != Family::Money)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chains::{CARBON, GREENCERT, HEAT, PARK, SECOND_PARK};

	fn place(chain: u32) -> Place {
		Place { chain, settlement_home: PARK }
	}

	fn certificate(chain: u32) -> Location {
		let class = [PalletInstance(HOME_ASSETS), GeneralIndex(7)];
		match chain {
			GREENCERT => Location::new(0, class),
			_ => Location::new(1, [Parachain(GREENCERT), class[0], class[1]]),
		}
	}

	#[test]
	fn money_should_be_at_home_where_genesis_says() {
		assert_eq!(place(PARK).settlement(), Location::here());
		for chain in [GREENCERT, HEAT, SECOND_PARK] {
			assert_eq!(place(chain).settlement(), Location::new(1, [Parachain(PARK)]));
		}
		let other = Place { chain: PARK, settlement_home: SECOND_PARK };
		assert_eq!(other.settlement(), Location::new(1, [Parachain(SECOND_PARK)]));
	}

	#[test]
	fn money_should_go_everywhere_but_to_where_it_is() {
		for chain in crate::chains::ids() {
			let here = place(chain);
			let money = here.settlement();
			for to in crate::chains::ids() {
				assert_eq!(here.sends(&money, to), to != chain, "{chain} to {to}");
			}
			assert!(!here.sends(&money, 1_000), "a chain that is none of ours");
			assert_eq!(here.takes(&money).is_some(), chain != PARK, "{chain}");
		}
	}

	#[test]
	fn certificates_should_go_between_their_home_and_parks() {
		for park in [PARK, SECOND_PARK] {
			assert!(place(GREENCERT).sends(&certificate(GREENCERT), park));
			assert!(place(park).sends(&certificate(park), GREENCERT));
			assert!(place(park).takes(&certificate(park)).is_some());
			assert!(!place(park).sends(&certificate(park), CARBON));
		}
		assert!(!place(PARK).sends(&certificate(PARK), SECOND_PARK), "not past their home");
		assert!(!place(GREENCERT).sends(&certificate(GREENCERT), HEAT));
		assert_eq!(place(CARBON).takes(&certificate(CARBON)), None);
		assert_eq!(place(GREENCERT).takes(&certificate(GREENCERT)), None, "they are at home");
	}

	#[test]
	fn an_unknown_asset_should_go_nowhere() {
		for id in [
			Location::parent(),
			Location::new(1, [Parachain(GREENCERT)]),
			Location::new(1, [Parachain(GREENCERT), PalletInstance(10), GeneralIndex(7)]),
			Location::new(1, [Parachain(HEAT), PalletInstance(HOME_ASSETS), GeneralIndex(7)]),
			Location::new(0, [PalletInstance(HOME_ASSETS), GeneralIndex(7)]),
		] {
			assert_eq!(place(PARK).asset(&id), None, "{id:?}");
		}
	}

	#[test]
	fn a_class_should_have_a_title_when_another_chain_knows_it() {
		let title = Title::of(&certificate(PARK)).expect("is known");
		assert_eq!((title.name.as_str(), title.decimals), ("Green power 7 of chain 2001", 0));
		assert_eq!(title.symbol, "GEC7");
		for (home, number) in [(GREENCERT, u128::MAX), (HEAT, 7), (1_000, 7)] {
			let class = [Parachain(home), PalletInstance(HOME_ASSETS), GeneralIndex(number)];
			assert_eq!(Title::of(&Location::new(1, class)), None, "{home}: {number}");
		}
		assert_eq!(Title::of(&certificate(GREENCERT)), None, "is at home here");
	}

	#[test]
	fn the_longest_title_should_be_as_long_as_it_says() {
		let longest = u128::from(u32::MAX);
		let class = [Parachain(GREENCERT), PalletInstance(HOME_ASSETS), GeneralIndex(longest)];
		let title = Title::of(&Location::new(1, class)).expect("is known");
		// A para id has up to ten digits.
		assert_eq!((title.name.len() + 6, title.symbol.len()), (42, 13));
	}

	/// The rows of the table in `docs/xcm.md`.
	fn rows() -> String {
		let end = |end| match end {
			End::Any => "every chain".to_owned(),
			End::Kind(kind) => format!("{kind:?}").to_lowercase(),
		};
		ROUTES
			.into_iter()
			.map(|Route { family, from, to }| {
				let family = format!("{family:?}").to_lowercase();
				format!("| {family} | {} | {} |\n", end(from), end(to))
			})
			.collect()
	}

	#[test]
	fn the_documentation_should_have_this_table() {
		let documentation = include_str!("../../docs/xcm.md");
		assert!(documentation.contains(&rows()), "docs/xcm.md should have:\n{}", rows());
	}
}
