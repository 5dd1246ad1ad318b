//! Security groups and their rules.
//!
//! Must not make a group of rules alone: nothing tells its VPC.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{Tag, items};
use super::gathered::Gathered;
use crate::inventory::{Part, Rule, SecurityGroup};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GroupItem {
    group_id: String,
    #[serde(default)]
    group_name: String,
    vpc_id: String,
    security_group_arn: Option<String>,
    #[serde(default)]
    ip_permissions: Vec<Permission>,
    #[serde(default)]
    ip_permissions_egress: Vec<Permission>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Permission {
    ip_protocol: String,
    from_port: Option<i32>,
    to_port: Option<i32>,
    #[serde(default)]
    ip_ranges: Vec<Source>,
    #[serde(default)]
    ipv6_ranges: Vec<Source>,
    #[serde(default)]
    prefix_list_ids: Vec<Source>,
    #[serde(default)]
    user_id_group_pairs: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    cidr_ip: Option<String>,
    cidr_ipv6: Option<String>,
    prefix_list_id: Option<String>,
    group_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RuleItem {
    group_id: String,
}

/// `describe-security-groups`
pub(super) fn groups(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<GroupItem>(gathered, Part::SecurityGroups, raw) {
        let arn = item.security_group_arn.as_deref();
        if let Some(region) = arn.and_then(|arn| arn.split(':').nth(3)) {
            gathered.region(region);
        }
        let group = SecurityGroup {
            id: item.group_id,
            vpc: item.vpc_id,
            name: item.group_name,
            inbound: item.ip_permissions.into_iter().map(rule).collect(),
            outbound: item.ip_permissions_egress.into_iter().map(rule).collect(),
            tags: item.tags.into_iter().map(|t| (t.key, t.value)).collect(),
        };
        gathered.groups.insert(group.id.clone(), group);
    }
    Part::SecurityGroups
}

/// `describe-security-group-rules`, which says nothing that `describe-security-groups` does not.
pub(super) fn rules(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    let rules = items::<RuleItem>(gathered, Part::SecurityGroups, raw);
    if rules
        .iter()
        .any(|r| !gathered.groups.contains_key(&r.group_id))
    {
        let what = "rules alone do not tell their group’s VPC: paste the output of describe-security-groups, before this";
        gathered.fault(raw.get(), what.to_owned());
        gathered.cut(Part::SecurityGroups);
    }
    Part::SecurityGroups
}

fn rule(permission: Permission) -> Rule {
    // EC2 says -1 in some places where it says nothing in others: all of them.
    let port = |port: Option<i32>| port.filter(|p| *p >= 0);
    let ranges = permission.ip_ranges.into_iter().filter_map(|s| s.cidr_ip);
    let v6 = permission
        .ipv6_ranges
        .into_iter()
        .filter_map(|s| s.cidr_ipv6);
    let pairs = permission.user_id_group_pairs.into_iter();
    let lists = permission.prefix_list_ids.into_iter();
    Rule {
        protocol: permission.ip_protocol,
        from_port: port(permission.from_port),
        to_port: port(permission.to_port),
        cidrs: ranges.chain(v6).collect(),
        groups: pairs.filter_map(|s| s.group_id).collect(),
        prefix_lists: lists.filter_map(|s| s.prefix_list_id).collect(),
    }
}
