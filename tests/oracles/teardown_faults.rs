//! `teardown.sh` when EC2 does what moto cannot, and when people hesitate.

use postern_plan::inventory::Inventory;
use postern_tests::Ended;

use crate::case::{Case, named, two_doors};
use crate::stub::Stub;

const DATA: &str = "com.amazonaws.us-east-1.bedrock-agentcore";

fn made(case: &Case) -> Stub {
    let stub = Stub::new(case);
    let ended = stub.bash("create.sh");
    assert!(ended.ok(), "{ended}");
    stub.calls();
    stub
}

fn teardown(stub: &Stub) -> Ended {
    stub.run("bash".as_ref(), "teardown.sh", &["--yes"], "")
}

#[test]
fn nothing_but_yes_deletes() {
    let case = two_doors();
    let stub = made(&case);
    for answer in ["", "y\n", "no\n", "yes please\n", "YES\n"] {
        let ended = stub.run("bash".as_ref(), "teardown.sh", &[], answer);
        assert_eq!(ended.code, Some(1), "{ended}");
        assert!(
            ended.stdout.contains("to delete: vpce-00000000000000001"),
            "{ended}"
        );
        assert!(
            ended.stderr.contains("error: nothing was deleted"),
            "{ended}"
        );
        assert!(
            stub.calls()
                .iter()
                .all(|call| !call[1].starts_with("delete-"))
        );
    }
    let ended = stub.run("bash".as_ref(), "teardown.sh", &["--force"], "yes\n");
    assert_eq!(ended.code, Some(2), "{ended}");
    let ended = stub.run("bash".as_ref(), "teardown.sh", &[], "yes\n");
    assert!(ended.ok(), "{ended}");
    assert_eq!(stub.record(&case), None);
    assert_eq!(
        (stub.state("endpoints"), stub.state("group")),
        (String::new(), String::new())
    );

    let again = teardown(&stub);
    assert!(again.ok(), "{again}");
    assert!(
        again.stdout.contains("there is nothing to delete"),
        "{again}"
    );
}

#[test]
fn what_a_plan_made_is_deleted_when_it_is_blocked_now() {
    let case = two_doors();
    let inventory = Inventory::parse(r#"{"version": 1, "account": "444455556666"}"#).unwrap();
    let blocked = Case::new("blocked", &case.text, Some(&inventory));
    assert!(blocked.plan.is_blocked());
    let stub = made(&case);
    let script = stub.folder().join("teardown.sh");
    std::fs::write(script, blocked.file("teardown.sh")).unwrap();
    let ended = teardown(&stub);
    assert!(ended.ok(), "{ended}");
    assert_eq!(
        (stub.state("endpoints"), stub.state("group")),
        (String::new(), String::new())
    );
}

#[test]
fn a_refusal_inside_a_good_answer_is_seen() {
    let case = two_doors();
    let stub = made(&case);
    stub.fault(
        "if [ \"$2\" = delete-vpc-endpoints ]; then sed -i '/^vpce-00000000000000001/d' \"$state/endpoints\"\n\
         printf 'vpce-00000000000000002\\tOperationNotPermitted\\tthis endpoint is managed\\n'; exit 0; fi",
    );
    let ended = teardown(&stub);
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(ended.stderr.contains("error: vpce-00000000000000002 was not deleted: OperationNotPermitted: this endpoint is managed"), "{ended}");
    assert!(
        ended.stdout.contains("deleted: vpce-00000000000000001"),
        "{ended}"
    );
    assert_eq!(
        stub.record(&case).as_deref(),
        Some("sg-00000000000000001\nvpce-00000000000000002\n")
    );
    assert!(stub.calls_of("delete-security-group").is_empty());
    stub.fault("");
    let again = teardown(&stub);
    assert!(again.ok(), "{again}");
    assert_eq!(stub.record(&case), None);
}

#[test]
fn it_waits_until_they_are_gone() {
    let case = named("runtime-invoke-sigv4");
    let stub = made(&case);
    stub.fault(
        "if [ \"$2\" = delete-vpc-endpoints ]; then sed -i 's/available/deleting/' \"$state/endpoints\"; exit 0; fi\n\
         if [ \"$(wc -l <\"$STUB/sleeps\" 2>/dev/null || echo 0)\" -ge 2 ]; then : >\"$state/endpoints\"; fi",
    );
    let ended = teardown(&stub);
    assert!(ended.ok(), "{ended}");
    assert_eq!(stub.sleeps(), 2);
    assert!(
        ended
            .stdout
            .contains("waiting until these are gone: vpce-00000000000000001"),
        "{ended}"
    );

    let stub = made(&case);
    stub.fault("if [ \"$2\" = delete-vpc-endpoints ]; then sed -i 's/available/deleting/' \"$state/endpoints\"; exit 0; fi");
    let ended = teardown(&stub);
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended
            .stderr
            .contains("still being deleted after ten minutes: vpce-00000000000000001"),
        "{ended}"
    );
    assert!(
        stub.record(&case)
            .unwrap()
            .contains("vpce-00000000000000001")
    );
}

