//! The commands of the preflight: bash takes each apart into the words that were meant, and the SDK's
//! models know each with its parameters.

use std::collections::BTreeSet;

use postern_tests::{Run, python_with, skip, tool};

use crate::case::golden;
use crate::connect::{JUDGE, of_language};

#[test]
fn bash_takes_each_command_apart_and_the_sdk_knows_it() {
    let (Some(bash), Some(python)) = (tool("bash"), python_with("botocore")) else {
        return skip("preflight commands", "bash or botocore not found");
    };
    let mut commands: BTreeSet<String> = BTreeSet::new();
    for case in golden() {
        let rows = case.plan.preflight.iter();
        commands.extend(rows.filter_map(|row| row.command.clone()));
        for command in of_language(case.file("preflight.md"), "sh") {
            assert!(commands.contains(command.trim_end()), "{command}");
        }
    }
    let mut script = String::from(
        "set -eu\nPATH=/nonexistent\naws() { printf '%s\\037' aws \"$@\"; printf '\\036'; }\n",
    );
    for command in &commands {
        script.push_str(command);
        script.push('\n');
    }
    let said = Run::new(bash).arg("-s").input(script).stdout();
    let calls: Vec<Vec<&str>> = said
        .split_terminator('\u{1e}')
        .map(|call| call.split_terminator('\u{1f}').collect())
        .collect();
    let json = serde_json::to_string(&calls).unwrap();
    let judged = Run::new(python).args(["-c", JUDGE]).input(json).stdout();
    assert_eq!(judged.trim(), calls.len().to_string());
    let operations: BTreeSet<&str> = calls.iter().map(|call| call[2]).collect();
    for operation in [
        "describe-subnets",
        "describe-vpc-endpoint-services",
        "get-service-quota",
        "list-hosted-zones-by-vpc",
        "modify-vpc-attribute",
    ] {
        assert!(
            operations.contains(operation),
            "{operation}: {operations:?}"
        );
    }
}
