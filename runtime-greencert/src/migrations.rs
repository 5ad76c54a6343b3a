//! The migrations that an upgrade of this chain runs before its first block.

use crate::Runtime;

/// The migrations, in the order they run. The one of `pallet_xcm` brings stored data to the newest
/// version of XCM at every upgrade.
pub type Migrations = (pallet_xcm::migration::MigrateToLatestXcmVersion<Runtime>,);
