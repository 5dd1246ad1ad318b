//! Every word of every command reaches the AWS CLI byte for byte, and the AWS CLI's own parser
//! takes it: the API parameters it makes of them are the plan's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use postern_plan::plan::{Change, GroupRef, Plan, PlannedEndpoint, Reached};
use postern_plan::request::AllowFrom;
use postern_tests::{Run, python_with, skip, tool};
use serde_json::{Value, json};

use crate::case::{Case, golden};
use crate::stub::Stub;

/// The id that the stub gives to a new group.
const NEW_GROUP: &str = "sg-00000000000000001";

fn making() -> Vec<Case> {
    // What changes an endpoint is for `create_existing`: it first reads what is there.
    let changes = |case: &Case| {
        let mut endpoints = case.plan.endpoints.iter();
        endpoints.any(|e| matches!(e.change, Change::Modify(_)))
    };
    let cases: Vec<Case> = golden()
        .into_iter()
        .filter(|case| !case.plan.is_blocked() && !changes(case))
        .collect();
    assert!(cases.len() >= 30, "{}", cases.len());
    cases
}

#[test]
fn commands_give_the_same_words_in_bash_and_zsh_as_the_plan() {
    let shells: Vec<_> = ["bash", "zsh"].into_iter().filter_map(tool).collect();
    if shells.len() < 2 {
        skip("zsh", "zsh not found");
    }
    for case in making() {
        for shell in &shells {
            let stub = Stub::new(&case);
            let ended = stub.run(shell, "commands.sh", &[], "");
            assert!(
                ended.ok() && ended.stderr.is_empty(),
                "{}: {ended}",
                case.name
            );
            let calls = stub.calls();
            let made: Vec<_> = calls
                .iter()
                .filter(|call| call[1] == "create-vpc-endpoint")
                .map(|call| words(call))
                .collect();
            assert_eq!(
                made,
                expected(&case.plan),
                "{} in {}",
                case.name,
                shell.display()
            );
            let rules = calls
                .iter()
                .filter(|call| call[1] == "authorize-security-group-ingress")
                .count();
            assert_eq!(rules, expected_rules(&case.plan), "{}", case.name);
        }
    }
}

#[test]
fn create_gives_the_words_of_the_plan() {
    for case in making() {
        let stub = Stub::new(&case);
        let mut there = String::new();
        for change in &case.plan.endpoints {
            if let Change::Modify(m) = &change.change {
                stub.set(
                    "endpoints",
                    &format!("{}\tavailable\t{}\tnone\n", m.id, change.service_name),
                );
                stub.set("policy", "{}");
                stub.set("placement", "[]\t[]");
            }
            if let Change::Leave { id } = &change.change {
                let row = format!("{id}\tavailable\t{}\tours\n", change.service_name);
                there.push_str(&row);
            }
        }
        if !there.is_empty() {
            stub.set("endpoints", &there);
        }
        let ended = stub.bash("create.sh");
        assert!(
            ended.ok() && ended.stderr.is_empty(),
            "{}: {ended}",
            case.name
        );
        let made: Vec<_> = stub
            .calls_of("create-vpc-endpoint")
            .iter()
            .map(|call| {
                let mut words = words(call);
                words.remove("--client-token");
                words
            })
            .collect();
        assert_eq!(made, expected(&case.plan), "{}", case.name);
    }
}

/// How many rules the group has that the plan makes, where it makes one at all.
fn expected_rules(plan: &Plan) -> usize {
    let used = plan.endpoints.iter().any(|e| match &e.change {
        Change::Create => e.security_groups.contains(&GroupRef::New),
        Change::Modify(m) => m.add_groups.contains(&GroupRef::New),
        Change::Leave { .. } => false,
    });
    let group = plan.security_group.as_ref().filter(|_| used);
    group.map_or(0, |g| g.allow_from.len())
}

type Words = BTreeMap<String, Vec<Value>>;

