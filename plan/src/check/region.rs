//! Notes on the Region and what is offered there.
//!
//! Must not refuse a Region that is merely unknown.

use std::collections::BTreeSet;

use super::{Seen, at, some};
use crate::plan::Note;
use crate::planner::reach::GrantReach;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = unknown(seen).into_iter().collect();
    let mut told = BTreeSet::new();
    for reach in seen.reaches.iter().filter(|r| told.insert(&r.primitive.id)) {
        notes.extend(lacking(seen, reach));
        notes.extend(unconfirmed(seen, reach));
    }
    notes
}

fn unknown(seen: &Seen<'_>) -> Option<Note> {
    let region = &seen.request.region;
    if seen.catalog.region(region).is_some() {
        return None;
    }
    let mut words = region.as_str().split('-');
    if words.next() == Some("cn") || words.any(|w| w.starts_with("iso")) {
        let detail =
            format!("{region} is in another partition, whose ARNs and names are not known here");
        return Some(seen.note(
            "partition-unsupported",
            "region",
            detail,
            "use a Region of aws or aws-us-gov".to_owned(),
        ));
    }
    let services: Vec<String> = seen
        .plan
        .endpoints
        .iter()
        .map(|e| e.service_name.clone())
        .collect();
    if seen
        .inventory
        .is_some_and(|i| services.iter().all(|service| i.service(service).is_some()))
    {
        return None;
    }
    let detail = format!(
        "AWS did not list AgentCore in {region} on {}, so its endpoint services may not exist there",
        seen.catalog.facts_date
    );
    let fix = format!(
        "ask AWS with aws ec2 describe-vpc-endpoint-services --region {region} --service-names {}; or use a Region that is listed",
        services.join(" ")
    );
    Some(seen.note("region-unknown", "region", detail, fix))
}

fn lacking(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let region = seen.catalog.region(&seen.request.region)?;
    let feature = reach.primitive.region_feature.as_ref()?;
    if !region.lacks.contains(feature) {
        return None;
    }
    let has: Vec<&str> = seen
        .catalog
        .regions
        .iter()
        .filter(|r| !r.lacks.contains(feature))
        .map(|r| r.id.as_str())
        .collect();
    let detail = format!(
        "AWS did not list {} in {} on {}; where it is not offered, its calls fail with or without an endpoint",
        reach.primitive.name, region.name, seen.catalog.facts_date
    );
    let fix = format!("check whether it has come since, or use {}", some(has));
    Some(seen.note("region-lacks-primitive", &at(reach), detail, fix))
}

fn unconfirmed(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    (!reach.primitive.documented).then(|| {
        let detail = format!("AWS's page on AgentCore endpoints does not name {}; its calls belong to the same services, so they should pass, but AWS does not say so", reach.primitive.name);
        seen.note("region-unconfirmed-privatelink", &at(reach), detail, "test one call through the endpoint".to_owned())
    })
}
