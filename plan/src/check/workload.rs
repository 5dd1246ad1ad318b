//! What agents need beside AgentCore: what is missing, what is reused, and whom it touches.
//!
//! Must not ask for a service: it says what breaks without it.

use super::{Seen, account, some, sort};
use crate::plan::{Note, Plan, Reached};
use crate::request::{PolicyMode, WorkloadService};
use crate::workload::{Standing, Workload};

/// Beside this prefix, the codes of notes that are about the workload alone.
const OWN: [&str; 1] = ["runtime-zone"];
const PREFIX: &str = "workload-";

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let Some(workload) = &seen.plan.workload else {
        return Vec::new();
    };
    let mut notes = vec![apart(seen, workload)];
    notes.extend(missing(seen, workload));
    notes.extend(reused(seen, workload));
    notes.extend(everybody(seen, workload));
    notes.extend(routes(seen, workload));
    notes.extend(zones(seen, workload));
    // What both have from the account is said once.
    let said = account::of_rows(&seen.plan.preflight);
    let same = |note: &Note| {
        said.iter()
            .any(|s| (&s.code, &s.detail) == (&note.code, &note.detail))
    };
    let rows = account::of_rows(&workload.plan.preflight);
    notes.extend(rows.into_iter().filter(|note| !same(note)));
    notes
}

/// Gives the workload's own plan the notes that are about it: its scripts refuse what is blocked.
pub(crate) fn hand_down(plan: &mut Plan) {
    let Some(workload) = &mut plan.workload else {
        return;
    };
    let about = |note: &&Note| note.code.starts_with(PREFIX) || OWN.contains(&note.code.as_str());
    let mut notes = account::of_rows(&workload.plan.preflight);
    notes.extend(plan.notes.iter().filter(about).cloned());
    sort(&mut notes);
    workload.plan.notes = notes;
}

/// Apply and take-back are about the endpoints of AgentCore.
fn apart(seen: &Seen<'_>, workload: &Workload) -> Note {
    let count = workload.plan.endpoints.len();
    let detail = format!(
        "{count} endpoints for agents in VPC mode stand in a plan of their own, {}, which postern apply and delete leave alone",
        workload.plan.request.name
    );
    let fix = "make them with one of the files under workload/, or terraform/workload/, and take them back with the same";
    seen.note("workload-apart", "workload", detail, fix.to_owned())
}

/// What the image or every agent needs, and is not asked for.
fn missing(seen: &Seen<'_>, workload: &Workload) -> Option<Note> {
    let needed = |service: WorkloadService| {
        let facts = seen.catalog.workload.service(service)?;
        (facts.need != crate::catalog::Need::IfUsed).then_some(facts)
    };
    let lacking = workload
        .services
        .iter()
        .filter(|line| line.standing == Standing::NotAsked)
        .filter_map(|line| needed(line.service));
    let lacking: Vec<String> = lacking
        .map(|f| format!("{} ({}: {})", f.key, f.need.words(), f.without))
        .collect();
    (!lacking.is_empty()).then(|| {
        let detail = format!("not among the endpoints: {}", some(lacking));
        let fix = "add what the agents need, or see that their subnets have a way to the internet";
        seen.note(
            "workload-missing",
            "workload.endpoints",
            detail,
            fix.to_owned(),
        )
    })
}

fn reused(seen: &Seen<'_>, workload: &Workload) -> Option<Note> {
    let there = workload
        .services
        .iter()
        .filter_map(|line| match &line.standing {
            Standing::Reused(id) => Some(format!("{id} ({})", line.service)),
            Standing::Made | Standing::NotAsked => None,
        });
    let there: Vec<String> = there.collect();
    (!there.is_empty()).then(|| {
        let detail = format!(
            "{} serve the VPC already and are left as they are",
            some(there)
        );
        let fix =
            "see that their policies and groups let the agents through; nothing here changes them";
        seen.note(
            "workload-reuses",
            "workload.endpoints",
            detail,
            fix.to_owned(),
        )
    })
}

/// Private DNS moves whoever calls these services from the VPC.
fn everybody(seen: &Seen<'_>, workload: &Workload) -> Option<Note> {
    let made = workload
        .services
        .iter()
        .filter(|line| line.standing == Standing::Made && line.service != WorkloadService::S3);
    let made: Vec<&str> = made.map(|line| line.service.as_str()).collect();
    (!made.is_empty()).then(|| {
        let detail = format!(
            "from then on everything in {} reaches {} through these endpoints, agents or not",
            seen.request.placement.vpc,
            some(made)
        );
        let fix = "admit TCP 443 from all of them, the agents' own groups or subnets among them, before the endpoints are made";
        seen.note("workload-whole-vpc", "workload.allow_from", detail, fix.to_owned())
    })
}

/// What S3's policy does to others on the same routes.
fn routes(seen: &Seen<'_>, workload: &Workload) -> Option<Note> {
    let by_routes = workload
        .plan
        .endpoints
        .iter()
        .find_map(|e| match &e.reached {
            Reached::Routes(tables) => Some(tables),
            Reached::Interfaces => None,
        })?;
    if workload.plan.request.policy != PolicyMode::Restricted {
        return None;
    }
    let detail = format!(
        "from subnets with {} only the buckets that agents need and those of workload.buckets can be reached",
        some(by_routes.iter().map(ToString::to_string))
    );
    let fix = "list every bucket that is used from there under buckets, or give the agents route tables of their own, or write policy = \"full-access\" under [workload]";
    Some(seen.note(
        "workload-s3-scoped",
        "workload.buckets",
        detail,
        fix.to_owned(),
    ))
}

/// Zones that take no interface of an agent.
fn zones(seen: &Seen<'_>, workload: &Workload) -> Option<Note> {
    let wrong = workload
        .agent_subnets
        .iter()
        .filter(|s| s.taken == Some(false))
        .map(|s| format!("{} in {}", s.id, s.zone_id.as_deref().unwrap_or("?")));
    let wrong: Vec<String> = wrong.collect();
    (!wrong.is_empty()).then(|| {
        let detail = format!(
            "{}: agents in VPC mode are placed in {} alone",
            some(wrong),
            some(workload.runtime_zones.clone())
        );
        let fix = "give the agents subnets in those zones; the endpoints may stand in others";
        seen.note(
            "runtime-zone",
            "workload.agent_subnets",
            detail,
            fix.to_owned(),
        )
    })
}
