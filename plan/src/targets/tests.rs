//! What targets make of one request, and what is wrong with them.

use super::*;

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

const TARGETS: &str = r#"
[[targets]]
name = "prod-us"
account = "111122223333"
region = "us-east-1"
[targets.placement]
vpc = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0aaaaaaaaaaaaaaaa"]
allow_from = ["10.0.0.0/16"]
[[targets]]
name = "prod-eu"
account = "444455556666"
region = "eu-central-1"
[targets.placement]
vpc = "vpc-0b1b2c3d4e5f60718"
subnets = ["subnet-0baaaaaaaaaaaaaaa"]
allow_from = ["10.1.0.0/16"]
"#;

fn of(common: &str, targets: &str) -> Result<Vec<Targeted>, Vec<RequestError>> {
    targeted(&Catalog::load().unwrap(), common, targets)
}

fn wrong(common: &str, targets: &str) -> Vec<(String, &'static str)> {
    let wrong = of(common, targets).unwrap_err();
    wrong.into_iter().map(|e| (e.path, e.code)).collect()
}

#[test]
fn each_target_is_a_request_of_its_own() {
    let all = of(COMMON, TARGETS).unwrap();
    let [us, eu] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert_eq!((us.name.as_str(), eu.name.as_str()), ("prod-us", "prod-eu"));
    assert_eq!(eu.request.account.as_str(), "444455556666");
    assert_eq!(eu.request.region.as_str(), "eu-central-1");
    assert!(
        us.request
            .to_toml()
            .contains("arn:aws:iam::111122223333:role/app")
    );
    assert!(
        eu.request
            .to_toml()
            .contains("arn:aws:iam::444455556666:role/app")
    );
}

#[test]
fn it_is_what_the_same_request_is_alone() {
    let alone = format!(
        "{}\naccount = \"444455556666\"\nregion = \"eu-central-1\"\n[placement]\n\
         vpc = \"vpc-0b1b2c3d4e5f60718\"\nsubnets = [\"subnet-0baaaaaaaaaaaaaaa\"]\n\
         allow_from = [\"10.1.0.0/16\"]\n{}",
        "version = 1\nname = \"agents\"",
        COMMON
            .replace("version = 1\nname = \"agents\"", "")
            .replace("{account}", "444455556666")
    );
    let alone = Request::parse(&Catalog::load().unwrap(), &alone).unwrap();
    assert_eq!(of(COMMON, TARGETS).unwrap()[1].request, alone);
    // Where the common document is a whole request, its own place is not used.
    let whole = alone
        .to_toml()
        .replace("444455556666:role", "{account}:role");
    assert_eq!(of(&whole, TARGETS).unwrap()[1].request, alone);
}

#[test]
fn what_is_wrong_is_said_at_once_and_where() {
    let common = COMMON.replace("sigv4", "sigv5");
    let targets = TARGETS
        .replace("eu-central-1", "eu-central")
        .replace("subnet-0aaaaaaaaaaaaaaaa", "sg-1");
    assert_eq!(
        wrong(&common, &targets),
        [
            ("targets[0].placement.subnets[0]".to_owned(), "malformed"),
            ("grants[0].auth".to_owned(), "unknown-word"),
            ("targets[1].region".to_owned(), "unknown-word"),
        ]
    );
    let targets = TARGETS
        .replace("prod-eu", "prod-us")
        .replace("account = \"444455556666\"\n", "acount = 1\n");
    assert_eq!(
        wrong(COMMON, &targets),
        [
            ("targets[1].name".to_owned(), "duplicate"),
            ("targets[1].account".to_owned(), "missing"),
            ("targets[1].acount".to_owned(), "unknown-key"),
        ]
    );
    let targets = TARGETS
        .replace("444455556666", "111122223333")
        .replace("eu-central-1", "us-east-1")
        .replace("vpc-0b1", "vpc-0a1");
    assert_eq!(
        wrong(COMMON, &targets),
        [("targets[1]".to_owned(), "duplicate")]
    );
}

#[test]
fn there_must_be_targets_and_not_too_many() {
    assert_eq!(wrong(COMMON, ""), [("targets".to_owned(), "missing")]);
    assert_eq!(
        wrong(COMMON, "targets = []"),
        [("targets".to_owned(), "too-many")]
    );
    assert_eq!(
        wrong(COMMON, "targets = 1"),
        [("targets".to_owned(), "wrong-type")]
    );
    let many = "[[targets]]\n".repeat(MOST + 1);
    assert_eq!(wrong(COMMON, &many), [("targets".to_owned(), "too-many")]);
    let all = of("=", "=").unwrap_err();
    for document in ["the request: ", "the targets: "] {
        assert!(all.iter().any(|error| error.message.starts_with(document)));
    }
    assert!(wrong("1", TARGETS).iter().all(|(_, code)| !code.is_empty()));
}
