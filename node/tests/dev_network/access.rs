//! Who may call the RPC of the development network, and which of its methods.

use crate::network::{ports, Network};
use std::{
	io::{Read, Write},
	net::TcpStream,
};

/// Where Polkadot.js Apps are hosted.
const APPS: &str = "https://polkadot.js.org";

/// A page that nobody named.
const OTHER: &str = "https://other.example";

/// The answer of the first chain to the call of a method over HTTP: a page from `origin` makes it,
/// under the name `host` of this machine.
fn call(port: u16, host: &str, origin: &str, method: &str, params: &str) -> String {
	let body = format!(r#"{{"id":1,"jsonrpc":"2.0","method":"{method}","params":{params}}}"#);
	let request = format!(
		"POST / HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\n\
		 Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
		body.len()
	);
	let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("answers");
	stream.write_all(request.as_bytes()).expect("can be written");
	let mut answer = String::new();
	stream.read_to_string(&mut answer).expect("is text");
	answer
}

/// Whether a browser shows an answer to the page that asked.
fn is_shown(answer: &str, origin: &str) -> bool {
	let header = "access-control-allow-origin: ";
	let allowed =
		answer.lines().find_map(|line| line.to_lowercase().strip_prefix(header).map(str::to_owned));
	allowed.is_some_and(|allowed| allowed == origin || allowed == "*")
}

#[test]
fn apps_alone_should_call_over_http_and_safe_methods_alone() {
	let port = ports();
	let network = Network::start_on(port, &[]);
	let chain = |host: &str, origin: &str| call(port, host, origin, "system_chain", "[]");
	let answer = chain("localhost", APPS);
	assert!(answer.contains("Zeropark Park") && is_shown(&answer, APPS), "{answer}");
	let answer = chain("localhost", OTHER);
	assert!(!is_shown(&answer, OTHER), "{answer}");
	// A page whose name was made to point here.
	let answer = chain("other.example", OTHER);
	assert!(answer.starts_with("HTTP/1.1 403") && !answer.contains("Zeropark"), "{answer}");
	let answer = call(port, "localhost", APPS, "author_hasKey", r#"["0x00","aura"]"#);
	assert!(answer.contains("is unsafe"), "{answer}");
	drop(network);
}

#[test]
fn everybody_should_call_every_method_when_the_command_line_says_so() {
	let port = ports();
	let network = Network::start_on(port, &["--rpc-cors", "all", "--rpc-methods", "unsafe"]);
	let answer = call(port, "other.example", OTHER, "author_hasKey", r#"["0x00","aura"]"#);
	assert!(answer.contains(r#""result":false"#) && is_shown(&answer, OTHER), "{answer}");
	drop(network);
}
