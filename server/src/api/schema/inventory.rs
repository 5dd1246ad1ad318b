//! The inventory: what exists in an account, as far as it was looked at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::network::{
    DhcpOptionsDocument, LinkDocument, NetworkAclDocument, PrefixListDocument,
    SecurityGroupDocument,
};

/// What was seen, when
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct InventoryDocument {
    /// The document's version
    #[schema(minimum = 1, maximum = 1)]
    pub version: u32,
    /// When it was read, RFC 3339
    #[serde(default)]
    pub observed_at: Option<String>,
    /// The Region it was read in
    #[serde(default)]
    pub region: Option<String>,
    /// The account that read it
    #[serde(default)]
    pub account: Option<String>,
    /// The ARN that read it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// The one VPC that was looked at; all of the Region where there is none
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc: Option<String>,
    /// The parts that were read to the end: what such a part lacks is not there
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<PartWord>,
    /// The parts that were asked for and not read
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<GapDocument>,
    /// The VPCs
    #[serde(default)]
    pub vpcs: Vec<VpcDocument>,
    /// The subnets
    #[serde(default)]
    pub subnets: Vec<SubnetDocument>,
    /// The security groups
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security_groups: Vec<SecurityGroupDocument>,
    /// The managed prefix lists
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix_lists: Vec<PrefixListDocument>,
    /// The network ACLs
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub network_acls: Vec<NetworkAclDocument>,
    /// The DHCP options
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dhcp_options: Vec<DhcpOptionsDocument>,
    /// Ways by which networks outside a VPC reach it
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkDocument>,
    /// The interface endpoints
    #[serde(default)]
    pub endpoints: Vec<StandingEndpointDocument>,
    /// What the endpoint services offer
    #[serde(default)]
    pub services: Vec<ServiceDocument>,
    /// Interface endpoints that a VPC may have
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_quota: Option<u32>,
}

/// A part of an inventory
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartWord {
    /// Who reads
    Caller,
    /// VPCs
    Vpcs,
    /// The DNS attributes of VPCs
    DnsAttributes,
    /// Subnets
    Subnets,
    /// Security groups with their rules
    SecurityGroups,
    /// Managed prefix lists with their ranges
    PrefixLists,
    /// Network ACLs
    NetworkAcls,
    /// DHCP options
    DhcpOptions,
    /// Peerings
    Peerings,
    /// Attachments to transit gateways
    TransitGateways,
    /// Virtual private gateways
    VpnGateways,
    /// Interface endpoints with their policies
    Endpoints,
    /// What the endpoint services offer
    Services,
    /// The quota of interface endpoints in a VPC
    Quota,
}

/// A part that was asked for and not read
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct GapDocument {
    /// The part
    pub part: PartWord,
    /// Why
    pub reason: String,
}

/// A VPC
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VpcDocument {
    /// Its id
    pub id: String,
    /// Its tag `Name`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address ranges, of both families
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cidrs: Vec<String>,
    /// `enableDnsSupport`, where it was asked for
    #[serde(default)]
    pub dns_support: Option<bool>,
    /// `enableDnsHostnames`, where it was asked for
    #[serde(default)]
    pub dns_hostnames: Option<bool>,
    /// Its DHCP options
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dhcp_options: Option<String>,
    /// The account that owns it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its tags, where they were read
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

/// A subnet
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SubnetDocument {
    /// Its id
    pub id: String,
    /// Its VPC
    pub vpc: String,
    /// Its zone's name, which differs between accounts
    #[serde(default)]
    pub zone: Option<String>,
    /// Its zone's id, which does not
    #[serde(default)]
    pub zone_id: Option<String>,
    /// The account that owns it
    #[serde(default)]
    pub owner: Option<String>,
    /// Its tag `Name`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address ranges, of both families
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cidrs: Vec<String>,
    /// IPv4 addresses that are free
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_addresses: Option<u32>,
    /// Its tags, where they were read
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

/// An interface endpoint that is there
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StandingEndpointDocument {
    /// Its id
    pub id: String,
    /// Its VPC
    pub vpc: String,
    /// Its service's name
    pub service_name: String,
    /// Its state in EC2's words, in any case
    pub state: String,
    /// Private DNS is on
    #[serde(default)]
    pub private_dns: bool,
    /// Its subnets
    #[serde(default)]
    pub subnets: Vec<String>,
    /// Its groups
    #[serde(default)]
    pub security_groups: Vec<String>,
    /// Its address type, where it was said
    #[serde(default)]
    pub ip_address_type: Option<String>,
    /// Its policy as text, where it was read
    #[serde(default)]
    pub policy: Option<String>,
    /// Its tags
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// The names under which it answers
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dns_names: Vec<String>,
    /// Its network interfaces
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<String>,
}

/// What an endpoint service offers in the Region
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ServiceDocument {
    /// The service's name
    pub service_name: String,
    /// The ids of the zones it is offered in
    #[serde(default)]
    pub zone_ids: Vec<String>,
    /// The address types it takes
    #[serde(default)]
    pub ip_address_types: Vec<String>,
    /// The names that private DNS gives
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_dns_names: Vec<String>,
    /// Its endpoints take a policy
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_supported: Option<bool>,
    /// Whoever offers it accepts each endpoint by hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_required: Option<bool>,
    /// The kinds of endpoint that it takes, in EC2's words
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
}
