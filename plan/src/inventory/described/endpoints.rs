//! Interface endpoints with their policies.
//!
//! Must leave out endpoints of other types: neither their policy nor their names are like these.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{Tag, items};
use super::gathered::Gathered;
use crate::inventory::{Endpoint, Part};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct EndpointItem {
    vpc_endpoint_id: String,
    vpc_endpoint_type: Option<String>,
    vpc_id: String,
    service_name: String,
    #[serde(default)]
    state: String,
    policy_document: Option<Box<RawValue>>,
    #[serde(default)]
    subnet_ids: Vec<String>,
    #[serde(default)]
    groups: Vec<Group>,
    ip_address_type: Option<String>,
    #[serde(default)]
    private_dns_enabled: bool,
    #[serde(default)]
    network_interface_ids: Vec<String>,
    #[serde(default)]
    dns_entries: Vec<DnsEntry>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    group_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DnsEntry {
    dns_name: Option<String>,
}

/// `describe-vpc-endpoints`
pub(super) fn endpoints(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    let all = items::<EndpointItem>(gathered, Part::Endpoints, raw);
    // EC2 takes an endpoint without a type for a Gateway endpoint.
    let interface = |item: &EndpointItem| {
        let kind = item.vpc_endpoint_type.as_deref();
        kind.is_some_and(|t| t.eq_ignore_ascii_case("interface"))
    };
    for item in all.into_iter().filter(interface) {
        if let Some(region) = region_of_service(&item.service_name) {
            gathered.region(region);
        }
        let policy = item.policy_document.map(|p| policy(&p));
        let tags: BTreeMap<_, _> = item.tags.into_iter().map(|t| (t.key, t.value)).collect();
        let names = item.dns_entries.into_iter();
        let endpoint = Endpoint {
            id: item.vpc_endpoint_id,
            vpc: item.vpc_id,
            service_name: item.service_name,
            state: item.state,
            private_dns: item.private_dns_enabled,
            subnets: item.subnet_ids,
            security_groups: item.groups.into_iter().map(|g| g.group_id).collect(),
            ip_address_type: item.ip_address_type,
            policy,
            tags,
            dns_names: names.filter_map(|n| n.dns_name).collect(),
            interfaces: item.network_interface_ids,
        };
        gathered.endpoints.insert(endpoint.id.clone(), endpoint);
    }
    Part::Endpoints
}

/// The policy's text: as it was printed, or, where it is no string, as it stands there.
fn policy(raw: &RawValue) -> String {
    serde_json::from_str(raw.get()).unwrap_or_else(|_| raw.get().to_owned())
}

/// `us-east-1` of `com.amazonaws.us-east-1.bedrock-agentcore`; none for a service of others.
pub(super) fn region_of_service(name: &str) -> Option<&str> {
    let region = name.strip_prefix("com.amazonaws.")?.split('.').next()?;
    let numbered = region
        .rsplit('-')
        .next()?
        .bytes()
        .all(|b| b.is_ascii_digit());
    (numbered && region.contains('-')).then_some(region)
}