#[test]
fn a_group_that_an_interface_holds_stays_and_is_named() {
    let case = named("runtime-invoke-sigv4");
    let stub = made(&case);
    stub.fault(
        "case $call in\n'ec2 delete-security-group') refuse DependencyViolation 'resource sg has a dependent object' ;;\n\
         'ec2 describe-network-interfaces') printf 'eni-0000000000000000a\\tagentic_ai\\tin-use\\tAgentCore runtime\\n'; exit 0 ;;\nesac",
    );
    let ended = teardown(&stub);
    assert_eq!(ended.code, Some(1), "{ended}");
    for word in [
        "eni-0000000000000000a",
        "sg-00000000000000001 is not deleted",
        "up to 8 hours",
    ] {
        assert!(ended.stderr.contains(word), "{ended}");
    }
    assert_eq!(
        stub.record(&case).as_deref(),
        Some("sg-00000000000000001\n")
    );

    stub.fault("[ \"$2\" != delete-security-group ] || refuse DependencyViolation 'resource sg has a dependent object'");
    let ended = teardown(&stub);
    assert!(
        ended.stderr.contains("a rule of another security group"),
        "{ended}"
    );

    stub.fault("");
    let again = teardown(&stub);
    assert!(again.ok(), "{again}");
    assert_eq!(stub.record(&case), None);
}

#[test]
fn with_a_record_only_what_it_names_is_deleted() {
    let case = named("runtime-invoke-sigv4");
    let stub = made(&case);
    let rows = stub.state("endpoints");
    stub.set("endpoints", &format!("{rows}vpce-0000000000000000a\tavailable\t{DATA}\tours\nvpce-0000000000000000b\tavailable\t{DATA}\tnone\n"));
    let ended = teardown(&stub);
    assert!(ended.ok(), "{ended}");
    assert!(
        ended.stdout.contains("not deleted: vpce-0000000000000000a"),
        "{ended}"
    );
    assert!(!ended.stdout.contains("vpce-0000000000000000b"), "{ended}");
    let calls = stub.calls_of("delete-vpc-endpoints");
    assert_eq!(calls.len(), 1);
    assert!(calls[0].contains(&"vpce-00000000000000001".to_owned()));
    assert!(
        !calls[0]
            .iter()
            .any(|word| word.starts_with("vpce-0000000000000000")
                && word != "vpce-00000000000000001"),
        "{calls:?}"
    );
}

#[test]
fn without_a_record_both_tags_the_vpc_and_a_planned_service_decide() {
    let case = named("runtime-invoke-sigv4");
    let stub = made(&case);
    let record = stub.folder().join(format!(
        "created.{}.111122223333.us-east-1.txt",
        case.plan.request.name
    ));
    std::fs::remove_file(record).unwrap();
    let rows = stub.state("endpoints");
    stub.set(
        "endpoints",
        &format!(
            "{rows}vpce-0000000000000000a\tavailable\t{DATA}\tother-plan\nvpce-0000000000000000b\tavailable\t{DATA}\tnone\n\
             vpce-0000000000000000c\tavailable\tcom.amazonaws.us-east-1.s3\tours\nvpce-0000000000000000d\tdeleted\t{DATA}\tours\n"
        ),
    );
    // The group of that name is not the plan's: the stub calls it `name`.
    let ended = teardown(&stub);
    assert!(ended.ok(), "{ended}");
    let listed: Vec<&str> = ended
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("to delete: "))
        .collect();
    assert_eq!(listed.len(), 1, "{ended}");
    assert!(listed[0].starts_with("vpce-00000000000000001 "), "{ended}");
    for stays in ["a", "b", "c"] {
        assert!(
            stub.state("endpoints")
                .contains(&format!("vpce-0000000000000000{stays}"))
        );
    }
    assert!(!stub.state("group").is_empty());
}

#[test]
fn a_record_with_anything_else_in_it_stops_it() {
    let case = named("runtime-invoke-sigv4");
    for line in [
        "vpc-0a1b2c3d4e5f60718",
        "vpce-1; rm -rf /",
        "sg-",
        "# a comment",
        "vpce-00000000000000001 vpce-2",
    ] {
        let stub = made(&case);
        let record = stub.folder().join(format!(
            "created.{}.111122223333.us-east-1.txt",
            case.plan.request.name
        ));
        let text = std::fs::read_to_string(&record).unwrap();
        std::fs::write(&record, format!("{text}{line}\n")).unwrap();
        let ended = teardown(&stub);
        assert_eq!(ended.code, Some(1), "{ended}");
        assert!(ended.stderr.contains("is no id"), "{ended}");
        assert!(
            stub.calls()
                .iter()
                .all(|call| !call[1].starts_with("delete-"))
        );
    }
}
