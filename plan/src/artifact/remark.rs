//! Remarks that an artifact carries in comments: each is one line that cannot end its comment.
//!
//! Must not carry anything that a program acts on.

use crate::catalog::Severity;
use crate::plan::Plan;

/// The blocked notes of a plan, a line each.
pub(super) fn blocked(plan: &Plan) -> Vec<String> {
    plan.notes
        .iter()
        .filter(|n| n.severity == Severity::Blocked)
        .map(|n| {
            line(&format!(
                "blocked: {}: {}: {}; {}",
                n.code, n.subject, n.detail, n.fix
            ))
        })
        .collect()
}

/// A text on one line, without characters that a format could take for the line's end.
pub(super) fn line(text: &str) -> String {
    text.chars()
        .map(|c| {
            if super::escape::is_unprintable(c) {
                ' '
            } else {
                c
            }
        })
        .collect()
}
