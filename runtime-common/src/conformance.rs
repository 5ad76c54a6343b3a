//! Rules that every runtime of Zeropark must keep, as tests that each of them runs:
//! [`conformance_tests!`](crate::conformance_tests).
//!
//! A check that can be given the runtime's types is a function; the macro has the checks that need
//! their names.

use codec::Decode;
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{
		CallMetadata, GetCallMetadata, GetStorageVersion, PalletInfoAccess, PalletInfoData,
		StorageVersion,
	},
	weights::{Weight, WeightToFee as _},
};
use serde_json::Value;
use sp_core::crypto::Ss58Codec;
use sp_keyring::Sr25519Keyring;
use sp_runtime::traits::TrailingZeroInput;
use xcm::latest::prelude::*;
use xcm_executor::traits::{ConvertLocation, WeightBounds};

use crate::{fees::WeightToFee, types::AccountId};

/// The pallets that more than one chain has, each with its index.
const SHARED_PALLETS: [(&str, usize); 26] = [
	("System", 0),
	("ParachainSystem", 1),
	("Timestamp", 2),
	("ParachainInfo", 3),
	("WeightReclaim", 4),
	("Network", 5),
	("Balances", 10),
	("TransactionPayment", 11),
	("Assets", 12),
	("ForeignAssets", 13),
	("Authorship", 20),
	("CollatorSelection", 21),
	("Session", 22),
	("Aura", 23),
	("AuraExt", 24),
	("NodeSelection", 25),
	("XcmpQueue", 30),
	("PolkadotXcm", 31),
	("CumulusXcm", 32),
	("MessageQueue", 33),
	("Outbox", 34),
	("Utility", 40),
	("Multisig", 41),
	("Proxy", 42),
	("Sudo", 43),
	("RangeProof", 60),
];

/// Calls that weigh nothing by themselves: the first registers what it weighed; what the others
/// weigh is an argument.
const FREE_CALLS: [(&str, &str); 3] = [
	("ParachainSystem", "set_validation_data"),
	("Utility", "with_weight"),
	("Sudo", "sudo_unchecked_weight"),
];

/// `patch` laid over `base`, as a node lays a preset over the default genesis; all of it JSON.
pub fn merge(base: &[u8], patch: &[u8]) -> serde_json::Result<Vec<u8>> {
	fn lay(base: &mut Value, patch: Value) {
		match (base, patch) {
			(Value::Object(base), Value::Object(patch)) => {
				for (key, value) in patch {
					lay(base.entry(key).or_insert(Value::Null), value);
				}
			},
			(base, patch) => *base = patch,
		}
	}
	let mut merged = serde_json::from_slice(base)?;
	lay(&mut merged, serde_json::from_slice(patch)?);
	serde_json::to_vec(&merged)
}

/// Checks that the pallets which several chains have are at the same index on all of them, and a
/// chain's own after those.
pub fn check_indices(pallets: &[PalletInfoData]) {
	for pallet in pallets {
		match SHARED_PALLETS.iter().find(|(name, _)| *name == pallet.name) {
			Some((_, index)) => assert_eq!(pallet.index, *index, "{}", pallet.name),
			None => assert!(pallet.index >= 44, "{} is not shared", pallet.name),
		}
	}
}

