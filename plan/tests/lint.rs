//! The corpus: policies with one fault each, and policies without any.
//!
//! A file is `CODE--what--ENDPOINT.json` in `lint/flawed`, and `what--ENDPOINT.json` in
//! `lint/clean`; drop one in to add a case. AWS's own examples stand in `lint/published` as AWS
//! published them, earlier copies too; `lint/published.json` lists what is found in each.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

#[path = "lint/mended.rs"]
mod mended;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use postern_plan::catalog::{Catalog, Severity};
use postern_plan::language;
use postern_plan::lint::{Change, Report, lint};
use postern_plan::request::{EndpointKey, Request};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

struct Case {
    name: String,
    code: String,
    text: String,
    endpoint: EndpointKey,
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/lint")
        .join(folder);
    let mut cases: Vec<Case> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let (code, _) = name.split_once("--").unwrap();
            let (_, endpoint) = name.rsplit_once("--").unwrap();
            Case {
                code: code.to_owned(),
                text: std::fs::read_to_string(&path).unwrap(),
                endpoint: endpoint.parse().unwrap(),
                name,
            }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// The codes that weigh something.
fn heavy(report: &Report) -> BTreeSet<&str> {
    let findings = report
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Info);
    findings.map(|f| f.code.as_str()).collect()
}

