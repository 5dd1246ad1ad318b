//! Notes on names: what private DNS answers, and for whom.
//!
//! Must not know any name: they are the catalogue's.

use super::{Seen, keys, some};
use crate::arn::Partition;
use crate::catalog::Severity;
use crate::plan::{Change, Note, PlannedEndpoint};
use crate::planner::endpoints::rivals;
use crate::policy::Policy;
use crate::request::EndpointKey;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = shadows(seen);
    notes.extend(attributes(seen));
    notes.extend(whole_vpc(seen));
    notes.extend(off(seen));
    notes.extend(other_names(seen));
    notes.extend(every_gateway(seen));
    notes
}

/// The names of `below` end in a private name of `above`, whose hidden zone swallows them.
fn hidden_by(seen: &Seen<'_>, above: EndpointKey, below: EndpointKey) -> bool {
    let names = |key| seen.catalog.private_dns_names(key, &seen.request.region);
    let zones = names(above);
    above != below
        && names(below)
            .iter()
            .any(|name| zones.iter().any(|zone| name.ends_with(&format!(".{zone}"))))
}

/// Private DNS of a service is on in this VPC, through the plan or through what is there.
fn is_on(seen: &Seen<'_>, key: EndpointKey) -> bool {
    let service = seen.catalog.service_name(key, &seen.request.region);
    let vpc = seen.request.placement.vpc.as_str();
    let there = seen.inventory.is_some_and(|i| {
        i.endpoints
            .iter()
            .any(|e| e.vpc == vpc && e.service_name == service && e.is_alive() && e.private_dns)
    });
    there || seen.plan.endpoint(key).is_some_and(|e| seen.private_dns(e))
}

fn shadows(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for above in EndpointKey::ALL.iter().copied().filter(|k| is_on(seen, *k)) {
        for below in EndpointKey::ALL
            .iter()
            .copied()
            .filter(|k| hidden_by(seen, above, *k))
        {
            if is_on(seen, below) {
                continue;
            }
            let zone = some(seen.catalog.private_dns_names(above, &seen.request.region));
            if let Some(endpoint) = seen.plan.endpoint(below) {
                let detail = format!(
                    "{} end in {zone}, which private DNS of the {above} endpoint answers alone: they would not resolve in this VPC",
                    some(endpoint.private_dns_names.clone())
                );
                let fix = format!(
                    "turn private DNS on for the {below} endpoint, or off for the {above} endpoint"
                );
                notes.push(seen.note("dns-shadow", below.as_str(), detail, fix));
            } else if seen.plan.endpoint(above).is_some() {
                let names = some(seen.catalog.private_dns_names(below, &seen.request.region));
                let detail = format!(
                    "no {below} endpoint is planned, and with private DNS of the {above} endpoint {names} no longer resolve in this VPC"
                );
                let fix = format!(
                    "add a grant for what the VPC calls there, or turn private DNS off for the {above} endpoint; nothing to do if it calls none"
                );
                notes.push(seen.note("dns-shadow-possible", above.as_str(), detail, fix));
            }
        }
    }
    notes
}

fn attributes(seen: &Seen<'_>) -> Option<Note> {
    let on: Vec<&PlannedEndpoint> = seen
        .plan
        .endpoints
        .iter()
        .filter(|e| seen.private_dns(e))
        .collect();
    let id = seen.request.placement.vpc.as_str();
    let vpc = seen.inventory?.vpcs.iter().find(|v| v.id == id)?;
    let all = [
        ("enableDnsSupport", "--enable-dns-support", vpc.dns_support),
        (
            "enableDnsHostnames",
            "--enable-dns-hostnames",
            vpc.dns_hostnames,
        ),
    ];
    let missing: Vec<_> = all
        .into_iter()
        .filter(|(_, _, value)| *value == Some(false))
        .collect();
    if on.is_empty() || missing.is_empty() {
        return None;
    }
    let names = some(missing.iter().map(|(name, _, _)| *name));
    let detail = format!(
        "{names} of {id} is off, and private DNS of {} needs both attributes",
        keys(on)
    );
    let commands: Vec<String> = missing
        .iter()
        .map(|(_, flag, _)| format!("aws ec2 modify-vpc-attribute --vpc-id {id} {flag}"))
        .collect();
    Some(seen.note(
        "vpc-dns-attrs",
        "placement.vpc",
        detail,
        format!("run {}", commands.join("; ")),
    ))
}

