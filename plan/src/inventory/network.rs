//! What decides whether packets reach an endpoint: groups, lists, ACLs, resolvers, ways in.
//!
//! Must keep EC2's words and numbers; what they mean is judged elsewhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A security group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct SecurityGroup {
    /// Its id.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What it lets in.
    #[serde(default)]
    pub inbound: Vec<Rule>,
    /// What it lets out.
    #[serde(default)]
    pub outbound: Vec<Rule>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

/// One permission of a group, with everyone it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Rule {
    /// `tcp`, `6`, … or `-1` for all.
    pub protocol: String,
    /// The first port; none for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_port: Option<i32>,
    /// The last port; none for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_port: Option<i32>,
    /// Address ranges, of both families.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cidrs: Vec<String>,
    /// Groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Prefix lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix_lists: Vec<String>,
}

/// A managed prefix list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct PrefixList {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its ranges, where they were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cidrs: Option<Vec<String>>,
}

/// A network ACL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct NetworkAcl {
    /// Its id.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// The subnets that it guards.
    #[serde(default)]
    pub subnets: Vec<String>,
    /// Its entries.
    #[serde(default)]
    pub entries: Vec<AclEntry>,
}

/// One entry of a network ACL.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct AclEntry {
    /// Its number; the lowest that fits decides.
    pub number: i32,
    /// For packets going this way.
    pub direction: Direction,
    /// What it says.
    pub verdict: AclVerdict,
    /// `6` for TCP, … or `-1` for all.
    pub protocol: String,
    /// The first port; none for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_port: Option<i32>,
    /// The last port; none for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_port: Option<i32>,
    /// The other side's addresses.
    pub cidr: String,
}

/// Which way a packet goes, seen from the subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Into it.
    Inbound,
    /// Out of it.
    Outbound,
}

/// What an entry of a network ACL says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AclVerdict {
    /// It lets through.
    Allow,
    /// It drops.
    Deny,
}

/// DHCP options.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct DhcpOptions {
    /// Its id.
    pub id: String,
    /// The name servers, `AmazonProvidedDNS` among them or not.
    #[serde(default)]
    pub name_servers: Vec<String>,
}

/// A way by which another network reaches a VPC.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Link {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: LinkKind,
    /// The VPC on this side.
    pub vpc: String,
    /// The other side, where it is known: a VPC or a transit gateway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}

/// What kind of way it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A VPC peering.
    Peering,
    /// An attachment to a transit gateway.
    TransitGateway,
    /// A virtual private gateway.
    VpnGateway,
}
