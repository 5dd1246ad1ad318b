//! What agents in VPC mode need beside AgentCore's endpoints, as checked-in data.
//!
//! Must not say what an agent does need: that is for whoever wrote it; each service says for what,
//! and what breaks without it.

use serde::{Deserialize, Serialize};

use super::{CatalogError, Source};
use crate::request::WorkloadService;

/// The file as it is checked in.
const SOURCE: &str = include_str!("../../data/workload.json");

/// Services and buckets that agents in VPC mode need.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkloadFacts {
    /// The day on which the facts were collected, as `YYYY-MM-DD`.
    pub facts_date: String,
    /// Where the facts are from.
    pub sources: Vec<Source>,
    /// The services, those that every agent needs among the first.
    pub services: Vec<ServiceFacts>,
    /// Buckets of AWS's own that the endpoint of S3 must let through.
    pub buckets: Vec<BucketFacts>,
    /// The principal of AgentCore itself, by which it reads its own buckets.
    pub service_principal: String,
    /// What an agent may do with buckets of one's own.
    pub own_bucket_actions: Vec<String>,
}

/// One service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceFacts {
    /// The word for it in a request.
    pub key: WorkloadService,
    /// Its name for people.
    pub title: String,
    /// The service name after `com.amazonaws.REGION.`.
    pub service_suffix: String,
    /// How its endpoint is reached.
    pub kind: ServiceKind,
    /// Private DNS names with `{region}` and `{dns_suffix}`.
    pub private_dns_names: Vec<String>,
    /// Who needs it.
    pub need: Need,
    /// What it is for: a clause.
    pub why: String,
    /// What breaks without it: a clause.
    pub without: String,
    /// Where this is from.
    pub source: String,
    /// How sure the collectors were.
    pub certainty: String,
    /// The SDK's and CLI's service, where there is one.
    #[serde(default)]
    pub sdk_service: Option<String>,
}

/// How an endpoint is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// By interfaces in subnets.
    Interface,
    /// By routes.
    Gateway,
}

/// Who needs a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Every agent in VPC mode.
    Always,
    /// Agents in containers.
    Container,
    /// Agents whose code calls it.
    IfUsed,
}

impl Need {
    /// Who, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Always => "every agent",
            Self::Container => "agents in containers",
            Self::IfUsed => "agents that call it",
        }
    }
}

/// Buckets of AWS's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketFacts {
    /// The statement's Sid.
    pub sid: String,
    /// What is kept there.
    pub what: String,
    /// What is done there.
    pub actions: Vec<String>,
    /// ARNs with `{partition}` and `{region}`.
    pub resources: Vec<String>,
    /// AgentCore itself calls, by its own principal, and nobody else.
    pub service_only: bool,
    /// Where this is from.
    pub source: String,
}

impl WorkloadFacts {
    pub(super) fn load() -> Result<Self, CatalogError> {
        Ok(serde_json::from_str(SOURCE)?)
    }

    /// The facts of a service.
    pub fn service(&self, key: WorkloadService) -> Option<&ServiceFacts> {
        self.services.iter().find(|s| s.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_of_a_request_is_there_once_with_reasons_and_source() {
        let facts = WorkloadFacts::load().unwrap();
        let keys: Vec<_> = facts.services.iter().map(|s| s.key).collect();
        assert_eq!(keys, WorkloadService::ALL);
        for service in &facts.services {
            for text in [&service.why, &service.without, &service.source] {
                assert!(text.len() > 10, "{}: {text}", service.title);
            }
            let gateway = service.kind == ServiceKind::Gateway;
            assert_eq!(service.private_dns_names.is_empty(), gateway);
        }
    }
}
