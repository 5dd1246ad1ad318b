//! The inventory: what exists in an account, as far as it was looked at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    /// The VPCs
    #[serde(default)]
    pub vpcs: Vec<VpcDocument>,
    /// The subnets
    #[serde(default)]
    pub subnets: Vec<SubnetDocument>,
    /// The interface endpoints
    #[serde(default)]
    pub endpoints: Vec<StandingEndpointDocument>,
    /// What the endpoint services offer
    #[serde(default)]
    pub services: Vec<ServiceDocument>,
}

/// A VPC
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VpcDocument {
    /// Its id
    pub id: String,
    /// `enableDnsSupport`, where it was asked for
    #[serde(default)]
    pub dns_support: Option<bool>,
    /// `enableDnsHostnames`, where it was asked for
    #[serde(default)]
    pub dns_hostnames: Option<bool>,
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
}
