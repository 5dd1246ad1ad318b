//! Locks on the public door: iam-simulate judges the policies, and the scripts put them on what
//! plays an account's resource policies.

use std::path::Path;

use postern_plan::lockdown::Lock;
use postern_tests::{Ended, skip};
use serde_json::{Value, json};

use crate::case::{self, Case};
use crate::evaluate::verdicts::{Simulate, decided};
use crate::stub::Stub;

/// An account in which resources have policies. What a test says goes wrong runs first.
const AWS: &str = r#"#!/bin/bash
state=$STUB/state
all=("$@")
call="$1 $2"
word_after() { local last=''; for word in "${all[@]}"; do [ "$last" = "$1" ] && printf '%s' "$word" && return; last=$word; done; }
refuse() { printf '\nAn error occurred (%s) when calling the operation: %s\n' "$1" "$2" >&2; exit 254; }
arn=$(word_after --resource-arn)
file=$state/$(printf '%s' "$arn" | tr ':/' '__')
. "$STUB/fault"
case $call in
'sts get-caller-identity') printf '%s\n' "$STUB_ACCOUNT" ;;
'bedrock-agentcore-control list-agent-runtime-endpoints')
  of=arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/$(word_after --agent-runtime-id)
  printf '%s\t%s\n' "$of/runtime-endpoint/DEFAULT" "$of/runtime-endpoint/blue" ;;
'bedrock-agentcore-control get-resource-policy') [ -e "$file" ] && cat "$file" || refuse ResourceNotFoundException 'no policy' ;;
'bedrock-agentcore-control put-resource-policy') policy=$(word_after --policy); cp "${policy#file://}" "$file" ;;
'bedrock-agentcore-control delete-resource-policy') [ -e "$file" ] || refuse ResourceNotFoundException 'no policy'; rm "$file" ;;
*) refuse InvalidAction "$call" ;;
esac
"#;

/// iam-simulate's list of actions is older than this one, which it takes for an error.
const NEWER: &str = "bedrock-agentcore:IngestData";

const RUNTIME: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/support-AbCdEf1234";
const GATEWAY: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-abcdef1234";

fn case() -> Case {
    let mut golden = case::golden().into_iter();
    golden.find(|case| case.name == "lockdown").unwrap()
}

/// A script of the bundle, with these words.
fn run(stub: &Stub, script: &str, words: &[&str]) -> Ended {
    stub.run(Path::new("bash"), script, words, "")
}

fn locks(case: &Case) -> &[Lock] {
    &case.plan.lockdown.as_ref().unwrap().locks
}

/// The resource's policy in the account.
fn there(stub: &Stub, arn: &str) -> String {
    stub.state(&arn.replace([':', '/'], "_"))
}

fn account() -> (Case, Stub) {
    let case = case();
    let stub = Stub::new(&case);
    stub.program("aws", AWS);
    for lock in locks(&case) {
        let path = format!("lockdown/policies/{}.json", lock.name);
        stub.put(&path, case.file(&path));
    }
    (case, stub)
}

#[test]
fn iam_simulate_lets_nobody_in_from_outside() {
    let simulate = match Simulate::find() {
        Ok(simulate) => simulate,
        Err(missing) => return skip("lockdown-simulate", missing),
    };
    let case = case();
    let mut lines = Vec::new();
    for lock in locks(&case) {
        let policy: Value =
            serde_json::from_str(case.file(&format!("lockdown/policies/{}.json", lock.name)))
                .unwrap();
        let actions = lock.policy.statements[0].actions.iter();
        for action in actions.filter(|action| *action != NEWER) {
            for who in ["role/app", "role/team-a", "role/stranger", ""] {
                for (way, context) in [
                    (
                        "inside",
                        json!({"aws:SourceVpc": "vpc-0a1b2c3d4e5f60718", "aws:ViaAWSService": "false"}),
                    ),
                    ("outside", json!({"aws:ViaAWSService": "false"})),
                    (
                        "elsewhere",
                        json!({"aws:SourceVpc": "vpc-0123456789abcdef0", "aws:ViaAWSService": "false"}),
                    ),
                    ("service", json!({"aws:ViaAWSService": "true"})),
                ] {
                    let mut request =
                        json!({ "action": action, "resource": lock.arn, "context": context });
                    if who.is_empty() {
                        request["anonymous"] = json!(true);
                    } else {
                        request["principal"] = json!(format!("arn:aws:iam::111122223333:{who}"));
                    }
                    let id = format!("{way} {} {who} {action}", lock.name);
                    lines.push(json!({ "id": id, "policy": policy, "request": request }));
                }
            }
        }
    }
    let said = simulate.decisions(&lines);
    let ours = decided(&lines);
    let mut passed = 0;
    for ((line, theirs), ours) in lines.iter().zip(&said).zip(&ours) {
        assert_eq!(theirs, ours, "{line}");
        let way = line["id"].as_str().unwrap();
        if way.starts_with("outside") || way.starts_with("elsewhere") {
            assert_eq!(theirs, "denied", "{line}");
        }
        passed += usize::from(theirs == "allowed");
    }
    assert!(passed > 60, "{passed} of {} passed", lines.len());
}

