//! What scanners will say of a finished plan.
//!
//! Must hold no scanner's rule of its own: what makes a check speak is data, and here only asked.

mod exception;
mod group;
mod policy;
mod star;

use crate::artifact::{GROUP_ID, rule_addresses};
use crate::catalog::{Catalog, Place, ScannerCheck, Trigger};
use crate::forecast::{Expected, Forecast, Forecasts, Subject};
use crate::plan::{Change, GroupRef, Plan, Reached};

/// A verdict and why.
type Judged = (Expected, String);

/// The forecasts of a plan, which is finished but for its notes.
pub(super) fn forecasts(catalog: &Catalog, plan: &Plan) -> Forecasts {
    let scanners = &catalog.scanners;
    let rows = |check| rows(catalog, plan, check);
    let all: Vec<Forecast> = scanners.checks.iter().flat_map(rows).collect();
    let mut forecasts = Forecasts {
        scanners: scanners.scanners.clone(),
        read: scanners.read.clone(),
        all,
        exceptions: Vec::new(),
    };
    forecasts.exceptions = exception::exceptions(plan, &forecasts);
    forecasts
}

/// What a check says of everything that it looks at.
fn rows(catalog: &Catalog, plan: &Plan, check: &ScannerCheck) -> Vec<Forecast> {
    match &check.trigger {
        Trigger::OutsiderMayCall => policy::rows(catalog, plan, check),
        Trigger::FewerSubnetsThan { number } => plan
            .endpoints
            .iter()
            .filter(|endpoint| endpoint.reached == Reached::Interfaces)
            .map(|endpoint| {
                let there = endpoint.subnets.len();
                let why = format!("it stands in {there} of the VPC's subnets, and {number} pass");
                let narrower = "name a subnet in one more zone; each zone costs by the hour";
                let (verdict, alternative) = if there < *number {
                    (Expected::Flagged, Some(narrower.to_owned()))
                } else {
                    (Expected::Passes, None)
                };
                let subject = Subject::Endpoint(endpoint.key);
                Forecast {
                    alternative,
                    ..row(check, Place::Account, subject, (verdict, why))
                }
            })
            .collect(),
        Trigger::ServiceAbsent { service } => {
            let why = format!(
                "it asks whether the VPC has an endpoint for {service}, which is not among what this plan makes"
            );
            vec![row(
                check,
                Place::Account,
                Subject::Vpc,
                (Expected::NotKnown, why),
            )]
        }
        _ => of_group(catalog, plan, check),
    }
}

/// What a check says of the group, in each place where it is.
fn of_group(catalog: &Catalog, plan: &Plan, check: &ScannerCheck) -> Vec<Forecast> {
    let place = |place: &Place| {
        if let (Place::Account, Some(standing)) = (place, &plan.standing_group) {
            let why = format!(
                "{} stands already, and others may have given it rules",
                standing.id
            );
            let judged = (Expected::NotKnown, why);
            return Some(row(check, *place, Subject::Group, judged));
        }
        let group = plan.security_group.as_ref()?;
        if !is_in(plan, *place) {
            return None;
        }
        let judged = group::judge(&catalog.scanners, &check.trigger, group, *place);
        let flagged = judged.0 == Expected::Flagged;
        let resources = match place {
            Place::Stack if flagged => vec![GROUP_ID.to_owned()],
            Place::Terraform if flagged => rule_addresses(group),
            _ => Vec::new(),
        };
        let alternative = flagged.then(|| group::alternative(&check.trigger));
        Some(Forecast {
            alternative: alternative.flatten().map(str::to_owned),
            resources,
            ..row(check, *place, Subject::Group, judged)
        })
    };
    check.places.iter().filter_map(place).collect()
}

/// Whether the group is made in a place.
fn is_in(plan: &Plan, place: Place) -> bool {
    plan.endpoints.iter().any(|e| {
        let makes = match place {
            Place::Account => true,
            Place::Stack => e.change == Change::Create,
            Place::Terraform => !matches!(e.change, Change::Leave { .. }),
        };
        makes && e.security_groups.contains(&GroupRef::New)
    })
}

/// A row that says nothing beyond its verdict.
fn row(check: &ScannerCheck, place: Place, subject: Subject, (verdict, why): Judged) -> Forecast {
    Forecast {
        scanner: check.scanner.clone(),
        check: check.id.clone(),
        title: check.title.clone(),
        severity: check.severity.clone(),
        place,
        subject,
        verdict,
        why,
        star: None,
        alternative: None,
        resources: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
