//! What the SDK describes, in domain words.
//!
//! Must compare EC2's words without regard to case: the SDK knows some of them in one case only, and
//! takes those on the wire for unknown.

use std::collections::BTreeMap;

use aws_sdk_ec2::types as sdk;
use postern_plan::inventory::{
    AclEntry, AclVerdict, DhcpOptions, Direction, Endpoint, NetworkAcl, Rule, SecurityGroup,
    ServiceDetail, Subnet, Vpc,
};

/// A VPC, without its DNS attributes
pub(super) fn vpc(vpc: sdk::Vpc) -> Option<Vpc> {
    let used = |state: Option<&sdk::VpcCidrBlockState>| {
        let state = state.and_then(|s| s.state());
        state.is_none_or(|s| is(s.as_str(), "associated"))
    };
    let v4 = vpc.cidr_block_association_set().iter();
    let v4 = v4
        .filter(|a| used(a.cidr_block_state()))
        .filter_map(|a| a.cidr_block());
    let v6 = vpc.ipv6_cidr_block_association_set().iter();
    let v6 = v6
        .filter(|a| used(a.ipv6_cidr_block_state()))
        .filter_map(|a| a.ipv6_cidr_block());
    Some(Vpc {
        name: name(vpc.tags()),
        tags: Some(tags(vpc.tags())),
        cidrs: each_once(vpc.cidr_block().into_iter().chain(v4).chain(v6)),
        dns_support: None,
        dns_hostnames: None,
        id: vpc.vpc_id?,
        dhcp_options: vpc.dhcp_options_id,
        owner: vpc.owner_id,
    })
}

/// A subnet
pub(super) fn subnet(subnet: sdk::Subnet) -> Option<Subnet> {
    let v6 = subnet.ipv6_cidr_block_association_set().iter();
    let v6 = v6
        .filter(|a| {
            let state = a.ipv6_cidr_block_state().and_then(|s| s.state());
            state.is_none_or(|s| is(s.as_str(), "associated"))
        })
        .filter_map(|a| a.ipv6_cidr_block());
    let free = subnet.available_ip_address_count();
    Some(Subnet {
        name: name(subnet.tags()),
        tags: Some(tags(subnet.tags())),
        cidrs: each_once(subnet.cidr_block().into_iter().chain(v6)),
        free_addresses: free.and_then(|n| u32::try_from(n).ok()),
        id: subnet.subnet_id?,
        vpc: subnet.vpc_id?,
        zone: subnet.availability_zone,
        zone_id: subnet.availability_zone_id,
        owner: subnet.owner_id,
    })
}

/// A security group of a VPC
pub(super) fn security_group(group: sdk::SecurityGroup) -> Option<SecurityGroup> {
    Some(SecurityGroup {
        inbound: group.ip_permissions().iter().map(rule).collect(),
        outbound: group.ip_permissions_egress().iter().map(rule).collect(),
        tags: tags(group.tags()),
        id: group.group_id?,
        vpc: group.vpc_id?,
        name: group.group_name.unwrap_or_default(),
    })
}

fn rule(permission: &sdk::IpPermission) -> Rule {
    // EC2 says -1 in some places where it says nothing in others: all of them.
    let port = |port: Option<i32>| port.filter(|p| *p >= 0);
    let v4 = permission.ip_ranges().iter().filter_map(|r| r.cidr_ip());
    let v6 = permission.ipv6_ranges().iter();
    let v6 = v6.filter_map(|r| r.cidr_ipv6());
    let groups = permission.user_id_group_pairs().iter();
    let lists = permission.prefix_list_ids().iter();
    Rule {
        protocol: permission.ip_protocol().unwrap_or("-1").to_owned(),
        from_port: port(permission.from_port()),
        to_port: port(permission.to_port()),
        cidrs: owned(v4.chain(v6)),
        groups: owned(groups.filter_map(|p| p.group_id())),
        prefix_lists: owned(lists.filter_map(|l| l.prefix_list_id())),
    }
}

/// A network ACL
pub(super) fn network_acl(acl: sdk::NetworkAcl) -> Option<NetworkAcl> {
    let subnets = acl.associations().iter().filter_map(|a| a.subnet_id());
    Some(NetworkAcl {
        subnets: owned(subnets),
        entries: acl.entries().iter().filter_map(acl_entry).collect(),
        id: acl.network_acl_id?,
        vpc: acl.vpc_id?,
    })
}

fn acl_entry(entry: &sdk::NetworkAclEntry) -> Option<AclEntry> {
    let verdict = match entry.rule_action()?.as_str() {
        word if is(word, "allow") => AclVerdict::Allow,
        word if is(word, "deny") => AclVerdict::Deny,
        _ => return None,
    };
    Some(AclEntry {
        number: entry.rule_number()?,
        direction: if entry.egress()? {
            Direction::Outbound
        } else {
            Direction::Inbound
        },
        verdict,
        protocol: entry.protocol()?.to_owned(),
        from_port: entry.port_range().and_then(sdk::PortRange::from),
        to_port: entry.port_range().and_then(sdk::PortRange::to),
        cidr: entry.cidr_block().or(entry.ipv6_cidr_block())?.to_owned(),
    })
}

