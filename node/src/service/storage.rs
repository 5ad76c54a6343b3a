//! The room on the disk.
//!
//! A database is mapped into memory: where the disk has no room for a page of it, the process ends
//! in a bus error without a word. So a node does not start on a disk that is nearly full, and ends
//! in order before it is full.

use crate::types::Result;
use sc_service::{Error, TaskManager};
use sc_storage_monitor::{Error as MonitorError, StorageMonitorParams, StorageMonitorService};
use std::{io, path::Path};
use tokio::runtime::Handle;

/// Watches the disk of `folder`, which is made if it is not there. Refuses to start if the disk has
/// less room than `parameters` want; if it has less later, the task manager's future ends in an
/// error, and the log says why.
pub fn watch(
	parameters: &StorageMonitorParams,
	folder: &Path,
	handle: Handle,
) -> Result<TaskManager> {
	let failed = |error: io::Error| {
		let message = format!("{}: {error}: choose another --base-path", folder.display());
		Error::Io(io::Error::new(error.kind(), message))
	};
	std::fs::create_dir_all(folder).map_err(failed)?;
	let tasks = TaskManager::new(handle, None)?;
	let (parameters, watched) = (parameters.clone(), folder.to_path_buf());
	StorageMonitorService::try_spawn(parameters, watched, &tasks.spawn_essential_handle()).map_err(
		|error| match error {
			MonitorError::IOError(error) => failed(error),
			MonitorError::StorageOutOfSpace(available, wanted) => {
				let message = format!(
					"the disk of {} has {available} MiB left, and {wanted} MiB are wanted: make room, choose another \
					 --base-path, or lower --db-storage-threshold",
					folder.display()
				);
				Error::Io(io::Error::new(io::ErrorKind::StorageFull, message))
			},
		},
	)?;
	Ok(tasks)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn watch(threshold: u64, folder: &Path) -> Result<TaskManager> {
		let parameters = StorageMonitorParams { threshold, polling_period: 1 };
		super::watch(&parameters, folder, Handle::current())
	}

	#[tokio::test]
	async fn a_start_should_be_refused_when_the_disk_lacks_room() {
		let folder = tempfile::tempdir().expect("can be made");
		let path = folder.path().join("new");
		let error = watch(u64::MAX, &path).map(drop).expect_err("no disk is so large");
		let error = error.to_string();
		for hint in [path.to_str().expect("is text"), "MiB left", "--db-storage-threshold"] {
			assert!(error.contains(hint), "{error}");
		}
		// Zero is no limit.
		for threshold in [0, 1] {
			assert!(watch(threshold, &path).is_ok());
		}
	}

	#[tokio::test]
	async fn a_folder_that_cannot_be_made_should_be_named() {
		let file = tempfile::NamedTempFile::new().expect("can be made");
		let path = file.path().join("below a file");
		let error = watch(1, &path).map(drop).expect_err("a file has no folders").to_string();
		assert!(error.contains("below a file") && error.contains("--base-path"), "{error}");
	}
}
