//! Names that other VPCs are given: what stands in the way, whom it moves, and what it still takes.
//!
//! Must not judge those VPCs: an inventory holds the endpoints' own.

use super::{Seen, keys, some};
use crate::plan::{Note, PlannedEndpoint};
use crate::request::EndpointKey;
use crate::shared_dns::SharedDns;

const SUBJECT: &str = "placement.share_dns_with";

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let Some(shared) = &seen.plan.shared_dns else {
        return Vec::new();
    };
    let mut notes: Vec<Note> = conflict(seen).into_iter().collect();
    notes.extend(shadow(seen, shared));
    notes.extend([moves(seen, shared), route(seen), by_hand(seen, shared)]);
    notes
}

fn conflict(seen: &Seen<'_>) -> Option<Note> {
    let all = seen.plan.endpoints.iter();
    let on: Vec<&PlannedEndpoint> = all.filter(|e| seen.private_dns(e)).collect();
    (!on.is_empty()).then(|| {
        let detail = format!(
            "private DNS is on for {}: the zone that it makes is AWS's own and cannot be shared",
            keys(on)
        );
        let fix = "set private_dns = false; the shared zones give the names to the endpoints' own VPC as well".to_owned();
        seen.note("shared-dns-conflict", SUBJECT, detail, fix)
    })
}

/// A zone hides every name below it that it does not hold.
fn shadow(seen: &Seen<'_>, shared: &SharedDns) -> Option<Note> {
    let names = seen
        .catalog
        .private_dns_names(EndpointKey::Gateway, &seen.request.region);
    let above = shared.of(EndpointKey::Data).find(|zone| {
        names
            .iter()
            .any(|n| n.ends_with(&format!(".{}", zone.name)))
    })?;
    shared.of(EndpointKey::Gateway).next().is_none().then(|| {
        let detail = format!(
            "the zone {} is shared and no gateway endpoint is planned: {} no longer resolve in any VPC that has the zone",
            above.name,
            some(names)
        );
        let fix = "add a grant for the gateways that these VPCs call; nothing to do if they call none".to_owned();
        seen.note("shared-dns-shadow", SUBJECT, detail, fix)
    })
}

fn moves(seen: &Seen<'_>, shared: &SharedDns) -> Note {
    let names = some(shared.zones.iter().flat_map(|zone| zone.records.clone()));
    let detail = format!(
        "every client in {} and in {} other VPCs reaches {names} through the endpoints once the zones are associated",
        seen.request.placement.vpc,
        shared.spokes()
    );
    let fix = "find out who else in those VPCs calls AgentCore and grant it; a VPC that has such an endpoint with private DNS of its own refuses the zone";
    seen.note("shared-dns-moves", SUBJECT, detail, fix.to_owned())
}

fn route(seen: &Seen<'_>) -> Note {
    let vpc = &seen.request.placement.vpc;
    let admitted = &seen.request.placement.allow_from;
    let detail = if admitted.is_empty() {
        format!(
            "the names lead to addresses in {vpc}: each VPC needs a way there, and the listed groups must admit its range"
        )
    } else {
        format!(
            "the names lead to addresses in {vpc}: each VPC needs a way there, and its range must be among {}",
            some(admitted.iter().map(ToString::to_string))
        )
    };
    let fix = "peer the VPCs or attach them to a Transit Gateway, route both ways, and admit TCP 443 from each range";
    seen.note("shared-dns-route", SUBJECT, detail, fix.to_owned())
}

fn by_hand(seen: &Seen<'_>, shared: &SharedDns) -> Note {
    let accounts = some(shared.others.keys().map(ToString::to_string));
    let (detail, fix) = if shared.others.is_empty() {
        (
            "the zones are made by create.sh, create.ps1, the templates or share-dns/zones.sh, and never by postern apply".to_owned(),
            "run share-dns/zones.sh after postern apply".to_owned(),
        )
    } else {
        (
            format!("the zones are made by create.sh, create.ps1, the templates or share-dns/zones.sh, and never by postern apply; VPCs of {accounts} are associated by those accounts"),
            "run share-dns/zones.sh after postern apply or a template, and hand the scripts named after the accounts to them".to_owned(),
        )
    };
    seen.note("shared-dns-by-hand", SUBJECT, detail, fix)
}
