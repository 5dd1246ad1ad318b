//! The numbers of `/metrics`, read by the parser of Prometheus' own Python client.

use std::time::Duration;

use postern_server::metrics::{Metrics, Stored};
use postern_tests::{Run, python_with, skip};
use serde_json::{Value, json};

/// Prints each sample: its name, its labels, its value. The parser refuses what OpenMetrics does not
/// allow: families apart, names without their unit, buckets that fall, a missing end.
const READ: &str = "
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
for family in text_string_to_metric_families(sys.stdin.read()):
    for sample in family.samples:
        print(json.dumps([family.type, sample.name, sample.labels, float(sample.value)]))
";

#[test]
fn prometheus_reads_every_number() {
    let Some(python) = python_with("prometheus_client.openmetrics") else {
        return skip("numbers", "prometheus_client not installed");
    };
    let metrics = Metrics::default();
    let odd = "a \"quoted\" \\ route\nof two lines";
    metrics.answered("GET", Some(odd), 200, Duration::from_millis(7));
    metrics.answered("GET", Some(odd), 500, Duration::from_secs(40));
    metrics.called("EC2", "DescribeVpcs", None, Duration::from_millis(30));
    let stored = Stored {
        runs: vec![("failed".to_owned(), 2), ("done".to_owned(), 5)],
        waiting: 1,
    };
    let text = metrics.text("2026-11-20", Some(stored)).unwrap();
    let read = Run::new(&python)
        .args(["-c", READ])
        .input(text.as_str())
        .stdout();
    let samples: Vec<Value> = read
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let route = json!({"method": "GET", "route": odd});
    let with = |name: &str, value: &str| {
        let mut labels = route.clone();
        labels[name] = json!(value);
        labels
    };
    for sample in [
        json!([
            "counter",
            "postern_http_requests_total",
            with("status", "500"),
            1.0
        ]),
        json!([
            "histogram",
            "postern_http_request_duration_seconds_bucket",
            with("le", "0.01"),
            1.0
        ]),
        json!([
            "histogram",
            "postern_http_request_duration_seconds_bucket",
            with("le", "30.0"),
            1.0
        ]),
        json!([
            "histogram",
            "postern_http_request_duration_seconds_bucket",
            with("le", "+Inf"),
            2.0
        ]),
        json!([
            "histogram",
            "postern_http_request_duration_seconds_count",
            route,
            2.0
        ]),
        json!(["counter", "postern_aws_calls_total",
            {"service": "EC2", "operation": "DescribeVpcs", "status": "none"}, 1.0]),
        json!(["gauge", "postern_runs", {"standing": "failed"}, 2.0]),
        json!(["gauge", "postern_proposals_waiting", {}, 1.0]),
        json!(["info", "postern_build_info", {"version": "0.1.0", "catalog": "2026-11-20"}, 1.0]),
    ] {
        assert!(samples.contains(&sample), "{sample}\n{read}\n{text}");
    }
}