/// The options of a call with their values; JSON is read.
fn words(call: &[String]) -> Words {
    let mut all = Words::new();
    let mut option = String::new();
    for word in &call[2..] {
        if word.starts_with("--") {
            option.clone_from(word);
            all.entry(option.clone()).or_default();
        } else {
            let value = serde_json::from_str(word).unwrap_or_else(|_| Value::String(word.clone()));
            all.get_mut(&option).unwrap().push(value);
        }
    }
    all.remove("--query");
    all.remove("--output");
    all
}

fn expected(plan: &Plan) -> Vec<Words> {
    plan.endpoints
        .iter()
        .filter(|e| e.change == Change::Create)
        .map(|e| expected_words(plan, e))
        .collect()
}

fn expected_words(plan: &Plan, endpoint: &PlannedEndpoint) -> Words {
    let params = expected_parameters(plan, endpoint);
    let mut all = Words::new();
    let mut put = |option: &str, values: Vec<Value>| all.insert(option.to_owned(), values);
    put("--region", vec![json!(plan.request.region)]);
    put(
        "--vpc-endpoint-type",
        vec![params["VpcEndpointType"].clone()],
    );
    put("--vpc-id", vec![params["VpcId"].clone()]);
    put("--service-name", vec![params["ServiceName"].clone()]);
    let list = |of: &str| params[of].as_array().unwrap().clone();
    if params["VpcEndpointType"] == "Gateway" {
        put("--route-table-ids", list("RouteTableIds"));
    } else {
        put("--subnet-ids", list("SubnetIds"));
        put("--security-group-ids", list("SecurityGroupIds"));
        put("--ip-address-type", vec![params["IpAddressType"].clone()]);
        put(
            if endpoint.private_dns {
                "--private-dns-enabled"
            } else {
                "--no-private-dns-enabled"
            },
            vec![],
        );
    }
    put(
        "--policy-document",
        vec![serde_json::from_str(&endpoint.policy_text()).unwrap()],
    );
    put(
        "--tag-specifications",
        vec![params["TagSpecifications"].clone()],
    );
    all
}

/// CreateVpcEndpoint's parameters but the policy and the token.
fn expected_parameters(plan: &Plan, endpoint: &PlannedEndpoint) -> Value {
    let tags: Vec<Value> = endpoint
        .tags
        .iter()
        .map(|(key, value)| json!({"Key": key, "Value": value}))
        .collect();
    let groups: Vec<&str> = endpoint
        .security_groups
        .iter()
        .map(|group| match group {
            GroupRef::Id(id) => id.as_str(),
            GroupRef::New => NEW_GROUP,
        })
        .collect();
    let tags = json!([{"ResourceType": "vpc-endpoint", "Tags": tags}]);
    if let Reached::Routes(tables) = &endpoint.reached {
        return json!({
            "VpcEndpointType": "Gateway",
            "VpcId": plan.request.placement.vpc,
            "ServiceName": endpoint.service_name,
            "RouteTableIds": tables,
            "TagSpecifications": tags,
        });
    }
    json!({
        "VpcEndpointType": "Interface",
        "VpcId": plan.request.placement.vpc,
        "ServiceName": endpoint.service_name,
        "SubnetIds": endpoint.subnets,
        "SecurityGroupIds": groups,
        "IpAddressType": endpoint.ip_address_type.as_str(),
        "PrivateDnsEnabled": endpoint.private_dns,
        "TagSpecifications": tags,
    })
}

/// Gives each list of words to the AWS CLI and stops it before the call. Prints what it would send.
pub(crate) const PARSE: &str = r"
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver
driver = create_clidriver()
asked = {}
class Answer: status_code = 200
def built(params, model, **kwargs): asked.update(operation=model.name, parameters=params)
def before(**kwargs): return Answer, {'ResponseMetadata': {}}
driver.session.register('before-parameter-build.*.*', built)
driver.session.register('before-call.*.*', before)
for words in json.load(sys.stdin):
    asked.clear()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try: code = driver.main(words)
        except SystemExit as end: code = end.code
    print(json.dumps({'words': words, 'code': code, 'said': said.getvalue() if code else '', **asked}))
";

/// Asked before the call, and not known to every AWS CLI.
const NEWER_THAN_THE_CLI: &[&str] = &["agent-registry", "agent-registry-control"];

