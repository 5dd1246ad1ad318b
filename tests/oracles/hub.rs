//! Zones that give other VPCs the endpoints' names, made by the scripts with the real AWS CLI on
//! moto's Route 53.
//!
//! moto knows no authorisations between accounts: a wrapper keeps those in a file. It also takes two
//! zones of one name in one VPC, which Route 53 refuses.

mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use postern_plan::plan::Plan;
use postern_tests::{Ended, Moto, Run, Scratch, python_with, skip, tool};
use serde_json::{Value, json};

use crate::case::{Case, named};

const ACCOUNT: &str = "123456789012";

/// Makes the VPCs and subnets of a request, and prints which id stands for which.
const PREPARE: &str = r"
import boto3, json, sys
ec2 = boto3.client('ec2')
ids = {}
for place, word in enumerate(json.load(sys.stdin)):
    if word.startswith('vpc-'): ids[word] = ec2.create_vpc(CidrBlock=f'10.{place}.0.0/16')['Vpc']['VpcId']
    else: ids[word] = ec2.create_subnet(VpcId=ids['vpc-0a1b2c3d4e5f60718'], CidrBlock=f'10.0.{place}.0/24')['Subnet']['SubnetId']
print(json.dumps(ids))
";

/// Prints every zone with its VPCs, tags and alias records, and the names of the endpoints.
const LOOK: &str = r"
import boto3, json
r53, ec2 = boto3.client('route53'), boto3.client('ec2')
zones = []
for zone in r53.list_hosted_zones()['HostedZones']:
    id = zone['Id'].split('/')[-1]
    records = r53.list_resource_record_sets(HostedZoneId=id)['ResourceRecordSets']
    zones.append({'id': id, 'name': zone['Name'], 'private': zone['Config']['PrivateZone'],
        'vpcs': sorted(v['VPCId'] for v in r53.get_hosted_zone(Id=id)['VPCs']),
        'tags': {t['Key']: t['Value'] for t in r53.list_tags_for_resource(ResourceType='hostedzone', ResourceId=id)['ResourceTagSet']['Tags']},
        'aliases': sorted([r['Name'].replace('\\052', '*'), r['Type'], r['AliasTarget']['HostedZoneId'], r['AliasTarget']['DNSName'].rstrip('.')] for r in records if 'AliasTarget' in r)})
entries = {e['ServiceName']: e['DnsEntries'][0] for e in ec2.describe_vpc_endpoints()['VpcEndpoints'] if e['State'] != 'deleted'}
print(json.dumps({'zones': sorted(zones, key=lambda z: (z['name'], z['id'])), 'entries': entries}))
";

/// The AWS CLI, with authorisations kept in a file: a line for each zone and VPC.
const AWS: &str = r#"#!/bin/bash
word_after() { local last=''; for word in "${all[@]}"; do [ "$last" = "$1" ] && printf '%s' "$word" && return; last=$word; done; }
all=("$@")
at="$(word_after --hosted-zone-id) $(word_after --vpc | sed 's/.*VPCId=//')"
touch "$KEPT"
case "$1 $2" in
'sts get-caller-identity') [ -z "$CALLER" ] || { printf '%s\n' "$CALLER"; exit; } ;;
'route53 create-vpc-association-authorization') printf '%s\n' "$at" >>"$KEPT"; exit ;;
'route53 delete-vpc-association-authorization') grep -v -x -F -- "$at" "$KEPT" >"$KEPT.new"; mv "$KEPT.new" "$KEPT"; exit ;;
'route53 list-vpc-association-authorizations') grep -F -- "${at% }" "$KEPT" | cut -d' ' -f2 | paste -sd'\t'; exit ;;
'route53 associate-vpc-with-hosted-zone')
  [ -z "$CALLER" ] || grep -q -x -F -- "$at" "$KEPT" || { echo 'An error occurred (NotAuthorizedException)' >&2; exit 254; } ;;
esac
exec "$REAL_AWS" "$@"
"#;

/// An account in moto with the VPCs of a hub, and the hub's scripts.
struct Hub {
    moto: Moto,
    python: PathBuf,
    aws: PathBuf,
    scratch: Scratch,
    case: Case,
}

