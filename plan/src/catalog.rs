//! What AWS offers, as checked-in data: endpoints, primitives, actions, resource types, Regions,
//! condition keys, quotas, prices and rules, with their sources and date.
//!
//! Must not contain a fact of its own: a new service or action is a change of
//! `data/catalog.json` alone.

mod action;
mod condition_key;
mod primitive;
mod region;
mod resource_type;
mod rule;
mod scanner;
#[cfg(test)]
mod tests;
mod workload;
mod zone_price;

use serde::Deserialize;

pub use action::{Action, Group, Level, Scope};
pub use condition_key::{BearerValue, GlobalKey, KeyUse, ServiceKey};
pub use primitive::{PlaneOffer, Primitive};
pub use region::{Price, RegionFacts};
pub use resource_type::{BuiltIn, Owner, ResourceType};
pub use rule::{Rule, Severity};
pub use scanner::{CountedConditions, Place, Scanner, ScannerCheck, Scanners, Tried, Trigger};
pub use workload::{BucketFacts, Need, ServiceFacts, ServiceKind, WorkloadFacts};
pub use zone_price::ZonePrice;

use crate::arn::Partition;
use crate::id::Region;
use crate::request::EndpointKey;

/// The catalogue as it is checked in.
const SOURCE: &str = include_str!("../data/catalog.json");

/// The whole catalogue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// The shape's version; 1.
    pub version: u32,
    /// The day on which the facts were collected, as `YYYY-MM-DD`.
    pub facts_date: String,
    /// How the file came about.
    pub provenance: String,
    /// Where the facts are from.
    pub sources: Vec<Source>,
    /// The partitions that have AgentCore.
    pub partitions: Vec<PartitionFacts>,
    /// The Regions that have AgentCore.
    pub regions: Vec<RegionFacts>,
    /// The endpoint services.
    pub endpoints: Vec<EndpointFacts>,
    /// The resource types of both IAM prefixes.
    pub resource_types: Vec<ResourceType>,
    /// The primitives with their actions and presets.
    pub primitives: Vec<Primitive>,
    /// Global condition keys that matter in an endpoint policy.
    pub global_condition_keys: Vec<GlobalKey>,
    /// Condition keys of the services themselves.
    pub service_condition_keys: Vec<ServiceKey>,
    /// Numbers that AWS limits.
    pub quotas: Quotas,
    /// Known rates.
    pub prices: Vec<Price>,
    /// What names for other VPCs cost.
    pub zone_price: ZonePrice,
    /// Every note that Postern may write.
    pub rules: Vec<Rule>,
    /// Every finding about a policy that exists, beside those that are rules too.
    pub findings: Vec<Rule>,
    /// What agents in VPC mode need beside AgentCore, from a file of its own.
    #[serde(skip)]
    pub workload: WorkloadFacts,
    /// What scanners check, which is a file of its own.
    #[serde(skip)]
    pub scanners: Scanners,
}

/// A place facts were taken from.
#[derive(Debug, Clone, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The package or page.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its date, where known.
    #[serde(default)]
    pub date: Option<String>,
    /// What was taken from it.
    #[serde(rename = "use")]
    pub used_for: String,
}

/// A partition and its DNS suffix.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartitionFacts {
    /// As in an ARN.
    pub id: String,
    /// `amazonaws.com`.
    pub dns_suffix: String,
}

/// One endpoint service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointFacts {
    /// The word for it in a request.
    pub key: EndpointKey,
    /// A short title for people.
    pub title: String,
    /// The service name after `com.amazonaws.REGION.`.
    pub service_suffix: String,
    /// Private DNS names with `{region}` and `{dns_suffix}`.
    pub private_dns_names: Vec<String>,
    /// What kind of endpoint it takes, in EC2's words.
    #[serde(rename = "type", default)]
    pub service_type: Option<String>,
    /// Its endpoints take a policy.
    #[serde(default)]
    pub policy_supported: Option<bool>,
    /// Whoever offers it accepts each endpoint by hand.
    #[serde(default)]
    pub acceptance_required: Option<bool>,
    /// The IAM prefix of the actions it carries.
    pub prefix: String,
    /// How sure the collectors were.
    pub certainty: String,
    /// The SDK's and CLI's service, where there is one.
    #[serde(default)]
    pub sdk_service: Option<String>,
    /// The variable that sends that SDK service elsewhere.
    #[serde(default)]
    pub endpoint_url_variable: Option<String>,
    /// The constant in aws-cdk-lib, where there is one.
    #[serde(default)]
    pub cdk_constant: Option<String>,
}

