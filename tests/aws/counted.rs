//! The calls of AWS as they are counted: each attempt, by its operation and how it was answered.

use postern_server::endpoints::ec2::AwsConfig;
use postern_server::metrics::Metrics;
use postern_tests::{Ec2, skip};
use serde_json::json;

use crate::opened::{hasty, opened, wait};

#[test]
fn each_attempt_is_counted_by_its_operation_and_answer() {
    let Some(fake) = Ec2::start() else {
        return skip("aws counted", "python3 not found");
    };
    let metrics = Metrics::default();
    let config = AwsConfig {
        metrics: metrics.clone(),
        ..hasty()
    };
    let account = wait(opened(&fake.url(), config));
    fake.faults(&json!([
        {"action": "DescribeVpcs", "kind": "unavailable"},
    ]));
    wait(account.inventory(None));
    let text = metrics.text("2026-11-20", None).unwrap();
    let counted = |service: &str, operation: &str, status: &str| {
        let start = format!(
            "postern_aws_calls_total{{service=\"{service}\",operation=\"{operation}\",status=\"{status}\"}} "
        );
        text.lines()
            .find_map(|line| line.strip_prefix(&start))
            .unwrap_or("0")
            .to_owned()
    };
    assert_eq!(counted("STS", "GetCallerIdentity", "200"), "1", "{text}");
    assert_eq!(counted("EC2", "DescribeVpcs", "503"), "1", "{text}");
    assert_eq!(counted("EC2", "DescribeVpcs", "200"), "1", "{text}");
    assert!(!text.contains("planted"), "{text}");
}
