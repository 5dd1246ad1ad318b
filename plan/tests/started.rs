//! A policy that Postern wrote begins a request that makes the same policy.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

use std::collections::BTreeSet;

use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::language::Document;
use postern_plan::request::{EndpointKey, PolicyMode, Request};
use postern_plan::started::request_from;

const PLACED: &str = "name=started&placement.vpc=vpc-0a1b2c3d4e5f60718&placement.subnets=subnet-00000000000000a00&placement.allow_from=10.0.0.0/16&version=1";

/// The policy of the request that a policy begins.
fn again(catalog: &Catalog, document: &Document, key: EndpointKey) -> Result<Document, String> {
    let started = request_from(catalog, document, key);
    let mut pairs = parse_pairs(PLACED);
    // A policy without ARNs does not say where; the page asks.
    if !started.fields.iter().any(|(key, _)| key == "region") {
        pairs.extend(parse_pairs("region=us-east-1&account=111122223333"));
    }
    pairs.extend(started.fields);
    let request = Request::parse_query(catalog, &pairs).map_err(|e| format!("{e:#?}"))?;
    let plan = postern_plan::plan(catalog, None, &request);
    let endpoint = plan.endpoint(key).ok_or("the endpoint is gone")?;
    Ok(Document::from(&endpoint.policy))
}

/// The golden policies that come back with another meaning, and why.
const OTHERWISE: &[(&str, &str)] = &[
    (
        "aws-identity-workload data",
        "a grant on one workload identity shares one statement among its calls; taken apart, each call is granted the provider that it is checked against, and no more",
    ),
    (
        "guarded data",
        "a principal of everybody does not tell signatures from tokens; it is taken for tokens, whose callers must be able to ask where to get one, and that is said",
    ),
    (
        "zz-templates-overrides control",
        "the default policy is a switch of a request and not a grant; its actions become grants in one account, and that is said",
    ),
];

#[test]
fn a_policy_of_ours_makes_itself_again() {
    let catalog = Catalog::load().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let mut same = 0;
    let mut other = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|e| e != "toml") || name.contains("hostile") {
            continue;
        }
        let request = Request::parse(&catalog, &std::fs::read_to_string(&path).unwrap()).unwrap();
        let plan = postern_plan::plan(&catalog, None, &request);
        if request.policy != PolicyMode::Restricted {
            continue;
        }
        for endpoint in &plan.endpoints {
            let document = Document::from(&endpoint.policy);
            let made = again(&catalog, &document, endpoint.key);
            let made = made.unwrap_or_else(|why| panic!("{name} {}: {why}", endpoint.key));
            if made.means_the_same(&document) {
                same += 1;
                continue;
            }
            let said = !request_from(&catalog, &document, endpoint.key)
                .left_out
                .is_empty();
            let narrower = made.statements.iter().all(|s| document.normal().covers(s));
            assert!(
                said || narrower,
                "{name} {}: wider without a word",
                endpoint.key
            );
            other.insert(format!("{name} {}", endpoint.key));
        }
    }
    let listed: BTreeSet<String> = OTHERWISE
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(other, listed);
    assert!(same > 80, "{same}");
}
