//! AWS's own example policies: for each there is a golden request whose policies allow at least
//! what the mended example allows.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

use std::collections::BTreeMap;
use std::path::Path;

use postern_plan::arn::pattern_covers;
use postern_plan::catalog::Catalog;
use postern_plan::policy::{Effect, Policy, Principal, Scope, Statement};
use postern_plan::request::Request;
use serde::Deserialize;

#[derive(Deserialize)]
struct Examples {
    cases: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    id: String,
    policies: Vec<Box<serde_json::value::RawValue>>,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// One thing an example allows.
fn promises(statement: &Statement) -> Vec<(Option<String>, String, String)> {
    let principals = match &statement.principal {
        Principal::Anyone => vec![None],
        Principal::Aws(arns) => arns.iter().cloned().map(Some).collect(),
    };
    let Scope::Resources(resources) = &statement.scope else {
        panic!("an Allow names resources")
    };
    let mut all = Vec::new();
    for principal in principals {
        for action in &statement.actions {
            for resource in resources {
                all.push((principal.clone(), action.clone(), resource.clone()));
            }
        }
    }
    all
}

fn allows(
    policies: &[Policy],
    (principal, action, resource): &(Option<String>, String, String),
) -> bool {
    policies
        .iter()
        .flat_map(|p| &p.statements)
        .filter(|s| s.effect == Effect::Allow)
        .any(|s| {
            let who = match (&s.principal, principal) {
                (Principal::Anyone, _) => true,
                (Principal::Aws(arns), Some(p)) => arns.contains(p),
                (Principal::Aws(_), None) => false,
            };
            let Scope::Resources(resources) = &s.scope else {
                return false;
            };
            who && s.conditions.is_empty()
                && s.actions.contains(action)
                && resources.iter().any(|r| pattern_covers(r, resource))
        })
}

#[test]
fn every_mended_example_is_allowed_by_a_golden_request() {
    let catalog = Catalog::load().unwrap();
    let examples: Examples = serde_json::from_str(&read("aws_examples.json")).unwrap();
    assert_eq!(examples.cases.len(), 18);
    let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for example in &examples.cases {
        let request = Request::parse(&catalog, &read(&format!("golden/aws-{}.toml", example.id)))
            .unwrap_or_else(|e| panic!("{}: {e:?}", example.id));
        let ours: Vec<Policy> = postern_plan::plan(&catalog, None, &request)
            .endpoints
            .into_iter()
            .map(|e| e.policy)
            .collect();
        for policy in &example.policies {
            let theirs =
                Policy::parse(policy.get()).unwrap_or_else(|e| panic!("{}: {e:?}", example.id));
            for statement in theirs
                .statements
                .iter()
                .filter(|s| s.effect == Effect::Allow)
            {
                for promise in promises(statement) {
                    if !allows(&ours, &promise) {
                        missing
                            .entry(example.id.clone())
                            .or_default()
                            .push(format!("{promise:?}"));
                    }
                }
            }
            for statement in theirs
                .statements
                .iter()
                .filter(|s| s.effect == Effect::Deny)
            {
                let found = ours.iter().flat_map(|p| &p.statements).any(|s| {
                    s.effect == Effect::Deny
                        && s.actions == statement.actions
                        && s.scope == statement.scope
                        && s.principal == statement.principal
                });
                assert!(found, "{}: {statement:?}", example.id);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
