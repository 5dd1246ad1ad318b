//! Everything worth knowing about a plan, all at once.
//!
//! Must not change the plan, and must not stop at the first thing found. Codes, severities and
//! sources are the catalogue's rules; each file of this folder judges one subject.

mod account;
mod actions;
mod auth;
mod callers;
mod conditions;
mod cost;
mod dns;
mod existing;
mod groups;
mod guardrails;
mod inventory;
mod lockdown;
mod network;
mod placement;
mod policy;
mod proof;
mod region;
mod resources;
mod services;
mod shared_dns;
mod template;
#[cfg(test)]
mod tests;
mod workload;

pub(crate) use conditions::{bare_wildcard, shuts_out_bearer};
pub(crate) use workload::hand_down;

use crate::catalog::{Catalog, Severity};
use crate::guardrails::Guardrails;
use crate::inventory::Inventory;
use crate::plan::{Note, Plan, PlannedEndpoint};
use crate::planner::endpoints::private_dns_after;
use crate::planner::explain::series;
use crate::planner::reach::GrantReach;
use crate::request::{EndpointKey, PolicyMode, Request};

/// What a check may look at.
pub(crate) struct Seen<'a> {
    pub(crate) guardrails: &'a Guardrails,
    pub(crate) catalog: &'a Catalog,
    pub(crate) inventory: Option<&'a Inventory>,
    pub(crate) request: &'a Request,
    pub(crate) reaches: &'a [GrantReach<'a>],
    /// The plan without its notes.
    pub(crate) plan: &'a Plan,
}

/// Every note, the gravest first.
pub(crate) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for check in [
        account::notes,
        actions::notes,
        auth::notes,
        callers::notes,
        conditions::notes,
        cost::notes,
        dns::notes,
        existing::notes,
        groups::notes,
        guardrails::notes,
        inventory::notes,
        lockdown::notes,
        network::notes,
        placement::notes,
        policy::notes,
        proof::notes,
        region::notes,
        resources::notes,
        shared_dns::notes,
        services::notes,
        template::notes,
        workload::notes,
    ] {
        notes.extend(check(seen));
    }
    sort(&mut notes);
    notes
}

/// The gravest first.
fn sort(notes: &mut [Note]) {
    notes.sort_by(|a, b| (a.severity, &a.code, &a.subject).cmp(&(b.severity, &b.code, &b.subject)));
}

impl<'a> Seen<'a> {
    /// A note with the severity that its rule has.
    fn note(&self, code: &str, subject: &str, detail: String, fix: String) -> Note {
        let severity = self
            .catalog
            .rule(code)
            .map_or(Severity::Warning, |r| r.severity);
        Self::note_as(severity, code, subject, detail, fix)
    }

    /// A note with one of the other severities that its rule allows.
    fn note_as(severity: Severity, code: &str, subject: &str, detail: String, fix: String) -> Note {
        Note {
            code: code.to_owned(),
            severity,
            subject: subject.to_owned(),
            detail,
            fix,
        }
    }

    /// The mode of an endpoint's policy.
    fn mode(&self, key: EndpointKey) -> PolicyMode {
        let own = self.request.endpoints.get(&key).and_then(|o| o.policy);
        own.unwrap_or(self.request.policy)
    }

    /// The grants that have statements: those of endpoints whose policy is restricted.
    fn restricted(&self) -> impl Iterator<Item = &'a GrantReach<'a>> {
        let restricted =
            |reach: &&GrantReach<'_>| self.mode(reach.endpoint) == PolicyMode::Restricted;
        let all: Vec<_> = self.reaches.iter().filter(restricted).collect();
        all.into_iter()
    }

    /// Whether private DNS is on once the plan stands: a modify leaves it as it is.
    fn private_dns(&self, endpoint: &PlannedEndpoint) -> bool {
        private_dns_after(self.inventory, endpoint)
    }
}

/// `grants[0]`: its place in the document, for a note's subject.
fn at(reach: &GrantReach<'_>) -> String {
    format!("grants[{}]", reach.index)
}

/// `grant 1`: how pages call the grant at a place, for a note's text.
fn nth(index: usize) -> String {
    format!("grant {}", index + 1)
}

/// `data, control and gateway`.
fn keys<'e>(endpoints: impl IntoIterator<Item = &'e PlannedEndpoint>) -> String {
    series(
        endpoints.into_iter().map(|e| e.key.to_string()).collect(),
        usize::MAX,
    )
}

/// `a, b and 3 more`.
fn some(items: impl IntoIterator<Item = impl Into<String>>) -> String {
    series(items.into_iter().map(Into::into).collect(), 6)
}
