//! `create.sh` when EC2 does what moto cannot: waits, fails, refuses, or loses an answer.

use crate::case::{named, two_doors};
use crate::stub::Stub;

const DATA: &str = "com.amazonaws.us-east-1.bedrock-agentcore";
const GATEWAY: &str = "com.amazonaws.us-east-1.bedrock-agentcore.gateway";

/// Changes the state of every endpoint once a script has waited so often.
fn after_waits(count: usize, from: &str, to: &str) -> String {
    format!(
        "if [ \"$(wc -l <\"$STUB/sleeps\" 2>/dev/null || echo 0)\" -ge {count} ]; then sed -i 's/{from}/{to}/' \"$state/endpoints\"; fi\n"
    )
}

#[test]
fn it_waits_until_every_endpoint_is_available() {
    let case = two_doors();
    let stub = Stub::new(&case);
    stub.fault(&format!(
        "STUB_NEW_STATE=pending\n{}",
        after_waits(2, "pending", "available")
    ));
    let ended = stub.bash("create.sh");
    assert!(ended.ok(), "{ended}");
    assert_eq!(stub.sleeps(), 2);
    assert!(
        ended
            .stdout
            .contains("waiting for vpce-00000000000000001 vpce-00000000000000002"),
        "{ended}"
    );
    assert!(
        ended.stdout.contains("  vpce-00000000000000001.example"),
        "{ended}"
    );
    let record = "sg-00000000000000001\nvpce-00000000000000001\nvpce-00000000000000002\n";
    assert_eq!(stub.record(&case).as_deref(), Some(record));

    let again = stub.bash("create.sh");
    assert!(again.ok(), "{again}");
    assert_eq!(stub.record(&case).as_deref(), Some(record));
    let calls = stub.calls();
    let count = |operation: &str| calls.iter().filter(|call| call[1] == operation).count();
    assert_eq!(
        (
            count("create-vpc-endpoint"),
            count("create-security-group"),
            count("authorize-security-group-ingress")
        ),
        (2, 1, 1)
    );
}

#[test]
fn it_gives_up_after_ten_minutes_and_goes_on_later() {
    let case = named("runtime-invoke-sigv4");
    let stub = Stub::new(&case);
    stub.fault("STUB_NEW_STATE=pending");
    let ended = stub.bash("create.sh");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended
            .stderr
            .contains("error: not available after ten minutes: vpce-00000000000000001"),
        "{ended}"
    );
    assert!(stub.sleeps() <= 60);
    stub.fault(&after_waits(0, "pending", "available"));
    let again = stub.bash("create.sh");
    assert!(again.ok(), "{again}");
    assert_eq!(stub.calls_of("create-vpc-endpoint").len(), 1);
}

#[test]
fn a_failed_endpoint_is_reported_with_its_last_error() {
    let case = named("runtime-invoke-sigv4");
    let stub = Stub::new(&case);
    stub.fault(
        "STUB_NEW_STATE=failed\ncase $words in *LastError*) printf 'vpce-00000000000000001\\tFailed\\tInternalError\\tNone\\tno more addresses\\n'; exit 0 ;; esac",
    );
    let ended = stub.bash("create.sh");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended
            .stderr
            .contains("vpce-00000000000000001 is Failed: InternalError no more addresses"),
        "{ended}"
    );
    assert!(ended.stderr.contains("help: mend the cause"), "{ended}");

    // A failed endpoint does not stand: the next run makes another.
    stub.fault("");
    let again = stub.bash("create.sh");
    assert!(again.ok(), "{again}");
    assert_eq!(stub.calls_of("create-vpc-endpoint").len(), 2);
}

