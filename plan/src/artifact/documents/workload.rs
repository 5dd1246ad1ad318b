//! What agents need beside AgentCore, as a part of the plan's document.
//!
//! Must show its endpoints as the plan's own are shown.

use serde::Serialize;

use super::{EndpointView, GroupView, endpoint, made_group};
use crate::cost::Cost;
use crate::plan::Note;
use crate::preflight::Row;
use crate::workload::{Standing, Workload};

/// The part.
#[derive(Debug, Serialize)]
pub(super) struct WorkloadView<'a> {
    id: &'a str,
    name: &'a str,
    facts_date: &'a str,
    services: Vec<ServiceView<'a>>,
    runtime_zones: &'a [String],
    agent_subnets: Vec<SubnetView<'a>>,
    endpoints: Vec<EndpointView<'a>>,
    security_group: Option<GroupView<'a>>,
    preflight: &'a [Row],
    notes: &'a [Note],
    cost: &'a Cost,
}

#[derive(Debug, Serialize)]
struct ServiceView<'a> {
    service: &'static str,
    title: &'a str,
    service_name: &'a str,
    standing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    existing: Option<&'a str>,
    need: &'static str,
    why: &'a str,
    without: &'a str,
    monthly_usd: Option<&'a str>,
    source: &'a str,
}

#[derive(Debug, Serialize)]
struct SubnetView<'a> {
    id: &'a str,
    zone_id: Option<&'a str>,
    taken: Option<bool>,
}

/// The part of a workload.
pub(super) fn view(workload: &Workload) -> WorkloadView<'_> {
    let plan = &workload.plan;
    WorkloadView {
        id: &plan.id,
        name: plan.request.name.as_str(),
        facts_date: &workload.facts_date,
        services: workload
            .services
            .iter()
            .map(|line| {
                let (standing, existing) = match &line.standing {
                    Standing::Made => ("made", None),
                    Standing::Reused(id) => ("reused", Some(id.as_str())),
                    Standing::NotAsked => ("not-asked", None),
                };
                ServiceView {
                    service: line.service.as_str(),
                    title: &line.title,
                    service_name: &line.service_name,
                    standing,
                    existing,
                    need: line.need,
                    why: &line.why,
                    without: &line.without,
                    monthly_usd: line.monthly_usd.as_deref(),
                    source: &line.source,
                }
            })
            .collect(),
        runtime_zones: &workload.runtime_zones,
        agent_subnets: workload
            .agent_subnets
            .iter()
            .map(|subnet| SubnetView {
                id: subnet.id.as_str(),
                zone_id: subnet.zone_id.as_deref(),
                taken: subnet.taken,
            })
            .collect(),
        endpoints: plan.endpoints.iter().map(endpoint).collect(),
        security_group: plan.security_group.as_ref().map(made_group),
        preflight: &plan.preflight,
        notes: &plan.notes,
        cost: &plan.cost,
    }
}
