//! Remarks that an artifact carries in comments: each is one line that cannot end its comment.
//!
//! Must not carry anything that a program acts on.

use crate::catalog::Severity;
use crate::plan::{Change, Plan};
use crate::request::AllowFrom;

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

/// The endpoints that a template leaves out because they stand, a line each.
pub(super) fn standing(plan: &Plan) -> Vec<String> {
    let standing = plan.endpoints.iter().filter_map(|e| match &e.change {
        Change::Leave { id } => Some(format!(
            "left out: {id} of the {} endpoint, which stands as planned; if this template made \
             it, plan without the inventory, or an update would delete it",
            e.key
        )),
        Change::Create | Change::Modify(_) => None,
    });
    let group = plan.standing_group.as_ref().filter(|g| !g.admit.is_empty());
    let rules = group.map(|g| {
        let from: Vec<&str> = g.admit.iter().map(AllowFrom::as_str).collect();
        line(&format!(
            "left out: TCP 443 from {} through {}, which an earlier plan made; admit them with create.sh",
            from.join(", "),
            g.id
        ))
    });
    standing.chain(rules).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_cannot_end_its_comment() {
        let text = "a\nb\r\u{2028}c\u{85}d\u{0}e";
        assert_eq!(line(text), "a b  c d e");
    }
}
