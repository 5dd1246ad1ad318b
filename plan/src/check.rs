//! Everything worth knowing about a plan, all at once.
//!
//! Must not change the plan, and must not stop at the first thing found. Codes, severities and
//! sources are the catalogue's rules; each file of this folder judges one subject.

use crate::catalog::{Catalog, Severity};
use crate::inventory::Inventory;
use crate::plan::{Note, Plan};
use crate::planner::reach::GrantReach;
use crate::request::Request;

/// What a check may look at.
pub(crate) struct Seen<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) inventory: Option<&'a Inventory>,
    pub(crate) request: &'a Request,
    pub(crate) reaches: &'a [GrantReach<'a>],
    /// The plan without its notes.
    pub(crate) plan: &'a Plan,
}

impl Seen<'_> {
    /// A note under a rule of the catalogue, which gives its severity.
    pub(crate) fn note(
        &self,
        code: &str,
        subject: impl Into<String>,
        detail: impl Into<String>,
        fix: impl Into<String>,
    ) -> Note {
        let severity = self
            .catalog
            .rule(code)
            .map_or(Severity::Warning, |r| r.severity);
        Note {
            code: code.to_owned(),
            severity,
            subject: subject.into(),
            detail: detail.into(),
            fix: fix.into(),
        }
    }
}

/// Every note, the gravest first.
pub(crate) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let _ = seen;
    notes.sort_by(|a, b| (a.severity, &a.code, &a.subject).cmp(&(b.severity, &b.code, &b.subject)));
    notes
}