#[test]
fn it_waits_out_an_endpoint_that_is_being_deleted() {
    let case = named("runtime-invoke-sigv4");
    let stub = Stub::new(&case);
    for spelling in ["deleting", "Deleting"] {
        stub.set(
            "endpoints",
            &format!("vpce-0000000000000000d\t{spelling}\t{DATA}\tnone\n"),
        );
        stub.fault(&after_waits(3, spelling, "deleted"));
        let ended = stub.bash("create.sh");
        assert!(ended.ok(), "{ended}");
        assert_eq!(stub.sleeps(), 3);
        assert!(
            ended
                .stdout
                .contains("waiting until vpce-0000000000000000d, which is being deleted, is gone"),
            "{ended}"
        );
        assert_eq!(stub.calls_of("create-vpc-endpoint").len(), 1);
    }
    stub.set(
        "endpoints",
        &format!("vpce-0000000000000000d\tdeleting\t{DATA}\tnone\n"),
    );
    stub.fault("");
    let ended = stub.bash("create.sh");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended
            .stderr
            .contains("still being deleted after ten minutes"),
        "{ended}"
    );
    assert_eq!(stub.calls_of("create-vpc-endpoint").len(), 0);
}

#[test]
fn it_changes_nothing_where_an_endpoint_is_not_ours() {
    let case = two_doors();
    for (service, state, whose, word) in [
        (
            DATA,
            "available",
            "none",
            "this plan did not make it: vpce-0000000000000000a (available)",
        ),
        (GATEWAY, "available", "none", "[endpoints.gateway]"),
        (
            GATEWAY,
            "pendingAcceptance",
            "none",
            "vpce-0000000000000000a",
        ),
        (
            GATEWAY,
            "Available",
            "other-plan",
            "another plan of this request",
        ),
    ] {
        let stub = Stub::new(&case);
        stub.set(
            "endpoints",
            &format!("vpce-0000000000000000a\t{state}\t{service}\t{whose}\n"),
        );
        let ended = stub.bash("create.sh");
        assert_eq!(ended.code, Some(1), "{ended}");
        assert!(ended.stderr.contains(word), "{ended}");
        assert!(ended.stderr.contains("help: "), "{ended}");
        let calls = stub.calls();
        assert!(
            calls
                .iter()
                .all(|call| call[1].starts_with("describe-") || call[1].starts_with("get-")),
            "{calls:?}"
        );
        assert_eq!(stub.record(&case), None);
    }
    // These are no endpoints any more.
    let stub = Stub::new(&case);
    let gone = ["deleted", "failed", "Rejected", "expired"]
        .map(|state| format!("vpce-0000000000000000a\t{state}\t{DATA}\tnone\n"));
    stub.set("endpoints", &gone.concat());
    let ended = stub.bash("create.sh");
    assert!(ended.ok(), "{ended}");
}

#[test]
fn it_stops_at_other_credentials() {
    let case = named("runtime-invoke-sigv4");
    let stub = Stub::new(&case);
    stub.fault("STUB_ACCOUNT=999999999999");
    for script in ["create.sh", "teardown.sh"] {
        let ended = stub.bash(script);
        assert_eq!(ended.code, Some(1), "{ended}");
        assert!(ended.stderr.contains("these credentials are for account 999999999999, the plan is for account 111122223333; nothing was changed"), "{ended}");
        assert_eq!(stub.calls().len(), 1);
    }
    stub.fault("[ \"$1\" != sts ] || { echo 'Unable to locate credentials' >&2; exit 253; }");
    let ended = stub.bash("create.sh");
    assert!(ended.stderr.contains("help: sign in again"), "{ended}");
}

