//! Notes on security groups, as far as a request shows them.
//!
//! Must not claim anything about the rules of a group that was not looked at.

use super::{Seen, keys, some};
use crate::catalog::Severity;
use crate::plan::{GroupRef, Note, PlannedEndpoint};
use crate::request::{AllowFrom, IpAddressType};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = listed(seen);
    notes.extend(new_group(seen));
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
    let groups = some(groups);
    let rules = format!("the rules of {groups} were not looked at");
    let open =
        "see that they admit TCP 443 from the clients, and that the clients' own groups let it out"
            .to_owned();
    let shared = format!(
        "a runtime in VPC mode that uses {groups} as well keeps interfaces in it for up to eight hours after it is gone"
    );
    let apart = "use groups for the endpoints alone".to_owned();
    vec![
        seen.note("sg-443", "placement.security_groups", rules, open),
        seen.note(
            "group-shared-with-runtime",
            "placement.security_groups",
            shared,
            apart,
        ),
    ]
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
    let admits = |kind| {
        group.allow_from.iter().any(|from| match from {
            AllowFrom::Ipv4(_) => kind != IpAddressType::Ipv6,
            AllowFrom::Ipv6(_) => kind != IpAddressType::Ipv4,
            AllowFrom::Group(_) | AllowFrom::PrefixList(_) => true,
        })
    };
    let shut =
        |e: &&PlannedEndpoint| e.security_groups == [GroupRef::New] && !admits(e.ip_address_type);
    let closed: Vec<&PlannedEndpoint> = seen.plan.endpoints.iter().filter(shut).collect();
    if !closed.is_empty() {
        let detail = format!(
            "allow_from holds no source of the address type of {}, so no client gets in on TCP 443",
            keys(closed)
        );
        let fix = "add the clients' ranges of that address type, or a group".to_owned();
        notes.push(Seen::note_as(
            Severity::Warning,
            "sg-443",
            "placement.allow_from",
            detail,
            fix,
        ));
    }
    notes
}
