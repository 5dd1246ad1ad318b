//! A request and an inventory in, one plan out.
//!
//! Must be a function: no I/O, no clock, no choice left open. The same input gives the same plan.

mod callers;
pub(crate) mod endpoints;
pub(crate) mod explain;
mod forecast;
pub(crate) mod hash;
mod lockdown;
mod merge;
mod proof;
pub(crate) mod reach;
mod shared_dns;
mod statements;
mod workload;

use std::collections::BTreeMap;

use crate::arn::Partition;
use crate::catalog::Catalog;
use crate::check;
use crate::cost;
use crate::forecast::Forecasts;
use crate::guardrails::Guardrails;
use crate::inventory::Inventory;
use crate::plan::{Plan, Purpose};
use crate::preflight::preflight;
use crate::request::Request;

/// Makes the plan where nobody set guardrails. Without an inventory nothing about the account is
/// judged.
pub fn plan(catalog: &Catalog, inventory: Option<&Inventory>, request: &Request) -> Plan {
    plan_within(&Guardrails::default(), catalog, inventory, request)
}

/// Makes the plan within guardrails: each rule that it breaks is a note that blocks it. They change
/// nothing else of it.
pub fn plan_within(
    guardrails: &Guardrails,
    catalog: &Catalog,
    inventory: Option<&Inventory>,
    request: &Request,
) -> Plan {
    let reaches = reach::resolve(catalog, request);
    let policies = statements::policies(catalog, request, &reaches);
    let mut endpoints = endpoints::planned(catalog, request, &reaches, policies);
    let mut security_group = endpoints::group(request, &endpoints, Purpose::AgentCore);
    let id = hash::plan_id(request, &endpoints, security_group.as_ref());
    endpoints::tag(request, &id, &mut endpoints, security_group.as_mut());
    let standing_group =
        inventory.and_then(|i| endpoints::join(i, request, &mut endpoints, &mut security_group));
    endpoints::change(catalog, inventory, request, &mut endpoints);
    if let Some(inventory) = inventory {
        endpoints::leave_what_stands(inventory, request, &mut endpoints);
    }
    let counts: Vec<_> = endpoints.iter().map(|e| (e.key, e.subnets.len())).collect();
    let mut plan = Plan {
        id,
        purpose: Purpose::AgentCore,
        request: request.clone(),
        partition: Partition::of(&request.region),
        security_group,
        standing_group,
        notes: Vec::new(),
        preflight: Vec::new(),
        proof: proof::proof(catalog, request, &reaches, &endpoints),
        callers: callers::callers(&reaches),
        lockdown: lockdown::lockdown(catalog, request, &reaches, &endpoints),
        workload: workload::workload(catalog, inventory, request, &counts),
        forecasts: Forecasts::default(),
        shared_dns: shared_dns::shared_dns(request, &endpoints),
        cost: cost::cost(catalog, &request.region, &counts),
        fingerprint: inventory.map(|i| hash::fingerprint(i, request, &endpoints)),
        facts_date: catalog.facts_date.clone(),
        zones: inventory.map_or_else(BTreeMap::new, |i| endpoints::zones(i, &endpoints)),
        endpoints,
    };
    plan.cost.hub = cost::hub(
        catalog,
        &request.region,
        &plan.endpoints,
        plan.shared_dns.as_ref(),
    );
    plan.preflight = preflight(catalog, inventory, &plan);
    plan.forecasts = forecast::forecasts(catalog, &plan);
    if let Some(workload) = &mut plan.workload {
        workload.plan.forecasts = forecast::forecasts(catalog, &workload.plan);
    }
    plan.notes = check::notes(&check::Seen {
        guardrails,
        catalog,
        inventory,
        request,
        reaches: &reaches,
        plan: &plan,
    });
    check::hand_down(&mut plan);
    plan
}
