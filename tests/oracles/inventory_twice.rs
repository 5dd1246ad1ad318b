//! One account read twice: live, by the SDK, and by the script whose output is pasted. The preflight
//! and the notes of a plan are the same.

use std::time::Duration;

use postern_plan::catalog::Catalog;
use postern_plan::inventory::described::read;
use postern_plan::inventory::{Inventory, script};
use postern_plan::request::Request;
use postern_tests::{Ec2, postern_bin, skip, tool};
use serde_json::json;

/// A request for the first VPC of the fake, with one subnet that the gateway's zone lacks.
const REQUEST: &str = r#"
version = 1
name = "agents-prod"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
security_groups = ["sg-0cccccccccccccccc"]
allow_from = ["10.0.0.0/16", "sg-0dddddddddddddddd", "pl-0eeeeeeeeeeeeeeee"]
[[grants]]
primitive = "runtime"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["support-AbCdEf1234"]
access = "invoke"
[[grants]]
primitive = "gateway"
auth = "oauth"
resources = ["tools-abcdef1234"]
access = "invoke"
"#;

#[test]
fn live_and_pasted_give_the_same_preflight() {
    if tool("aws").is_none() {
        return skip("inventory twice", "aws not found");
    }
    let Some(ec2) = Ec2::start() else {
        return skip("inventory twice", "python3 not found");
    };
    ec2.reset(&json!({
        "peerings": [{"id": "pcx-0a1b2c3d", "vpc": "vpc-0a1b2c3d4e5f60718", "other": "vpc-0c1b2c3d4e5f60718"}],
    }));
    let live = ec2
        .run(postern_bin())
        .args(["inventory", "--region", "us-east-1"])
        .stdout();
    let live = Inventory::parse(&live).unwrap();
    assert_eq!(live.gaps, [], "the fake answers everything");

    let catalog = Catalog::load().unwrap();
    let region = "us-east-1".parse().unwrap();
    let printed = ec2
        .run("bash")
        .args(["-c", &script(&catalog, Some(&region), None)])
        .deadline(Duration::from_mins(5))
        .stdout();
    let pasted = read(&printed);
    assert_eq!(pasted.faults, [], "{printed}");
    assert_eq!(pasted.inventory.read, live.read, "{printed}");

    let request = Request::parse(&catalog, REQUEST).unwrap();
    let plan = |inventory| postern_plan::plan(&catalog, Some(inventory), &request);
    let (one, other) = (plan(&live), plan(&pasted.inventory));
    assert!(one.is_blocked(), "the traps are not seen: {:?}", one.notes);
    for (row, twin) in one.preflight.iter().zip(&other.preflight) {
        assert_eq!(row, twin);
    }
    assert_eq!(one.preflight.len(), other.preflight.len());
    assert_eq!(one.notes, other.notes);
    assert_eq!(one.fingerprint, other.fingerprint);
}
