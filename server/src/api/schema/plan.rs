//! The plan, as `postern plan --json` prints it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::evaluate::DecisionWord;
use super::policy::PolicyDocument;
use super::shared_dns::{HubCostDocument, SharedDnsDocument};
use super::words::{
    BasisWord, ChangeWord, EndpointKeyWord, IpAddressTypeWord, MeasureWord, PlannedKeyWord,
    SeverityWord, StandingWord, StepWord, VerdictWord,
};
use super::workload::WorkloadDocument;

/// A plan with its notes and its cost
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanDocument {
    /// What is made
    pub plan: PlannedDocument,
    /// Everything worth knowing, the gravest first
    pub notes: Vec<NoteDocument>,
    /// What it costs a month
    pub cost: CostDocument,
    /// A hash of the inventory's facts that the plan rests on; null without an inventory
    #[schema(required)]
    pub fingerprint: Option<String>,
}

/// What is made
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PlannedDocument {
    /// Twelve hexadecimal digits over everything that is made; the tag `postern:plan`
    pub id: String,
    /// The request's name
    pub name: String,
    /// The Region
    pub region: String,
    /// The Region's partition
    pub partition: String,
    /// The account that owns the VPC
    pub account: String,
    /// The VPC
    pub vpc: String,
    /// The date of the catalogue that the plan rests on
    pub facts_date: String,
    /// The endpoints
    pub endpoints: Vec<EndpointDocument>,
    /// The group that is made; null when none is
    #[schema(required)]
    pub security_group: Option<GroupDocument>,
    /// The group that an earlier plan of the request made, in place of a new one
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing_group: Option<StandingGroupDocument>,
    /// Zones that give other VPCs the endpoints' names, where the request asks for them
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_dns: Option<SharedDnsDocument>,
    /// What creation would meet in the account
    pub preflight: Vec<PreflightDocument>,
    /// Who gets through, from evaluating the policies
    pub proof: ProofDocument,
    /// What agents in VPC mode need beside these endpoints, as a plan of its own
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<WorkloadDocument>,
}

