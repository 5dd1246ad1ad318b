//! Notes on the policies as documents: what they let through as a whole, and their size.
//!
//! Must not judge single grants.

use super::{Seen, keys, nth};
use crate::catalog::Severity;
use crate::plan::{Change, Note, PlannedEndpoint};
use crate::planner::explain::series;
use crate::policy::{Layout, Policy};
use crate::request::{EndpointKey, PolicyMode};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = seen
        .plan
        .endpoints
        .iter()
        .filter_map(|e| size(seen, e))
        .collect();
    notes.extend(full_access(seen));
    notes.extend(propagation(seen));
    notes.extend(guard(seen));
    notes
}

fn size(seen: &Seen<'_>, endpoint: &PlannedEndpoint) -> Option<Note> {
    let most = seen.catalog.quotas.policy_characters;
    let compact = endpoint.policy_as(Layout::Compact).chars().count();
    let key = endpoint.key.as_str();
    let fix = "list fewer resources or callers, or use wildcards in ids".to_owned();
    if compact > most {
        let detail = format!(
            "{compact} characters without white space, and EC2 takes {most}; most come from {}",
            biggest(endpoint)
        );
        return Some(seen.note("policy-size", key, detail, fix));
    }
    if compact * 10 > most * 9 {
        let detail = format!(
            "{compact} of {most} characters are used; most come from {}",
            biggest(endpoint)
        );
        return Some(Seen::note_as(
            Severity::Warning,
            "policy-size",
            key,
            detail,
            fix,
        ));
    }
    (endpoint.policy_layout == Layout::Compact).then(|| {
        let detail = format!("the policy is sent without white space, {compact} of {most} characters, since the readable form is longer than EC2 takes");
        Seen::note_as(Severity::Info, "policy-size", key, detail, "nothing to do".to_owned())
    })
}

/// The three longest statements with their grants.
fn biggest(endpoint: &PlannedEndpoint) -> String {
    let mut sizes: Vec<(usize, String)> = endpoint
        .policy
        .statements
        .iter()
        .zip(&endpoint.origins)
        .map(|(statement, origin)| {
            let alone = Policy {
                statements: vec![statement.clone()],
            }
            .to_json(Layout::Compact)
            .chars()
            .count();
            let grants = series(origin.grants.iter().map(|g| nth(*g)).collect(), 3);
            let of = if grants.is_empty() {
                String::new()
            } else {
                format!(" of {grants}")
            };
            (alone, format!("{}{of} ({alone})", statement.sid))
        })
        .collect();
    sizes.sort_by(|a, b| b.cmp(a));
    series(sizes.into_iter().take(3).map(|(_, text)| text).collect(), 3)
}

fn full_access(seen: &Seen<'_>) -> Option<Note> {
    let open: Vec<&PlannedEndpoint> = seen
        .plan
        .endpoints
        .iter()
        .filter(|e| seen.mode(e.key) == PolicyMode::FullAccess)
        .collect();
    (!open.is_empty()).then(|| {
        let detail = format!(
            "everyone may make every call on every resource, of any account, through {}; the grants limit nothing there",
            keys(open)
        );
        let fix = "write policy = \"restricted\" unless other controls stand behind it".to_owned();
        seen.note("full-access", "policy", detail, fix)
    })
}

fn propagation(seen: &Seen<'_>) -> Option<Note> {
    let new = seen
        .plan
        .endpoints
        .iter()
        .any(|e| !matches!(e.change, Change::Leave { .. }));
    new.then(|| {
        let detail = "a new or changed policy may take some minutes to take effect".to_owned();
        seen.note(
            "policy-propagation",
            "endpoints",
            detail,
            "wait some minutes before you look for the cause of a refusal".to_owned(),
        )
    })
}

fn guard(seen: &Seen<'_>) -> Option<Note> {
    if !seen.request.guards.deny_foreign_discovery {
        return None;
    }
    let subject = "guards.deny_foreign_discovery";
    if seen.plan.endpoint(EndpointKey::Data).is_none() {
        let detail = "discovery goes through the data endpoint, and no grant needs one".to_owned();
        return Some(seen.note(
            "guard-without-data-endpoint",
            subject,
            detail,
            "remove the guard, or grant a runtime".to_owned(),
        ));
    }
    (seen.mode(EndpointKey::Data) == PolicyMode::FullAccess).then(|| {
        let detail =
            "the data endpoint gets AWS's default document as it is, without the denial".to_owned();
        let fix = "write policy = \"restricted\" under [endpoints.data]".to_owned();
        seen.note("guard-in-full-access", subject, detail, fix)
    })
}
