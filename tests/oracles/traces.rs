//! Traces, read by OpenTelemetry's own messages.

use std::path::Path;

use postern_tests::{Ec2, Run, Scratch, postern_bin, python_with, skip};
use serde_json::Value;

/// What `traces.py` sends along
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// OpenTelemetry's words for what a span is of
const SERVER: u64 = 2;
const CLIENT: u64 = 3;

#[test]
fn a_request_and_what_it_asks_of_aws_are_one_trace() {
    let Some(python) = python_with("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    else {
        return skip("traces", "opentelemetry-proto not installed");
    };
    let Some(ec2) = Ec2::start() else {
        return skip("traces", "python3 not found");
    };
    let scratch = Scratch::new("traces");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles/traces.py");
    let printed = Run::new(&python)
        .arg(script)
        .arg(postern_bin())
        .arg(ec2.url())
        .arg(scratch.path().join("state"))
        .stdout();
    let mut lines: Vec<Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let log = lines.pop().unwrap()["log"].as_str().unwrap().to_owned();
    let named = |name: &str| {
        let mut found = lines.iter().filter(|span| span["name"] == name);
        found
            .next()
            .unwrap_or_else(|| panic!("no {name}: {printed}\n{log}"))
    };
    for span in &lines {
        assert_eq!(span["service"], "postern");
        assert_eq!(span["authorization"], "Bearer collected");
        assert_eq!(span["path"], "/v1/traces");
        assert_eq!(span["trace"], TRACE, "{span}");
        assert!(span["took"].as_i64().unwrap() > 0, "{span}");
        let all = span["all"].as_str().unwrap();
        assert!(!all.contains("secret-plans"), "{all}");
    }
    let page = named("GET /who");
    assert_eq!(page["kind"], SERVER);
    assert_eq!(page["parent"], PARENT);
    assert_eq!(page["attributes"]["http.route"], "/who");
    assert_eq!(page["attributes"]["http.request.method"], "GET");
    assert_eq!(page["attributes"]["http.response.status_code"], 200);
    // The line of the log is found by the span, and stays as it was.
    let id = page["attributes"]["postern.request_id"].as_str().unwrap();
    assert!(
        log.contains(&format!("request{{id={id}}}: answered")),
        "{log}"
    );
    assert!(
        !log.contains("postern_traces") && !log.contains("otel"),
        "{log}"
    );
    let asked = named("POST /api/v1/inventory");
    let called = named("EC2/DescribeVpcs");
    assert_eq!(called["kind"], CLIENT);
    assert_eq!(called["parent"], asked["id"]);
    assert_eq!(called["attributes"]["rpc.method"], "DescribeVpcs");
    assert_eq!(called["attributes"]["http.response.status_code"], 200);
}