/// Numbers that AWS limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotas {
    /// Characters of an endpoint policy, white space included.
    pub policy_characters: usize,
    /// Interface and Gateway Load Balancer endpoints in a VPC.
    pub endpoints_per_vpc: u32,
    /// Security groups on a network interface, by default.
    pub security_groups_per_interface: usize,
    /// Characters of a client token.
    pub client_token_characters: usize,
    /// Bytes of a template passed inline to CloudFormation.
    pub cloudformation_inline_bytes: usize,
    /// Tags on one resource.
    pub tags_per_resource: usize,
}

/// The checked-in catalogue cannot be read: a fault of the build, not of the person.
#[derive(Debug, thiserror::Error)]
#[error("the catalogue cannot be read")]
pub struct CatalogError(#[from] serde_json::Error);

impl Catalog {
    /// Reads the checked-in catalogue.
    pub fn load() -> Result<Self, CatalogError> {
        Self::parse(SOURCE)
    }

    /// Reads another catalogue of the same shape, beside the other files as they are checked in.
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        let mut catalog: Self = serde_json::from_str(text)?;
        catalog.workload = WorkloadFacts::load()?;
        catalog.scanners = serde_json::from_str(scanner::SOURCE)?;
        Ok(catalog)
    }

    /// The checked-in catalogue as text.
    pub fn text() -> &'static str {
        SOURCE
    }

    /// The primitive with this id.
    pub fn primitive(&self, id: &str) -> Option<&Primitive> {
        self.primitives.iter().find(|p| p.id == id)
    }

    /// Every action of this IAM name, one for each primitive that has it; case does not count.
    pub fn actions_named<'c>(
        &'c self,
        prefix: &'c str,
        name: &'c str,
    ) -> impl Iterator<Item = &'c Action> {
        self.primitives
            .iter()
            .filter(move |p| p.prefix.eq_ignore_ascii_case(prefix))
            .flat_map(|p| &p.actions)
            .filter(move |a| a.name.eq_ignore_ascii_case(name))
    }

    /// The facts of an endpoint.
    pub fn endpoint(&self, key: EndpointKey) -> Option<&EndpointFacts> {
        self.endpoints.iter().find(|e| e.key == key)
    }

    /// The resource type of an IAM prefix.
    pub fn resource_type(&self, prefix: &str, id: &str) -> Option<&ResourceType> {
        self.resource_types
            .iter()
            .find(|t| t.service == prefix && t.id == id)
    }

    /// What is known of a Region.
    pub fn region(&self, region: &Region) -> Option<&RegionFacts> {
        self.regions.iter().find(|r| r.id == region.as_str())
    }

    /// The rule behind a note's code.
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.code == code)
    }

    /// What stands behind a finding's code; some are rules of plans too.
    pub fn finding(&self, code: &str) -> Option<&Rule> {
        self.findings
            .iter()
            .find(|r| r.code == code)
            .or_else(|| self.rule(code))
    }

    /// The global condition key, compared as IAM does: without regard to case, tag keys by prefix.
    pub fn global_key(&self, name: &str) -> Option<&GlobalKey> {
        self.global_condition_keys
            .iter()
            .find(|k| condition_key::same_key(&k.name, name))
    }

    /// The service condition key, compared likewise.
    pub fn service_key(&self, name: &str) -> Option<&ServiceKey> {
        self.service_condition_keys
            .iter()
            .find(|k| condition_key::same_key(&k.name, name))
    }

    /// `com.amazonaws.us-east-1.bedrock-agentcore`.
    pub fn service_name(&self, key: EndpointKey, region: &Region) -> String {
        let suffix = match key {
            EndpointKey::Workload(service) => self
                .workload
                .service(service)
                .map(|s| s.service_suffix.as_str()),
            key => self.endpoint(key).map(|e| e.service_suffix.as_str()),
        };
        format!("com.amazonaws.{region}.{}", suffix.unwrap_or_default())
    }

    /// The names that private DNS gives the endpoint, a wildcard label where AWS uses one.
    pub fn private_dns_names(&self, key: EndpointKey, region: &Region) -> Vec<String> {
        let partition = Partition::of(region).as_str();
        let suffix = self
            .partitions
            .iter()
            .find(|p| p.id == partition)
            .map_or("amazonaws.com", |p| p.dns_suffix.as_str());
        let names = match key {
            EndpointKey::Workload(service) => self
                .workload
                .service(service)
                .map(|s| s.private_dns_names.as_slice()),
            key => self.endpoint(key).map(|e| e.private_dns_names.as_slice()),
        };
        names
            .unwrap_or_default()
            .iter()
            .map(|n| {
                n.replace("{region}", region.as_str())
                    .replace("{dns_suffix}", suffix)
            })
            .collect()
    }
}