/// One thing that was to be looked at before anything is made
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PreflightDocument {
    /// Stable; the code of the catalogue's rule where there is one
    pub code: String,
    /// What was found
    #[schema(value_type = VerdictWord)]
    pub verdict: String,
    /// What it is about
    pub subject: String,
    /// What was looked at
    pub looked_at: String,
    /// What was seen, or why nothing was
    pub evidence: String,
    /// What to do
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// A command to copy
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// Callers against calls
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProofDocument {
    /// The callers, those with grants first
    pub callers: Vec<ProofCallerDocument>,
    /// The calls
    pub calls: Vec<ProofCallDocument>,
}

/// A caller, or several for whom all answers are the same
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProofCallerDocument {
    /// Who, in words
    pub label: String,
    /// As they stand in the request; none for callers without a signature
    pub principals: Vec<String>,
    /// Whether a grant names them
    #[schema(value_type = StandingWord)]
    pub standing: String,
}

/// Calls for which all answers are the same: each action on each resource
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProofCallDocument {
    /// The endpoint that carries them
    #[schema(value_type = EndpointKeyWord)]
    pub endpoint: String,
    /// The actions, with their prefix
    pub actions: Vec<String>,
    /// ARNs and patterns
    pub resources: Vec<String>,
    /// Whether a grant names them
    #[schema(value_type = StandingWord)]
    pub standing: String,
    /// The answers, in the order of the callers
    pub cells: Vec<ProofCellDocument>,
}

/// One answer
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProofCellDocument {
    /// What the policy says
    pub decision: DecisionWord,
    /// The statement that says it; null when none is about the call
    #[schema(required)]
    pub statement: Option<String>,
    /// How the answer stands to what was asked for
    #[schema(value_type = MeasureWord)]
    pub measure: String,
    /// Why it is wider than asked
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wider: Option<String>,
    /// The keys on which a granted call hangs
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_conditions: Option<Vec<String>>,
}

/// One endpoint
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EndpointDocument {
    /// Which service
    #[schema(value_type = PlannedKeyWord)]
    pub key: String,
    /// A short title for people
    pub title: String,
    /// The full service name
    pub service_name: String,
    /// Whether private DNS is on
    pub private_dns: bool,
    /// The names that private DNS gives
    pub private_dns_names: Vec<String>,
    /// The address type of its interfaces
    #[schema(value_type = IpAddressTypeWord)]
    pub ip_address_type: String,
    /// The policy
    pub policy: PolicyDocument,
    /// What becomes of each statement, where the endpoint is there already
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_steps: Option<Vec<StepDocument>>,
    /// Calls that the policy let through before, asked again
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_before: Option<BeforeDocument>,
    /// The characters of the policy as it is sent, white space included
    pub policy_chars: u64,
    /// What each statement that the grants ask for lets through, in the order of the policy
    pub statements: Vec<StatementDocument>,
    /// One subnet for each zone
    pub subnets: Vec<String>,
    /// Ids, and `new` for the group that is made
    pub security_groups: Vec<String>,
    /// The route tables of one that is reached by routes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route_tables: Option<Vec<String>>,
    /// What is done to get it
    #[schema(value_type = ChangeWord)]
    pub change: String,
    /// The endpoint that is changed or left as it is
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing: Option<String>,
    /// What an endpoint that is there is given and loses, beside its policy
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
    /// Its tags
    pub tags: BTreeMap<String, String>,
}

/// What an endpoint that is there is given and loses; what is left out stays
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// Subnets that it is given
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_subnets: Vec<String>,
    /// Subnets that it loses
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_subnets: Vec<String>,
    /// Groups that it is given; `new` is the one that is made
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_security_groups: Vec<String>,
    /// Groups that it loses
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_security_groups: Vec<String>,
    /// Private DNS from now on
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns: Option<bool>,
    /// Its address type from now on
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<String>,
    /// Tags that it is given
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

/// What becomes of a statement of a policy that is there
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StepDocument {
    /// Its Sid, else `#` and its place from 0
    pub statement: String,
    /// What is done
    #[schema(value_type = StepWord)]
    pub step: String,
    /// The same in words
    pub detail: String,
    /// Its text before, where it was there and is changed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its text now, where it is new or changed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Calls that were let through before, asked again
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct BeforeDocument {
    /// How many were asked
    pub calls: u64,
    /// Those that are answered in another way now, in words
    pub changed: Vec<String>,
}

/// What a statement lets through
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StatementDocument {
    /// The statement's name
    pub sid: String,
    /// The places in the request of the grants that made it, from 0
    pub grants: Vec<u64>,
    /// What it lets through, in English
    pub meaning: String,
}

/// The group that stands, and what it is given
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingGroupDocument {
    /// Its id
    pub id: String,
    /// Who may reach TCP 443 from now on and could not before
    pub admit: Vec<String>,
    /// Who may reach TCP 443 through it though the request does not name them
    pub others: Vec<String>,
}

/// The group that is made
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct GroupDocument {
    /// `new`, as in an endpoint's `security_groups`
    pub id: String,
    /// Its name
    pub name: String,
    /// Its description
    pub description: String,
    /// Its rules
    pub rules: Vec<RuleDocument>,
    /// Its tags
    pub tags: BTreeMap<String, String>,
}

/// A rule of the group that is made
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RuleDocument {
    /// `ingress`
    pub direction: String,
    /// `tcp`
    pub protocol: String,
    /// The first port
    pub from_port: u16,
    /// The last port
    pub to_port: u16,
    /// `ipv4`, `ipv6`, `security-group` or `prefix-list`
    pub kind: String,
    /// The range, or the id
    pub source: String,
}

/// Something worth knowing about a plan
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NoteDocument {
    /// The rule's code in the catalogue
    pub code: String,
    /// How much it weighs
    #[schema(value_type = SeverityWord)]
    pub severity: String,
    /// What it is about
    pub subject: String,
    /// What was seen
    pub detail: String,
    /// What to do
    pub fix: String,
}

/// What a plan costs a month
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CostDocument {
    /// How sure the figures are
    #[schema(value_type = BasisWord)]
    pub basis: String,
    /// Each endpoint
    pub endpoints: Vec<EndpointCostDocument>,
    /// One endpoint in one zone, likewise; null when unknown
    #[schema(required)]
    pub zone_monthly_usd: Option<String>,
    /// All endpoints in US dollars with two decimals; null when unknown
    #[schema(required)]
    pub monthly_usd: Option<String>,
    /// How the figure comes about
    pub formula: String,
    /// What data costs on top
    pub data: String,
    /// Where the rate is from, and its date
    pub source: String,
    /// One hub beside a set of endpoints in each VPC, where names are shared
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubCostDocument>,
}

/// One endpoint's share
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EndpointCostDocument {
    /// Which endpoint
    #[schema(value_type = PlannedKeyWord)]
    pub key: String,
    /// In how many zones it has an interface
    pub zones: u64,
    /// US dollars with two decimals; null when unknown
    #[schema(required)]
    pub monthly_usd: Option<String>,
}
