//! Notes on endpoints that are there: those to change, and those in the way.
//!
//! Must not conclude from what an inventory lacks that it is not there, but for an id that the
//! request names.

use super::{Seen, keys, some};
use crate::catalog::Severity;
use crate::extension::StepKind;
use crate::inventory::{Endpoint, Inventory};
use crate::language;
use crate::plan::{Change, Modification, Note, PlannedEndpoint, PolicyChange};
use crate::planner::endpoints::{REQUEST_TAG, rivals};
use crate::policy::Policy;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for endpoint in &seen.plan.endpoints {
        match &endpoint.change {
            Change::Create => {
                notes.extend(seen.inventory.and_then(|i| in_the_way(seen, i, endpoint)));
            }
            Change::Modify(m) => notes.extend(modified(seen, endpoint, m)),
            Change::Leave { .. } => {}
        }
    }
    notes.extend(quota(seen));
    notes
}

fn in_the_way(seen: &Seen<'_>, inventory: &Inventory, endpoint: &PlannedEndpoint) -> Option<Note> {
    let there: Vec<&Endpoint> = rivals(inventory, seen.request, endpoint).collect();
    let first = there.first()?;
    let ids = some(there.iter().map(|e| e.id.as_str()));
    let ours = |e: &&Endpoint| {
        e.tags.get(REQUEST_TAG).map(String::as_str) == Some(seen.request.name.as_str())
    };
    let whose = if there.iter().any(ours) {
        "made for this request and different from the plan"
    } else {
        "not made for this request"
    };
    let fix = format!(
        "write existing = \"{}\" under [endpoints.{}] to change it instead",
        first.id, endpoint.key
    );
    let what = format!(
        "{ids} of {} is in {} already, {whose}",
        endpoint.service_name, seen.request.placement.vpc
    );
    if endpoint.private_dns && there.iter().any(|e| e.private_dns) {
        let detail = format!(
            "{what}; both would have private DNS, which EC2 refuses as a conflicting DNS domain"
        );
        return Some(seen.note("endpoint-exists", endpoint.key.as_str(), detail, fix));
    }
    let detail = format!(
        "{what}; a second one is possible since private DNS is off on one of the two, and costs as much again"
    );
    Some(Seen::note_as(
        Severity::Warning,
        "endpoint-exists",
        endpoint.key.as_str(),
        detail,
        fix,
    ))
}

fn modified(seen: &Seen<'_>, endpoint: &PlannedEndpoint, change: &Modification) -> Vec<Note> {
    let key = endpoint.key.as_str();
    let id = &change.id;
    let mut notes = Vec::new();
    let there = seen.inventory.and_then(|i| i.endpoint(id.as_str()));
    if seen.inventory.is_some() && there.is_none_or(|t| !t.is_alive()) {
        let state = there.map_or_else(
            || "is not in the inventory".to_owned(),
            |t| format!("is {}", t.state),
        );
        let fix = "correct the id, or leave existing out to have an endpoint made".to_owned();
        notes.push(seen.note("existing-not-found", key, format!("{id} {state}"), fix));
    }
    notes.extend(policy(seen, endpoint, change));
    if let Some(there) = there {
        notes.extend(misplaced(seen, endpoint, there));
        notes.extend(kept(seen, endpoint, there));
    }
    if endpoint.policy == Policy::full_access() {
        let detail = format!(
            "ResetPolicy works for gateway-type endpoints only: {id} gets the allow-all document"
        );
        notes.push(seen.note("reset-policy", key, detail, "nothing to do".to_owned()));
    }
    let gone: Vec<String> = change
        .remove_subnets
        .iter()
        .map(ToString::to_string)
        .chain(change.remove_groups.iter().map(ToString::to_string))
        .collect();
    if !gone.is_empty() {
        let detail = format!(
            "{id} leaves {}: its addresses there are lost, and clients that only those groups admit time out",
            some(gone)
        );
        let fix = format!("list under [endpoints.{key}] what must stay");
        notes.push(seen.note("existing-interfaces-move", key, detail, fix));
    }
    notes
}

fn misplaced(seen: &Seen<'_>, endpoint: &PlannedEndpoint, there: &Endpoint) -> Vec<Note> {
    let mut notes = Vec::new();
    let vpc = &seen.request.placement.vpc;
    if there.vpc != vpc.as_str() {
        let detail = format!("{} is in {}, the request is for {vpc}", there.id, there.vpc);
        let fix = "correct the id, or the request's VPC".to_owned();
        notes.push(seen.note("existing-wrong-vpc", endpoint.key.as_str(), detail, fix));
    }
    if there.service_name != endpoint.service_name {
        let detail = format!(
            "{} is of {}, not of {}",
            there.id, there.service_name, endpoint.service_name
        );
        notes.push(seen.note(
            "existing-wrong-service",
            endpoint.key.as_str(),
            detail,
            "correct the id".to_owned(),
        ));
    }
    notes
}

