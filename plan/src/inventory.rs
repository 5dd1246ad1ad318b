//! What exists in an account, as far as it was looked at.
//!
//! Must not be trusted to be complete: what is absent here is not known, not absent there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What was seen, when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Inventory {
    /// The document's version; 1.
    pub version: u32,
    /// When it was read, RFC 3339.
    #[serde(default)]
    pub observed_at: Option<String>,
    /// The Region it was read in.
    #[serde(default)]
    pub region: Option<String>,
    /// The account that read it.
    #[serde(default)]
    pub account: Option<String>,
    /// The VPCs.
    #[serde(default)]
    pub vpcs: Vec<Vpc>,
    /// The subnets.
    #[serde(default)]
    pub subnets: Vec<Subnet>,
    /// The interface endpoints.
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    /// What the endpoint services offer.
    #[serde(default)]
    pub services: Vec<ServiceDetail>,
}

/// A VPC.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Vpc {
    /// Its id.
    pub id: String,
    /// `enableDnsSupport`, where it was asked for.
    #[serde(default)]
    pub dns_support: Option<bool>,
    /// `enableDnsHostnames`, where it was asked for.
    #[serde(default)]
    pub dns_hostnames: Option<bool>,
}

/// A subnet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Subnet {
    /// Its id.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Its zone's name, which differs between accounts.
    #[serde(default)]
    pub zone: Option<String>,
    /// Its zone's id, which does not.
    #[serde(default)]
    pub zone_id: Option<String>,
    /// The account that owns it.
    #[serde(default)]
    pub owner: Option<String>,
}

/// An interface endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Endpoint {
    /// Its id.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Its service's name.
    pub service_name: String,
    /// Its state in EC2's words, in any case.
    pub state: String,
    /// Private DNS is on.
    #[serde(default)]
    pub private_dns: bool,
    /// Its subnets.
    #[serde(default)]
    pub subnets: Vec<String>,
    /// Its groups.
    #[serde(default)]
    pub security_groups: Vec<String>,
    /// Its address type, where it was said.
    #[serde(default)]
    pub ip_address_type: Option<String>,
    /// Its policy as text, where it was read.
    #[serde(default)]
    pub policy: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// What an endpoint service offers in the Region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct ServiceDetail {
    /// The service's name.
    pub service_name: String,
    /// The zones it is offered in.
    #[serde(default)]
    pub zone_ids: Vec<String>,
    /// The address types it takes.
    #[serde(default)]
    pub ip_address_types: Vec<String>,
}

/// The text is no inventory document.
#[derive(Debug, thiserror::Error)]
#[error("the inventory cannot be read")]
pub struct InventoryError(#[from] serde_json::Error);

impl Inventory {
    /// Reads an inventory document.
    pub fn parse(text: &str) -> Result<Self, InventoryError> {
        Ok(serde_json::from_str(text)?)
    }

    /// The endpoint with this id.
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|e| e.id == id)
    }

    /// The subnet with this id.
    pub fn subnet(&self, id: &str) -> Option<&Subnet> {
        self.subnets.iter().find(|s| s.id == id)
    }
}

impl Endpoint {
    /// It is there or coming, not going or gone.
    pub fn is_alive(&self) -> bool {
        let state = self.state.to_lowercase();
        !["deleting", "deleted", "failed", "rejected", "expired"].contains(&state.as_str())
    }
}
