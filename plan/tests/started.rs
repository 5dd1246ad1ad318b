//! A policy that Postern wrote begins a request that makes the same policy.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

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
    pairs.extend(started.fields);
    let request = Request::parse_query(catalog, &pairs).map_err(|e| format!("{e:#?}"))?;
    let plan = postern_plan::plan(catalog, None, &request);
    let endpoint = plan.endpoint(key).ok_or("the endpoint is gone")?;
    Ok(Document::from(&endpoint.policy))
}

#[test]
fn a_policy_of_ours_makes_itself_again() {
    let catalog = Catalog::load().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let (mut same, mut other) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if path.extension().is_none_or(|e| e != "toml") || name.contains("hostile") {
            continue;
        }
        let request = Request::parse(&catalog, &std::fs::read_to_string(&path).unwrap()).unwrap();
        let plan = postern_plan::plan(&catalog, None, &request);
        for endpoint in plan
            .endpoints
            .iter()
            .filter(|_| request.policy == PolicyMode::Restricted)
        {
            let document = Document::from(&endpoint.policy);
            match again(&catalog, &document, endpoint.key) {
                Ok(made) if made.means_the_same(&document) => same += 1,
                Ok(_) => other.push(format!("{name} {}", endpoint.key)),
                Err(why) => other.push(format!("{name} {}: {why}", endpoint.key)),
            }
        }
    }
    assert!(
        other.len() * 5 < same,
        "{same} come back, and these do not: {other:#?}"
    );
}