#[test]
fn each_fault_is_found_and_nothing_else() {
    let catalog = Catalog::load().unwrap();
    let cases = cases("flawed");
    assert!(cases.len() >= 60, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let report = lint(&catalog, &case.text, case.endpoint);
        let severity = catalog.finding(&case.code).map(|r| r.severity);
        let expected: BTreeSet<&str> = match severity {
            Some(Severity::Info) => BTreeSet::new(),
            _ => BTreeSet::from([case.code.as_str()]),
        };
        let named = report.findings.iter().any(|f| f.code == case.code);
        if heavy(&report) != expected || !named {
            wrong.push(format!("{}: {:#?}", case.name, report.findings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_the_catalogue_has_a_case() {
    let catalog = Catalog::load().unwrap();
    let there: BTreeSet<String> = cases("flawed").into_iter().map(|c| c.code).collect();
    let missing: Vec<&str> = catalog
        .findings
        .iter()
        .map(|f| f.code.as_str())
        // It takes hundreds of faults at once.
        .filter(|code| *code != "more-findings" && !there.contains(*code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_policy_without_fault_has_none() {
    let catalog = Catalog::load().unwrap();
    let cases = cases("clean");
    assert!(cases.len() >= 15, "{}", cases.len());
    for case in &cases {
        let report = lint(&catalog, &case.text, case.endpoint);
        assert!(
            heavy(&report).is_empty(),
            "{}: {:#?}",
            case.name,
            report.findings
        );
        assert_eq!(report.corrected, None, "{}", case.name);
    }
}

/// Every finding in AWS's own examples, those that are good to know too.
#[test]
fn what_aws_published_is_found_as_listed() {
    let catalog = Catalog::load().unwrap();
    let listed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint/published.json");
    let listed = std::fs::read_to_string(listed).unwrap();
    let expected: BTreeMap<String, BTreeSet<String>> = serde_json::from_str(&listed).unwrap();
    let found: BTreeMap<String, BTreeSet<String>> = cases("published")
        .into_iter()
        .map(|case| {
            let report = lint(&catalog, &case.text, case.endpoint);
            let codes = report.findings.into_iter().map(|f| f.code).collect();
            (case.name, codes)
        })
        .collect();
    assert_eq!(
        found,
        expected,
        "{}",
        serde_json::to_string_pretty(&found).unwrap()
    );
}

#[test]
fn what_is_mended_reads_clean_and_is_found_no_more() {
    let catalog = Catalog::load().unwrap();
    let mut mended = 0;
    for case in cases("flawed").into_iter().chain(cases("published")) {
        let report = lint(&catalog, &case.text, case.endpoint);
        let Some(corrected) = &report.corrected else {
            assert!(report.changes.is_empty());
            continue;
        };
        mended += 1;
        assert!(
            language::read(corrected).unwrap().faults.is_empty(),
            "{}: {corrected}",
            case.name
        );
        let again = lint(&catalog, corrected, case.endpoint);
        for change in &report.changes {
            assert!(corrected.contains(&change.after), "{}", case.name);
            assert!(
                !again.findings.iter().any(|f| f.code == change.code),
                "{}: {:#?}",
                case.name,
                again.findings
            );
        }
        // Nothing new is wrong, and what was mended is not.
        let mended: BTreeSet<&str> = report.changes.iter().map(|c| c.code.as_str()).collect();
        let left: BTreeSet<&str> = heavy(&report).difference(&mended).copied().collect();
        assert!(
            heavy(&again).is_subset(&left),
            "{}: {:#?}",
            case.name,
            again.findings
        );
    }
    assert!(mended >= 10, "{mended}");
}

/// A finding points at the principal and not at the whole list.
#[test]
fn a_principal_is_named_by_its_place() {
    let catalog = Catalog::load().unwrap();
    let text = r#"{"Version": "2012-10-17", "Statement": [{
"Effect": "Allow",
"Principal": {"AWS": ["*", "arn:aws:iam::111122223333:role/app",
  "role/app", "role/app"],
  "Service": "x.amazonaws.com"},
"Action": "bedrock-agentcore:GetEvent", "Resource": "*"}]}"#;
    let report = lint(&catalog, text, EndpointKey::Data);
    let found: Vec<(&str, &str, usize, usize)> = report
        .findings
        .iter()
        .filter(|f| f.path.contains("Principal"))
        .map(|f| (f.code.as_str(), f.path.as_str(), f.line, f.column))
        .collect();
    assert_eq!(
        found,
        [
            ("bad-principal", "Statement[0].Principal.AWS[2]", 4, 3),
            ("bad-principal", "Statement[0].Principal.AWS[3]", 4, 15),
            ("principal-kind", "Statement[0].Principal.Service", 5, 14),
            ("star-principal", "Statement[0].Principal.AWS[0]", 3, 23),
        ]
    );
}

/// What the planner writes has nothing in it that an auditor would call wrong, and of what weighs
/// anything only what the request asked for: each with why it is right.
#[test]
fn the_policies_of_the_golden_plans_have_nothing_wrong() {
    let catalog = Catalog::load().unwrap();
    let expected: BTreeMap<String, BTreeSet<String>> = WRITTEN
        .iter()
        .map(|(name, codes)| {
            (
                (*name).to_owned(),
                codes.iter().map(|c| (*c).to_owned()).collect(),
            )
        })
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut looked = 0;
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let request = Request::parse(&catalog, &std::fs::read_to_string(&path).unwrap()).unwrap();
        let plan = postern_plan::plan(&catalog, None, &request);
        for endpoint in &plan.endpoints {
            looked += 1;
            let report = lint(&catalog, &endpoint.policy_text(), endpoint.key);
            assert_eq!(report.corrected, None, "{name}: {:#?}", report.changes);
            let codes: BTreeSet<String> = heavy(&report).into_iter().map(str::to_owned).collect();
            if !codes.is_empty() {
                found.insert(format!("{name} {}", endpoint.key), codes);
            }
        }
    }
    assert!(looked > 50, "{looked}");
    assert_eq!(found, expected);
}

/// The golden plans whose policies are warned about, and of what.
const WRITTEN: &[(&str, &[&str])] = &[
    // The request names a resource in every account.
    ("cross-account data", &["account-wildcard-arn"]),
    // The request asks for AWS's default policy, here and for one endpoint.
    ("full-access data", &["full-access"]),
    ("zz-templates-overrides control", &["full-access"]),
    // One of the granted actions does not carry the key; the plan's notes say so.
    (
        "memory-actor-condition data",
        &["condition-missing-on-actions"],
    ),
    // Plans that are blocked, or warned about, for the same.
    ("too-large data", &["policy-size"]),
    ("unknown-region data", &["region-unknown"]),
];

/// Each took minutes, or would without a bound.
#[test]
fn what_is_built_to_be_slow_is_not() {
    let catalog = Catalog::load().unwrap();
    let policy = |actions: Vec<String>, conditions: Vec<String>| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*", "Action": [{}], "Resource": "*", "Condition": {{"StringEquals": {{{}}}}}}}]}}"#,
            actions.join(","),
            conditions.join(",")
        )
    };
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect();
    let statements = |count: usize, one: &str| {
        let all = vec![one; count].join(",");
        format!(r#"{{"Version": "2012-10-17", "Statement": [{all}]}}"#)
    };
    let wild = r#"{"Effect": "Allow", "Principal": "*", "Action": "x:*a*a*a*a*a*a*a*b", "Resource": "nonsense"}"#;
    let same =
        r#"{"Sid": "A", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#;
    let none = Vec::new;
    for text in [
        statements(1_500, wild),
        statements(9_000, wild),
        statements(2_000, same),
        statements(12_000, same),
        policy(many(40_000, &|_| "\"*\"".to_owned()), none()),
        policy(
            many(4_000, &|i| format!("\"bedrock-agentcore:InvokeAgent{i}\"")),
            none(),
        ),
        policy(
            many(4_000, &|i| format!("\"bedrock-agentcore:*a{i}b*\"")),
            none(),
        ),
        policy(
            none(),
            many(8_000, &|i| format!("\"aws:Principal{i}\": \"x\"")),
        ),
        "[".repeat(1_000_000),
        format!("\"{}\"", "a".repeat(1_000_000)),
        "{\"a\":".repeat(100),
    ] {
        let report = lint(&catalog, &text, EndpointKey::Data);
        assert!(report.is_blocked());
        let said = |code: &str| report.findings.iter().any(|f| f.code == code);
        assert!(report.findings.len() <= 201);
        assert!(report.findings.len() < 200 || said("more-findings"));
    }
}
