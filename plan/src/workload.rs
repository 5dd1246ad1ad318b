//! What agents in VPC mode need beside AgentCore: a plan of its own, with its reasons.
//!
//! Must stay apart from the endpoints of the request: others in the VPC use these services too, and
//! what is taken back there must leave this alone.

use crate::id::SubnetId;
use crate::plan::Plan;
use crate::request::WorkloadService;

/// The endpoints that agents need, and the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// Every service that an agent may need, in the catalogue's order.
    pub services: Vec<ServiceLine>,
    /// The zones that take the interfaces of runtimes in VPC mode, by id; none where the Region is
    /// not known. They are others than those of the endpoints.
    pub runtime_zones: Vec<String>,
    /// The agents' subnets that the request names, and whether their zone is among these.
    pub agent_subnets: Vec<AgentSubnet>,
    /// What these endpoints and those of AgentCore cost a month together, in US dollars with two
    /// decimals; none when unknown.
    pub together_usd: Option<String>,
    /// The endpoints that are made and left, as a plan that every artifact can be made of.
    pub plan: Plan,
    /// The date of the facts.
    pub facts_date: String,
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// The word for it in a request.
    pub service: WorkloadService,
    /// Its name for people.
    pub title: String,
    /// The full service name.
    pub service_name: String,
    /// Who needs it.
    pub need: &'static str,
    /// What it is for.
    pub why: String,
    /// What breaks without it.
    pub without: String,
    /// What it costs a month, in US dollars with two decimals; none when unknown.
    pub monthly_usd: Option<String>,
    /// Where this is from.
    pub source: String,
    /// What the plan does about it.
    pub standing: Standing,
}

/// What the plan does about a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Its endpoint is made.
    Made,
    /// An endpoint that is there serves the VPC by its own name, and is left alone.
    Reused(String),
    /// It was not asked for.
    NotAsked,
}

/// A subnet that agents are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentSubnet {
    /// The subnet.
    pub id: SubnetId,
    /// Its zone's id, where an inventory says.
    pub zone_id: Option<String>,
    /// Whether AgentCore takes that zone; none where it is not known.
    pub taken: Option<bool>,
}
