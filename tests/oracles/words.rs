//! Any tag and any condition value comes out of the shells as it went in: bash, zsh and shlex read
//! the words back.

use std::collections::BTreeMap;

use postern_tests::{skip, tool};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::case::Case;
use crate::stub::Stub;

/// Text with what shells, quotes and templates trip over, and anything else.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "'",
        "\"",
        "\\",
        "$",
        "`",
        "${aws:username}",
        "$(id)",
        "$HOME",
        "%{x}",
        "{{",
        "}}",
        "{%",
        "#",
        "!",
        "~",
        "*",
        "?",
        "[",
        "]",
        ";",
        "&",
        "|",
        "<",
        ">",
        "(",
        ")",
        "=",
        ",",
        ":",
        " ",
        "-",
        "--",
        "é",
        "日",
        "🚪",
        "\u{202e}",
        "yes",
        "\\'",
        "'\\''",
        "$'",
        "\\\\",
    ]);
    let any = prop::char::any()
        .prop_filter("a tag holds what XML can carry", |c| {
            !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')
        })
        .prop_map(String::from);
    prop::collection::vec(
        prop_oneof![3 => nasty.prop_map(str::to_owned), 1 => any],
        1..longest,
    )
    .prop_map(|parts| parts.concat())
}

fn request(tags: &BTreeMap<String, String>, values: &[String]) -> String {
    json!({
        "version": 1, "name": "words", "region": "us-east-1", "account": "111122223333",
        "placement": {"vpc": "vpc-0a1b2c3d4e5f60718", "subnets": ["subnet-00000000000000a00"], "allow_from": ["10.0.0.0/16"]},
        "grants": [{
            "primitive": "runtime", "auth": "sigv4", "callers": ["111122223333"], "resources": ["*"], "access": "invoke",
            "conditions": {"StringEquals": {"aws:PrincipalTag/team": values}},
        }],
        "tags": tags,
    })
    .to_string()
}

#[test]
fn words_come_out_as_they_went_in() {
    let shells: Vec<_> = ["bash", "zsh"].into_iter().filter_map(tool).collect();
    if shells.len() < 2 {
        skip("zsh", "zsh not found");
    }
    let tags =
        prop::collection::btree_map(text(8).prop_map(|key| format!("k{key}")), text(12), 1..20);
    let values = prop::collection::vec((text(10), any::<String>()).prop_map(|(a, b)| a + &b), 1..4);
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&(tags, values), |(tags, values)| {
            let case = Case::new("words", &request(&tags, &values), None);
            let endpoint = &case.plan.endpoints[0];
            let policy: Value = serde_json::from_str(&endpoint.policy_text()).unwrap();
            let tags: Vec<Value> = endpoint
                .tags
                .iter()
                .map(|(key, value)| json!({"Key": key, "Value": value}))
                .collect();
            let tags = json!([{"ResourceType": "vpc-endpoint", "Tags": tags}]);
            let stub = Stub::new(&case);
            for shell in &shells {
                for script in ["commands.sh", "create.sh"] {
                    if script == "create.sh" && !shell.ends_with("bash") {
                        continue;
                    }
                    stub.set("endpoints", "");
                    let ended = stub.run(shell, script, &[], "");
                    prop_assert!(ended.ok(), "{}", ended);
                    let calls = stub.calls_of("create-vpc-endpoint");
                    prop_assert_eq!(after(&calls[0], "--policy-document"), policy.clone());
                    prop_assert_eq!(after(&calls[0], "--tag-specifications"), tags.clone());
                }
            }
            for option in ["--policy-document", "--tag-specifications"] {
                let line = case
                    .file("commands.sh")
                    .lines()
                    .rfind(|line| line.trim_start().starts_with(option))
                    .unwrap();
                let words = shlex::split(line.strip_suffix(" \\").unwrap()).unwrap();
                prop_assert_eq!(words.len(), 2);
                let expect = if option == "--policy-document" {
                    &policy
                } else {
                    &tags
                };
                prop_assert_eq!(&serde_json::from_str::<Value>(&words[1]).unwrap(), expect);
            }
            Ok(())
        })
        .unwrap();
}

fn after(call: &[String], option: &str) -> Value {
    let place = call.iter().position(|word| word == option).unwrap();
    serde_json::from_str(&call[place + 1]).unwrap()
}
