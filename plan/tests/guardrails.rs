//! The example of docs/GUARDRAILS.md is a right document, and judges as it says.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

use std::collections::BTreeSet;

use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;
use postern_plan::inventory::Inventory;
use postern_plan::request::Request;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/GUARDRAILS.md");

/// Keeps to every rule of the example.
const GOOD: &str = r#"version = 1
name = "team-support"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
allow_from = ["10.0.0.0/16"]
[[grants]]
primitive = "runtime"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["support-AbCdEf1234"]
access = "invoke"
conditions = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
[[grants]]
primitive = "gateway"
auth = "oauth"
resources = ["tools-abcdef1234"]
access = "invoke"
conditions = { IpAddress = { "aws:VpcSourceIp" = "10.0.0.0/8" } }
[tags]
team = "support"
cost-center = "cc-1234"
"#;

const THERE: &str = r#"{"version": 1, "vpcs": [{"id": "vpc-0a1b2c3d4e5f60718"}], "subnets": [
 {"id": "subnet-0aaaaaaaaaaaaaaaa", "vpc": "vpc-0a1b2c3d4e5f60718", "tags": {"network": "private"}},
 {"id": "subnet-0bbbbbbbbbbbbbbbb", "vpc": "vpc-0a1b2c3d4e5f60718", "tags": {"network": "private-b"}}]}"#;

fn example() -> String {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn rules() -> Guardrails {
    let rules = Guardrails::parse(&Catalog::load().unwrap(), &example());
    rules.unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// The rules that stop a request, by the names in its notes.
fn stopped(text: &str, inventory: Option<&str>) -> BTreeSet<String> {
    let catalog = Catalog::load().unwrap();
    let request = Request::parse(&catalog, text).unwrap_or_else(|e| panic!("{e:#?}"));
    let inventory = inventory.map(|text| Inventory::parse(text).unwrap());
    let rules = rules();
    let plan = postern_plan::plan_within(&rules, &catalog, inventory.as_ref(), &request);
    let notes = plan
        .notes
        .iter()
        .filter(|n| n.code.starts_with("guardrail"));
    notes
        .map(|note| {
            let (_, rest) = note.detail.split_once("guardrail `").unwrap();
            rest.split('`').next().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn the_example_shows_every_demand_once() {
    let rules = rules();
    let keys: BTreeSet<&str> = rules.rules().iter().map(|r| r.demand.key()).collect();
    assert_eq!(keys.len(), rules.rules().len());
    let page = std::fs::read_to_string(PAGE).unwrap();
    for key in keys {
        assert!(
            page.contains(&format!("| `{key}` |")),
            "{key} is not explained"
        );
    }
}

#[test]
fn the_example_passes_what_keeps_to_it() {
    assert_eq!(stopped(GOOD, Some(THERE)), BTreeSet::new());
    let unknown = BTreeSet::from(["private-subnets".to_owned()]);
    assert_eq!(stopped(GOOD, None), unknown);
}

#[test]
fn each_rule_of_the_example_stops_what_it_is_about() {
    for (name, from, to) in [
        (
            "our-accounts",
            "account = \"111122223333\"",
            "account = \"123456789012\"",
        ),
        ("eu-and-us", "us-east-1", "us-west-2"),
        (
            "agent-networks",
            "vpc-0a1b2c3d4e5f60718",
            "vpc-0a1b2c3d4e5f60719",
        ),
        (
            "private-subnets",
            "subnet-0bbbbbbbbbbbbbbbb",
            "subnet-0cccccccccccccccc",
        ),
        ("who-pays", "cc-1234", "1234"),
        (
            "private-names",
            "allow_from",
            "private_dns = false\nallow_from",
        ),
        (
            "two-zones",
            "\"subnet-0bbbbbbbbbbbbbbbb\"",
            "\"subnet-0bbbbbbbbbbbbbbbb\", \"subnet-0cccccccccccccccc\"",
        ),
        ("named-callers", "arn:aws:iam::111122223333:role/app", "*"),
        ("our-organisation", "o-a1b2c3d4e5", "o-z1b2c3d4e5"),
        ("our-organisation", "10.0.0.0/8", "0.0.0.0/0"),
        (
            "no-shells",
            "access = \"invoke\"\nconditions = { StringEquals",
            "access = \"all\"\nconditions = { StringEquals",
        ),
        (
            "no-management",
            "access = \"invoke\"\nconditions = { StringEquals",
            "access = \"all\"\nconditions = { StringEquals",
        ),
        ("names", "team-support", "support"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let found = stopped(&GOOD.replacen(from, to, 1), Some(THERE));
        assert!(found.contains(name), "{name}: {found:?}");
    }
}
