//! `postern inventory`, and what the AWS CLI printed in place of an inventory document.

use std::fs;

use crate::common::{REQUEST, folder, postern};

const PRINTED: &str = "$ aws ec2 describe-vpcs\n{\"Vpcs\": [{\"VpcId\": \"vpc-0a1b2c3d4e5f60718\"}]}\n\
    An error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation: no\n$ ";

#[test]
fn what_was_pasted_becomes_a_document_that_reads_the_same() {
    let done = postern(&["inventory", "--from", "-"], PRINTED);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let document: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(document["vpcs"][0]["id"], "vpc-0a1b2c3d4e5f60718");
    assert_eq!(
        document["gaps"][0]["reason"],
        "ec2:DescribeSubnets was denied"
    );
    let again = postern(&["inventory", "--from", "-"], &done.out);
    assert_eq!(again.out, done.out);
}

#[test]
fn nothing_of_an_account_is_an_error_and_what_is_cut_a_warning() {
    let done = postern(&["inventory", "--from", "-"], "hello {}");
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(
        done.err.contains("holds nothing") && done.err.contains("\nhelp: "),
        "{}",
        done.err
    );
    let done = postern(
        &["inventory", "--from", "-"],
        &format!("{PRINTED}\n{{\"Subnets\": ["),
    );
    assert_eq!(done.code, 0);
    assert!(
        done.err
            .starts_with("warning: standard input, line 5, column 1: "),
        "{}",
        done.err
    );
}

#[test]
fn the_script_is_printed_for_a_region_and_a_vpc() {
    let words = [
        "inventory",
        "--script",
        "--region",
        "eu-west-1",
        "--vpc",
        "vpc-0a1b2c3d",
    ];
    let done = postern(&words, "");
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.starts_with("#!/usr/bin/env bash\n"));
    assert!(
        done.out
            .contains("region='eu-west-1'\nvpc='vpc-0a1b2c3d'\n")
    );
    for wrong in [
        &["inventory"][..],
        &["inventory", "--script", "--region", "moon"],
        &["inventory", "--script", "--from", "-"],
    ] {
        let done = postern(wrong, "");
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{wrong:?}");
        assert!(done.err.starts_with("error: "), "{}", done.err);
    }
}

#[test]
fn a_plan_takes_what_was_pasted_for_its_inventory() {
    let path = folder("pasted").join("pasted.txt").display().to_string();
    fs::write(&path, PRINTED).unwrap();
    let done = postern(&["plan", "-", "--json", "--inventory", &path], REQUEST);
    let document: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert!(document["fingerprint"].is_string(), "{}", done.err);
}
