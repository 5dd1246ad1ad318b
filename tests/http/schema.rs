//! The mirrors behind the OpenAPI document say neither more nor less than what they mirror: each
//! document read through its mirror and written again is the same.

use postern_plan::artifact::plan_json;
use postern_plan::inventory::Inventory;
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

/// An inventory in which every field stands.
const EVERYTHING: &str = r#"{
  "version": 1, "observed_at": "2026-11-22T00:00:00Z", "region": "us-east-1", "account": "111122223333",
  "caller": "arn:aws:iam::111122223333:role/reader", "vpc": "vpc-1", "read": ["caller", "vpcs"],
  "gaps": [{"part": "quota", "reason": "servicequotas:GetServiceQuota was denied"}],
  "vpcs": [{"id": "vpc-1", "name": "main", "cidrs": ["10.0.0.0/16"], "dns_support": true, "dns_hostnames": false,
            "dhcp_options": "dopt-1", "owner": "111122223333"}],
  "subnets": [{"id": "subnet-1", "vpc": "vpc-1", "zone": "us-east-1a", "zone_id": "use1-az1", "owner": "111122223333",
               "name": "private", "cidrs": ["10.0.0.0/24"], "free_addresses": 200}],
  "security_groups": [{"id": "sg-1", "vpc": "vpc-1", "name": "clients", "outbound": [],
    "inbound": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidrs": ["::/0"], "groups": ["sg-2"], "prefix_lists": ["pl-1"]}]}],
  "prefix_lists": [{"id": "pl-1", "name": "offices", "cidrs": ["192.168.0.0/16"]}],
  "network_acls": [{"id": "acl-1", "vpc": "vpc-1", "subnets": ["subnet-1"], "entries": [
    {"number": 100, "direction": "inbound", "verdict": "allow", "protocol": "6", "from_port": 0, "to_port": 65535, "cidr": "0.0.0.0/0"}]}],
  "dhcp_options": [{"id": "dopt-1", "name_servers": ["AmazonProvidedDNS"]}],
  "links": [{"id": "pcx-1", "kind": "peering", "vpc": "vpc-1", "other": "vpc-2"}],
  "endpoints": [{"id": "vpce-1", "vpc": "vpc-1", "service_name": "com.amazonaws.us-east-1.bedrock-agentcore", "state": "available",
    "private_dns": true, "subnets": ["subnet-1"], "security_groups": ["sg-1"], "ip_address_type": "ipv4", "policy": "{}",
    "tags": {"team": "platform"}, "dns_names": ["vpce-1.example"], "interfaces": ["eni-1"]}],
  "services": [{"service_name": "com.amazonaws.us-east-1.bedrock-agentcore", "zone_ids": ["use1-az1"], "ip_address_types": ["ipv4"],
    "private_dns_names": ["bedrock-agentcore.us-east-1.amazonaws.com"], "policy_supported": true}],
  "endpoint_quota": 50
}"#;

#[test]
fn an_inventory_with_everything_in_it_is_mirrored() {
    let document: Value = serde_json::from_str(EVERYTHING).unwrap();
    let inventory = serde_json::to_value(Inventory::parse(EVERYTHING).unwrap()).unwrap();
    assert_eq!(inventory, document, "the core keeps every field");
    assert_mirrored::<InventoryDocument>(&document, "inventory");
}
