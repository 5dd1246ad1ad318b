//! The slips of which the right form is sure, mended in the text.
//!
//! Must leave every other byte as it was.

use std::ops::Range;

use super::Change;
use crate::catalog::Catalog;

/// What is put in place of what.
pub(super) struct Correction {
    pub(super) code: String,
    pub(super) path: String,
    pub(super) span: Range<usize>,
    pub(super) after: String,
}

/// The mended text and what was changed; no text when nothing was.
pub(super) fn apply(
    catalog: &Catalog,
    text: &str,
    mut all: Vec<Correction>,
) -> (Option<String>, Vec<Change>) {
    // Of two for one place the later holds, since it is made of what the earlier one says.
    all.reverse();
    all.sort_by_key(|c| (c.span.start, c.span.end));
    all.dedup_by(|later, first| later.span == first.span && !first.span.is_empty());
    let mut mended = String::with_capacity(text.len());
    let mut changes = Vec::new();
    let mut done = 0;
    for one in all {
        let Some(between) = text.get(done..one.span.start) else {
            // It lies within what another correction replaced.
            continue;
        };
        mended.push_str(between);
        mended.push_str(&one.after);
        done = one.span.end;
        changes.push(Change {
            path: one.path,
            before: text.get(one.span).unwrap_or_default().to_owned(),
            after: one.after,
            reason: catalog
                .finding(&one.code)
                .map(|rule| rule.title.clone())
                .unwrap_or_default(),
            code: one.code,
        });
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    ((!changes.is_empty()).then_some(mended), changes)
}
