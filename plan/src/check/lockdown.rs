//! Locks on the public door: whom they shut out, and what they leave open.
//!
//! Must say both before anybody runs a script.

use super::Seen;
use crate::plan::Note;

/// The notes.
pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let Some(lockdown) = &seen.plan.lockdown else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    if !lockdown.locks.is_empty() {
        let detail = format!(
            "once lockdown/lock.sh has run, whatever does not come through an endpoint in {} is refused on {} resources",
            seen.request.placement.vpc,
            lockdown.locks.len()
        );
        let fix = "read lockdown/README.md, move every caller onto the endpoints, and lock one resource before the others";
        let subject = "guards.lockdown";
        notes.push(seen.note("lockdown-shuts-out", subject, detail, fix.to_owned()));
    }
    for open in &lockdown.open {
        let subject = format!("grants[{}].resources", open.grant);
        let detail = format!("{} stays open to the internet", open.what);
        let fix = open.why.to_owned();
        notes.push(seen.note("lockdown-leaves-open", &subject, detail, fix));
    }
    notes
}
