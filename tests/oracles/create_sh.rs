//! `create.sh` and `teardown.sh`, run by bash with the real AWS CLI against moto.
//!
//! moto takes any service name and policy and knows no pending state: a pass here says that the
//! right calls are made in the right order, not that AWS would agree.

mod seen;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use postern_plan::plan::{GroupRef, Reached};
use postern_plan::request::AllowFrom;
use postern_tests::{Ended, Moto, Scratch, python_with, skip, tool};
use serde_json::{Value, json};

use crate::case::{Case, named};
use crate::cases::Part;
use seen::{ids, observed, sources, tags};

/// moto's account.
const ACCOUNT: &str = "123456789012";

/// Makes what a request presupposes, and prints which id stands for which.
const PREPARE: &str = r"
import boto3, json, sys
ec2 = boto3.client('ec2')
ids = {}
words = json.load(sys.stdin)
vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
zones = [z['ZoneName'] for z in ec2.describe_availability_zones()['AvailabilityZones']]
for place, word in enumerate(words):
    if word.startswith('vpc-'): ids[word] = vpc
    if word.startswith('subnet-'): ids[word] = ec2.create_subnet(VpcId=vpc, CidrBlock=f'10.0.{place}.0/24', AvailabilityZone=zones[place % len(zones)])['Subnet']['SubnetId']
    if word.startswith('sg-'): ids[word] = ec2.create_security_group(GroupName=word[3:], Description=word, VpcId=vpc)['GroupId']
    if word.startswith('rtb-'): ids[word] = ec2.create_route_table(VpcId=vpc)['RouteTable']['RouteTableId']
    if word.startswith('pl-'): ids[word] = ec2.create_managed_prefix_list(PrefixListName=word, MaxEntries=1, AddressFamily='IPv4')['PrefixList']['PrefixListId']
print(json.dumps(ids))
";

/// Prints every endpoint that is not deleted, and every group.
const LOOK: &str = r"
import boto3, json
ec2 = boto3.client('ec2')
endpoints = [e for e in ec2.describe_vpc_endpoints()['VpcEndpoints'] if e['State'] != 'deleted']
print(json.dumps({'endpoints': endpoints, 'groups': ec2.describe_security_groups()['SecurityGroups']}, default=str))
";

/// An account in moto with what a golden request presupposes, and its scripts.
struct World {
    moto: Moto,
    python: PathBuf,
    scratch: Scratch,
    case: Case,
}

impl World {
    /// [`None`] when the machine lacks a program.
    fn new(name: &str) -> Option<Self> {
        Self::of(name, Part::AgentCore)
    }

    fn of(name: &str, part: Part) -> Option<Self> {
        let python = python_with("boto3")?;
        tool("aws")?;
        let moto = Moto::start()?;
        let golden = named(name);
        let region = golden.plan.request.region.as_str();
        let prepared = moto
            .run(&python)
            .args(["-c", PREPARE])
            .env("AWS_DEFAULT_REGION", region)
            .input(serde_json::to_string(&ids(&golden.text)).unwrap())
            .stdout();
        let ids: BTreeMap<String, String> = serde_json::from_str(&prepared).unwrap();
        let mut text = golden.text.replace("111122223333", ACCOUNT);
        for (word, id) in &ids {
            text = text.replace(word, id);
        }
        let case = Case::new(name, &text, None);
        let case = match part {
            Part::AgentCore => case,
            Part::Workload => case.workload().unwrap(),
        };
        assert!(!case.plan.is_blocked(), "{name}: {:#?}", case.plan.notes);
        let scratch = Scratch::new("moto");
        for (path, text) in case.files(".sh") {
            scratch.write(path, text);
        }
        Some(Self {
            moto,
            python,
            scratch,
            case,
        })
    }

    fn run(&self, script: &str, args: &[&str], input: &str) -> Ended {
        self.moto
            .run("bash")
            .arg(self.scratch.path().join(script))
            .args(args)
            .input(input)
            .deadline(Duration::from_mins(5))
            .end()
    }

    fn create(&self) -> Ended {
        let ended = self.run("create.sh", &[], "");
        assert!(ended.ok() && ended.stderr.is_empty(), "{ended}");
        ended
    }

    fn look(&self) -> Value {
        let region = self.case.plan.request.region.as_str();
        let seen = self
            .moto
            .run(&self.python)
            .args(["-c", LOOK])
            .env("AWS_DEFAULT_REGION", region)
            .stdout();
        serde_json::from_str(&seen).unwrap()
    }

    /// An endpoint of the first planned service that nobody's plan made.
    fn strange_endpoint(&self) -> String {
        let plan = &self.case.plan;
        let made = self
            .moto
            .run("aws")
            .args([
                "ec2",
                "create-vpc-endpoint",
                "--vpc-endpoint-type",
                "Interface",
                "--query",
                "VpcEndpoint.VpcEndpointId",
                "--output",
                "text",
            ])
            .args([
                "--region",
                plan.request.region.as_str(),
                "--vpc-id",
                plan.request.placement.vpc.as_str(),
            ])
            .args(["--service-name", &plan.endpoints[0].service_name])
            // One of the two tags alone makes it nobody's of ours.
            .args([
                "--tag-specifications",
                &format!(
                    "ResourceType=vpc-endpoint,Tags=[{{Key=postern:plan,Value={}}}]",
                    plan.id
                ),
            ])
            .stdout();
        made.trim().to_owned()
    }

    fn record(&self) -> PathBuf {
        let request = &self.case.plan.request;
        self.scratch.path().join(format!(
            "created.{}.{ACCOUNT}.{}.txt",
            request.name, request.region
        ))
    }