#[test]
fn what_is_locked_is_saved_and_put_back() {
    let (case, stub) = account();
    let kept = "{\"Version\": \"2012-10-17\", \"Statement\": []}\n";
    stub.set(&GATEWAY.replace([':', '/'], "_"), kept);

    // What others put there is saved, and stays until somebody says otherwise.
    let met = run(
        &stub,
        "lockdown/lock.sh",
        &["--yes", "gateway-tools-abcdef1234"],
    );
    assert!(
        !met.ok() && met.stderr.contains("has a resource policy already"),
        "{met}"
    );
    assert_eq!(there(&stub, GATEWAY), kept);

    let locked = run(&stub, "lockdown/lock.sh", &["--yes", "--replace", "all"]);
    assert!(locked.ok(), "{locked}");
    for lock in locks(&case) {
        let file = case.file(&format!("lockdown/policies/{}.json", lock.name));
        if lock.arn.ends_with("/prod") {
            // The account has no endpoint of that name, and so there is nothing to lock.
            assert_eq!(there(&stub, &lock.arn), "");
        } else {
            assert_eq!(there(&stub, &lock.arn), file, "{}", lock.name);
        }
    }
    // An endpoint that no grant names is locked as its runtime is.
    let blue: Value =
        serde_json::from_str(&there(&stub, &format!("{RUNTIME}/runtime-endpoint/blue"))).unwrap();
    for statement in blue["Statement"].as_array().unwrap() {
        assert_eq!(
            statement["Resource"],
            format!("{RUNTIME}/runtime-endpoint/blue")
        );
    }
    assert_eq!(blue["Statement"][0]["Effect"], "Deny");

    // A second run saves nothing over what the first saved.
    assert!(run(&stub, "lockdown/lock.sh", &["--yes", "all"]).ok());
    let back = run(&stub, "lockdown/unlock.sh", &[]);
    assert!(back.ok(), "{back}");
    assert_eq!(there(&stub, GATEWAY).trim(), kept.trim());
    assert_eq!(there(&stub, RUNTIME), "");
    assert_eq!(
        there(&stub, &format!("{RUNTIME}/runtime-endpoint/blue")),
        ""
    );
    let again = run(&stub, "lockdown/unlock.sh", &[]);
    assert!(
        again.ok() && again.stdout.contains("nothing to unlock"),
        "{again}"
    );
}

#[test]
fn nothing_is_locked_without_a_yes_or_in_another_account_or_half() {
    let (_, stub) = account();
    let usage = run(&stub, "lockdown/lock.sh", &[]);
    assert!(
        !usage.ok() && usage.stderr.contains("runtime-support-AbCdEf1234"),
        "{usage}"
    );
    let unsure = run(&stub, "lockdown/lock.sh", &["all"]);
    assert!(
        !unsure.ok() && unsure.stderr.contains("nothing was locked"),
        "{unsure}"
    );
    let unknown = run(&stub, "lockdown/lock.sh", &["--yes", "runtime-nobody"]);
    assert!(
        !unknown.ok() && unknown.stderr.contains("nothing here is called"),
        "{unknown}"
    );
    stub.fault("case $call in 'sts get-caller-identity') printf '999900001111\\n'; exit 0 ;; esac");
    let other = run(&stub, "lockdown/lock.sh", &["--yes", "all"]);
    assert!(
        !other.ok() && other.stderr.contains("account 999900001111"),
        "{other}"
    );
    // Without its endpoints a runtime would be half locked.
    stub.fault(
        "case $call in *list-agent-runtime-endpoints) refuse AccessDeniedException no ;; esac",
    );
    let half = run(
        &stub,
        "lockdown/lock.sh",
        &["--yes", "runtime-support-AbCdEf1234"],
    );
    assert!(
        !half.ok() && half.stderr.contains("ListAgentRuntimeEndpoints"),
        "{half}"
    );
    assert_eq!(there(&stub, RUNTIME), "");
    // What is there cannot be read: it is not replaced.
    stub.fault("case $call in *get-resource-policy) refuse AccessDeniedException no ;; esac");
    let blind = run(
        &stub,
        "lockdown/lock.sh",
        &["--yes", "gateway-tools-abcdef1234"],
    );
    assert!(
        !blind.ok() && blind.stderr.contains("it was not changed"),
        "{blind}"
    );
    assert_eq!(there(&stub, GATEWAY), "");
}