#[test]
fn a_refusal_says_what_to_do() {
    let case = named("runtime-invoke-sigv4");
    for (code, text, help) in [
        (
            "UnauthorizedOperation",
            "You are not authorized",
            "ec2:CreateVpcEndpoint",
        ),
        (
            "InvalidParameter",
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain for bedrock-agentcore",
            "private_dns = false",
        ),
        (
            "InvalidParameter",
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true",
            "modify-vpc-attribute",
        ),
        (
            "InvalidParameter",
            "The VPC endpoint service does not support the availability zone of the subnet: subnet-1",
            "other zones",
        ),
        (
            "DuplicateSubnetsInSameZone",
            "Found another subnet",
            "one subnet in each zone",
        ),
        ("VpcEndpointLimitExceeded", "limit", "L-29B6F2EB"),
        (
            "InvalidSubnetID.NotFound",
            "no",
            "correct it and plan again",
        ),
        ("RequestLimitExceeded", "slow", "fewer calls"),
    ] {
        let stub = Stub::new(&case);
        stub.fault(&format!(
            "[ \"$2\" != create-vpc-endpoint ] || refuse {code} '{text}'"
        ));
        let ended = stub.bash("create.sh");
        assert_eq!(ended.code, Some(1), "{ended}");
        assert!(
            ended
                .stderr
                .contains("error: AWS refused to make the data endpoint"),
            "{ended}"
        );
        assert!(ended.stderr.contains(text), "{ended}");
        let said = ended
            .stderr
            .lines()
            .find(|line| line.starts_with("help: "))
            .unwrap_or_default();
        assert!(said.contains(help), "{ended}");
        // What was made before stands in the record, and the next run goes on from there.
        assert_eq!(
            stub.record(&case).as_deref(),
            Some("sg-00000000000000001\n")
        );
        stub.fault("");
        let again = stub.bash("create.sh");
        assert!(again.ok(), "{again}");
        assert_eq!(stub.calls_of("create-security-group").len(), 1);
        assert_eq!(
            stub.record(&case).as_deref(),
            Some("sg-00000000000000001\nvpce-00000000000000001\n")
        );
    }
}

#[test]
fn a_lost_answer_is_looked_for() {
    let case = named("runtime-invoke-sigv4");
    // The call had its effect, and the answer was lost.
    let stub = Stub::new(&case);
    stub.fault(&format!(
        "case $call in\n'ec2 create-vpc-endpoint') printf 'vpce-0000000000000000c\\tavailable\\t{DATA}\\tours\\n' >>\"$state/endpoints\"; echo 'Read timeout on endpoint URL' >&2; exit 255 ;;\n\
         'ec2 create-security-group') echo sg-0000000000000000c >\"$state/group\"; refuse InternalError 'an internal error' ;;\nesac"
    ));
    let ended = stub.bash("create.sh");
    assert!(ended.ok(), "{ended}");
    assert_eq!(
        stub.record(&case).as_deref(),
        Some("sg-0000000000000000c\nvpce-0000000000000000c\n")
    );
    assert_eq!(stub.calls_of("create-vpc-endpoint").len(), 1);

    // The call had none.
    let stub = Stub::new(&case);
    stub.fault("[ \"$2\" != create-vpc-endpoint ] || { echo 'Connection was closed before we received a valid response' >&2; exit 255; }");
    let ended = stub.bash("create.sh");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended.stderr.contains(
            "it is not clear whether the data endpoint was made; running this again is safe"
        ),
        "{ended}"
    );
    stub.fault("");
    let again = stub.bash("create.sh");
    assert!(again.ok(), "{again}");
}

#[test]
fn a_token_is_new_in_every_run_and_short_enough() {
    let case = named("three-doors");
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let stub = Stub::new(&case);
        let ended = stub.bash("create.sh");
        assert!(ended.ok(), "{ended}");
        for call in stub.calls_of("create-vpc-endpoint") {
            let place = call
                .iter()
                .position(|word| word == "--client-token")
                .unwrap();
            assert!(call[place + 1].len() <= 64 && call[place + 1].is_ascii());
            tokens.push(call[place + 1].clone());
        }
    }
    assert_eq!(tokens.len(), 6);
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 6);
}

#[test]
fn a_blocked_plan_makes_nothing() {
    let case = named("existing-endpoint");
    assert!(case.plan.is_blocked());
    let stub = Stub::new(&case);
    for script in ["create.sh", "commands.sh", "verify.sh"] {
        let ended = stub.bash(script);
        assert_eq!(ended.code, Some(1), "{ended}");
        assert!(
            ended
                .stderr
                .contains("blocked: existing-policy-unknown: data: "),
            "{ended}"
        );
        assert!(stub.calls().is_empty());
    }
}

#[test]
fn it_takes_no_arguments() {
    let case = named("runtime-invoke-sigv4");
    let stub = Stub::new(&case);
    let ended = stub.run("bash".as_ref(), "create.sh", &["--help"], "");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(stub.calls().is_empty());
}
