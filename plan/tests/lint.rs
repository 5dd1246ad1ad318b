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

const PRINCIPALS: [&str; 4] = [
    r#""*""#,
    r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
    r#"{"AWS": ["111122223333", "arn:aws::iam::111122223333:role/app"]}"#,
    r#"{"AWS": "role/app"}"#,
];
const ACTIONS: [&str; 8] = [
    "bedrock-agentcore:InvokeAgentRuntime",
    "bedrock-agentcore:InvokeAgentRuntme",
    "bedrock:GetAgentCard",
    "bedrock-agentcore:ConnectBrowserAutomationStream",
    "bedrock-agentcore:ListBrowserSessions",
    "bedrock-agentcore:Get*",
    "s3:GetObject",
    "*",
];
const RESOURCES: [&str; 7] = [
    "*",
    "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234",
    "arn:aws::bedrock-agentcore:us-east-1:111122223333:runtime/b-AbCdEf1234",
    "arn::bedrock-agentcore:us-east-1:111122223333:memory/*",
    "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser/c-AbCdEf1234",
    "arn:aws::bedrock-agentcore:us-east-1::runtime/d-AbCdEf1234",
    "nonsense",
];

/// A list of one may stand as text.
fn listed(all: &[&str], one_as_text: bool) -> String {
    match all {
        [one] if one_as_text => format!("\"{one}\""),
        _ => format!("[\"{}\"]", all.join("\",\n \"")),
    }
}

/// The statements' elements, and the document's own.
fn elements(text: &str) -> BTreeMap<String, serde_json::Value> {
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut all = BTreeMap::new();
    for (key, value) in document.as_object().unwrap() {
        if key != "Statement" {
            all.insert(key.clone(), value.clone());
        }
    }
    for (place, one) in document
        .get("Statement")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        for (key, value) in one.as_object().unwrap() {
            all.insert(format!("Statement[{place}].{key}"), value.clone());
        }
    }
    all
}

