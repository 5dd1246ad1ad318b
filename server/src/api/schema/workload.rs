//! What agents in VPC mode need beside AgentCore, in the request and in the plan.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::plan::{CostDocument, EndpointDocument, GroupDocument, NoteDocument, PreflightDocument};
use super::words::{PolicyModeWord, WorkloadServiceWord, WorkloadStandingWord};

/// What agents need beside AgentCore. `s3` needs `route_tables`
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkloadRequestDocument {
    /// The services
    #[schema(min_items = 1, value_type = Vec<WorkloadServiceWord>)]
    pub endpoints: Vec<String>,
    /// The endpoints' subnets; as in the placement unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnets: Option<Vec<String>>,
    /// Groups that are there already; as in the placement unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
    /// A group is made that admits TCP 443 from these
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_from: Option<Vec<String>>,
    /// The route tables that lead to S3
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route_tables: Option<Vec<String>>,
    /// Buckets of one's own that agents use
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buckets: Option<Vec<String>>,
    /// What S3's endpoint lets through; `restricted` unless said
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PolicyModeWord>)]
    pub policy: Option<String>,
    /// The subnets that the agents are in
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_subnets: Option<Vec<String>>,
}

/// What agents need, as a plan of its own
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkloadDocument {
    /// Twelve hexadecimal digits over everything that is made
    pub id: String,
    /// The name under which it is made and found
    pub name: String,
    /// The date of the facts
    pub facts_date: String,
    /// The checklist
    pub services: Vec<WorkloadServiceDocument>,
    /// The zones that take agents in VPC mode, by id
    pub runtime_zones: Vec<String>,
    /// The agents' subnets
    pub agent_subnets: Vec<AgentSubnetDocument>,
    /// The endpoints
    pub endpoints: Vec<EndpointDocument>,
    /// The group that is made for them
    #[schema(required)]
    pub security_group: Option<GroupDocument>,
    /// What creation would meet
    pub preflight: Vec<PreflightDocument>,
    /// What is worth knowing of it
    pub notes: Vec<NoteDocument>,
    /// What it costs a month
    pub cost: CostDocument,
}

/// One line of the checklist
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkloadServiceDocument {
    /// The service
    #[schema(value_type = WorkloadServiceWord)]
    pub service: String,
    /// Its name for people
    pub title: String,
    /// Its full name
    pub service_name: String,
    /// What the plan does about it
    #[schema(value_type = WorkloadStandingWord)]
    pub standing: String,
    /// The endpoint that is there
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<String>,
    /// Who needs it
    pub need: String,
    /// What it is for
    pub why: String,
    /// What breaks without it
    pub without: String,
    /// What it costs a month, in US dollars
    #[schema(required)]
    pub monthly_usd: Option<String>,
    /// Where this is from
    pub source: String,
}

/// A subnet that agents are in
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AgentSubnetDocument {
    /// The subnet
    pub id: String,
    /// Its zone's id, where it is known
    #[schema(required)]
    pub zone_id: Option<String>,
    /// Whether that zone takes agents, where it is known
    #[schema(required)]
    pub taken: Option<bool>,
}
