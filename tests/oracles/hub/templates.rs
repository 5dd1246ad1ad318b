//! Zones in the templates, read back, and the commands of the page and of other accounts, read by
//! the AWS CLI's own parser.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use postern_tests::{Run, python_with, skip, tool};
use serde_json::{Value, json};

use crate::argv::PARSE;
use crate::case::named;
use crate::stub::Stub;

/// The zones of a template, in the form of the plan's document: name, endpoint, records, VPCs.
#[test]
fn every_template_has_the_plan_s_zones() {
    for name in ["hub", "hub-accounts"] {
        let case = named(name);
        let plan = &case.plan;
        let shared = plan.shared_dns.as_ref().unwrap();
        let stack: Value = serde_json::from_str(case.file("stack.json")).unwrap();
        let resources = stack["Resources"].as_object().unwrap();
        let hcl: hcl::Body = hcl::parse(case.file("terraform/main.tf")).unwrap();
        let of_kind = |kind: &str| -> Vec<&hcl::Block> {
            hcl.blocks()
                .filter(|b| b.identifier() == "resource" && b.labels()[0].as_str() == kind)
                .collect()
        };
        let parameter = |value: &Value| {
            let id = value["Ref"].as_str().unwrap();
            stack["Parameters"][id]["Default"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        for zone in &shared.zones {
            let (id, made) = resources
                .iter()
                .find(|(_, r)| {
                    r["Type"] == "AWS::Route53::HostedZone"
                        && r["Properties"]["Name"] == zone.name.as_str()
                })
                .unwrap();
            let vpcs: Vec<String> = made["Properties"]["VPCs"]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| parameter(&v["VPCId"]))
                .collect();
            let own = plan.request.placement.vpc.to_string();
            let wanted: Vec<String> = std::iter::once(own)
                .chain(shared.vpcs.iter().map(ToString::to_string))
                .collect();
            assert_eq!(
                vpcs, wanted,
                "CloudFormation takes the account's own VPCs alone"
            );
            let records: Vec<&Value> = resources
                .values()
                .filter(|r| {
                    r["Type"] == "AWS::Route53::RecordSet"
                        && r["Properties"]["HostedZoneId"]["Ref"] == id.as_str()
                })
                .collect();
            assert_eq!(records.len(), zone.records.len() * zone.types.len());
            for record in records {
                let target = record["Properties"]["AliasTarget"].to_string();
                let endpoint = id.strip_suffix("Zone").unwrap();
                assert!(
                    target.contains(&format!("\"{endpoint}\",\"DnsEntries\"")),
                    "{target}"
                );
                assert!(
                    zone.records
                        .iter()
                        .any(|r| record["Properties"]["Name"] == r.as_str())
                );
            }
            // A zone waits for its endpoint and for the records of what it would hide.
            let after = made["DependsOn"].to_string();
            for below in shared.below(zone) {
                let (below, _) = resources
                    .iter()
                    .find(|(_, r)| {
                        r["Type"] == "AWS::Route53::HostedZone"
                            && r["Properties"]["Name"] == below.name.as_str()
                    })
                    .unwrap();
                assert!(after.contains(&format!("{below}A")), "{after}");
            }
        }
        assert_eq!(of_kind("aws_route53_zone").len(), shared.zones.len());
        let records: usize = shared
            .zones
            .iter()
            .map(|z| z.records.len() * z.types.len())
            .sum();
        assert_eq!(of_kind("aws_route53_record").len(), records);
        assert_eq!(
            of_kind("aws_route53_zone_association").len(),
            shared.zones.len() * shared.vpcs.len()
        );
        let others: usize = shared.others.values().map(Vec::len).sum();
        assert_eq!(
            of_kind("aws_route53_vpc_association_authorization").len(),
            shared.zones.len() * others
        );
    }
}

#[test]
fn the_aws_cli_takes_the_commands_of_the_page_and_of_other_accounts() {
    let (Some(python), Some(_)) = (python_with("awscli.clidriver"), tool("aws")) else {
        return skip("argv", "the AWS CLI's Python package not found");
    };
    let case = named("hub-accounts");
    let stub = Stub::new(&case);
    let page = case.file("share-dns/README.md");
    let blocks: Vec<&str> = page.split("```").skip(1).step_by(2).collect();
    assert_eq!(blocks.len(), 3);
    let mut words = Vec::new();
    stub.fault(
        "case $call in 'route53profiles create-profile') echo rp-1; exit ;; 'route53 list-hosted-zones-by-vpc') echo Z1; exit ;;\n\
         'route53profiles get-profile') echo arn:aws:route53profiles:us-east-1:111122223333:profile/rp-1; exit ;;\n\
         'ram get-resource-share-invitations') echo arn:aws:ram:us-east-1:111122223333:resource-share-invitation/1; exit ;; esac",
    );
    for block in blocks {
        let script = block.strip_prefix("sh\n").unwrap();
        stub.put("page.sh", script);
        let ran = stub.run(Path::new("bash"), "page.sh", &[], "rp-1\n");
        assert!(ran.ok(), "{ran}");
        words.extend(stub.calls());
    }
    stub.fault("");
    for (path, _) in case
        .files(".sh")
        .filter(|(path, _)| path.starts_with("share-dns/"))
    {
        stub.run(Path::new("bash"), path, &["Z1"], "");
    }
    words.extend(stub.calls());
    let answers = Run::new(python)
        .args(["-c", PARSE])
        .input(json!(words).to_string())
        .deadline(Duration::from_mins(5))
        .stdout();
    let mut operations = BTreeSet::new();
    for line in answers.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["code"], 0, "{answer:#}");
        operations.insert(answer["operation"].as_str().unwrap().to_owned());
    }
    for operation in [
        "CreateProfile",
        "AssociateResourceToProfile",
        "AssociateProfile",
        "CreateResourceShare",
        "AcceptResourceShareInvitation",
    ] {
        assert!(
            operations.contains(operation),
            "{operation}: {operations:?}"
        );
    }
}
