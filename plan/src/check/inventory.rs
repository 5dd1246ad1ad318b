//! The note that nothing of the account was looked at.
//!
//! Must not judge an inventory: the preflight does.

use super::Seen;
use crate::plan::Note;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    if seen.inventory.is_some() {
        return Vec::new();
    }
    let detail = "zones, DNS attributes, owners of the subnets and endpoints that exist already are as the request says, unchecked".to_owned();
    let fix = "compare with the account, or plan again with an inventory: the Where step and postern inventory make one".to_owned();
    vec![seen.note("not-checked", "inventory", detail, fix)]
}