/// Names that change their meaning for the whole VPC when the plan is made.
fn whole_vpc(seen: &Seen<'_>) -> Option<Note> {
    let moved_already = |e: &PlannedEndpoint| {
        seen.inventory
            .is_some_and(|i| rivals(i, seen.request, e).any(|r| r.private_dns))
    };
    let new: Vec<&PlannedEndpoint> = seen
        .plan
        .endpoints
        .iter()
        .filter(|e| e.change == Change::Create && e.private_dns && !moved_already(e))
        .collect();
    if new.is_empty() {
        return None;
    }
    let names = some(new.iter().flat_map(|e| e.private_dns_names.clone()));
    let vpc = &seen.request.placement.vpc;
    let moved = format!("every client in {vpc} reaches {names} through the endpoints from then on");
    let (detail, fix) = if new.iter().all(|e| e.policy == Policy::full_access()) {
        (
            format!("{moved}; those that the groups do not admit time out"),
            "see that the groups admit TCP 443 from all of them",
        )
    } else {
        (
            format!(
                "{moved}: what the groups do not admit times out, what the policies do not list is refused"
            ),
            "find out who else in the VPC calls AgentCore and grant it, or turn private DNS off",
        )
    };
    Some(seen.note(
        "private-dns-whole-vpc",
        "placement.private_dns",
        detail,
        fix.to_owned(),
    ))
}

fn off(seen: &Seen<'_>) -> Option<Note> {
    let off: Vec<&PlannedEndpoint> = seen
        .plan
        .endpoints
        .iter()
        .filter(|e| !seen.private_dns(e))
        .collect();
    if off.is_empty() {
        return None;
    }
    let detail = format!(
        "private DNS is off for {}: the usual names stay public, and clients must be given the endpoint's own name",
        keys(off)
    );
    let fix = "set the endpoint URL and the real Region in each client, as connect.md shows; otherwise it signs for a Region called vpce".to_owned();
    Some(seen.note("private-dns-off", "placement.private_dns", detail, fix))
}

fn other_names(seen: &Seen<'_>) -> Option<Note> {
    let gov = Partition::of(&seen.request.region) == Partition::AwsUsGov;
    if !gov && !seen.plan.endpoints.iter().any(|e| seen.private_dns(e)) {
        return None;
    }
    let severity = if gov {
        Severity::Warning
    } else {
        Severity::Info
    };
    let detail = "the names that SDKs form for FIPS and dual-stack endpoints are not among the private names, and no endpoint service for them is documented".to_owned();
    let fix = "turn FIPS and dual-stack off in the clients, or set the endpoint URL".to_owned();
    Some(Seen::note_as(
        severity,
        "fips-dualstack",
        "placement.private_dns",
        detail,
        fix,
    ))
}

fn every_gateway(seen: &Seen<'_>) -> Option<Note> {
    let wildcard = |e: &&PlannedEndpoint| e.private_dns_names.iter().any(|n| n.starts_with("*."));
    let endpoint = seen
        .plan
        .endpoints
        .iter()
        .find(wildcard)
        .filter(|e| seen.private_dns(e))?;
    let detail = format!(
        "{} is a wildcard: every gateway of the Region is reached through this endpoint, and the policy refuses those it does not list",
        some(endpoint.private_dns_names.clone())
    );
    let fix = "grant every gateway that the VPC calls".to_owned();
    (endpoint.policy != Policy::full_access()).then(|| {
        seen.note(
            "gateway-private-dns-scope",
            endpoint.key.as_str(),
            detail,
            fix,
        )
    })
}
