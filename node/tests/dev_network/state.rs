//! What is kept from one start to the next, and how the network ends.

use crate::{
	network::{
		dev, eventually, first_rows, free, height, issued, ports, repository, Network, PATIENCE,
	},
	settlement::{arrived, assert_conserved, transfer},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use std::{
	io::Read,
	process::Command,
	time::{Duration, Instant},
};
use xcm::latest::Location;
use zeropark_runtime_common::{chains, constants::currency::PCNY};

#[tokio::test]
async fn state_should_be_kept_across_restarts_when_there_is_a_base_path() {
	let folder = tempfile::tempdir().expect("can be made");
	let path = folder.path().to_str().expect("is text");
	let bob = Bob.to_account_id();
	let arguments = ["--base-path", path, "--block-time", "50"];
	let port = ports();

	let network = Network::start_on(port, &arguments);
	let park = network.park().await;
	let before = free(&park, &bob).await;
	let call = pallet_balances::Call::<runtime_park::Runtime>::transfer_keep_alive {
		dest: bob.clone().into(),
		value: PCNY,
	};
	park.submit(call, &Alice.pair()).await.expect("is taken");
	eventually("the transfer is in a block", || async {
		(free(&park, &bob).await == before + PCNY).then_some(())
	})
	.await;
	let stopped_at = height(&park).await;
	let total = issued(&park).await;
	assert!(network.interrupt().0.success());

	let network = Network::start_on(port, &arguments);
	let park = network.park().await;
	assert_eq!(free(&park, &bob).await, before + PCNY);
	assert_eq!(issued(&park).await, total);
	for para_id in chains::ALL {
		let chain = network.connect_any(para_id).await;
		eventually("the chain goes on", || async {
			(height(&chain).await > stopped_at + 2).then_some(())
		})
		.await;
	}
}

#[tokio::test]
async fn messages_under_way_should_arrive_once_when_the_network_is_restarted() {
	let folder = tempfile::tempdir().expect("can be made");
	let path = folder.path().to_str().expect("is text");
	// So slow that what one block sends is not in another before the network is told to stop.
	let arguments = ["--base-path", path, "--block-time", "2000"];
	let port = ports();
	let network = Network::start_on(port, &arguments);
	let (park, greencert) = (network.park().await, network.greencert().await);
	let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
	let (alice_before, bob_before) = (free(&park, &alice).await, free(&greencert, &bob).await);
	let call = transfer::<runtime_park::Runtime>(Location::here(), chains::GREENCERT, 10 * PCNY);
	park.submit(call, &Alice.pair()).await.expect("is taken");
	eventually("the money has left", || async {
		(free(&park, &alice).await < alice_before - 10 * PCNY).then_some(())
	})
	.await;
	assert_eq!(free(&greencert, &bob).await, bob_before, "is under way");
	assert!(network.interrupt().0.success());

	let network = Network::start_on(port, &["--base-path", path, "--block-time", "50"]);
	let came = arrived(&network.greencert().await, bob_before).await;
	assert!(came > 10 * PCNY - PCNY / 10 && came < 10 * PCNY, "{came}");
	assert_conserved(&network).await;
}

#[test]
fn a_base_path_that_another_network_uses_should_be_refused() {
	let folder = tempfile::tempdir().expect("can be made");
	let path = folder.path().to_str().expect("is text");
	let network = Network::start(&["--base-path", path]);
	let output =
		dev(&["--rpc-port", &ports().to_string(), "--base-path", path]).output().expect("runs");
	let error = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(2), "{error}");
	assert!(error.contains("another node runs on the folder"), "{error}");
	assert!(error.contains(path) && error.contains("another --base-path"), "{error}");
	assert!(network.interrupt().0.success());
}

#[test]
fn a_base_path_of_another_chain_should_be_refused() {
	let folder = tempfile::tempdir().expect("can be made");
	let path = folder.path().to_str().expect("is text");
	let port = ports();
	let network = Network::start_on(port, &["--base-path", path, "--block-time", "50"]);
	assert!(network.interrupt().0.success());

	let chains = folder.path().join("chains");
	let (park, carbon) =
		(chains.join("zeropark-park-development"), chains.join("zeropark-carbon-development"));
	std::fs::remove_dir_all(&park).expect("can be removed");
	std::fs::rename(carbon, park).expect("can be renamed");
	let output =
		dev(&["--rpc-port", &port.to_string(), "--base-path", path]).output().expect("runs");
	let error = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(2), "{error}");
	assert!(error.contains("another genesis") && error.contains("--base-path"), "{error}");
}

#[tokio::test]
async fn a_start_time_should_be_refused_when_the_chains_are_past_it() {
	let folder = tempfile::tempdir().expect("can be made");
	let path = folder.path().to_str().expect("is text");
	let port = ports();
	let network = Network::start_on(port, &["--base-path", path, "--block-time", "50"]);
	let park = network.park().await;
	eventually("there is a block", || async { (height(&park).await > 0).then_some(()) }).await;
	assert!(network.interrupt().0.success());

	let output = dev(&["--rpc-port", &port.to_string(), "--base-path", path])
		.args(["--start-time", "2019-10-07T00:00:00Z"])
		.output()
		.expect("runs");
	let error = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(2), "{error}");
	assert!(error.contains("2019-10-07") && error.contains("another --base-path"), "{error}");
}

#[test]
fn a_network_that_is_told_to_stop_while_it_starts_should_end_in_one_line() {
	let folder = tempfile::tempdir().expect("can be made");
	let state = folder.path().join("state");
	let mut child = dev(&["--rpc-port", &ports().to_string(), "--base-path"])
		.arg(&state)
		.spawn()
		.expect("starts");
	// The third chain is being started, so the tasks of two are running.
	let third = state.join("chains/zeropark-carbon-development");
	let deadline = Instant::now() + PATIENCE;
	while !third.exists() {
		assert!(Instant::now() < deadline, "it does not start");
		std::thread::sleep(Duration::from_millis(5));
	}
	let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
	assert!(told.expect("kill runs").success());
	let mut error = String::new();
	let mut stderr = child.stderr.take().expect("is piped");
	stderr.read_to_string(&mut error).expect("is text");
	assert!(child.wait().expect("ends").success(), "{error}");
	let lines = error.lines().collect::<Vec<_>>();
	assert_eq!(lines, ["Starting 7 chains ...", "Stopping before the network is ready ..."]);
}

#[test]
fn an_interrupted_replay_should_say_so() {
	let folder = tempfile::tempdir().expect("can be made");
	let network = Network::start(&[
		"--replay",
		first_rows(96, folder.path()).to_str().expect("is text"),
		"--scenario",
		repository().join("scenarios/ucsd-week.toml").to_str().expect("is text"),
		"--block-time",
		"1000",
		"--exit",
	]);
	let (status, error) = network.interrupt();
	assert_eq!(status.code(), Some(1), "{error}");
	assert!(error.contains("interrupted before the replay was over"), "{error}");
}