proptest! {
    /// What differs between the text and the mended one is what the changes name, and nothing else.
    #[test]
    fn the_changes_are_those_listed(
        version in any::<bool>(),
        as_text in any::<bool>(),
        statements in vec((
            select(&PRINCIPALS[..]), vec(select(&ACTIONS[..]), 1..4), vec(select(&RESOURCES[..]), 1..4), select(&["A", "B"][..]),
        ), 1..5),
    ) {
        let catalog = Catalog::load().unwrap();
        let all: Vec<String> = statements.iter().map(|(who, actions, resources, sid)| format!(
            r#"{{"Sid": "{sid}", "Effect": "Allow", "Principal": {who}, "Action": {}, "Resource": {}}}"#,
            listed(actions, as_text), listed(resources, as_text)
        )).collect();
        let version = if version { r#""Version": "2012-10-17", "# } else { "" };
        let text = format!("{{{version}\"Statement\": [{}]}}", all.join(",\n"));
        let report = lint(&catalog, &text, EndpointKey::Data);
        let mended = report.corrected.clone().unwrap_or_else(|| text.clone());
        let (before, after) = (elements(&text), elements(&mended));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differs: BTreeSet<String> = keys.into_iter().filter(|k| before.get(*k) != after.get(*k))
            .map(|k| k.split_once('.').filter(|(place, _)| is_new(place, statements.len())).map_or(k.as_str(), |(place, _)| place).to_owned())
            .collect();
        let named: BTreeSet<String> = report.changes.iter().map(|change| {
            let mut parts = change.path.split('.');
            let head = parts.next().unwrap();
            match parts.next() {
                Some(element) => format!("{head}.{}", element.split('[').next().unwrap()),
                None => head.to_owned(),
            }
        }).collect();
        prop_assert_eq!(differs, named, "{}", text);
        for change in &report.changes {
            prop_assert!(report.findings.iter().any(|f| f.code == change.code));
        }
        prop_assert!(language::read(&mended).unwrap().faults.is_empty());
        // Nothing that can be told apart is left on ARNs that it never meets.
        let again = lint(&catalog, &mended, EndpointKey::Data);
        prop_assert!(again.findings.iter().all(|f| f.code != "star-only-scoped"), "{}", mended);
    }
}

/// A statement that was not there before.
fn is_new(place: &str, there: usize) -> bool {
    let index = place
        .strip_prefix("Statement[")
        .and_then(|rest| rest.strip_suffix(']'));
    index.is_some_and(|index| index.parse::<usize>().unwrap() >= there)
}

/// The statement keeps its layout, and its copy has all that it says but the actions, the
/// resources and the Sid.
#[test]
fn a_statement_of_both_kinds_of_action_becomes_two() {
    let catalog = Catalog::load().unwrap();
    let one = r#"{
  "Sid": "Browse it",
  "Effect": "Allow",
  "Principal": {"AWS": "arn:aws::iam::111122223333:role/app"},
  "Action": ["bedrock-agentcore:ListBrowserSessions", "bedrock-agentcore:GetBrowserSession",
    "bedrock-agentcore:StopBrowserSession", "bedrock-agentcore:listbrowsersessions",
    "bedrock-agentcore:ConnectBrowserLiveViewStream"],
  "Resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser/b-AbCdEf1234",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
 }"#;
    let mended = r#"{
  "Sid": "Browse it",
  "Effect": "Allow",
  "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
  "Action": ["bedrock-agentcore:GetBrowserSession",
    "bedrock-agentcore:StopBrowserSession"],
  "Resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-custom/b-AbCdEf1234",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
 }"#;
    let copy = r#"{
  "Sid": "BrowseitUnscoped",
  "Effect": "Allow",
  "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
  "Action": ["bedrock-agentcore:ListBrowserSessions", "bedrock-agentcore:listbrowsersessions",
    "bedrock-agentcore:ConnectBrowserLiveViewStream"],
  "Resource": "*",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
 }"#;
    let document = |statement: String| {
        format!(
            "{{\"Version\": \"2012-10-17\", \"Statement\":
 {statement}}}"
        )
    };
    for (before, after) in [
        (
            format!(
                "[
 {one}
 ]"
            ),
            format!(
                "[
 {mended},
 {copy}
 ]"
            ),
        ),
        (
            one.to_owned(),
            format!(
                "[{mended},
 {copy}]"
            ),
        ),
    ] {
        let report = lint(&catalog, &document(before), EndpointKey::Data);
        assert_eq!(report.corrected, Some(document(after)));
        let told: Vec<String> = report.changes.iter().map(Change::told).collect();
        assert!(
            told.contains(
                &"`Statement[0].Action[0]`: `\"bedrock-agentcore:ListBrowserSessions\"` goes"
                    .to_owned()
            )
        );
        let said: Vec<(&str, &str)> = report
            .changes
            .iter()
            .filter(|c| c.code == "star-only-scoped" && c.path != "Statement")
            .map(|c| (c.path.as_str(), c.before.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "Statement[0].Action[0]",
                    "\"bedrock-agentcore:ListBrowserSessions\""
                ),
                (
                    "Statement[0].Action[3]",
                    "\"bedrock-agentcore:listbrowsersessions\""
                ),
                (
                    "Statement[0].Action[4]",
                    "\"bedrock-agentcore:ConnectBrowserLiveViewStream\""
                ),
                ("Statement[1]", ""),
            ]
        );
        assert!(
            report
                .changes
                .iter()
                .any(|c| c.path == "Statement[1]" && c.after == copy && !c.reason.is_empty())
        );
    }
}

/// A correction that cannot be sure is not made.
#[test]
fn what_is_not_sure_is_not_mended() {
    let catalog = Catalog::load().unwrap();
    for (action, endpoint) in [
        ("secretsmanager:GetResourcePolicy", EndpointKey::Control),
        ("s3:ListTagsForResource", EndpointKey::Control),
    ] {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*", "Action": "{action}", "Resource": "*"}}]}}"#
        );
        let report = lint(&catalog, &text, endpoint);
        assert_eq!(report.changes, [], "{action}");
        assert!(report.findings.iter().any(|f| f.code == "foreign-action"));
    }
    assert_eq!(lint(&catalog, "{}", EndpointKey::Data).corrected, None);
}

/// The action of the endpoint, where two services have one of the name.
#[test]
fn the_prefix_is_that_of_the_endpoint() {
    let catalog = Catalog::load().unwrap();
    for (action, endpoint, right) in [
        (
            "bedrock:GetRegistry",
            EndpointKey::RegistryControl,
            "agent-registry:GetRegistry",
        ),
        (
            "bedrock:GetRegistry",
            EndpointKey::Control,
            "bedrock-agentcore:GetRegistry",
        ),
        (
            "bedrock-agentcore:SearchDiscoverableRegistryRecords",
            EndpointKey::RegistryData,
            "agent-registry:SearchDiscoverableRegistryRecords",
        ),
    ] {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*", "Action": "{action}", "Resource": "*"}}]}}"#
        );
        let report = lint(&catalog, &text, endpoint);
        let after: Vec<&str> = report.changes.iter().map(|c| c.after.as_str()).collect();
        assert_eq!(after, [format!("\"{right}\"")]);
    }
}
