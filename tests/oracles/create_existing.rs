//! create.sh where an endpoint that is there is changed: its policy is kept first, and nothing is
//! overwritten blind.

use postern_plan::inventory::Inventory;
use postern_tests::tool;

use crate::case::{Case, named};
use crate::stub::Stub;

const DATA: &str = "com.amazonaws.us-east-1.bedrock-agentcore";

/// The golden request that changes an endpoint, with what stands there.
pub(crate) fn changing() -> Case {
    let inventory = r#"{"version":1,"endpoints":[{"id":"vpce-0123456789abcdef0","vpc":"vpc-0a1b2c3d4e5f60718",
        "service_name":"com.amazonaws.us-east-1.bedrock-agentcore","state":"available","private_dns":true,
        "subnets":["subnet-00000000000000a00","subnet-00000000000000b00"],"security_groups":["sg-0eeeeeeeeeeeeeee0"],
        "policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Old\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"bedrock-agentcore:InvokeCodeInterpreter\",\"Resource\":\"*\"}]}"}]}"#;
    let case = named("existing-endpoint");
    let case = Case::new(
        "changing",
        &case.text,
        Some(&Inventory::parse(inventory).unwrap()),
    );
    assert!(!case.plan.is_blocked(), "{:#?}", case.plan.notes);
    case
}

const OLD: &str = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Old\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"bedrock-agentcore:InvokeCodeInterpreter\",\"Resource\":\"*\"}]}";

fn with_existing(case: &Case) -> Stub {
    let stub = Stub::new(case);
    stub.set(
        "endpoints",
        &format!("vpce-0123456789abcdef0\tavailable\t{DATA}\tnone\n"),
    );
    stub.set("policy", &format!("{OLD}\n"));
    stub.set(
        "placement",
        "[\"subnet-00000000000000a00\",\"subnet-00000000000000b00\"]\t[\"sg-0eeeeeeeeeeeeeee0\"]",
    );
    stub
}

#[test]
fn an_endpoint_that_is_changed_has_its_policy_kept_first() {
    let case = changing();
    let stub = with_existing(&case);
    let ended = stub.bash("create.sh");
    assert!(ended.ok(), "{ended}");
    assert_eq!(
        stub.beside("restore-data.json").as_deref(),
        Some(&*format!("{OLD}\n"))
    );
    let calls = stub.calls_of("modify-vpc-endpoint");
    let words: Vec<&str> = calls[0].iter().map(String::as_str).collect();
    let policy = case.plan.endpoints[0].policy_text();
    assert_eq!(
        words[2..],
        [
            "--vpc-endpoint-id",
            "vpce-0123456789abcdef0",
            "--policy-document",
            &policy,
            "--add-subnet-ids",
            "subnet-00000000000000a01",
            "--remove-subnet-ids",
            "subnet-00000000000000b00",
            "--add-security-group-ids",
            "sg-00000000000000001",
            "--remove-security-group-ids",
            "sg-0eeeeeeeeeeeeeee0",
            "--region",
            "us-east-1",
            "--output",
            "text"
        ]
    );
    assert!(ended.stdout.contains("--policy-document file://restore-data.json --remove-subnet-ids subnet-00000000000000a01"), "{ended}");
    // It is in no record, for it was there before.
    assert!(
        !stub
            .record(&case)
            .unwrap()
            .contains("vpce-0123456789abcdef0")
    );

    // Everything is as planned now, and nothing is changed again.
    stub.set(
        "placement",
        "[\"subnet-00000000000000a01\",\"subnet-00000000000000a00\"]\t[\"sg-00000000000000001\"]",
    );
    let again = stub.bash("create.sh");
    assert!(again.ok(), "{again}");
    assert!(
        again
            .stdout
            .contains("data: vpce-0123456789abcdef0 is as planned already and is left alone"),
        "{again}"
    );
    assert_eq!(stub.calls_of("modify-vpc-endpoint").len(), 0);

    // Teardown leaves it, and says how to undo the change.
    let ended = stub.run("bash".as_ref(), "teardown.sh", &["--yes"], "");
    assert!(ended.ok(), "{ended}");
    assert!(
        ended.stdout.contains("not deleted: vpce-0123456789abcdef0"),
        "{ended}"
    );
    assert!(
        ended
            .stdout
            .contains("--policy-document file://restore-data.json"),
        "{ended}"
    );
    assert!(stub.state("endpoints").contains("vpce-0123456789abcdef0"));
}

