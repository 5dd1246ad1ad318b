//! The picture in sentences: its text alternative, and the list beside it.
//!
//! Must say all that is drawn.

use crate::artifact::remark::line;
use crate::evaluate::Verdict;
use crate::id::SubnetId;
use crate::plan::{GroupRef, Plan, PlannedEndpoint};
use crate::planner::explain::series;
use crate::proof::Standing;
use crate::request::AllowFrom;

/// What the picture is of.
pub(super) fn title(plan: &Plan) -> String {
    line(&format!(
        "Endpoints of {} in {}, account {}, Region {}",
        plan.request.name, plan.request.placement.vpc, plan.request.account, plan.request.region
    ))
}

/// Callers with grants: their places among the proof's callers, and who they are.
pub(super) fn callers(plan: &Plan) -> Vec<(usize, String)> {
    let all = plan.proof.callers.iter().enumerate();
    all.filter(|(_, c)| c.standing == Standing::Granted)
        .map(|(at, c)| (at, line(&c.label)))
        .collect()
}

/// A caller gets a granted call through an endpoint.
pub(super) fn passes(plan: &Plan, caller: usize, endpoint: &PlannedEndpoint) -> bool {
    let mut calls = plan.proof.calls.iter();
    calls.any(|call| {
        call.endpoint == endpoint.key
            && call.standing == Standing::Granted
            && call
                .cells
                .get(caller)
                .is_some_and(|cell| cell.verdict == Verdict::Allowed)
    })
}

/// What stands behind an endpoint, by the grants that need it.
pub(super) fn primitives(plan: &Plan, endpoint: &PlannedEndpoint) -> String {
    let mut names: Vec<String> = Vec::new();
    for grant in endpoint
        .grants
        .iter()
        .filter_map(|g| plan.request.grants.get(*g))
    {
        let name = grant.primitive.replace('_', " ");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// Its private names, or that it has none.
pub(super) fn private_names(plan: &Plan, endpoint: &PlannedEndpoint) -> String {
    let names = endpoint.private_dns_names.join(", ");
    if endpoint.private_dns {
        format!("private DNS: {names}")
    } else if plan.resolves(endpoint) {
        format!("a zone for each VPC that shares names: {names}")
    } else {
        "private DNS off: it answers to its own names alone".to_owned()
    }
}

/// Its groups.
pub(super) fn groups(endpoint: &PlannedEndpoint) -> String {
    let names = endpoint.security_groups.iter().map(|g| match g {
        GroupRef::New => "the new group".to_owned(),
        GroupRef::Id(id) => id.to_string(),
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        "the VPC’s default group".to_owned()
    } else {
        names.join(", ")
    }
}

/// Whom the plan's own group admits; none where it makes and changes none.
pub(super) fn admitted(plan: &Plan) -> Option<String> {
    let (name, sources) = match (&plan.security_group, &plan.standing_group) {
        (Some(group), _) => ("The new group".to_owned(), &group.allow_from),
        (None, Some(group)) => (
            format!("The group {}", group.id),
            &plan.request.placement.allow_from,
        ),
        (None, None) => return None,
    };
    let sources: Vec<&str> = sources.iter().map(AllowFrom::as_str).collect();
    Some(format!("{name} admits TCP 443 from {}", sources.join(", ")))
}

/// A subnet, and its zone where that is known.
pub(super) fn place(plan: &Plan, subnet: &SubnetId) -> String {
    match plan.zones.get(subnet) {
        Some(zone) => line(&format!("{subnet} in {zone}")),
        None => subnet.to_string(),
    }
}

/// The way that no endpoint closes.
pub(super) const OPEN: &str =
    "The public names stay open by the internet, whatever the endpoints let through";

/// All of it.
pub(super) fn sentences(plan: &Plan) -> Vec<String> {
    let callers = callers(plan);
    let mut all: Vec<String> = plan
        .endpoints
        .iter()
        .map(|endpoint| {
            let who: Vec<String> = callers
                .iter()
                .filter(|(at, _)| passes(plan, *at, endpoint))
                .map(|(_, label)| label.clone())
                .collect();
            let who = if who.is_empty() {
                "nobody who was granted calls".to_owned()
            } else {
                series(who, usize::MAX)
            };
            let subnets: Vec<String> = endpoint.subnets.iter().map(|s| place(plan, s)).collect();
            line(&format!(
                "The {} endpoint ({}) stands in {}, with {}; {}. Through it {who} reach {}.",
                endpoint.title,
                endpoint.service_name,
                series(subnets, usize::MAX),
                groups(endpoint),
                private_names(plan, endpoint),
                primitives(plan, endpoint),
            ))
        })
        .collect();
    all.extend(admitted(plan).map(|text| line(&format!("{text}."))));
    all.push(format!("{OPEN}."));
    all
}
