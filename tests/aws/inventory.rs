//! `postern inventory`, as a shell sees it: live, in part, and not at all.

use postern_plan::inventory::{Inventory, Part};
use postern_tests::{Ec2, Run, Scratch, postern_bin, skip};
use serde_json::json;

use crate::land::{DEMO, FAKE};

const ASKED: [&str; 3] = ["inventory", "--region", "us-east-1"];

fn document(text: &str) -> Inventory {
    Inventory::parse(text).expect("an inventory document")
}

#[test]
fn it_reads_what_aws_endpoint_url_names() {
    let Some(fake) = Ec2::start() else {
        return skip("postern inventory", "python3 not found");
    };
    let ended = fake.run(postern_bin()).args(ASKED).end();
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let seen = document(&ended.stdout);
    assert!(Part::ALL.iter().all(|part| seen.read.contains(part)));
    assert_eq!(seen.account.as_deref(), Some(FAKE.account));

    let one = fake
        .run(postern_bin())
        .args(ASKED)
        .args(["--vpc", FAKE.vpc]);
    let seen = document(&one.stdout());
    assert!(seen.endpoints.is_empty() && seen.vpcs.len() == 1);
    assert!(fake.calls().iter().all(|call| call["changing"] == false));
}

#[test]
fn what_is_denied_is_a_warning() {
    let Some(fake) = Ec2::start() else {
        return skip("postern inventory", "python3 not found");
    };
    fake.faults(&json!([{"action": "DescribeSecurityGroups", "kind": "denied", "times": 9}]));
    let ended = fake.run(postern_bin()).args(ASKED).end();
    assert_eq!(ended.code, Some(0));
    assert_eq!(
        ended.stderr,
        "warning: not read: ec2:DescribeSecurityGroups was denied\n"
    );
    assert!(document(&ended.stdout).gap(Part::SecurityGroups).is_some());
}

#[test]
fn without_credentials_it_says_so_and_prints_no_document() {
    let scratch = Scratch::new("inventory");
    let ended = Run::new(postern_bin())
        .args(ASKED)
        .env("HOME", scratch.path())
        .env("AWS_ACCESS_KEY_ID", "")
        .env("AWS_SECRET_ACCESS_KEY", "")
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        .end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert!(
        ended.stderr.starts_with(
            "error: nothing could be read: sts:GetCallerIdentity failed: there are no AWS credentials\nhelp: "
        ),
        "{}",
        ended.stderr
    );
}

#[test]
fn the_demo_needs_neither_credentials_nor_a_network() {
    let ended = Run::new(postern_bin())
        .args(["inventory", "--demo", "--vpc", DEMO.vpc])
        .env("AWS_ACCESS_KEY_ID", "")
        .end();
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert_eq!(document(&ended.stdout).vpcs[0].id, DEMO.vpc);
}

#[test]
fn a_region_is_needed_to_ask_aws() {
    let ended = Run::new(postern_bin()).arg("inventory").end();
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("--region"), "{}", ended.stderr);
}
