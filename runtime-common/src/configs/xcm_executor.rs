//! How messages are executed.

/// Implements `xcm_executor::Config` for the `XcmConfig` in scope from what differs between the
/// chains:
///
/// - `settlement`: the settlement currency's location as this chain names it;
/// - `transactor`: what moves assets;
/// - `reserves`: which assets are accepted from which reserve;
/// - `transact`: which calls a message may make.
#[macro_export]
macro_rules! impl_xcm_executor {
	(
		settlement: $settlement:ty,
		transactor: $transactor:ty,
		reserves: $reserves:ty,
		transact: $transact:ty $(,)?
	) => {
		impl xcm_executor::Config for XcmConfig {
			type RuntimeCall = RuntimeCall;
			type XcmSender = XcmRouter;
			type XcmEventEmitter = PolkadotXcm;
			type AssetTransactor = $transactor;
			type OriginConverter = $crate::xcm_types::OriginConverter<RuntimeOrigin>;
			type IsReserve = $reserves;
			type IsTeleporter = ();
			type Aliasers = frame_support::traits::Nothing;
			type UniversalLocation = UniversalLocation;
			type Barrier = $crate::xcm_types::Barrier<PolkadotXcm, UniversalLocation>;
			type Weigher = Weigher;
			type Trader = $crate::xcm_types::Trader<Runtime, $settlement>;
			type ResponseHandler = PolkadotXcm;
			type AssetTrap = PolkadotXcm;
			type AssetLocker = ();
			type AssetExchanger = ();
			type SubscriptionService = PolkadotXcm;
			type PalletInstancesInfo = AllPalletsWithSystem;
			type MaxAssetsIntoHolding = $crate::xcm_types::MaxAssetsIntoHolding;
			type FeeManager = $crate::xcm_types::FeeManager<Runtime, $transactor>;
			type MessageExporter = ();
			type UniversalAliases = frame_support::traits::Nothing;
			type CallDispatcher = RuntimeCall;
			type SafeCallFilter = $transact;
			type TransactionalProcessor = xcm_builder::FrameTransactionalProcessor;
			type HrmpNewChannelOpenRequestHandler = ();
			type HrmpChannelAcceptedHandler = ();
			type HrmpChannelClosingHandler = ();
			type XcmRecorder = PolkadotXcm;
		}
	};
}
