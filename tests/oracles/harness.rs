//! The harness itself: the programs answer, and what it promises of them holds.

use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;

use postern_tests::{Moto, Run, Scratch, golden_requests, python_with, skip, tool};

#[test]
fn yaml_1_1_reads_a_bare_date_as_a_date() {
    let Some(python) = python_with("yaml") else {
        return skip("pyyaml", "PyYAML not found");
    };
    let program = "import sys, yaml; print(type(yaml.safe_load(sys.stdin)['Version']).__name__)";
    let read = |text: &str| Run::new(&python).args(["-c", program]).input(text).stdout();
    assert_eq!(read("Version: 2012-10-17"), "date\n");
    assert_eq!(read("Version: '2012-10-17'"), "str\n");
}

#[test]
fn the_aws_cli_speaks_to_moto_and_to_nobody_else() {
    let (Some(aws), Some(moto)) = (tool("aws"), Moto::start()) else {
        return skip("moto", "aws or moto_server not found");
    };
    let count = || {
        let asked = moto
            .run(&aws)
            .args(["ec2", "describe-vpcs", "--query", "length(Vpcs)"]);
        asked.stdout().trim().to_owned()
    };
    let made = moto
        .run(&aws)
        .args(["ec2", "create-vpc", "--cidr-block", "10.7.0.0/16"]);
    moto.reset();
    let before = count();
    made.stdout();
    assert_ne!(count(), before);
    moto.reset();
    assert_eq!(count(), before);

    let address = moto.url().trim_start_matches("http://").to_owned();
    drop(moto);
    TcpStream::connect(address).expect_err("moto is stopped with the test");
}

#[test]
fn a_run_sees_none_of_the_callers_settings_and_ends_by_its_deadline() {
    let seen = Run::new("env").stdout();
    assert!(seen.contains("AWS_EC2_METADATA_DISABLED=true\n"), "{seen}");
    assert!(!seen.to_lowercase().contains("proxy"), "{seen}");
    assert!(!seen.contains("CARGO"), "{seen}");

    let stuck = || {
        Run::new("sh")
            .args(["-c", "sleep 600 & wait"])
            .deadline(Duration::from_millis(200))
            .end()
    };
    std::panic::catch_unwind(stuck).expect_err("a program past its deadline fails the test");
}

#[test]
fn a_scratch_directory_goes_with_its_test() {
    let scratch = Scratch::new("harness");
    let file: PathBuf = scratch.write("a/b.txt", "text");
    assert_eq!(fs::read_to_string(&file).expect("the file"), "text");
    drop(scratch);
    assert!(!file.exists());
}

#[test]
fn there_are_at_least_thirty_golden_requests() {
    assert!(golden_requests().len() >= 30);
}
