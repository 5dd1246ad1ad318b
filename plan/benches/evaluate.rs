//! One call on a policy of twelve statements, and the same as a JSON line.
//!
//! `cargo bench -p postern-plan --bench evaluate`; the README's development section has the last
//! figure.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at the first thing that is wrong, and criterion's macro documents nothing"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use postern_plan::catalog::Catalog;
use postern_plan::evaluate::{Call, Context, Evaluator, Lines};

fn policy() -> String {
    let statement = |i: usize| {
        format!(
            r#"{{"Sid": "S{i}", "Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::111122223333:role/app{i}"}},
            "Action": ["bedrock-agentcore:InvokeAgentRuntime", "bedrock-agentcore:Get*"],
            "Resource": ["arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a{i}-AbCdEf1234", "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a{i}-AbCdEf1234/runtime-endpoint/*"],
            "Condition": {{"StringLike": {{"aws:PrincipalOrgID": "o-*"}}, "IpAddress": {{"aws:VpcSourceIp": ["10.0.0.0/8", "172.16.0.0/12"]}}}}}}"#
        )
    };
    let all: Vec<String> = (0..12).map(statement).collect();
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        all.join(",")
    )
}

const LINE: &str = r#"{"id": 1, "request": {"principal": "arn:aws:sts::111122223333:assumed-role/app11/session", "action": "bedrock-agentcore:InvokeAgentRuntime", "resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a11-AbCdEf1234/runtime-endpoint/DEFAULT", "context": {"aws:PrincipalOrgID": "o-abc", "aws:VpcSourceIp": "172.16.3.4"}}}"#;

fn evaluate(criterion: &mut Criterion) {
    let catalog = Catalog::load().unwrap();
    let evaluator = Evaluator::of_text(&policy()).unwrap();
    let call = Call::new(
        &catalog,
        "arn:aws:sts::111122223333:assumed-role/app11/session".parse().unwrap(),
        "bedrock-agentcore:InvokeAgentRuntime",
        "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a11-AbCdEf1234/runtime-endpoint/DEFAULT",
        Context::default(),
    )
    .unwrap();
    criterion.bench_function("evaluate", |bencher| {
        bencher.iter(|| evaluator.decide(black_box(&call)));
    });
    let mut lines = Lines::new(&catalog, Some(evaluator.clone()));
    criterion.bench_function("evaluate_line", |bencher| {
        bencher.iter(|| lines.answer(black_box(LINE)));
    });
}

criterion_group!(benches, evaluate);
criterion_main!(benches);
