//! Names for other VPCs, in the plan's document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::EndpointKeyWord;

/// Private hosted zones that give other VPCs the endpoints' names
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SharedDnsDocument {
    /// The zones, in the order in which they are made
    pub zones: Vec<SharedZoneDocument>,
    /// The account's other VPCs that have them; the endpoints' own has them anyway
    pub vpcs: Vec<String>,
    /// VPCs of other accounts
    pub other_accounts: Vec<OtherAccountDocument>,
}

/// One private hosted zone
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SharedZoneDocument {
    /// Its name
    pub name: String,
    /// The endpoint that its records lead to
    #[schema(value_type = EndpointKeyWord)]
    pub endpoint: String,
    /// Its alias records
    pub records: Vec<SharedRecordDocument>,
    /// Its tags
    pub tags: BTreeMap<String, String>,
}

/// One alias record
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SharedRecordDocument {
    /// Its name, of which the first label may be a wildcard
    pub name: String,
    /// `A` or `AAAA`
    #[serde(rename = "type")]
    pub kind: String,
}

/// VPCs of another account
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct OtherAccountDocument {
    /// The account, which associates them
    pub account: String,
    /// Its VPCs
    pub vpcs: Vec<String>,
}

/// One hub beside a set of endpoints in each VPC
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct HubCostDocument {
    /// How many VPCs have the names, the endpoints' own among them
    pub vpcs: u64,
    /// How many hosted zones there are
    pub hosted_zones: u64,
    /// The hosted zones a month in US dollars with two decimals
    pub hosted_zones_monthly_usd: String,
    /// The endpoints and the hosted zones a month, likewise; null when unknown
    #[schema(required)]
    pub monthly_usd: Option<String>,
    /// A set of the endpoints in each of the VPCs a month, likewise; null when unknown
    #[schema(required)]
    pub each_monthly_usd: Option<String>,
    /// What is paid already, of endpoints that are there and are used
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reused_monthly_usd: Option<String>,
    /// A Route 53 Profile in place of associations, a month
    pub profile_monthly_usd: String,
    /// What is counted and what is not
    pub formula: String,
    /// Where the price of zones is from, and its date
    pub source: String,
}
