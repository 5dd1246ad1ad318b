//! Notes on names: what private DNS answers, and for whom.
//!
//! Must not know any name: they are the catalogue's. What no longer resolves, the preflight says.

use super::{Seen, keys, some};
use crate::arn::Partition;
use crate::catalog::Severity;
use crate::plan::{Change, Note, PlannedEndpoint};
use crate::planner::endpoints::rivals;
use crate::policy::Policy;
use crate::preflight::Verdict;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = whole_vpc(seen).into_iter().collect();
    notes.extend(off(seen));
    notes.extend(other_names(seen));
    notes.extend(every_gateway(seen));
    notes
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
    // Said already, and more exactly.
    let warned = seen
        .plan
        .preflight
        .iter()
        .any(|r| r.code == "private-dns-whole-vpc" && r.verdict == Verdict::Warning);
    if new.is_empty() || warned {
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
        .filter(|e| !seen.private_dns(e) && !seen.plan.resolves(e))
        .collect();
    if off.is_empty() {
        return None;
    }
    let detail = format!(
        "private DNS is off for {}: the usual names stay public, and clients must be given the endpoint's own name",
        keys(off)
    );
    let fix = "set the endpoint URL and the real Region in each client, as connect.md shows; otherwise it signs for a Region called vpce and is refused".to_owned();
    Some(seen.note("private-dns-off", "placement.private_dns", detail, fix))
}

fn other_names(seen: &Seen<'_>) -> Option<Note> {
    let gov = Partition::of(&seen.request.region) == Partition::AwsUsGov;
    let named = |e: &PlannedEndpoint| seen.private_dns(e) || seen.plan.resolves(e);
    if !gov && !seen.plan.endpoints.iter().any(named) {
        return None;
    }
    let severity = if gov {
        Severity::Warning
    } else {
        Severity::Info
    };
    let detail = "the names that SDKs form for FIPS and dual-stack endpoints are not among the private names, and no endpoint service for them is documented: clients that use them go past the endpoint, or fail".to_owned();
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
        .filter(|e| seen.private_dns(e) || seen.plan.resolves(e))?;
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