impl Hub {
    /// [`None`] when the machine lacks a program.
    fn new(name: &str) -> Option<Self> {
        let python = python_with("boto3")?;
        let aws = tool("aws")?;
        let moto = Moto::start()?;
        let golden = named(name);
        let words: BTreeSet<&str> = golden
            .text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .filter(|w| w.starts_with("vpc-0") || w.starts_with("subnet-0"))
            .collect();
        // VPCs first.
        let mut words: Vec<&str> = words.into_iter().collect();
        words.sort_by_key(|w| w.starts_with("subnet-"));
        let prepared = moto
            .run(&python)
            .args(["-c", PREPARE])
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .input(json!(words).to_string())
            .stdout();
        let ids: BTreeMap<String, String> = serde_json::from_str(&prepared).unwrap();
        let mut text = golden.text.replace("111122223333", ACCOUNT);
        for (word, id) in &ids {
            text = text.replace(word, id);
        }
        let hub = Self {
            moto,
            python,
            aws,
            scratch: Scratch::new("hub"),
            case: Case::new(name, &text, None),
        };
        assert!(!hub.case.plan.is_blocked(), "{:#?}", hub.case.plan.notes);
        for (path, text) in hub.case.files(".sh") {
            hub.scratch.write(path, text);
        }
        let program = hub.scratch.write("bin/aws", AWS);
        Run::new("chmod").arg("+x").arg(program).stdout();
        Some(hub)
    }

    fn run_as(&self, caller: &str, script: &str, args: &[&str]) -> Ended {
        let bin = self.scratch.path().join("bin");
        let path = std::env::var("PATH").unwrap();
        self.moto
            .run("bash")
            .arg(self.scratch.path().join(script))
            .args(args)
            .env("PATH", format!("{}:{path}", bin.display()))
            .env("REAL_AWS", &self.aws)
            .env("KEPT", self.scratch.path().join("authorised"))
            .env("CALLER", caller)
            .deadline(Duration::from_mins(10))
            .end()
    }

    fn run(&self, script: &str, args: &[&str]) -> Ended {
        self.run_as("", script, args)
    }

    fn right(&self, script: &str, args: &[&str]) -> Ended {
        let ended = self.run(script, args);
        assert!(ended.ok() && ended.stderr.is_empty(), "{script}: {ended}");
        ended
    }

    fn python(&self, program: &str) -> String {
        self.moto
            .run(&self.python)
            .args(["-c", program])
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .stdout()
    }

    fn look(&self) -> Value {
        serde_json::from_str(&self.python(LOOK)).unwrap()
    }

    fn authorised(&self) -> usize {
        std::fs::read_to_string(self.scratch.path().join("authorised"))
            .unwrap_or_default()
            .lines()
            .count()
    }
}

/// What the zones should be, with what EC2 calls each endpoint.
fn expected(plan: &Plan, entries: &Value, with_others: bool) -> Vec<Value> {
    let shared = plan.shared_dns.as_ref().unwrap();
    let mut vpcs: Vec<&str> = vec![plan.request.placement.vpc.as_str()];
    vpcs.extend(shared.vpcs.iter().map(postern_plan::id::VpcId::as_str));
    if with_others {
        let others = shared.others.values().flatten();
        vpcs.extend(others.map(postern_plan::id::VpcId::as_str));
    }
    vpcs.sort_unstable();
    let mut zones: Vec<Value> = shared
        .zones
        .iter()
        .map(|zone| {
            let service = &plan.endpoint(zone.endpoint).unwrap().service_name;
            let entry = &entries[service];
            let mut aliases: Vec<Value> = Vec::new();
            for name in &zone.records {
                for kind in &zone.types {
                    aliases.push(json!([format!("{name}."), kind.as_str(), entry["HostedZoneId"], entry["DnsName"]]));
                }
            }
            json!({ "name": format!("{}.", zone.name), "private": true, "vpcs": vpcs, "tags": zone.tags, "aliases": aliases })
        })
        .collect();
    zones.sort_by_key(|zone| zone["name"].as_str().unwrap().to_owned());
    zones
}

fn without_ids(seen: &Value) -> Vec<Value> {
    let mut zones = seen["zones"].as_array().unwrap().clone();
    for zone in &mut zones {
        zone.as_object_mut().unwrap().remove("id");
    }
    zones
}

