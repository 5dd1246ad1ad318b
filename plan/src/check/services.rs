//! Notes on endpoint services that the Region describes otherwise than the catalogue.
//!
//! Must not repeat the preflight: whether a service is offered, in which zones and with which
//! addresses, its rows say.

use super::{Seen, some};
use crate::difference::services::{Contradiction, contradictions};
use crate::plan::{Note, PlannedEndpoint};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    seen.plan
        .endpoints
        .iter()
        .flat_map(|endpoint| contradicted(seen, endpoint))
        .collect()
}

fn contradicted(seen: &Seen<'_>, endpoint: &PlannedEndpoint) -> Vec<Note> {
    let name = &endpoint.service_name;
    let services = seen.inventory.map_or(&[][..], |i| i.services.as_slice());
    let detail = services.iter().find(|s| s.service_name == *name);
    let facts = seen.catalog.endpoint(endpoint.key);
    let (Some(detail), Some(facts)) = (detail, facts) else {
        return Vec::new();
    };
    let region = &seen.request.region;
    let date = &seen.catalog.facts_date;
    let note = |one: &Contradiction| {
        let (theirs, ours, until) = said(one);
        let detail =
            format!("{region} says of {name} that {theirs}; the catalogue of {date} says {ours}");
        let fix = format!("{until}; and have the catalogue compared with postern catalog diff");
        let subject = format!("endpoints.{}", endpoint.key);
        seen.note("catalog-contradicted", &subject, detail, fix)
    };
    contradictions(seen.catalog, region, facts, detail)
        .iter()
        .map(note)
        .collect()
}

/// What the Region says, what the catalogue says, and what to do meanwhile.
fn said(one: &Contradiction) -> (String, String, &'static str) {
    let yes_no = |yes: bool| if yes { "it is" } else { "it is not" }.to_owned();
    match one {
        Contradiction::Names { catalog, found } => (
            format!("private DNS names it {}", some(found.clone())),
            some(catalog.clone()),
            "have clients use the names that the Region gives",
        ),
        Contradiction::Policy { catalog, found } => {
            let takes = |yes: bool| {
                if yes {
                    "it takes a policy"
                } else {
                    "it takes no policy"
                }
            };
            let until = if *found {
                "look whether the plan leaves out its policy"
            } else {
                "do not count on this endpoint's policy: close what it would close at the resources and the callers"
            };
            (takes(*found).to_owned(), takes(*catalog).to_owned(), until)
        }
        Contradiction::Acceptance { catalog, found } => {
            let until = if *found {
                "have the endpoint accepted once it is made, since it carries nothing before"
            } else {
                "do not wait for anybody to accept the endpoint"
            };
            let what = "accepted by hand";
            (
                format!("{} {what}", yes_no(*found)),
                yes_no(*catalog),
                until,
            )
        }
        Contradiction::Types { catalog, found } => (
            format!("it takes endpoints of type {}", some(found.clone())),
            catalog.clone(),
            "make no interface endpoint of it before AWS's documentation is read",
        ),
    }
}
