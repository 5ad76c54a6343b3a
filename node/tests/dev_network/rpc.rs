//! The methods of `docs/rpc.md`: each request of it is put to a network that has replayed a part of
//! the week, and the answer has the fields that the document shows.

use crate::network::{eventually, first_rows, repository, Network};
use serde_json::Value;
use zeropark_runtime_common::chains;

/// The examples of the document: requests, and their answers.
fn examples() -> Vec<(Value, Value)> {
	let document = std::fs::read_to_string(repository().join("docs/rpc.md")).expect("is committed");
	let blocks = document
		.split("```json\n")
		.skip(1)
		.map(|block| block.split("```").next().expect("ends"))
		.map(|block| serde_json::from_str::<Value>(block).expect("is JSON"))
		.collect::<Vec<_>>();
	blocks.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

/// Asserts that `answer` has the fields of `shown`, whatever their values. Of a list, the first
/// items are compared, and what may be `null` may be anything.
fn assert_same_fields(shown: &Value, answer: &Value, path: &str) {
	match (shown, answer) {
		(Value::Object(shown), Value::Object(answer)) => {
			let names = |object: &serde_json::Map<String, Value>| {
				object.keys().cloned().collect::<std::collections::BTreeSet<_>>()
			};
			assert_eq!(names(shown), names(answer), "{path}");
			for (name, value) in shown {
				assert_same_fields(value, &answer[name], &format!("{path}.{name}"));
			}
		},
		(Value::Array(shown), Value::Array(answer)) => {
			assert_eq!(shown.is_empty(), answer.is_empty(), "{path}");
			if let (Some(shown), Some(answer)) = (shown.first(), answer.first()) {
				assert_same_fields(shown, answer, &format!("{path}[0]"));
			}
		},
		(Value::Null, _) | (_, Value::Null) => {},
		(shown, answer) => assert_eq!(
			std::mem::discriminant(shown),
			std::mem::discriminant(answer),
			"{path}: {shown} and {answer}"
		),
	}
}

#[tokio::test]
async fn every_method_should_answer_as_the_document_says() {
	let folder = tempfile::tempdir().expect("can be made");
	let network = Network::start(&[
		"--replay",
		first_rows(24, folder.path()).to_str().expect("is text"),
		"--scenario",
		repository().join("scenarios/ucsd-week.toml").to_str().expect("is text"),
	]);
	let (park, greencert) =
		(network.connect_any(chains::PARK).await, network.connect_any(chains::GREENCERT).await);
	eventually("the period is closed", || async {
		let statement: Option<Value> =
			park.request("zeroCarbon_statement", jsonrpsee::rpc_params![0]).await.expect("answers");
		statement.filter(|statement| statement["closed"] == true)
	})
	.await;
	let examples = examples();
	assert!(examples.len() >= 5, "the document has an example of each method");
	for (request, shown) in examples {
		let method: &'static str = request["method"].as_str().expect("is text").to_string().leak();
		let chain = if method.starts_with("zeroCarbon_") { &park } else { &greencert };
		let mut params = jsonrpsee::core::params::ArrayParams::new();
		for param in request["params"].as_array().expect("is a list") {
			params.insert(param).expect("is JSON");
		}
		let answer: Value = chain.request(method, params).await.expect("answers");
		assert_same_fields(&shown, &answer, method);
	}
}
