//! Notes on security groups, as far as a request shows them.
//!
//! Must not claim anything about the rules of a group that was not looked at.

use super::{Seen, some};
use crate::plan::{GroupRef, Note};
use crate::request::AllowFrom;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = listed(seen);
    notes.extend(new_group(seen));
    notes.extend(others(seen));
    notes
}

/// Groups that are there already.
fn listed(seen: &Seen<'_>) -> Vec<Note> {
    let mut groups: Vec<&str> = seen
        .plan
        .endpoints
        .iter()
        .flat_map(|e| &e.security_groups)
        .filter(|g| **g != GroupRef::New)
        .map(GroupRef::as_str)
        .collect();
    groups.sort_unstable();
    groups.dedup();
    if groups.is_empty() {
        return Vec::new();
    }
    let unread: Vec<&str> = groups
        .iter()
        .copied()
        .filter(|id| {
            seen.inventory
                .is_none_or(|i| i.security_group(id).is_none())
        })
        .collect();
    let rules = (!unread.is_empty()).then(|| {
        format!(
            "the rules of {} were not looked at; without one for TCP 443 calls time out",
            some(unread)
        )
    });
    let groups = some(groups);
    let open =
        "see that they admit TCP 443 from the clients, and that the clients' own groups let it out"
            .to_owned();
    let shared = format!(
        "a runtime in VPC mode that uses {groups} as well keeps interfaces in it for up to eight hours after it is gone, and so long the group cannot be deleted"
    );
    let apart = "use groups for the endpoints alone".to_owned();
    let mut notes = vec![seen.note(
        "group-shared-with-runtime",
        "placement.security_groups",
        shared,
        apart,
    )];
    notes.extend(rules.map(|rules| seen.note("sg-443", "placement.security_groups", rules, open)));
    notes
}

/// Those whom the group that stands admits though nobody asks for it any more.
fn others(seen: &Seen<'_>) -> Option<Note> {
    let standing = seen.plan.standing_group.as_ref()?;
    if standing.others.is_empty() {
        return None;
    }
    let who = some(standing.others.clone());
    let detail = format!(
        "{} admits TCP 443 from {who}, which allow_from does not name; the rules stay",
        standing.id
    );
    let fix = format!(
        "name them in allow_from, or revoke the rules of {} once nobody needs them",
        standing.id
    );
    Some(seen.note("group-admits-more", "placement.allow_from", detail, fix))
}

fn new_group(seen: &Seen<'_>) -> Vec<Note> {
    let Some(group) = &seen.plan.security_group else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    let everyone: Vec<&str> = group
        .allow_from
        .iter()
        .map(AllowFrom::as_str)
        .filter(|t| matches!(*t, "0.0.0.0/0" | "::/0"))
        .collect();
    if !everyone.is_empty() {
        let detail = format!(
            "{} admits everything that is routed to the VPC, peered and on-premises networks included",
            some(everyone)
        );
        let fix = "name the clients' ranges or groups".to_owned();
        notes.push(seen.note("allow-from-anywhere", "placement.allow_from", detail, fix));
    }
    notes
}
