//! What exists in an account, as far as it was looked at.
//!
//! Must not be trusted to be complete: what is absent here is not known, not absent there, but in the
//! parts that were read to the end.

mod choices;
pub mod described;
mod network;
mod part;
mod script;
mod travel;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use network::{
    AclEntry, AclVerdict, DhcpOptions, Direction, Link, LinkKind, NetworkAcl, PrefixList, Rule,
    SecurityGroup,
};
pub use part::{Gap, Part};
pub use script::script;
pub use travel::{MOST_INFLATED, TooLarge};

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
    /// The ARN that read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// The one VPC that was looked at; all of the Region where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc: Option<String>,
    /// The parts that were read to the end: what such a part lacks is not there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub read: BTreeSet<Part>,
    /// The parts that were asked for and not read, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The VPCs.
    #[serde(default)]
    pub vpcs: Vec<Vpc>,
    /// The subnets.
    #[serde(default)]
    pub subnets: Vec<Subnet>,
    /// The security groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security_groups: Vec<SecurityGroup>,
    /// The managed prefix lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix_lists: Vec<PrefixList>,
    /// The network ACLs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub network_acls: Vec<NetworkAcl>,
    /// The DHCP options.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dhcp_options: Vec<DhcpOptions>,
    /// Ways by which networks outside a VPC reach it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The interface endpoints.
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    /// What the endpoint services offer.
    #[serde(default)]
    pub services: Vec<ServiceDetail>,
    /// Interface endpoints that a VPC may have (quota L-29B6F2EB).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_quota: Option<u32>,
}

/// A VPC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Vpc {
    /// Its id.
    pub id: String,
    /// Its tag `Name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address ranges, of both families.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cidrs: Vec<String>,
    /// `enableDnsSupport`, where it was asked for.
    #[serde(default)]
    pub dns_support: Option<bool>,
    /// `enableDnsHostnames`, where it was asked for.
    #[serde(default)]
    pub dns_hostnames: Option<bool>,
    /// Its DHCP options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dhcp_options: Option<String>,
    /// The account that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its tags, where they were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

/// A subnet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
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
    /// Its tag `Name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address ranges, of both families.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cidrs: Vec<String>,
    /// IPv4 addresses that are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_addresses: Option<u32>,
    /// Its tags, where they were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

/// An interface endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
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
    /// The names under which it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dns_names: Vec<String>,
    /// Its network interfaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<String>,
}

/// What an endpoint service offers in the Region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct ServiceDetail {
    /// The service's name.
    pub service_name: String,
    /// The zones it is offered in.
    #[serde(default)]
    pub zone_ids: Vec<String>,
    /// The address types it takes.
    #[serde(default)]
    pub ip_address_types: Vec<String>,
    /// The names that private DNS gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_dns_names: Vec<String>,
    /// Its endpoints take a policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_supported: Option<bool>,
    /// Whoever offers it accepts each endpoint by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_required: Option<bool>,
    /// The kinds of endpoints that it takes, in EC2's words; interface endpoints where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
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

    /// Reads an inventory document, or what the AWS CLI printed: whoever has either may give it.
    pub fn open(text: &str) -> Result<described::Reading, InventoryError> {
        let error = match Self::parse(text) {
            Ok(inventory) => {
                return Ok(described::Reading {
                    inventory,
                    ..described::Reading::default()
                });
            }
            Err(error) => error,
        };
        let reading = described::read(text);
        if reading.is_empty() {
            Err(error)
        } else {
            Ok(reading)
        }
    }

    /// The endpoint with this id.
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|e| e.id == id)
    }

    /// A part was read to the end, for this VPC at least: what it lacks is not there.
    pub fn knows(&self, part: Part, vpc: &str) -> bool {
        let seen = self.vpc.as_deref().is_none_or(|only| only == vpc);
        seen && self.read.contains(&part)
    }

    /// Why a part was not read, where it was asked for.
    pub fn gap(&self, part: Part) -> Option<&Gap> {
        self.gaps.iter().find(|g| g.part == part)
    }

    /// The VPC with this id.
    pub fn vpc(&self, id: &str) -> Option<&Vpc> {
        self.vpcs.iter().find(|v| v.id == id)
    }

    /// The security group with this id.
    pub fn security_group(&self, id: &str) -> Option<&SecurityGroup> {
        self.security_groups.iter().find(|g| g.id == id)
    }

    /// What a service offers to interface endpoints.
    pub fn service(&self, name: &str) -> Option<&ServiceDetail> {
        let mut services = self.services.iter();
        services.find(|s| s.service_name == name && s.takes_interfaces())
    }

    /// The subnet with this id.
    pub fn subnet(&self, id: &str) -> Option<&Subnet> {
        self.subnets.iter().find(|s| s.id == id)
    }
}

impl ServiceDetail {
    /// It takes interface endpoints, as far as it is known.
    pub fn takes_interfaces(&self) -> bool {
        let interface = |kind: &String| kind.eq_ignore_ascii_case("Interface");
        self.types.is_empty() || self.types.iter().any(interface)
    }
}

impl Endpoint {
    /// It is there or coming, not going or gone.
    pub fn is_alive(&self) -> bool {
        let state = self.state.to_lowercase();
        !["deleting", "deleted", "failed", "rejected", "expired"].contains(&state.as_str())
    }
}
