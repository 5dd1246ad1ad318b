//! Notes on callers and what they need besides the endpoint.
//!
//! Must not judge how they sign.

use super::{Seen, at, some};
use crate::plan::Note;
use crate::planner::reach::GrantReach;
use crate::request::{Auth, Caller, Resource};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = seen
        .reaches
        .iter()
        .filter_map(|r| foreign(seen, r))
        .collect();
    notes.extend(nothing_granted(seen));
    notes
}

/// Callers of another account than one of the resources they are granted.
fn foreign(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let own = seen.request.account.as_str();
    let owners: Vec<&str> = reach
        .grant
        .resources
        .iter()
        .map(|r| match r {
            Resource::All => own,
            Resource::One(t) => t.arn.account.as_str(),
        })
        .filter(|account| account.bytes().all(|b| b.is_ascii_digit()) && !account.is_empty())
        .collect();
    let elsewhere = |caller: &&Caller| {
        caller
            .account()
            .is_some_and(|a| owners.iter().any(|o| *o != a.as_str()))
    };
    let callers: Vec<String> = reach
        .grant
        .callers
        .iter()
        .filter(elsewhere)
        .map(ToString::to_string)
        .collect();
    (!callers.is_empty()).then(|| {
        let detail = format!("callers of another account than the resources, for whom their own identity policy is not enough: {}", some(callers));
        let fix = "let the resource's own policy allow them too; runtimes with their endpoints, and gateways, have one".to_owned();
        seen.note("foreign-caller", &at(reach), detail, fix)
    })
}

fn nothing_granted(seen: &Seen<'_>) -> Option<Note> {
    seen.reaches.iter().any(|r| r.grant.auth == Auth::Sigv4).then(|| {
        let detail = "the endpoint policies limit what passes; each caller's identity policy must allow the calls as well".to_owned();
        let fix = "attach what they lack: callers/ in the bundle has a policy for each named role and user".to_owned();
        seen.note("policy-grants-nothing", "grants", detail, fix)
    })
}
