//! The mirrors behind the OpenAPI document say neither more nor less than what they mirror: each
//! document read through its mirror and written again is the same.

use std::collections::BTreeMap;

use postern_plan::artifact::plan_json;
use postern_plan::inventory::{
    AclEntry, AclVerdict, DhcpOptions, Direction, Endpoint, Gap, Inventory, Link, LinkKind,
    NetworkAcl, Part, PrefixList, Rule, SecurityGroup, ServiceDetail, Subnet, Vpc,
};
use postern_server::api::schema::inventory::InventoryDocument;
use postern_server::api::schema::plan::PlanDocument;
use postern_server::api::schema::request::RequestDocument;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::golden;

fn assert_mirrored<D: DeserializeOwned + Serialize>(document: &Value, of: &str) {
    let mirror: D = serde_json::from_value(document.clone()).expect(of);
    assert_eq!(&serde_json::to_value(mirror).unwrap(), document, "{of}");
}

#[test]
fn every_golden_request_is_mirrored() {
    for case in golden::cases() {
        assert_mirrored::<RequestDocument>(&case.json, &case.name);
    }
}

#[test]
fn every_golden_plan_is_mirrored() {
    for case in golden::cases() {
        let document = serde_json::from_str(&plan_json(&case.plan).unwrap().text).unwrap();
        assert_mirrored::<PlanDocument>(&document, &case.name);
    }
}

#[test]
fn an_inventory_with_everything_in_it_is_mirrored() {
    let some = |text: &str| Some(text.to_owned());
    let list = |text: &str| vec![text.to_owned()];
    let inventory = Inventory {
        version: 1,
        observed_at: some("2026-11-22T00:00:00Z"),
        region: some("us-east-1"),
        account: some("111122223333"),
        caller: some("arn:aws:iam::111122223333:user/a"),
        vpc: some("vpc-1"),
        read: Part::ALL.iter().copied().collect(),
        gaps: vec![Gap {
            part: Part::Quota,
            reason: "servicequotas:GetServiceQuota was denied".to_owned(),
        }],
        vpcs: vec![Vpc {
            id: "vpc-1".to_owned(),
            dns_support: Some(true),
            dns_hostnames: Some(false),
            name: some("main"),
            cidrs: list("10.0.0.0/16"),
            dhcp_options: some("dopt-1"),
            owner: some("111122223333"),
        }],
        subnets: vec![Subnet {
            id: "subnet-1".to_owned(),
            vpc: "vpc-1".to_owned(),
            zone: some("us-east-1a"),
            zone_id: some("use1-az1"),
            owner: some("111122223333"),
            name: some("a"),
            cidrs: list("10.0.1.0/24"),
            free_addresses: Some(250),
        }],
        security_groups: vec![SecurityGroup {
            id: "sg-1".to_owned(),
            vpc: "vpc-1".to_owned(),
            name: "web".to_owned(),
            inbound: vec![Rule {
                protocol: "tcp".to_owned(),
                from_port: Some(443),
                to_port: Some(443),
                cidrs: list("10.0.0.0/8"),
                groups: list("sg-2"),
                prefix_lists: list("pl-1"),
            }],
            outbound: vec![],
        }],
        prefix_lists: vec![PrefixList {
            id: "pl-1".to_owned(),
            name: "office".to_owned(),
            cidrs: Some(list("192.0.2.0/24")),
        }],
        network_acls: vec![NetworkAcl {
            id: "acl-1".to_owned(),
            vpc: "vpc-1".to_owned(),
            subnets: list("subnet-1"),
            entries: vec![AclEntry {
                number: 100,
                direction: Direction::Inbound,
                verdict: AclVerdict::Allow,
                protocol: "6".to_owned(),
                from_port: Some(443),
                to_port: Some(443),
                cidr: "0.0.0.0/0".to_owned(),
            }],
        }],
        dhcp_options: vec![DhcpOptions {
            id: "dopt-1".to_owned(),
            name_servers: list("AmazonProvidedDNS"),
        }],
        links: vec![Link {
            id: "pcx-1".to_owned(),
            kind: LinkKind::Peering,
            vpc: "vpc-1".to_owned(),
            other: some("vpc-2"),
        }],
        endpoints: vec![Endpoint {
            id: "vpce-1".to_owned(),
            vpc: "vpc-1".to_owned(),
            service_name: "com.amazonaws.us-east-1.bedrock-agentcore".to_owned(),
            state: "available".to_owned(),
            private_dns: true,
            subnets: vec!["subnet-1".to_owned()],
            security_groups: vec!["sg-1".to_owned()],
            ip_address_type: some("ipv4"),
            policy: some("{}"),
            tags: BTreeMap::from([("team".to_owned(), "platform".to_owned())]),
            dns_names: list("vpce-1.example"),
            interfaces: list("eni-1"),
        }],
        services: vec![ServiceDetail {
            service_name: "com.amazonaws.us-east-1.bedrock-agentcore".to_owned(),
            zone_ids: vec!["use1-az1".to_owned()],
            ip_address_types: vec!["ipv4".to_owned()],
            private_dns_names: list("bedrock-agentcore.us-east-1.amazonaws.com"),
            policy_supported: Some(true),
        }],
        endpoint_quota: Some(50),
    };
    let document = serde_json::to_value(inventory).unwrap();
    assert_mirrored::<InventoryDocument>(&document, "inventory");
}
