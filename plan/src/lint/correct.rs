//! The slips of which the right form is sure, mended in the text.
//!
//! Must leave every other byte as it was.

use std::ops::Range;

use super::Change;
use crate::catalog::Catalog;

/// What is put in place of what.
#[derive(Clone)]
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
    all: Vec<Correction>,
) -> (Option<String>, Vec<Change>) {
    let (mended, done) = mended(text, 0..text.len(), all);
    let changes: Vec<Change> = done
        .into_iter()
        .map(|one| Change {
            path: one.path,
            before: plain(text.get(one.span).unwrap_or_default()),
            after: plain(&one.after),
            reason: catalog
                .finding(&one.code)
                .map(|rule| rule.title.clone())
                .unwrap_or_default(),
            code: one.code,
        })
        .collect();
    ((!changes.is_empty()).then_some(mended), changes)
}

/// A part of the text with what lies in it mended, and the corrections that were used.
pub(super) fn mended(
    text: &str,
    part: Range<usize>,
    mut all: Vec<Correction>,
) -> (String, Vec<Correction>) {
    all.retain(|c| part.start <= c.span.start && c.span.end <= part.end);
    all.sort_by_key(|c| (c.span.start, c.span.end));
    // Of two for one place the later holds, since it is made of what the earlier one says.
    all.dedup_by(|later, kept| {
        let same = later.span == kept.span && !kept.span.is_empty();
        if same {
            std::mem::swap(later, kept);
        }
        same
    });
    let mut mended = String::with_capacity(part.len());
    let mut used = Vec::new();
    let mut done = part.start;
    for one in all {
        let Some(between) = text.get(done..one.span.start) else {
            // It lies within what another correction replaced.
            continue;
        };
        mended.push_str(between);
        mended.push_str(&one.after);
        done = one.span.end;
        used.push(one);
    }
    mended.push_str(text.get(done..part.end).unwrap_or_default());
    (mended, used)
}

/// Without the comma and the white space around it.
fn plain(text: &str) -> String {
    text.trim_matches(|c: char| c == ',' || c.is_whitespace())
        .to_owned()
}