    /// What is there is what is planned, and nothing else.
    fn assert_planned(&self) {
        let plan = &self.case.plan;
        let seen = self.look();
        let group = self.new_group(&seen);
        let mut wanted: Vec<Value> = plan
            .endpoints
            .iter()
            .map(|e| {
                let groups: BTreeSet<String> = e
                    .security_groups
                    .iter()
                    .map(|g| match g {
                        GroupRef::Id(id) => id.to_string(),
                        GroupRef::New => group.clone().unwrap(),
                    })
                    .collect();
                let subnets: BTreeSet<&str> = e.subnets.iter().map(postern_plan::id::SubnetId::as_str).collect();
                if let Reached::Routes(tables) = &e.reached {
                    return json!({
                        "service": e.service_name, "type": "Gateway", "vpc": plan.request.placement.vpc, "route_tables": tables,
                        "tags": e.tags, "policy": serde_json::from_str::<Value>(&e.policy_text()).unwrap(),
                    });
                }
                json!({
                    "service": e.service_name, "type": "Interface", "vpc": plan.request.placement.vpc, "subnets": subnets, "groups": groups,
                    "private_dns": e.private_dns, "tags": e.tags, "policy": serde_json::from_str::<Value>(&e.policy_text()).unwrap(),
                })
            })
            .collect();
        let mut found: Vec<Value> = seen["endpoints"]
            .as_array()
            .unwrap()
            .iter()
            .map(observed)
            .collect();
        let by_service = |value: &Value| value["service"].as_str().unwrap().to_owned();
        wanted.sort_by_key(by_service);
        found.sort_by_key(by_service);
        assert_eq!(found, wanted, "{}", self.case.name);
    }

    /// The id of the group that the plan makes, which must be as planned.
    fn new_group(&self, seen: &Value) -> Option<String> {
        let planned = self.case.plan.security_group.as_ref()?;
        let mut of_name = seen["groups"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|g| g["GroupName"] == planned.name);
        let group = of_name.next().expect("the planned group");
        assert!(of_name.next().is_none());
        assert_eq!(group["Description"], planned.description);
        assert_eq!(tags(group), json!(planned.tags));
        let rules: BTreeSet<String> = group["IpPermissions"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(sources)
            .collect();
        let wanted: BTreeSet<String> = planned
            .allow_from
            .iter()
            .map(AllowFrom::to_string)
            .collect();
        assert_eq!(rules, wanted);
        // EC2's own egress rule stays as it is.
        assert_eq!(group["IpPermissionsEgress"][0]["IpProtocol"], "-1");
        group["GroupId"].as_str().map(str::to_owned)
    }
}

/// Creates, compares, creates again, tears down, and compares again.
fn there_and_back(name: &str, part: Part) {
    let Some(world) = World::of(name, part) else {
        return skip("create_sh", "aws, moto_server or boto3 not found");
    };
    let before = world.look();
    world.create();
    world.assert_planned();
    let made = world.look();
    let again = world.create();
    assert!(
        again.stdout.contains("stands already and is left alone"),
        "{again}"
    );
    assert_eq!(world.look(), made, "a second run adds nothing");
    let ended = world.run("teardown.sh", &[], "yes\n");
    assert!(ended.ok(), "{ended}");
    assert_eq!(world.look(), before, "teardown leaves nothing behind");
    assert!(!world.record().exists());
}

#[test]
fn the_usual_three_endpoints() {
    let Some(world) = World::new("three-doors") else {
        return skip("create_sh", "aws, moto_server or boto3 not found");
    };
    let before = world.look();
    world.create();
    world.assert_planned();
    let made = world.look();
    let record = std::fs::read_to_string(world.record()).unwrap();
    assert_eq!(record.lines().count(), 4, "{record}");

    // A stranger's endpoint of the same service stops create, which changes nothing.
    let stranger = world.strange_endpoint();
    let with_stranger = world.look();
    let ended = world.run("create.sh", &[], "");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(ended.stderr.contains(&stranger), "{ended}");
    assert_eq!(world.look(), with_stranger);

    // It survives teardown, with the record and without it.
    assert!(world.run("teardown.sh", &["--yes"], "").ok());
    let only = |seen: &Value| -> Vec<Value> {
        seen["endpoints"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["VpcEndpointId"].clone())
            .collect()
    };
    assert_eq!(only(&world.look()), [json!(stranger)]);
    let ended = world.run("create.sh", &[], "");
    assert_eq!(ended.code, Some(1), "{ended}");
    assert_eq!(only(&world.look()), [json!(stranger)]);
    world
        .moto
        .run("aws")
        .args([
            "ec2",
            "delete-vpc-endpoints",
            "--vpc-endpoint-ids",
            &stranger,
        ])
        .stdout();
    assert_eq!(world.look(), before);

    // Create works again after teardown, and teardown without a record finds what it made by its tags.
    world.create();
    world.assert_planned();
    assert_ne!(world.look(), made);
    std::fs::remove_file(world.record()).unwrap();
    let stranger = world.strange_endpoint();
    let ended = world.run("teardown.sh", &["--yes"], "");
    assert!(ended.ok(), "{ended}");
    assert_eq!(only(&world.look()), [json!(stranger)]);
}

#[test]
fn hostile_names() {
    there_and_back("hostile-names", Part::AgentCore);
}

#[test]
fn the_largest_policy_that_fits() {
    there_and_back("largest-that-fits", Part::AgentCore);
}

#[test]
fn another_partition() {
    there_and_back("govcloud", Part::AgentCore);
}

#[test]
fn the_registrys_endpoints() {
    there_and_back("agent-registry", Part::AgentCore);
}

#[test]
fn full_access() {
    there_and_back("full-access", Part::AgentCore);
}

/// moto makes endpoints of any service; its own of S3 is reached by routes as AWS's is.
#[test]
fn what_agents_need() {
    there_and_back("workload", Part::Workload);
}