#[test]
fn a_hub_is_made_once_and_taken_away_whole() {
    let Some(hub) = Hub::new("hub") else {
        return skip("hub", "aws, moto_server or boto3 not found");
    };
    // Zones of others: one of the same name elsewhere, and one that a person tagged like ours.
    hub.python(
        "import boto3\nr = boto3.client('route53')\ne = boto3.client('ec2')\nv = e.create_vpc(CidrBlock='10.99.0.0/16')['Vpc']['VpcId']\n\
         z = r.create_hosted_zone(Name='bedrock-agentcore.us-east-1.amazonaws.com', CallerReference='theirs', HostedZoneConfig={'PrivateZone': True, 'Comment': ''}, VPC={'VPCRegion': 'us-east-1', 'VPCId': v})['HostedZone']['Id']\n\
         r.change_tags_for_resource(ResourceType='hostedzone', ResourceId=z.split('/')[-1], AddTags=[{'Key': 'postern:request', 'Value': 'hub'}])",
    );
    let others = hub.look();
    // A zone without an endpoint would hide the names: none is made.
    let early = hub.run("share-dns/zones.sh", &[]);
    assert!(
        !early.ok() && early.stderr.contains("make the endpoints first"),
        "{early}"
    );
    assert_eq!(hub.look(), others);

    let made = hub.right("create.sh", &[]);
    assert!(made.stdout.contains("A leads to"), "{made}");
    let seen = hub.look();
    let ours: Vec<Value> = without_ids(&seen)
        .into_iter()
        .filter(|zone| zone["tags"].get("postern:plan").is_some())
        .collect();
    assert_eq!(ours, expected(&hub.case.plan, &seen["entries"], true));

    let again = hub.right("share-dns/zones.sh", &[]);
    assert!(
        again.stdout.contains("stands already") && !again.stdout.contains("leads to"),
        "{again}"
    );
    assert_eq!(hub.look(), seen, "a second run changes nothing");

    // Drift is mended: a record that leads elsewhere, a VPC that was taken off, and a stranger's VPC is said.
    hub.python(
        "import boto3\nr = boto3.client('route53')\ne = boto3.client('ec2')\n\
         zones = {z['Name']: z['Id'].split('/')[-1] for z in r.list_hosted_zones()['HostedZones'] if z['CallerReference'].startswith('postern/')}\n\
         id = zones['gateway.bedrock-agentcore.us-east-1.amazonaws.com.']\n\
         r.change_resource_record_sets(HostedZoneId=id, ChangeBatch={'Changes': [{'Action': 'UPSERT', 'ResourceRecordSet': {'Name': '*.gateway.bedrock-agentcore.us-east-1.amazonaws.com', 'Type': 'A', 'AliasTarget': {'HostedZoneId': 'Z1', 'DNSName': 'elsewhere.example', 'EvaluateTargetHealth': False}}}]})\n\
         vpcs = [v['VPCId'] for v in r.get_hosted_zone(Id=id)['VPCs']]\n\
         r.disassociate_vpc_from_hosted_zone(HostedZoneId=id, VPC={'VPCRegion': 'us-east-1', 'VPCId': vpcs[-1]})\n\
         r.associate_vpc_with_hosted_zone(HostedZoneId=id, VPC={'VPCRegion': 'us-east-1', 'VPCId': e.create_vpc(CidrBlock='10.98.0.0/16')['Vpc']['VpcId']})",
    );
    let mended = hub.right("share-dns/zones.sh", &[]);
    assert!(mended.stdout.contains("associated with vpc-"), "{mended}");
    assert!(
        mended
            .stdout
            .contains("is not in this plan; to take it off"),
        "{mended}"
    );
    let aliases = |of: &Value| -> Vec<Value> {
        without_ids(of)
            .into_iter()
            .map(|z| z["aliases"].clone())
            .collect()
    };
    assert_eq!(aliases(&hub.look()), aliases(&seen));

    // What somebody added to a zone keeps it, and says so.
    let record = "import boto3\nr = boto3.client('route53')\nid = [z['Id'] for z in r.list_hosted_zones()['HostedZones'] if z['CallerReference'].startswith('postern/') and z['Name'].startswith('bedrock')][0]\n\
         r.change_resource_record_sets(HostedZoneId=id, ChangeBatch={'Changes': [{'Action': 'ACTION', 'ResourceRecordSet': {'Name': 'x.bedrock-agentcore.us-east-1.amazonaws.com', 'Type': 'TXT', 'TTL': 60, 'ResourceRecords': [{'Value': '\"x\"'}]}}]})";
    hub.python(&record.replace("ACTION", "CREATE"));
    let kept = hub.run("teardown.sh", &["--yes"]);
    assert!(
        !kept.ok() && kept.stderr.contains("records that no plan made"),
        "{kept}"
    );
    hub.python(&record.replace("ACTION", "DELETE"));
    let gone = hub.right("teardown.sh", &["--yes"]);
    assert!(gone.stdout.contains("deleted: zone"), "{gone}");
    assert_eq!(hub.look(), others, "teardown leaves what others made");
}

#[test]
fn a_zone_of_others_in_the_vpc_stops_it_with_nothing_changed() {
    let Some(hub) = Hub::new("hub") else {
        return skip("hub", "aws, moto_server or boto3 not found");
    };
    let vpc = hub.case.plan.request.placement.vpc.as_str();
    hub.python(&format!(
        "import boto3\nboto3.client('route53').create_hosted_zone(Name='bedrock-agentcore.us-east-1.amazonaws.com', CallerReference='theirs', HostedZoneConfig={{'PrivateZone': True, 'Comment': ''}}, VPC={{'VPCRegion': 'us-east-1', 'VPCId': '{vpc}'}})"
    ));
    let before = hub.look();
    for script in ["create.sh", "share-dns/zones.sh"] {
        let stopped = hub.run(script, &[]);
        assert!(
            !stopped.ok() && stopped.stderr.contains("no plan of this request made it"),
            "{stopped}"
        );
        assert_eq!(hub.look(), before, "{script}");
    }
}

