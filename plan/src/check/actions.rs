//! Notes on the actions that a grant contains.
//!
//! Must not judge whom they are granted to.

use super::{Seen, at, some};
use crate::catalog::{Action, Scope};
use crate::plan::Note;
use crate::planner::reach::GrantReach;
use crate::request::Caller;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    seen.restricted()
        .flat_map(|reach| of_grant(seen, reach))
        .collect()
}

fn of_grant(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = risks(seen, reach).collect();
    notes.extend(needs(seen, reach));
    let names = |pick: fn(&Action) -> bool| -> Vec<&str> {
        reach
            .actions
            .iter()
            .map(|a| a.action)
            .filter(|a| pick(a))
            .map(|a| a.name.as_str())
            .collect()
    };
    let star = names(|a| a.scope == Scope::Star);
    if !star.is_empty() {
        let detail = format!(
            "no resource type is defined for {}, so only * can be granted",
            some(star)
        );
        let fix = if reach.is_all() {
            "nothing to do: the grant is for everything".to_owned()
        } else {
            "they reach everything of their kind, whatever the list says; leave them out if the callers do not need them".to_owned()
        };
        notes.push(seen.note("star-only-actions", &at(reach), detail, fix));
    }
    let unknown = names(|a| a.scope == Scope::Unknown);
    if !unknown.is_empty() {
        let detail = format!(
            "no source names the resource types of {}: granted on *, since anything narrower might never match",
            some(unknown)
        );
        let fix = "nothing to do; a later catalogue may narrow it".to_owned();
        notes.push(seen.note("resource-type-unknown", &at(reach), detail, fix));
    }
    let unlisted = names(|a| !a.in_service_reference && !a.unauthenticated);
    if !unlisted.is_empty() {
        let detail = format!(
            "{} {} not in AWS's service reference of {}, and granted under the name that AWS's own SDK uses",
            some(unlisted.iter().copied()),
            if unlisted.len() == 1 { "is" } else { "are" },
            seen.catalog.facts_date
        );
        let fix = "nothing to do; a policy checker may call them unknown".to_owned();
        notes.push(seen.note("not-in-service-reference", &at(reach), detail, fix));
    }
    notes
}

fn risks<'s>(seen: &'s Seen<'_>, reach: &'s GrantReach<'_>) -> impl Iterator<Item = Note> + 's {
    reach.actions.iter().filter_map(|a| {
        let risk = a.action.risk.as_ref()?;
        let detail = format!("{} {risk}", a.action.name);
        let fix =
            "name the actions that the callers need, without it, unless this is meant".to_owned();
        Some(seen.note("action-risk", &at(reach), detail, fix))
    })
}

/// Actions whose call is checked for others that the same callers are not granted.
fn needs(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let lacking: Vec<String> = reach
        .actions
        .iter()
        .filter_map(|a| {
            let absent: Vec<&str> = a
                .action
                .needs
                .iter()
                .map(String::as_str)
                .filter(|n| !granted(seen, reach, n))
                .collect();
            (!absent.is_empty()).then(|| format!("{} also needs {}", a.action.name, some(absent)))
        })
        .collect();
    if lacking.is_empty() {
        return None;
    }
    let fix = "add them to the grant, or use a preset that brings them".to_owned();
    Some(seen.note(
        "action-needs",
        &at(reach),
        format!(
            "{}; where AWS asks the endpoint's policy for those too, the call is refused",
            lacking.join("; ")
        ),
        fix,
    ))
}

/// Some grant of the same endpoint gives the action to all callers of this one.
fn granted(seen: &Seen<'_>, reach: &GrantReach<'_>, name: &str) -> bool {
    seen.reaches.iter().any(|other| {
        other.endpoint == reach.endpoint
            && other.actions.iter().any(|a| a.action.name == name)
            && (other.grant.callers.contains(&Caller::Anyone)
                || reach
                    .grant
                    .callers
                    .iter()
                    .all(|c| other.grant.callers.contains(c)))
    })
}
