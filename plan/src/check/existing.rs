//! Notes on what becomes of endpoints that are changed.
//!
//! Must not judge whether they are there, nor those in the way: the preflight does.

use super::{Seen, some};
use crate::extension::StepKind;
use crate::inventory::Endpoint;
use crate::language;
use crate::plan::{Change, Modification, Note, PlannedEndpoint, PolicyChange};
use crate::policy::Policy;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for endpoint in &seen.plan.endpoints {
        if let Change::Modify(m) = &endpoint.change {
            notes.extend(modified(seen, endpoint, m));
        }
    }
    notes
}

fn modified(seen: &Seen<'_>, endpoint: &PlannedEndpoint, change: &Modification) -> Vec<Note> {
    let key = endpoint.key.as_str();
    let id = &change.id;
    let mut notes = Vec::new();
    let there = seen.inventory.and_then(|i| i.endpoint(id.as_str()));
    notes.extend(policy(seen, endpoint, change));
    if let Some(there) = there {
        notes.extend(kept(seen, endpoint, there, change));
        notes.extend(switched(seen, endpoint, there, change));
    }
    if endpoint.policy == Policy::full_access() {
        let detail = format!(
            "EC2 resets the policies of gateway-type endpoints only, so {id} is sent AWS's allow-all policy as a document"
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

/// What the request asks for and a change leaves as it is, for others may rely on it.
fn kept(
    seen: &Seen<'_>,
    endpoint: &PlannedEndpoint,
    there: &Endpoint,
    change: &Modification,
) -> Option<Note> {
    let mut kept = Vec::new();
    let mut lines = Vec::new();
    if there.private_dns != endpoint.private_dns && change.private_dns.is_none() {
        kept.push(format!("private DNS is {}", on_or_off(there.private_dns)));
        lines.push(format!("private_dns = {}", endpoint.private_dns));
    }
    let other = |t: &&str| !t.eq_ignore_ascii_case(endpoint.ip_address_type.as_str());
    if let Some(kind) = there.ip_address_type.as_deref().filter(other)
        && change.ip_address_type.is_none()
    {
        kept.push(format!("its address type is {kind}"));
        lines.push(format!(
            "ip_address_type = \"{}\"",
            endpoint.ip_address_type
        ));
    }
    let mut fixes = Vec::new();
    if !lines.is_empty() {
        fixes.push(format!(
            "say {} under [endpoints.{}] to change it, once nobody there relies on it",
            some(lines),
            endpoint.key
        ));
    }
    let given = |key: &String| change.tags.iter().any(|t| t.key == *key);
    let asked = seen.request.tags.iter().filter(|(key, _)| !given(key));
    let tags: Vec<String> = asked
        .filter_map(|(key, value)| {
            let seen = there.tags.get(key).filter(|seen| *seen != value)?;
            Some(format!("its tag `{key}` says `{seen}`"))
        })
        .collect();
    if !tags.is_empty() {
        kept.extend(tags);
        fixes.push("agree on the tags with those who made it".to_owned());
    }
    if kept.is_empty() {
        return None;
    }
    let detail = format!(
        "{} stays as it is where the request differs: {}",
        there.id,
        some(kept)
    );
    let (key, fix) = (endpoint.key.as_str(), fixes.join("; "));
    Some(seen.note("existing-not-changed", key, detail, fix))
}

/// Private DNS or the address type is switched on an endpoint that is there.
fn switched(
    seen: &Seen<'_>,
    endpoint: &PlannedEndpoint,
    there: &Endpoint,
    change: &Modification,
) -> Option<Note> {
    let mut parts = Vec::new();
    match change.private_dns {
        Some(true) => parts.push(
            "private DNS goes on: every machine in the VPC that uses the service's name comes through it"
                .to_owned(),
        ),
        Some(false) => parts.push(
            "private DNS goes off: every machine in the VPC that uses the service's name goes by the internet again, or nowhere"
                .to_owned(),
        ),
        None => {}
    }
    if let Some(kind) = change.ip_address_type {
        let former = there.ip_address_type.as_deref().unwrap_or("not known");
        parts.push(format!("its address type becomes {kind}; it was {former}"));
    }
    if parts.is_empty() {
        return None;
    }
    let detail = format!("of {}, {}", change.id, parts.join("; "));
    let fix = format!(
        "take it out of [endpoints.{}] unless all who use the endpoint expect it",
        endpoint.key
    );
    Some(seen.note("existing-switched", endpoint.key.as_str(), detail, fix))
}

fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
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