/// Checks that locations control the accounts they always did.
pub fn check_locations<Converter: ConvertLocation<AccountId>>() {
	let here = AccountId32 { network: None, id: Sr25519Keyring::Alice.to_raw_public() };
	let table: [(Location, &str); 5] = [
		(Location::parent(), "5Dt6dpkWPwLaH4BBCKJwjiWrFVAGyYk3tLUabvyn4v7KtESG"),
		(Location::new(1, Parachain(2000)), "5Eg2fntJ27qsari4FGrGhrMqKFDRnkNSR6UshkZYBGXmSuC8"),
		(Location::new(1, Parachain(2010)), "5Eg2fntL2LPgn3z8TZdYdgkYHZqbEMhfQCh61pDA6CsThxfG"),
		(Location::new(0, here), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"),
		// An account of another chain is not the account of the same key here.
		(
			Location::new(1, [Parachain(2001), here]),
			"5FHiGJs2RLtPehvbM8etCpHoZgmHFGXvJW5LGPNLpRzvv1bA",
		),
	];
	for (location, account) in table {
		let converted = Converter::convert_location(&location);
		let converted = converted.map(|converted| converted.to_ss58check());
		assert_eq!(converted.as_deref(), Some(account), "{location:?}");
	}
}

/// Checks that no call is free. It tries the calls whose arguments can be all zeros; each pallet
/// with calls must have one.
///
/// Run it in a runtime's state, which some weights depend on.
pub fn check_calls<Call: Decode + GetCallMetadata + GetDispatchInfo>(pallets: &[PalletInfoData]) {
	let mut tried = Vec::new();
	for pallet in pallets {
		for index in 0..=u8::MAX {
			let bytes = [pallet.index as u8, index];
			let Ok(call) = Call::decode(&mut TrailingZeroInput::new(&bytes)) else { continue };
			let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
			tried.push(pallet_name);
			assert!(
				call.get_dispatch_info().call_weight.ref_time() > 0
					|| FREE_CALLS.contains(&(pallet_name, function_name)),
				"{pallet_name}.{function_name}"
			);
		}
	}
	for pallet in Call::get_module_names() {
		let has_none = Call::get_call_names(pallet).is_empty();
		assert!(has_none || tried.contains(pallet), "no call of {pallet} was tried");
	}
}

/// Checks that every instruction of a transfer weighs and costs something, and less than the `room`
/// that messages have.
pub fn check_instructions<Call, Weigher: WeightBounds<Call>>(room: Weight) {
	let asset: Asset = (Location::here(), 1u128).into();
	let message = Xcm::<Call>(vec![
		ReserveAssetDeposited(asset.clone().into()),
		ClearOrigin,
		WithdrawAsset(asset.clone().into()),
		BuyExecution { fees: asset, weight_limit: Unlimited },
		DepositAsset { assets: Wild(AllCounted(1)), beneficiary: Location::here() },
		WithdrawAsset(Assets::new()),
		DepositAsset { assets: Wild(AllCounted(0)), beneficiary: Location::here() },
		SetHints { hints: Default::default() },
	]);
	for instruction in message.0 {
		let mut alone = Xcm(vec![instruction]);
		// An instruction without a weight fails as one of weight zero does.
		let weight = Weigher::weight(&mut alone, Weight::MAX).unwrap_or_default();
		assert!(weight.ref_time() > 0 && weight.all_lt(room), "{alone:?}");
		assert!(WeightToFee::weight_to_fee(&weight) > 0, "{alone:?}");
	}
}

/// Checks that the version of `Pallet`'s storage layout in the state is the code's. A pallet
/// without `#[pallet::storage_version]` does not compile here.
pub fn check_storage_version<Pallet>()
where
	Pallet: GetStorageVersion<InCodeStorageVersion = StorageVersion> + PalletInfoAccess,
{
	assert!(StorageVersion::exists::<Pallet>(), "{}", Pallet::name());
	assert_eq!(
		Pallet::on_chain_storage_version(),
		Pallet::in_code_storage_version(),
		"{}",
		Pallet::name()
	);
}

/// Checks that what the metadata of version 16 says about the `pallets`, by their names, is plain
/// text: wallets show a link of rustdoc as it is written.
#[expect(clippy::expect_used, clippy::panic, reason = "only tests call it")]
pub fn check_documentation(metadata: &[u8], pallets: &[&str]) {
	/// Adds every documentation in `value` to `found`.
	fn collect(value: &Value, found: &mut Vec<String>) {
		match value {
			Value::Object(fields) => {
				for (name, field) in fields {
					match field {
						Value::Array(lines) if name == "docs" => {
							let lines = lines.iter().filter_map(Value::as_str).collect::<Vec<_>>();
							found.push(lines.join("\n"));
						},
						_ => collect(field, found),
					}
				}
			},
			Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
			_ => {},
		}
	}
	let metadata = RuntimeMetadataPrefixed::decode(&mut &*metadata).expect("is metadata").1;
	let RuntimeMetadata::V16(metadata) = metadata else { panic!("is of another version") };
	for name in pallets {
		let pallet = metadata.pallets.iter().find(|pallet| pallet.name == *name);
		let pallet = pallet.expect("every pallet is in the metadata");
		// The storage, the constants and the view functions are in the pallet's own part.
		let mut parts = vec![serde_json::to_value(pallet)];
		let calls = pallet.calls.iter().map(|calls| calls.ty.id);
		let events = pallet.event.iter().map(|events| events.ty.id);
		let errors = pallet.error.iter().map(|errors| errors.ty.id);
		for id in calls.chain(events).chain(errors) {
			parts.push(serde_json::to_value(metadata.types.resolve(id)));
		}
		let mut found = Vec::new();
		for part in parts {
			collect(&part.expect("is JSON"), &mut found);
		}
		assert!(found.iter().any(|text| !text.is_empty()), "{name} is not documented");
		for text in found {
			assert!(!text.contains("[`") && !text.contains("]("), "{name} has a link: {text}");
		}
	}
}

/// Defines the tests, for the `Runtime` in scope (`use crate::*`):
///
/// - `para_ids`: the chains its presets start;
/// - `issuance`: what one of them issues in all at genesis;
/// - `ours`: its pallets that are written here;
/// - `weighed`: the `Config`s with a `WeightInfo` that only this runtime has.
#[macro_export]
macro_rules! conformance_tests {
	(
		para_ids: $para_ids:expr,
		issuance: $issuance:expr
		$(, ours: [$($ours:ty),* $(,)?])?
		$(, weighed: [$($weighed:path),* $(,)?])? $(,)?
	) => {
		use frame_support::{
			dispatch::GetDispatchInfo,
			traits::{PalletInfoAccess, PalletsInfoAccess},
		};
		use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1 as _;

		/// The state a preset makes.
		pub fn preset_ext(preset: &str) -> sp_io::TestExternalities {
			let mut ext = sp_io::TestExternalities::new_empty();
			ext.execute_with(|| {
				let default = Runtime::get_preset(&None).expect("there is a default");
				let patch = genesis_config_presets::get_preset(&preset.into())
					.expect("there is such a preset");
				let genesis = $crate::conformance::merge(&default, &patch).expect("both are JSON");
				Runtime::build_state(genesis).expect("the preset builds");
				System::set_block_number(1);
			});
			ext
		}

		#[test]
		fn presets_should_build_and_issue_what_they_say() {
			for preset in genesis_config_presets::preset_names() {
				let development = preset.ends_with("development");
				preset_ext(&preset).execute_with(|| {
					assert!($para_ids
						.contains(&u32::from(parachain_info::Pallet::<Runtime>::parachain_id())));
					assert_eq!(Balances::total_issuance(), $issuance, "{preset}");
					let pot = CollatorSelection::account_id();
					assert_eq!(
						Balances::free_balance(pot),
						$crate::constants::currency::EXISTENTIAL_DEPOSIT
					);
					assert_eq!(
						pallet_sudo::Key::<Runtime>::get().is_some(),
						development,
						"{preset}"
					);
					let collators = pallet_aura::Authorities::<Runtime>::get().len();
					assert_eq!(collators, if development { 1 } else { 2 }, "{preset}");
				});
			}
		}

		#[test]
		fn what_the_relay_chain_sent_at_its_genesis_should_be_received() {
			use cumulus_pallet_parachain_system::{
				parachain_inherent::InboundMessagesCollection, LastProcessedDownwardMessage,
			};
			let preset = genesis_config_presets::preset_names().remove(0);
			preset_ext(&preset).execute_with(|| {
				let message =
					cumulus_primitives_core::InboundDownwardMessage { sent_at: 0, msg: vec![1] };
				let mut messages = InboundMessagesCollection::new(vec![message; 2]);
				let processed = LastProcessedDownwardMessage::<Runtime>::get();
				messages.drop_processed_messages(&processed.expect("genesis says that none is"));
				let messages = messages.into_abridged(&mut 2);
				let (full, _) = messages.messages();
				assert_eq!(full.len(), 2);
			});
		}

		#[test]
		fn an_unknown_preset_should_be_none() {
			assert!(genesis_config_presets::get_preset(&"mainnet".into()).is_none());
		}

		#[test]
		fn genesis_should_write_the_version_of_each_storage_layout() {
			preset_ext("development").execute_with(|| {
				$($($crate::conformance::check_storage_version::<$ours>();)*)?
			});
		}

		#[test]
		fn shared_pallets_should_have_the_same_index_on_every_chain() {
			$crate::conformance::check_indices(&AllPalletsWithSystem::infos());
		}

		#[test]
		fn locations_should_control_the_accounts_they_always_did() {
			$crate::conformance::check_locations::<
				<Runtime as pallet_xcm::Config>::SovereignAccountOf,
			>();
		}

		#[test]
		fn no_call_should_be_free() {
			preset_ext("development").execute_with(|| {
				$crate::conformance::check_calls::<RuntimeCall>(&AllPalletsWithSystem::infos());
			});
		}

		#[test]
		fn no_instruction_of_a_transfer_should_be_free() {
			$crate::conformance::check_instructions::<RuntimeCall, configs::Weigher>(
				$crate::configs::messaging::MessageQueueServiceWeight::get(),
			);
		}

		#[test]
		fn nobody_should_burn_money_or_send_programs() {
			use ::xcm::latest::prelude::*;
			use frame_support::traits::Contains as _;
			use xcm_executor::traits::TransferType::LocalReserve;
			let here = || Box::new(Location::here().into());
			let calls = [
				RuntimeCall::Balances(pallet_balances::Call::burn { value: 1, keep_alive: true }),
				RuntimeCall::PolkadotXcm(pallet_xcm::Call::add_authorized_alias {
					aliaser: here(),
					expires: None,
				}),
				RuntimeCall::PolkadotXcm(pallet_xcm::Call::transfer_assets_using_type_and_then {
					dest: here(),
					assets: Box::new(Assets::new().into()),
					assets_transfer_type: Box::new(LocalReserve),
					remote_fees_id: Box::new(AssetId(Location::here()).into()),
					fees_transfer_type: Box::new(LocalReserve),
					custom_xcm_on_dest: Box::new(::xcm::VersionedXcm::from(Xcm(vec![]))),
					weight_limit: Unlimited,
				}),
			];
			for call in calls {
				assert!(!configs::system::CallFilter::contains(&call), "{call:?}");
			}
		}

		#[test]
		fn proxies_should_make_the_calls_of_their_kind_alone() {
			use frame_support::traits::InstanceFilter as _;
			use $crate::proxy::ProxyType::{Any, CancelProxy, Collator, NonTransfer};
			let bob = || sp_keyring::Sr25519Keyring::Bob.to_account_id().into();
			let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
			let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_all {
				dest: bob(),
				keep_alive: true,
			});
			let sudo =
				RuntimeCall::Sudo(pallet_sudo::Call::sudo { call: Box::new(remark.clone()) });
			let reject = RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement {
				delegate: bob(),
				call_hash: Default::default(),
			});
			let leave =
				RuntimeCall::CollatorSelection(pallet_collator_selection::Call::leave_intent {});
			for (call, kinds) in [
				(transfer, vec![Any]),
				(sudo, vec![Any]),
				(remark, vec![Any, NonTransfer]),
				(reject, vec![Any, NonTransfer, CancelProxy]),
				(leave, vec![Any, NonTransfer, Collator]),
			] {
				for kind in [Any, NonTransfer, CancelProxy, Collator] {
					assert_eq!(kind.filter(&call), kinds.contains(&kind), "{kind:?}: {call:?}");
				}
			}
		}

		#[test]
		fn weights_should_be_measured() {
			use core::any::type_name;
			for weights in [
				type_name::<<Runtime as frame_system::Config>::SystemWeightInfo>(),
				type_name::<<Runtime as frame_system::Config>::ExtensionsWeightInfo>(),
				type_name::<<Runtime as cumulus_pallet_parachain_system::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_timestamp::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_balances::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_transaction_payment::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_collator_selection::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_session::Config>::WeightInfo>(),
				type_name::<<Runtime as cumulus_pallet_xcmp_queue::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_xcm::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_message_queue::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_utility::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_multisig::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_proxy::Config>::WeightInfo>(),
				type_name::<<Runtime as pallet_sudo::Config>::WeightInfo>(),
				$($(type_name::<<Runtime as $weighed>::WeightInfo>(),)*)?
			] {
				// What a benchmark wrote, not `()` or a mock.
				assert!(weights.contains("::weights::"), "{weights}");
			}
		}

		#[test]
		fn a_transfer_should_cost_a_fraction_of_a_cent_and_weigh_something() {
			use $crate::constants::currency::{MILLI, PCNY};
			let call = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
				dest: sp_keyring::Sr25519Keyring::Bob.to_account_id().into(),
				value: PCNY,
			});
			preset_ext("development").execute_with(|| {
				let info = call.get_dispatch_info();
				assert!(
					info.call_weight.ref_time() > 10_000_000
						&& info.call_weight.proof_size() > 1_000
				);
				let fee = TransactionPayment::compute_fee(150, &info, 0);
				assert!(fee > MILLI && fee < 20 * MILLI, "{fee}");
			});
		}

		#[test]
		fn the_metadata_should_have_the_hash_that_the_wasm_was_built_with() {
			// Some constants are read from the state.
			let preset = genesis_config_presets::preset_names().remove(0);
			let metadata = preset_ext(&preset).execute_with(|| Runtime::metadata_at_version(15));
			let metadata = metadata.expect("there is version 15");
			let (name, version) = (&VERSION.spec_name, VERSION.spec_version);
			let hash =
				$crate::metadata_hash(&metadata, name, version).expect("it has a hash");
			let file = concat!(env!("CARGO_MANIFEST_DIR"), "/metadata-hash");
			assert_eq!(
				hash,
				include_str!("../metadata-hash").trim(),
				"what is signed changed: write the first hash into {file}"
			);
		}

		#[test]
		fn documentation_should_be_plain_text_when_a_wallet_shows_it() {
			let preset = genesis_config_presets::preset_names().remove(0);
			let metadata = preset_ext(&preset).execute_with(|| Runtime::metadata_at_version(16));
			let metadata = metadata.expect("there is version 16");
			let ours = [$($(<$ours as PalletInfoAccess>::name()),*)?];
			$crate::conformance::check_documentation(&metadata, &ours);
		}

		#[test]
		fn the_version_should_name_the_chain() {
			assert!(VERSION.spec_name.starts_with("zeropark-"));
			assert_eq!(System::index(), 0);
		}
	};
}