#[test]
fn the_aws_cli_makes_the_planned_parameters_of_every_command() {
    let (Some(python), Some(_)) = (python_with("awscli.clidriver"), tool("aws")) else {
        return skip("argv", "the AWS CLI's Python package not found");
    };
    let cases = making();
    let mut lists: BTreeSet<Vec<String>> = BTreeSet::new();
    for case in &cases {
        let stub = Stub::new(case);
        stub.program("getent", "#!/bin/bash\nprintf '10.0.0.1 STREAM\\n'\n");
        stub.program("curl", "#!/bin/bash\nprintf 403\n");
        for script in ["create.sh", "verify.sh"] {
            stub.bash(script);
        }
        stub.run(Path::new("bash"), "teardown.sh", &["--yes"], "");
        stub.bash("commands.sh");
        lists.extend(
            stub.calls()
                .into_iter()
                .filter(|call| !NEWER_THAN_THE_CLI.contains(&call[0].as_str()))
                .map(without_token),
        );
    }
    let answers = Run::new(python)
        .args(["-c", PARSE])
        .input(serde_json::to_string(&lists).unwrap())
        .deadline(std::time::Duration::from_mins(10))
        .stdout();
    let mut operations = BTreeSet::new();
    let mut made = Vec::new();
    for line in answers.lines() {
        let mut answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["code"], 0, "{answer:#}");
        operations.insert(answer["operation"].as_str().unwrap().to_owned());
        if answer["operation"] == "CreateVpcEndpoint" {
            let parameters = answer["parameters"].as_object_mut().unwrap();
            let policy = parameters.remove("PolicyDocument").unwrap();
            parameters.remove("ClientToken");
            made.push((
                answer["parameters"].clone(),
                serde_json::from_str::<Value>(policy.as_str().unwrap()).unwrap(),
            ));
        }
        if answer["operation"] == "AuthorizeSecurityGroupIngress" {
            check_rule(&answer["parameters"], &cases);
        }
    }
    for case in &cases {
        for endpoint in case
            .plan
            .endpoints
            .iter()
            .filter(|e| e.change == Change::Create)
        {
            let policy: Value = serde_json::from_str(&endpoint.policy_text()).unwrap();
            let wanted = (expected_parameters(&case.plan, endpoint), policy);
            assert!(made.contains(&wanted), "{}: {wanted:#?}", case.name);
        }
    }
    for operation in [
        "CreateSecurityGroup",
        "DeleteSecurityGroup",
        "DeleteVpcEndpoints",
        "DescribeVpcEndpoints",
        "GetCallerIdentity",
        "ListAgentRuntimes",
        "ListActors",
        "DescribeLogGroups",
        "DescribeRepositories",
        "ListKeys",
    ] {
        assert!(
            operations.contains(operation),
            "{operation}: {operations:?}"
        );
    }
    for operation in &operations {
        assert!(
            !operation.starts_with("Invoke") && !operation.starts_with("Stop"),
            "{operation}"
        );
    }
}

/// The token is new in every run, and would make every list of words one of its own.
fn without_token(mut call: Vec<String>) -> Vec<String> {
    if let Some(place) = call.iter().position(|word| word == "--client-token") {
        call.drain(place..place + 2);
    }
    call
}

fn check_rule(parameters: &Value, cases: &[Case]) {
    let rule = &parameters["IpPermissions"][0];
    assert_eq!(
        (&rule["IpProtocol"], &rule["FromPort"], &rule["ToPort"]),
        (&json!("tcp"), &json!(443), &json!(443)),
        "{rule}"
    );
    let known = cases
        .iter()
        .flat_map(|case| &case.plan.request.placement.allow_from)
        .any(|from| {
            let (list, entry) = match from {
                AllowFrom::Ipv4(range) => ("IpRanges", json!([{"CidrIp": range}])),
                AllowFrom::Ipv6(range) => ("Ipv6Ranges", json!([{"CidrIpv6": range}])),
                AllowFrom::Group(id) => ("UserIdGroupPairs", json!([{"GroupId": id}])),
                AllowFrom::PrefixList(id) => ("PrefixListIds", json!([{"PrefixListId": id}])),
            };
            rule[list] == entry
        });
    assert!(known, "{rule}");
}