/// DHCP options
pub(super) fn dhcp_options(options: sdk::DhcpOptions) -> Option<DhcpOptions> {
    let servers = options
        .dhcp_configurations()
        .iter()
        .filter(|c| c.key() == Some("domain-name-servers"))
        .flat_map(sdk::DhcpConfiguration::values)
        .filter_map(|v| v.value());
    Some(DhcpOptions {
        name_servers: owned(servers),
        id: options.dhcp_options_id?,
    })
}

/// An interface endpoint; none for one of another type
pub(super) fn endpoint(endpoint: sdk::VpcEndpoint) -> Option<Endpoint> {
    let kind = endpoint.vpc_endpoint_type()?;
    if !is(kind.as_str(), "interface") {
        return None;
    }
    let groups = endpoint.groups().iter().filter_map(|g| g.group_id());
    let names = endpoint.dns_entries().iter().filter_map(|e| e.dns_name());
    Some(Endpoint {
        security_groups: owned(groups),
        dns_names: owned(names),
        tags: tags(endpoint.tags()),
        state: endpoint
            .state()
            .map(|s| s.as_str().to_owned())
            .unwrap_or_default(),
        ip_address_type: endpoint.ip_address_type().map(|t| t.as_str().to_owned()),
        private_dns: endpoint.private_dns_enabled().unwrap_or_default(),
        id: endpoint.vpc_endpoint_id?,
        vpc: endpoint.vpc_id?,
        service_name: endpoint.service_name?,
        subnets: endpoint.subnet_ids.unwrap_or_default(),
        policy: endpoint.policy_document,
        interfaces: endpoint.network_interface_ids.unwrap_or_default(),
    })
}

/// What a service offers
pub(super) fn service(detail: sdk::ServiceDetail) -> Option<ServiceDetail> {
    let kinds = detail.service_type().iter();
    let kinds = kinds.filter_map(|kind| kind.service_type());
    let listed = detail.private_dns_names().iter();
    let listed: Vec<&str> = listed.filter_map(|n| n.private_dns_name()).collect();
    let first = detail.private_dns_name().filter(|_| listed.is_empty());
    let types = detail.supported_ip_address_types().iter();
    Some(ServiceDetail {
        private_dns_names: owned(listed.iter().copied().chain(first)),
        ip_address_types: types.map(|t| t.as_str().to_owned()).collect(),
        policy_supported: detail.vpc_endpoint_policy_supported(),
        acceptance_required: detail.acceptance_required(),
        types: owned(kinds.map(sdk::ServiceType::as_str)),
        service_name: detail.service_name?,
        zone_ids: detail.availability_zone_ids.unwrap_or_default(),
    })
}

/// The value of the tag `Name`
fn tags(tags: &[sdk::Tag]) -> BTreeMap<String, String> {
    tags.iter()
        .filter_map(|t| Some((t.key()?.to_owned(), t.value()?.to_owned())))
        .collect()
}

pub(super) fn name(tags: &[sdk::Tag]) -> Option<String> {
    let tag = tags.iter().find(|t| t.key() == Some("Name"))?;
    tag.value().filter(|v| !v.is_empty()).map(str::to_owned)
}

/// Two of EC2's words are the same
pub(super) fn is(word: &str, other: &str) -> bool {
    word.eq_ignore_ascii_case(other)
}

fn owned<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.map(str::to_owned).collect()
}

fn each_once<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.iter().any(|known| known == text) {
            all.push(text.to_owned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_wire_are_known_in_any_case() {
        let endpoint = sdk::VpcEndpoint::builder()
            .vpc_endpoint_id("vpce-1")
            .vpc_id("vpc-1")
            .service_name("s")
            .vpc_endpoint_type("interface".into())
            .state(sdk::State::from("available"))
            .build();
        assert_eq!(super::endpoint(endpoint).unwrap().state, "available");
        let gateway = sdk::VpcEndpoint::builder()
            .vpc_endpoint_id("vpce-1")
            .vpc_id("vpc-1")
            .service_name("s")
            .vpc_endpoint_type(sdk::VpcEndpointType::Gateway)
            .build();
        assert_eq!(super::endpoint(gateway), None);
    }

    #[test]
    fn a_range_that_a_vpc_lost_is_not_its_own() {
        let association = |cidr: &str, state: &str| {
            sdk::VpcCidrBlockAssociation::builder()
                .cidr_block(cidr)
                .cidr_block_state(
                    sdk::VpcCidrBlockState::builder()
                        .state(state.into())
                        .build(),
                )
                .build()
        };
        let vpc = sdk::Vpc::builder()
            .vpc_id("vpc-1")
            .cidr_block("10.0.0.0/16")
            .cidr_block_association_set(association("10.0.0.0/16", "associated"))
            .cidr_block_association_set(association("10.1.0.0/16", "disassociated"))
            .cidr_block_association_set(association("10.2.0.0/16", "associated"))
            .build();
        assert_eq!(
            super::vpc(vpc).unwrap().cidrs,
            ["10.0.0.0/16", "10.2.0.0/16"]
        );
    }
}
