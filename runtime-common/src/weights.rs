//! Weights of what the SDK ships none for, derived from what is read and written; `make weights` is to replace them by
//! measured ones (see `docs/adr/0005-derived-weights.md`).

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{
		constants::{WEIGHT_PROOF_SIZE_PER_KB, WEIGHT_REF_TIME_PER_MICROS},
		Weight,
	},
};

/// A step that computes for `micros` microseconds, reads and writes so many items, and proves `kib` KiB for each item read.
pub fn derived<Runtime: frame_system::Config>(
	micros: u64,
	reads: u64,
	writes: u64,
	kib: u64,
) -> Weight {
	Weight::from_parts(
		micros.saturating_mul(WEIGHT_REF_TIME_PER_MICROS),
		reads.saturating_mul(kib).saturating_mul(WEIGHT_PROOF_SIZE_PER_KB),
	)
	.saturating_add(Runtime::DbWeight::get().reads_writes(reads, writes))
}

/// Weights of `pallet-xcm`.
///
/// A transfer touches two accounts and the sender's side of a channel (version, fee factor, queue, status, limits); a
/// maintenance call one map; an item of storage and its path are put at 4 KiB of proof.
pub struct PalletXcm<Runtime>(PhantomData<Runtime>);

macro_rules! calls {
	($($name:ident: $micros:literal us, $reads:literal reads, $writes:literal writes;)*) => {
		$(fn $name() -> Weight {
			derived::<Runtime>($micros, $reads, $writes, 4)
		})*
	};
}

impl<Runtime: frame_system::Config> pallet_xcm::WeightInfo for PalletXcm<Runtime> {
	calls! {
		send: 60 us, 8 reads, 3 writes;
		teleport_assets: 150 us, 12 reads, 6 writes;
		reserve_transfer_assets: 150 us, 12 reads, 6 writes;
		transfer_assets: 150 us, 12 reads, 6 writes;
		execute: 20 us, 1 reads, 0 writes;
		force_xcm_version: 20 us, 1 reads, 1 writes;
		force_default_xcm_version: 20 us, 0 reads, 1 writes;
		force_subscribe_version_notify: 80 us, 10 reads, 6 writes;
		force_unsubscribe_version_notify: 80 us, 10 reads, 6 writes;
		force_suspension: 20 us, 0 reads, 1 writes;
		migrate_supported_version: 40 us, 6 reads, 2 writes;
		migrate_version_notifiers: 40 us, 6 reads, 2 writes;
		already_notified_target: 40 us, 7 reads, 0 writes;
		notify_current_targets: 80 us, 10 reads, 5 writes;
		notify_target_migration_fail: 30 us, 5 reads, 0 writes;
		migrate_version_notify_targets: 40 us, 6 reads, 2 writes;
		migrate_and_notify_old_targets: 80 us, 12 reads, 6 writes;
		new_query: 20 us, 2 reads, 2 writes;
		take_response: 50 us, 5 reads, 1 writes;
		add_authorized_alias: 80 us, 3 reads, 2 writes;
		remove_authorized_alias: 80 us, 3 reads, 2 writes;
	}

	fn claim_assets(assets: u32) -> Weight {
		derived::<Runtime>(60, 2, 2, 4).saturating_mul(assets.max(1).into())
	}

	fn weigh_message(instructions: u32) -> Weight {
		derived::<Runtime>(10, 0, 0, 0).saturating_mul(instructions.max(1).into())
	}

	fn decode_xcm(bytes: u32) -> Weight {
		// A hundredth of a microsecond a byte.
		derived::<Runtime>(u64::from(bytes) / 100 + 10, 0, 0, 0)
	}
}