#[test]
fn other_accounts_are_authorised_associate_and_are_no_longer_authorised() {
    let Some(hub) = Hub::new("hub-accounts") else {
        return skip("hub", "aws, moto_server or boto3 not found");
    };
    let plan = &hub.case.plan;
    let made = hub.right("create.sh", &[]);
    let seen = hub.look();
    assert_eq!(without_ids(&seen), expected(plan, &seen["entries"], false));
    // Three zones, three VPCs of others.
    assert_eq!(hub.authorised(), 9);
    hub.right("share-dns/zones.sh", &[]);
    assert_eq!(hub.authorised(), 9, "nobody is authorised twice");

    let mut undone = Vec::new();
    for account in plan.shared_dns.as_ref().unwrap().others.keys() {
        let script = format!("share-dns/{account}.sh");
        let start = format!("in account {account}, run: bash {script} ");
        let line = made.stdout.lines().find_map(|l| l.strip_prefix(&start));
        let zones: Vec<&str> = line.unwrap().split(' ').collect();
        assert_eq!(zones.len(), 3);
        let stranger = hub.run(&script, &zones);
        assert!(
            !stranger.ok() && stranger.stderr.contains(ACCOUNT),
            "{stranger}"
        );
        let done = hub.run_as(account.as_str(), &script, &zones);
        assert!(
            done.ok() && done.stdout.contains("associated vpc-"),
            "{done}"
        );
        let again = hub.run_as(account.as_str(), &script, &zones);
        assert!(
            again.ok() && !again.stdout.contains("associated vpc-"),
            "{again}"
        );
        undone.push((
            account.as_str(),
            script,
            zones.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ));
    }
    let seen = hub.look();
    assert_eq!(without_ids(&seen), expected(plan, &seen["entries"], true));
    let closed = hub.right("share-dns/zones.sh", &[]);
    assert!(
        closed.stdout.contains("took back the authorisation"),
        "{closed}"
    );
    assert_eq!(hub.authorised(), 0);
    assert_eq!(
        hub.look(),
        seen,
        "an association stays without its authorisation"
    );

    for (account, script, zones) in &undone {
        let mut words = vec!["--undo"];
        words.extend(zones.iter().map(String::as_str));
        let off = hub.run_as(account, script, &words);
        assert!(off.ok() && off.stdout.contains("took vpc-"), "{off}");
    }
    let seen = hub.look();
    assert_eq!(without_ids(&seen), expected(plan, &seen["entries"], false));
    hub.right("teardown.sh", &["--yes"]);
    assert_eq!(hub.look()["zones"], json!([]));
}

/// moto knows neither an endpoint's names nor a zone's VPCs in a stack, so the zone of one is played.
#[test]
fn a_template_s_zone_is_taken_over_and_no_script_s_to_delete() {
    let Some(hub) = Hub::new("hub") else {
        return skip("hub", "aws, moto_server or boto3 not found");
    };
    let name = "gateway.bedrock-agentcore.us-east-1.amazonaws.com";
    let vpc = hub.case.plan.request.placement.vpc.as_str();
    hub.python(&format!(
        "import boto3\nr = boto3.client('route53')\n\
         z = r.create_hosted_zone(Name='{name}', CallerReference='a stack', HostedZoneConfig={{'PrivateZone': True, 'Comment': ''}}, VPC={{'VPCRegion': 'us-east-1', 'VPCId': '{vpc}'}})['HostedZone']['Id']\n\
         r.change_tags_for_resource(ResourceType='hostedzone', ResourceId=z.split('/')[-1], AddTags=[{{'Key': 'postern:request', 'Value': 'hub'}}])"
    ));
    hub.right("create.sh", &[]);
    let seen = hub.look();
    assert_eq!(
        without_ids(&seen)
            .iter()
            .map(|z| (z["name"].clone(), z["vpcs"].clone(), z["aliases"].clone()))
            .collect::<Vec<_>>(),
        expected(&hub.case.plan, &seen["entries"], true)
            .iter()
            .map(|z| (z["name"].clone(), z["vpcs"].clone(), z["aliases"].clone()))
            .collect::<Vec<_>>()
    );
    hub.right("teardown.sh", &["--yes"]);
    let left = hub.look();
    let names: Vec<&Value> = left["zones"]
        .as_array()
        .unwrap()
        .iter()
        .map(|z| &z["name"])
        .collect();
    assert_eq!(names, [&json!(format!("{name}."))]);
}