/// What a modify does not touch.
fn kept(seen: &Seen<'_>, endpoint: &PlannedEndpoint, there: &Endpoint) -> Option<Note> {
    let mut kept = Vec::new();
    if there.private_dns != endpoint.private_dns {
        kept.push(format!(
            "private DNS is {} there",
            if there.private_dns { "on" } else { "off" }
        ));
    }
    if let Some(kind) = there
        .ip_address_type
        .as_deref()
        .filter(|t| !t.eq_ignore_ascii_case(endpoint.ip_address_type.as_str()))
    {
        kept.push(format!("its address type is {kind}"));
    }
    if kept.is_empty() {
        return None;
    }
    let detail = format!(
        "{} stays as it is where the request differs: {}",
        there.id,
        some(kept)
    );
    let fix = format!(
        "write [endpoints.{}] as the endpoint is, or change it by hand first",
        endpoint.key
    );
    Some(seen.note("existing-not-changed", endpoint.key.as_str(), detail, fix))
}

/// What becomes of the policy that is there.
fn policy(seen: &Seen<'_>, endpoint: &PlannedEndpoint, change: &Modification) -> Vec<Note> {
    let (key, id) = (endpoint.key.as_str(), &change.id);
    let note = |code: &str, detail: String, fix: String| seen.note(code, key, detail, fix);
    let extension = match &change.policy {
        PolicyChange::Unknown => {
            let detail = format!(
                "{id} is to be changed, and its present policy is not known: it would be replaced blind"
            );
            let fix = format!("read an inventory with the policy of {id} and plan again with it");
            return vec![note("existing-policy-unknown", detail, fix)];
        }
        PolicyChange::Unreadable(why) => {
            let detail = format!("nothing can be added to the present policy of {id}: {why}");
            let fix = format!("mend the policy of {id} first, or have an endpoint made");
            return vec![note("existing-policy-unreadable", detail, fix)];
        }
        PolicyChange::Extended(extension) => extension,
    };
    let named = |kind: StepKind| {
        let steps = extension.steps.iter().filter(move |s| s.step == kind);
        some(steps.map(|s| s.statement.as_str()))
    };
    let mut parts = Vec::new();
    for (kind, words) in [
        (StepKind::Added, "added"),
        (StepKind::Extended, "extended"),
        (StepKind::AlreadyThere, "let through already"),
        (StepKind::Redundant, "no longer needed, and left"),
    ] {
        if extension.steps.iter().any(|s| s.step == kind) {
            parts.push(format!("{words}: {}", named(kind)));
        }
    }
    let what = if extension.is_no_change() {
        "no change in meaning"
    } else {
        "statements of others stay as they are"
    };
    let detail = format!("the policy of {id}: {what}; {}", parts.join("; "));
    let fix =
        format!("look at the changed policy; the old one is saved as restore-{key}.json first");
    let mut notes = vec![note("existing-policy-extended", detail, fix)];
    let open = language::Document::from(&Policy::full_access()).statements;
    let there = language::read(&extension.text).map(|r| r.document.normal());
    if endpoint.policy != Policy::full_access()
        && there.is_ok_and(|normal| open.iter().all(|s| normal.covers(s)))
    {
        let detail =
            format!("the policy of {id} lets everyone through, so the grants limit nothing");
        let fix = format!(
            "take the statement that allows everything out of the policy of {id} yourself, once nobody relies on it"
        );
        notes.push(note("existing-policy-open", detail, fix));
    }
    notes
}

fn quota(seen: &Seen<'_>) -> Option<Note> {
    let vpc = seen.request.placement.vpc.as_str();
    let there = seen
        .inventory?
        .endpoints
        .iter()
        .filter(|e| e.vpc == vpc && e.is_alive())
        .count();
    let new: Vec<&PlannedEndpoint> = seen
        .plan
        .endpoints
        .iter()
        .filter(|e| e.change == Change::Create)
        .collect();
    let most = usize::try_from(seen.catalog.quotas.endpoints_per_vpc).unwrap_or(usize::MAX);
    (!new.is_empty() && there + new.len() > most).then(|| {
        let detail = format!(
            "{vpc} has {there} endpoints, and {} would come on top of a default quota of {most}",
            keys(new)
        );
        let fix =
            "ask for a higher quota (L-29B6F2EB), or remove endpoints that are not used".to_owned();
        seen.note("endpoint-quota", "placement.vpc", detail, fix)
    })
}
