//! Changes of a catalogue, one of each kind that can be found, and what is to be found then.

mod actions;
mod kinds;
mod services;

use serde_json::Value;

use super::super::{Difference, Kind};

/// What has to be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expected {
    kind: Kind,
    subject: String,
    catalog: Option<String>,
    found: Option<String>,
}

impl Expected {
    pub(super) fn of(difference: &Difference) -> Self {
        // A new action's is the reference's whole entry.
        let entry = difference.subject.starts_with("action ") && difference.catalog.is_none();
        let found = difference.found.clone().filter(|_| !entry);
        Self {
            kind: difference.kind,
            subject: difference.subject.clone(),
            catalog: difference.catalog.clone(),
            found,
        }
    }
}

/// Changes a catalogue; gives what was touched, and what has to be found. None where it cannot.
pub(super) type Plant = fn(&mut Value, usize) -> Option<(String, Expected)>;

pub(super) const PLANTS: &[Plant] = &[
    actions::level,
    actions::foreign_key,
    actions::lost_key,
    actions::foreign_type,
    actions::lost_type,
    actions::lost_action,
    actions::foreign_action,
    actions::unlisted,
    actions::listed,
    actions::scope,
    kinds::lost_resource_type,
    kinds::foreign_resource_type,
    kinds::path,
    kinds::owner,
    kinds::lost_service_key,
    kinds::foreign_service_key,
    kinds::kind_of_key,
    services::names,
    services::policy,
    services::acceptance,
    services::kind_of_service,
    services::lost_region,
    services::second_name,
];

fn expected(kind: Kind, subject: String, was: Option<&str>, now: Option<&str>) -> Expected {
    let own = |text: Option<&str>| text.map(str::to_owned);
    Expected {
        kind,
        subject,
        catalog: own(was),
        found: own(now),
    }
}