#[test]
fn a_restore_file_with_another_policy_is_never_overwritten() {
    let case = changing();
    let stub = with_existing(&case);
    std::fs::write(
        stub.folder().join("restore-data.json"),
        "{\"older\": true}\n",
    )
    .unwrap();
    let ended = stub.bash("create.sh");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended.stderr.contains("restore-data.json is there already"),
        "{ended}"
    );
    assert_eq!(
        stub.beside("restore-data.json").as_deref(),
        Some("{\"older\": true}\n")
    );
    assert!(
        stub.calls()
            .iter()
            .all(|call| !call[1].starts_with("create-") && !call[1].starts_with("modify-"))
    );
}

#[test]
fn an_endpoint_of_another_service_or_vpc_is_not_changed() {
    let case = changing();
    let stub = with_existing(&case);
    stub.set(
        "endpoints",
        "vpce-0123456789abcdef0\tavailable\tcom.amazonaws.us-east-1.s3\tnone\n",
    );
    let ended = stub.bash("create.sh");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended
            .stderr
            .contains("is an endpoint of com.amazonaws.us-east-1.s3"),
        "{ended}"
    );
    assert!(
        stub.calls()
            .iter()
            .all(|call| !call[1].starts_with("create-") && !call[1].starts_with("modify-"))
    );
}

#[test]
fn a_missing_rule_is_added_to_our_group_and_a_strange_group_stops_it() {
    let case = named("three-doors");
    let stub = Stub::new(&case);
    assert!(stub.bash("create.sh").ok());
    let rules = stub.state("rules");
    assert_eq!(rules.lines().count(), 4);
    let missing: Vec<&str> = rules
        .lines()
        .filter(|rule| !rule.contains("sg-0dddddddddddddddd"))
        .collect();
    stub.set("rules", &(missing.join("\n") + "\n"));
    let ended = stub.bash("create.sh");
    assert!(ended.ok(), "{ended}");
    let said: Vec<&str> = ended
        .stdout
        .lines()
        .filter(|line| line.contains("rule"))
        .collect();
    assert_eq!(
        said,
        ["security group: added the missing rule for TCP 443 from sg-0dddddddddddddddd"]
    );
    assert_eq!(stub.state("rules").lines().count(), 4);

    // Somebody else's rule came first, under a name that reads otherwise.
    stub.set("rules", "");
    stub.fault("[ \"$2\" != authorize-security-group-ingress ] || refuse InvalidPermission.Duplicate 'the specified rule already exists'");
    let ended = stub.bash("create.sh");
    assert!(ended.ok(), "{ended}");

    let stub = Stub::new(&case);
    stub.fault("[ \"$2\" != describe-security-groups ] || { printf 'sg-0000000000000000f\\tNone\\tNone\\n'; exit 0; }");
    let ended = stub.bash("create.sh");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(
        ended
            .stderr
            .contains("this plan did not make it: sg-0000000000000000f"),
        "{ended}"
    );
    assert!(
        stub.calls()
            .iter()
            .all(|call| !call[1].starts_with("create-"))
    );
}

#[test]
fn commands_change_nothing_whose_policy_they_could_not_keep() {
    let case = changing();
    for shell in ["bash", "zsh"].into_iter().filter_map(tool) {
        let stub = with_existing(&case);
        let run = || stub.run(&shell, "commands.sh", &[], "");
        for fault in [
            "[ \"$call\" != 'ec2 describe-vpc-endpoints' ] || refuse UnauthorizedOperation no",
            "[ \"$call\" != 'ec2 describe-vpc-endpoints' ] || exit 0",
        ] {
            stub.fault(fault);
            let ended = run();
            assert!(!ended.stderr.is_empty(), "{ended}");
            assert_eq!(stub.where_it_ran("restore-data.json"), None, "{ended}");
            assert_eq!(stub.calls_of("modify-vpc-endpoint").len(), 0, "{ended}");
        }

        stub.fault("");
        let ended = run();
        assert!(ended.ok() && ended.stderr.is_empty(), "{ended}");
        let kept = Some(format!("{OLD}\n"));
        assert_eq!(stub.where_it_ran("restore-data.json"), kept);
        assert_eq!(stub.calls_of("modify-vpc-endpoint").len(), 1);

        // What was kept is the policy before the first change.
        let ended = run();
        assert!(ended.stderr.contains("exist"), "{ended}");
        assert_eq!(stub.where_it_ran("restore-data.json"), kept);
        assert_eq!(stub.calls_of("modify-vpc-endpoint").len(), 0);
    }
}
