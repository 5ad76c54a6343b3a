//! What every runtime of Zeropark must hold to, as tests each of them runs.

/// Defines the tests, for the `Runtime` in scope (`use crate::*`). `para_ids` are the chains its presets start; `issuance` what one issues in all at genesis;
/// `weighed` the `Config`s with a `WeightInfo` that only this runtime has.
#[macro_export]
macro_rules! conformance_tests {
	(
		para_ids: $para_ids:expr,
		issuance: $issuance:expr
		$(, weighed: [$($weighed:path),* $(,)?])? $(,)?
	) => {
		use frame_support::{
			dispatch::GetDispatchInfo,
			traits::{PalletInfoAccess, PalletsInfoAccess},
			weights::WeightToFee as _,
		};
		use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1 as _;

		/// `patch` laid over `base`, as a node lays a preset over the default genesis.
		fn merge(base: &mut serde_json::Value, patch: serde_json::Value) {
			match (base, patch) {
				(serde_json::Value::Object(base), serde_json::Value::Object(patch)) => {
					for (key, value) in patch {
						merge(base.entry(key).or_insert(serde_json::Value::Null), value);
					}
				},
				(base, patch) => *base = patch,
			}
		}

		/// The state a preset makes.
		pub fn preset_ext(preset: &str) -> sp_io::TestExternalities {
			let mut ext = sp_io::TestExternalities::new_empty();
			ext.execute_with(|| {
				let json = |bytes: Vec<u8>| serde_json::from_slice(&bytes).expect("is JSON");
				let default = frame_support::genesis_builder_helper::get_preset::<
					RuntimeGenesisConfig,
				>(&None, genesis_config_presets::get_preset);
				let mut genesis = json(default.expect("there is a default"));
				let patch = genesis_config_presets::get_preset(&preset.into())
					.expect("there is such a preset");
				merge(&mut genesis, json(patch));
				let genesis = serde_json::to_vec(&genesis).expect("serializes");
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
		fn shared_pallets_should_have_the_same_index_on_every_chain() {
			let expected = [
				("System", 0),
				("ParachainSystem", 1),
				("Timestamp", 2),
				("ParachainInfo", 3),
				("WeightReclaim", 4),
				("Balances", 10),
				("TransactionPayment", 11),
				("Assets", 12),
				("ForeignAssets", 13),
				("Authorship", 20),
				("CollatorSelection", 21),
				("Session", 22),
				("Aura", 23),
				("AuraExt", 24),
				("XcmpQueue", 30),
				("PolkadotXcm", 31),
				("CumulusXcm", 32),
				("MessageQueue", 33),
				("Utility", 40),
				("Multisig", 41),
				("Proxy", 42),
				("Sudo", 43),
			];
			for pallet in AllPalletsWithSystem::infos() {
				match expected.iter().find(|(name, _)| *name == pallet.name) {
					Some((_, index)) => assert_eq!(pallet.index, *index, "{}", pallet.name),
					None => assert!(pallet.index >= 44, "{} is not shared", pallet.name),
				}
			}
		}

		#[test]
		fn locations_should_control_the_accounts_they_always_did() {
			use ::xcm::latest::prelude::*;
			use sp_core::crypto::Ss58Codec;
			use xcm_executor::traits::ConvertLocation;
			let alice: [u8; 32] = sp_keyring::Sr25519Keyring::Alice.to_raw_public();
			let here = AccountId32 { network: None, id: alice };
			let table: [(Location, &str); 5] = [
				(Location::parent(), "5Dt6dpkWPwLaH4BBCKJwjiWrFVAGyYk3tLUabvyn4v7KtESG"),
				(
					Location::new(1, Parachain(2000)),
					"5Eg2fntJ27qsari4FGrGhrMqKFDRnkNSR6UshkZYBGXmSuC8",
				),
				(
					Location::new(1, Parachain(2010)),
					"5Eg2fntL2LPgn3z8TZdYdgkYHZqbEMhfQCh61pDA6CsThxfG",
				),
				(Location::new(0, here), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"),
				// An account of another chain is not the account of the same key here.
				(
					Location::new(1, [Parachain(2001), here]),
					"5FHiGJs2RLtPehvbM8etCpHoZgmHFGXvJW5LGPNLpRzvv1bA",
				),
			];
			for (location, account) in table {
				let converted = $crate::xcm_types::LocationToAccountId::convert_location(&location)
					.expect("controls an account");
				assert_eq!(converted.to_ss58check(), account, "{location:?}");
			}
		}

		#[test]
		fn no_call_should_be_free() {
			use codec::Decode as _;
			use frame_support::traits::{CallMetadata, GetCallMetadata as _};
			use sp_runtime::traits::TrailingZeroInput;
			// The first registers what it weighed; what the others weigh is an argument.
			let free = [
				("ParachainSystem", "set_validation_data"),
				("Utility", "with_weight"),
				("Sudo", "sudo_unchecked_weight"),
			];
			let mut tried = Vec::new();
			preset_ext("development").execute_with(|| {
				for pallet in AllPalletsWithSystem::infos() {
					for index in 0..=u8::MAX {
						// Every call whose arguments can be all zeros.
						let bytes = [pallet.index as u8, index];
						let mut input = TrailingZeroInput::new(&bytes);
						let Ok(call) = RuntimeCall::decode(&mut input) else { continue };
						let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
						tried.push(pallet_name);
						assert!(
							call.get_dispatch_info().call_weight.ref_time() > 0
								|| free.contains(&(pallet_name, function_name)),
							"{pallet_name}.{function_name}"
						);
					}
				}
			});
			for pallet in RuntimeCall::get_module_names() {
				let has_none = RuntimeCall::get_call_names(pallet).is_empty();
				assert!(has_none || tried.contains(pallet), "no call of {pallet} was tried");
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
		fn no_instruction_of_a_transfer_should_be_free() {
			use ::xcm::latest::prelude::*;
			use xcm_executor::traits::WeightBounds;
			let asset: Asset = (Location::here(), 1u128).into();
			let message = Xcm::<RuntimeCall>(vec![
				ReserveAssetDeposited(asset.clone().into()),
				ClearOrigin,
				WithdrawAsset(asset.clone().into()),
				BuyExecution { fees: asset, weight_limit: Unlimited },
				DepositAsset { assets: Wild(AllCounted(1)), beneficiary: Location::here() },
				WithdrawAsset(Assets::new()),
				DepositAsset { assets: Wild(AllCounted(0)), beneficiary: Location::here() },
				SetHints { hints: Default::default() },
			]);
			let room = configs::MessageQueueServiceWeight::get();
			for instruction in message.0 {
				let mut alone = Xcm(vec![instruction]);
				let weight = configs::Weigher::weight(&mut alone, Weight::MAX).expect("is weighed");
				assert!(weight.ref_time() > 0 && weight.all_lt(room));
				assert!($crate::fees::WeightToFee::weight_to_fee(&weight) > 0);
			}
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
		fn the_version_should_name_the_chain() {
			assert!(VERSION.spec_name.starts_with("zeropark-"));
			assert_eq!(System::index(), 0);
		}
	};
}
