//! The SDK's types as the inventory's.
//!
//! Must not drop what decides whether a call arrives, and must not fill in what was not said.

use aws_sdk_ec2::types as sdk;
use postern_plan::inventory as ours;

pub(super) fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

fn name(tags: &[sdk::Tag]) -> Option<String> {
    let name = tags.iter().find(|t| t.key() == Some("Name"));
    name.and_then(|t| t.value()).map(str::to_owned)
}

fn count(number: Option<i32>) -> Option<u32> {
    number.and_then(|n| u32::try_from(n).ok())
}

pub(super) fn vpc(vpc: &sdk::Vpc) -> ours::Vpc {
    let v4 = vpc
        .cidr_block_association_set()
        .iter()
        .filter_map(|a| a.cidr_block());
    let v6 = vpc
        .ipv6_cidr_block_association_set()
        .iter()
        .filter_map(|a| a.ipv6_cidr_block());
    let mut cidrs: Vec<String> = v4.chain(v6).map(str::to_owned).collect();
    if cidrs.is_empty() {
        cidrs.extend(vpc.cidr_block().map(str::to_owned));
    }
    ours::Vpc {
        id: text(vpc.vpc_id()),
        name: name(vpc.tags()),
        cidrs,
        dns_support: None,
        dns_hostnames: None,
        dhcp_options: vpc.dhcp_options_id().map(str::to_owned),
        owner: vpc.owner_id().map(str::to_owned),
    }
}

pub(super) fn subnet(subnet: &sdk::Subnet) -> ours::Subnet {
    let v6 = subnet
        .ipv6_cidr_block_association_set()
        .iter()
        .filter_map(|a| a.ipv6_cidr_block());
    ours::Subnet {
        id: text(subnet.subnet_id()),
        vpc: text(subnet.vpc_id()),
        zone: subnet.availability_zone().map(str::to_owned),
        zone_id: subnet.availability_zone_id().map(str::to_owned),
        owner: subnet.owner_id().map(str::to_owned),
        name: name(subnet.tags()),
        cidrs: subnet
            .cidr_block()
            .into_iter()
            .chain(v6)
            .map(str::to_owned)
            .collect(),
        free_addresses: count(subnet.available_ip_address_count()),
    }
}

pub(super) fn security_group(group: &sdk::SecurityGroup) -> ours::SecurityGroup {
    ours::SecurityGroup {
        id: text(group.group_id()),
        vpc: text(group.vpc_id()),
        name: text(group.group_name()),
        inbound: group.ip_permissions().iter().map(rule).collect(),
        outbound: group.ip_permissions_egress().iter().map(rule).collect(),
    }
}

fn rule(permission: &sdk::IpPermission) -> ours::Rule {
    let v4 = permission.ip_ranges().iter().filter_map(|r| r.cidr_ip());
    let v6 = permission
        .ipv6_ranges()
        .iter()
        .filter_map(|r| r.cidr_ipv6());
    let all = permission.ip_protocol() == Some("-1");
    ours::Rule {
        protocol: text(permission.ip_protocol()),
        from_port: permission.from_port().filter(|_| !all),
        to_port: permission.to_port().filter(|_| !all),
        cidrs: v4.chain(v6).map(str::to_owned).collect(),
        groups: permission
            .user_id_group_pairs()
            .iter()
            .filter_map(|p| p.group_id())
            .map(str::to_owned)
            .collect(),
        prefix_lists: permission
            .prefix_list_ids()
            .iter()
            .filter_map(|p| p.prefix_list_id())
            .map(str::to_owned)
            .collect(),
    }
}

pub(super) fn network_acl(acl: &sdk::NetworkAcl) -> ours::NetworkAcl {
    ours::NetworkAcl {
        id: text(acl.network_acl_id()),
        vpc: text(acl.vpc_id()),
        subnets: acl
            .associations()
            .iter()
            .filter_map(|a| a.subnet_id())
            .map(str::to_owned)
            .collect(),
        entries: acl.entries().iter().filter_map(entry).collect(),
    }
}

fn entry(entry: &sdk::NetworkAclEntry) -> Option<ours::AclEntry> {
    let cidr = entry.cidr_block().or(entry.ipv6_cidr_block())?;
    Some(ours::AclEntry {
        number: entry.rule_number()?,
        direction: if entry.egress()? {
            ours::Direction::Outbound
        } else {
            ours::Direction::Inbound
        },
        verdict: match entry.rule_action()? {
            sdk::RuleAction::Allow => ours::AclVerdict::Allow,
            // Anything that is not an allowance is taken for what it may be at worst.
            _ => ours::AclVerdict::Deny,
        },
        protocol: text(entry.protocol()),
        from_port: entry.port_range().and_then(sdk::PortRange::from),
        to_port: entry.port_range().and_then(sdk::PortRange::to),
        cidr: cidr.to_owned(),
    })
}

pub(super) fn dhcp_options(options: &sdk::DhcpOptions) -> ours::DhcpOptions {
    ours::DhcpOptions {
        id: text(options.dhcp_options_id()),
        name_servers: options
            .dhcp_configurations()
            .iter()
            .filter(|c| c.key() == Some("domain-name-servers"))
            .flat_map(sdk::DhcpConfiguration::values)
            .filter_map(|v| v.value())
            .map(str::to_owned)
            .collect(),
    }
}

/// An endpoint of type Interface; others are none of Postern's
pub(super) fn endpoint(endpoint: &sdk::VpcEndpoint) -> Option<ours::Endpoint> {
    let interface = endpoint
        .vpc_endpoint_type()
        .is_some_and(|t| t.as_str().eq_ignore_ascii_case("interface"));
    interface.then(|| ours::Endpoint {
        id: text(endpoint.vpc_endpoint_id()),
        vpc: text(endpoint.vpc_id()),
        service_name: text(endpoint.service_name()),
        // On the wire states begin with a small letter, and the SDK takes them for unknown.
        state: text(endpoint.state().map(sdk::State::as_str)).to_lowercase(),
        private_dns: endpoint.private_dns_enabled().unwrap_or_default(),
        subnets: endpoint.subnet_ids().to_vec(),
        security_groups: endpoint
            .groups()
            .iter()
            .filter_map(|g| g.group_id())
            .map(str::to_owned)
            .collect(),
        ip_address_type: endpoint
            .ip_address_type()
            .map(|t| t.as_str().to_lowercase()),
        policy: endpoint.policy_document().map(str::to_owned),
        tags: endpoint
            .tags()
            .iter()
            .filter_map(|t| Some((t.key()?.to_owned(), t.value()?.to_owned())))
            .collect(),
        dns_names: endpoint
            .dns_entries()
            .iter()
            .filter_map(|d| d.dns_name())
            .map(str::to_owned)
            .collect(),
        interfaces: endpoint.network_interface_ids().to_vec(),
    })
}

pub(super) fn service(service: &sdk::ServiceDetail) -> ours::ServiceDetail {
    ours::ServiceDetail {
        service_name: text(service.service_name()),
        zone_ids: service.availability_zone_ids().to_vec(),
        ip_address_types: service
            .supported_ip_address_types()
            .iter()
            .map(|t| t.as_str().to_lowercase())
            .collect(),
        private_dns_names: service
            .private_dns_names()
            .iter()
            .filter_map(|n| n.private_dns_name())
            .map(str::to_owned)
            .collect(),
        policy_supported: service.vpc_endpoint_policy_supported(),
    }
}
