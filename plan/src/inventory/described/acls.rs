//! Network ACLs.
//!
//! Must leave out an entry for neither family rather than make one up.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::items;
use super::gathered::Gathered;
use crate::inventory::{AclEntry, AclVerdict, Direction, NetworkAcl, Part};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AclItem {
    network_acl_id: String,
    vpc_id: String,
    #[serde(default)]
    associations: Vec<Association>,
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Association {
    subnet_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    rule_number: i32,
    egress: bool,
    rule_action: AclVerdict,
    protocol: String,
    cidr_block: Option<String>,
    ipv6_cidr_block: Option<String>,
    port_range: Option<PortRange>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PortRange {
    from: Option<i32>,
    to: Option<i32>,
}

/// `describe-network-acls`
pub(super) fn acls(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<AclItem>(gathered, Part::NetworkAcls, raw) {
        let subnets = item.associations.into_iter();
        let acl = NetworkAcl {
            id: item.network_acl_id,
            vpc: item.vpc_id,
            subnets: subnets.filter_map(|a| a.subnet_id).collect(),
            entries: item.entries.into_iter().filter_map(entry).collect(),
        };
        gathered.acls.insert(acl.id.clone(), acl);
    }
    Part::NetworkAcls
}

fn entry(entry: Entry) -> Option<AclEntry> {
    Some(AclEntry {
        number: entry.rule_number,
        direction: if entry.egress {
            Direction::Outbound
        } else {
            Direction::Inbound
        },
        verdict: entry.rule_action,
        protocol: entry.protocol,
        from_port: entry.port_range.as_ref().and_then(|r| r.from),
        to_port: entry.port_range.as_ref().and_then(|r| r.to),
        cidr: entry.cidr_block.or(entry.ipv6_cidr_block)?,
    })
}
