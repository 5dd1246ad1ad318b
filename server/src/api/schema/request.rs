//! The request, and the inventory beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::inventory::InventoryDocument;
use super::policy::OneOrMore;
use super::words::{
    AuthWord, EndpointKeyWord, IpAddressTypeWord, PlaneWord, PolicyModeWord, PresetWord,
};
use super::workload::WorkloadRequestDocument;

/// A request: one VPC in one Region
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestDocument {
    /// The document's version
    #[schema(minimum = 1, maximum = 1)]
    pub version: u32,
    /// Names the resources and stands in their `Name` tags
    #[schema(pattern = "^[a-z][a-z0-9-]{0,39}$", example = "agents-prod")]
    pub name: String,
    /// The Region
    #[schema(example = "us-east-1")]
    pub region: String,
    /// The account that owns the VPC
    #[schema(pattern = "^[0-9]{12}$", example = "111122223333")]
    pub account: String,
    /// `restricted` unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PolicyModeWord>)]
    pub policy: Option<String>,
    /// Where the endpoints go
    pub placement: PlacementDocument,
    /// Who may do what, to which resources, signed how
    #[schema(min_items = 1)]
    pub grants: Vec<GrantDocument>,
    /// Extra denials
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guards: Option<GuardsDocument>,
    /// What differs for one endpoint, by its key
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<BTreeMap<EndpointKeyWord, OverrideDocument>>)]
    pub endpoints: Option<BTreeMap<String, OverrideDocument>>,
    /// What agents in VPC mode need beside AgentCore
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<WorkloadRequestDocument>,
    /// Tags on everything that is made
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// What exists in the account. It is no part of the request: without it nothing about the
    /// account is judged. What the AWS CLI prints is read in its place, as an object or as a text
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory: Option<InventoryDocument>,
}

/// Where the endpoints go. At least one of `security_groups` and `allow_from`
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacementDocument {
    /// The VPC
    #[schema(example = "vpc-0a1b2c3d4e5f60718")]
    pub vpc: String,
    /// One subnet for each zone
    #[schema(min_items = 1)]
    pub subnets: Vec<String>,
    /// Groups that are there already
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
    /// A group is made that admits TCP 443 from these: CIDR ranges, groups, prefix lists
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_from: Option<Vec<String>>,
    /// On unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns: Option<bool>,
    /// Which other VPCs are given the endpoints' names, by private hosted zones: VPCs, with their
    /// account and a slash before them where another account owns them. Private DNS must be off
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    pub share_dns_with: Option<Vec<String>>,
    /// `ipv4` unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<IpAddressTypeWord>)]
    pub ip_address_type: Option<String>,
}

/// One grant. Exactly one of `access` and `actions`
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantDocument {
    /// The id of a primitive in the catalogue
    #[schema(example = "runtime")]
    pub primitive: String,
    /// `data` unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PlaneWord>)]
    pub plane: Option<String>,
    /// How the calls are signed
    #[schema(value_type = AuthWord)]
    pub auth: String,
    /// Required for `sigv4`: ARNs of roles and users, accounts, or `*`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callers: Option<Vec<String>>,
    /// Ids, ARNs, or `*` for all of this account
    #[schema(min_items = 1)]
    pub resources: Vec<String>,
    /// A ready set of actions
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PresetWord>)]
    pub access: Option<String>,
    /// Exact names of actions
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<String>>,
    /// Operators, keys and values as IAM spells them
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<BTreeMap<String, BTreeMap<String, OneOrMore>>>,
}

/// Extra denials
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardsDocument {
    /// Deny discovery of other accounts' runtimes; off unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deny_foreign_discovery: Option<bool>,
    /// Write locks for the public door of what the grants name; off unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lockdown: Option<bool>,
}

/// What differs for one endpoint; absent means as in the placement
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideDocument {
    /// Its own subnets
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnets: Option<Vec<String>>,
    /// Its own groups, in place of all others
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
    /// Its own private DNS
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns: Option<bool>,
    /// Its own address type
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<IpAddressTypeWord>)]
    pub ip_address_type: Option<String>,
    /// Its own kind of policy
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PolicyModeWord>)]
    pub policy: Option<String>,
    /// Change this endpoint instead of creating one
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "vpce-0123456789abcdef0")]
    pub existing: Option<String>,
}
