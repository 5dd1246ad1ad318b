//! What decides whether packets reach an endpoint, as an inventory document holds it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::schema::words::{AclVerdictWord, DirectionWord, LinkKindWord};

/// A security group
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StandingGroupDocument {
    /// Its id
    pub id: String,
    /// Its VPC
    pub vpc: String,
    /// Its name
    #[serde(default)]
    pub name: String,
    /// What it lets in
    #[serde(default)]
    pub inbound: Vec<StandingRuleDocument>,
    /// What it lets out
    #[serde(default)]
    pub outbound: Vec<StandingRuleDocument>,
}

/// One permission of a group, with everyone it is for
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StandingRuleDocument {
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
    #[schema(value_type = DirectionWord)]
    pub direction: String,
    /// What it says
    #[schema(value_type = AclVerdictWord)]
    pub verdict: String,
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
    #[schema(value_type = LinkKindWord)]
    pub kind: String,
    /// The VPC on this side
    pub vpc: String,
    /// The other side, where it is known: a VPC or a transit gateway
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}
