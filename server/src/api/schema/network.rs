//! The inventory's groups, lists, ACLs, resolvers and ways in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A security group
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SecurityGroupDocument {
    /// Its id
    pub id: String,
    /// Its VPC
    pub vpc: String,
    /// Its name
    #[serde(default)]
    pub name: String,
    /// What it lets in
    #[serde(default)]
    pub inbound: Vec<RuleDocument>,
    /// What it lets out
    #[serde(default)]
    pub outbound: Vec<RuleDocument>,
}

/// One permission of a group, with everyone it is for
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RuleDocument {
    /// `tcp`, `6`, … or `-1` for all
    pub protocol: String,
    /// The first port; none for all
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_port: Option<i32>,
    /// The last port; none for all
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_port: Option<i32>,
    /// Address ranges, of both families
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cidrs: Vec<String>,
    /// Groups
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Prefix lists
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix_lists: Vec<String>,
}

/// A managed prefix list
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PrefixListDocument {
    /// Its id
    pub id: String,
    /// Its name
    #[serde(default)]
    pub name: String,
    /// Its ranges, where they were read
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cidrs: Option<Vec<String>>,
}

/// A network ACL
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NetworkAclDocument {
    /// Its id
    pub id: String,
    /// Its VPC
    pub vpc: String,
    /// The subnets that it guards
    #[serde(default)]
    pub subnets: Vec<String>,
    /// Its entries
    #[serde(default)]
    pub entries: Vec<AclEntryDocument>,
}

/// One entry of a network ACL
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AclEntryDocument {
    /// Its number; the lowest that fits decides
    pub number: i32,
    /// For packets going this way
    pub direction: DirectionWord,
    /// What it says
    pub verdict: AclVerdictWord,
    /// `6` for TCP, … or `-1` for all
    pub protocol: String,
    /// The first port; none for all
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_port: Option<i32>,
    /// The last port; none for all
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_port: Option<i32>,
    /// The other side's addresses
    pub cidr: String,
}

/// Which way a packet goes, seen from the subnet
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectionWord {
    /// Into it
    Inbound,
    /// Out of it
    Outbound,
}

/// What an entry of a network ACL says
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AclVerdictWord {
    /// It lets through
    Allow,
    /// It drops
    Deny,
}

/// DHCP options
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DhcpOptionsDocument {
    /// Its id
    pub id: String,
    /// The name servers, `AmazonProvidedDNS` among them or not
    #[serde(default)]
    pub name_servers: Vec<String>,
}

/// A way by which another network reaches a VPC
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LinkDocument {
    /// Its id
    pub id: String,
    /// What it is
    pub kind: LinkKindWord,
    /// The VPC on this side
    pub vpc: String,
    /// The other side, where it is known: a VPC or a transit gateway
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}

/// What kind of way it is
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKindWord {
    /// A VPC peering
    Peering,
    /// An attachment to a transit gateway
    TransitGateway,
    /// A virtual private gateway
    VpnGateway,
}
