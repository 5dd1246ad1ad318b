//! The note on calls that a grant promises and the policy refuses.
//!
//! Must only repeat what the proof found.

use super::{Seen, some};
use crate::plan::Note;
use crate::proof::Measure;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for endpoint in &seen.plan.endpoints {
        let refused: Vec<String> = seen
            .plan
            .proof
            .cells()
            .filter(|(_, call, cell)| {
                call.endpoint == endpoint.key && cell.measure == Measure::Refused
            })
            .map(|(caller, call, _)| {
                let names = call.actions.iter().filter_map(|a| a.split_once(':'));
                format!("{} for {}", some(names.map(|(_, name)| name)), caller.label)
            })
            .collect();
        if !refused.is_empty() {
            let detail = format!(
                "the policy never lets through {}, though a grant asks for it",
                some(refused)
            );
            let fix = "look at the grant's conditions: one of them is never met by this caller or call; take it off, or put the call into a grant of its own"
                .to_owned();
            notes.push(seen.note("grant-refused", endpoint.key.as_str(), detail, fix));
        }
    }
    notes
}
