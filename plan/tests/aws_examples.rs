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
use postern_plan::language::{self, Actions, Document, Statement, Who};
use postern_plan::policy::{Effect, Scope};
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
    let (Who::Principal(who), Actions::Only(actions)) = (&statement.who, &statement.actions) else {
        panic!("an Allow names principals and actions")
    };
    let mut principals: Vec<Option<String>> = who.aws.iter().cloned().map(Some).collect();
    principals.extend(who.anyone.then_some(None));
    let Scope::Resources(resources) = &statement.scope else {
        panic!("an Allow names resources")
    };
    let mut all = Vec::new();
    for principal in principals {
        for action in actions {
            for resource in resources {
                all.push((principal.clone(), action.clone(), resource.clone()));
            }
        }
    }
    all
}

fn allows(
    policies: &[Document],
    (principal, action, resource): &(Option<String>, String, String),
) -> bool {
    policies
        .iter()
        .flat_map(|p| &p.statements)
        .filter(|s| s.effect == Effect::Allow)
        .any(|s| {
            let (Who::Principal(who), Actions::Only(actions)) = (&s.who, &s.actions) else {
                return false;
            };
            let named = principal.as_ref().is_some_and(|p| who.aws.contains(p));
            let Scope::Resources(resources) = &s.scope else {
                return false;
            };
            (who.anyone || named)
                && s.conditions.is_empty()
                && actions.contains(action)
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
        let ours: Vec<Document> = postern_plan::plan(&catalog, None, &request)
            .endpoints
            .into_iter()
            .map(|e| Document::from(&e.policy))
            .collect();
        for policy in &example.policies {
            let theirs =
                language::read(policy.get()).unwrap_or_else(|e| panic!("{}: {e:?}", example.id));
            assert_eq!(theirs.faults, [], "{}", example.id);
            let theirs = theirs.document;
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
                        && s.who == statement.who
                });
                assert!(found, "{}: {statement:?}", example.id);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
