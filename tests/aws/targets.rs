//! `postern targets apply`: one request for many accounts, as a shell sees it.

use postern_tests::{Ec2, Scratch, postern_bin, skip};
use serde_json::json;

use crate::land::FAKE;

const COMMON: &str = r#"
version = 1
name = "agents"
[[grants]]
primitive = "runtime"
auth = "sigv4"
callers = ["arn:aws:iam::{account}:role/app"]
resources = ["support-AbCdEf1234"]
access = "invoke"
"#;

const SETTINGS: &str = r#"
[spokes]
role = "arn:aws:iam::{account}:role/postern"
apply_role = "arn:aws:iam::{account}:role/postern-apply"
[apply]
poll_ms = 20
"#;

fn target(name: &str, account: &str, vpc: &str, subnet: &str) -> String {
    format!(
        "[[targets]]\nname = \"{name}\"\naccount = \"{account}\"\nregion = \"us-east-1\"\n\
         [targets.placement]\nvpc = \"{vpc}\"\nsubnets = [\"{subnet}\"]\n\
         allow_from = [\"10.0.0.0/8\"]\n"
    )
}

#[test]
fn one_that_fails_stops_no_other() {
    let Some(fake) = Ec2::start() else {
        return skip("postern targets", "python3 not found");
    };
    let locked = "arn:aws:iam::777788889999:role/postern-apply";
    fake.reset(&json!({"external_ids": {locked: "another"}}));
    let plain = &fake.world()["vpcs"][1]["id"];
    let plain = plain.as_str().expect("the VPC whose DNS is off").to_owned();
    let scratch = Scratch::new("targets");
    let targets = [
        target(
            "locked",
            "777788889999",
            FAKE.vpc,
            "subnet-0aaaaaaaaaaaaaaaa",
        ),
        target("sound", FAKE.account, FAKE.vpc, "subnet-0aaaaaaaaaaaaaaaa"),
        target("plain", FAKE.account, &plain, "subnet-0a0a0a0a0a0a0a0a0"),
    ];
    let common = scratch.write("common.toml", COMMON);
    let targets = scratch.write("targets.toml", targets.concat());
    let settings = scratch.write("postern.toml", SETTINGS);
    let apply = || {
        fake.run(postern_bin())
            .args(["targets", "apply", "--yes"])
            .args([&common, &targets])
            .arg("--config")
            .arg(&settings)
            .arg("--state")
            .arg(scratch.path())
            .end()
    };
    let ended = apply();
    assert_eq!(ended.code, Some(1), "{ended}");
    let sums = ended.stdout.split_once("\n==\n").expect("the sums").1;
    assert_eq!(
        sums, "locked: failed\nsound: done\nplain: failed\n",
        "{ended}"
    );
    assert!(
        ended
            .stderr
            .contains(&format!("the role {locked} could not be assumed"))
            && ended.stderr.contains("vpc-dns-attrs")
            && ended
                .stderr
                .contains("2 of 3 targets failed: locked, plain"),
        "{ended}"
    );
    let made = fake.world()["endpoints"]
        .as_array()
        .expect("endpoints")
        .len();
    assert_eq!(made, 2, "one was there");

    // Once more: what stands is left, and what failed is tried again.
    fake.set(&json!({"external_ids": {}}));
    let ended = apply();
    assert!(
        ended.stderr.contains("vpc-owner"),
        "the VPC is another's: {ended}"
    );
    let sums = ended.stdout.split_once("\n==\n").expect("the sums").1;
    assert_eq!(
        sums, "locked: failed\nsound: nothing to do\nplain: failed\n",
        "{ended}"
    );
}
