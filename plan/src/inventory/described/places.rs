//! VPCs with their DNS attributes and DHCP options, and subnets.
//!
//! Must not guess an attribute that was not printed.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{Tag, items, name, tags};
use super::gathered::Gathered;
use crate::inventory::{DhcpOptions, Part, Subnet, Vpc};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VpcItem {
    vpc_id: String,
    cidr_block: Option<String>,
    dhcp_options_id: Option<String>,
    owner_id: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    cidr_block_association_set: Vec<Association>,
    #[serde(default)]
    ipv6_cidr_block_association_set: Vec<Association>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SubnetItem {
    subnet_id: String,
    vpc_id: String,
    availability_zone: Option<String>,
    availability_zone_id: Option<String>,
    available_ip_address_count: Option<u32>,
    cidr_block: Option<String>,
    owner_id: Option<String>,
    subnet_arn: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    ipv6_cidr_block_association_set: Vec<Association>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Association {
    cidr_block: Option<String>,
    ipv6_cidr_block: Option<String>,
    cidr_block_state: Option<State>,
    ipv6_cidr_block_state: Option<State>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct State {
    #[serde(default)]
    state: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    value: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DhcpItem {
    dhcp_options_id: String,
    #[serde(default)]
    dhcp_configurations: Vec<Configuration>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Configuration {
    key: String,
    #[serde(default)]
    values: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Value {
    value: String,
}

/// `describe-vpcs`
pub(super) fn vpcs(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<VpcItem>(gathered, Part::Vpcs, raw) {
        let sets = [
            item.cidr_block_association_set,
            item.ipv6_cidr_block_association_set,
        ];
        let vpc = Vpc {
            id: item.vpc_id,
            tags: Some(tags(&item.tags)),
            name: name(item.tags),
            cidrs: cidrs(item.cidr_block, sets.into_iter().flatten()),
            dns_support: None,
            dns_hostnames: None,
            dhcp_options: item.dhcp_options_id,
            owner: item.owner_id,
        };
        gathered.vpcs.insert(vpc.id.clone(), vpc);
    }
    Part::Vpcs
}

/// `describe-vpc-attribute`
pub(super) fn attribute(gathered: &mut Gathered<'_>, key: &str, vpc: &str, raw: &RawValue) -> Part {
    let Ok(Attribute { value }) = serde_json::from_str(raw.get()) else {
        gathered.fault(raw.get(), format!("`{key}` is not true or false"));
        return Part::DnsAttributes;
    };
    let dns = gathered.dns.entry(vpc.to_owned()).or_default();
    if key == "EnableDnsSupport" {
        dns.support = Some(value);
    } else {
        dns.hostnames = Some(value);
    }
    gathered.saw(Part::DnsAttributes, 1);
    Part::DnsAttributes
}

/// `describe-subnets`
pub(super) fn subnets(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<SubnetItem>(gathered, Part::Subnets, raw) {
        if let Some(region) = item
            .subnet_arn
            .as_deref()
            .and_then(|arn| arn.split(':').nth(3))
        {
            gathered.region(region);
        } else if let Some(region) = item.availability_zone.as_deref().and_then(region_of_zone) {
            gathered.region(&region);
        }
        let subnet = Subnet {
            id: item.subnet_id,
            vpc: item.vpc_id,
            zone: item.availability_zone,
            zone_id: item.availability_zone_id,
            owner: item.owner_id,
            tags: Some(tags(&item.tags)),
            name: name(item.tags),
            cidrs: cidrs(item.cidr_block, item.ipv6_cidr_block_association_set),
            free_addresses: item.available_ip_address_count,
        };
        gathered.subnets.insert(subnet.id.clone(), subnet);
    }
    Part::Subnets
}

/// `describe-dhcp-options`
pub(super) fn dhcp_options(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<DhcpItem>(gathered, Part::DhcpOptions, raw) {
        let servers = item
            .dhcp_configurations
            .into_iter()
            .filter(|c| c.key == "domain-name-servers")
            .flat_map(|c| c.values);
        let options = DhcpOptions {
            id: item.dhcp_options_id,
            name_servers: servers.map(|v| v.value).collect(),
        };
        gathered.dhcp.insert(options.id.clone(), options);
    }
    Part::DhcpOptions
}

/// The ranges that are in use, each once, the first one first.
fn cidrs(first: Option<String>, sets: impl IntoIterator<Item = Association>) -> Vec<String> {
    let used = |state: &Option<State>| state.as_ref().is_none_or(|s| s.state == "associated");
    let others = sets
        .into_iter()
        .filter(|a| used(&a.cidr_block_state) && used(&a.ipv6_cidr_block_state))
        .filter_map(|a| a.cidr_block.or(a.ipv6_cidr_block));
    let mut all: Vec<String> = Vec::new();
    for cidr in first.into_iter().chain(others) {
        if !all.contains(&cidr) {
            all.push(cidr);
        }
    }
    all
}

/// `us-west-2-lax-1a` is a zone of `us-west-2`.
fn region_of_zone(zone: &str) -> Option<String> {
    let mut region: Vec<&str> = Vec::new();
    for word in zone.split('-') {
        let number = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
            region.push(number);
            return (region.len() > 2).then(|| region.join("-"));
        }
        region.push(word);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::region_of_zone;

    #[test]
    fn a_zone_names_its_region() {
        for (zone, region) in [
            ("us-east-1a", Some("us-east-1")),
            ("us-gov-west-1b", Some("us-gov-west-1")),
            ("us-west-2-lax-1a", Some("us-west-2")),
            ("zone", None),
            ("1a", None),
            ("", None),
        ] {
            assert_eq!(region_of_zone(zone).as_deref(), region, "{zone}");
        }
    }
}
