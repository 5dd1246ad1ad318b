//! What a comparison has found so far.
//!
//! Must keep the order in which things were found.

use std::collections::BTreeSet;

use super::edit::{Edit, Path};
use super::{Difference, Kind, Source};

/// Differences, with the edits that would mend them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sources: Vec<Source>,
    pub(super) differences: Vec<Difference>,
    pub(super) edits: Vec<Edit>,
    /// What was not compared, each once.
    pub(super) silent: BTreeSet<String>,
}

/// What differs and where, before it is known whether an edit mends it.
pub(super) struct Seen<'a> {
    pub(super) kind: Kind,
    pub(super) path: Path,
    pub(super) subject: String,
    pub(super) catalog: Option<String>,
    pub(super) found: Option<String>,
    pub(super) source: &'a Source,
}

impl Found {
    /// A difference that these edits mend.
    pub(super) fn mended(
        &mut self,
        seen: Seen<'_>,
        advice: impl Into<String>,
        edits: impl IntoIterator<Item = Edit>,
    ) {
        self.edits.extend(edits);
        self.push(seen, advice.into(), true);
    }

    /// A difference about which a person has to decide.
    pub(super) fn left(&mut self, seen: Seen<'_>, advice: impl Into<String>) {
        self.push(seen, advice.into(), false);
    }

    /// Something that was not compared.
    pub(super) fn not_compared(&mut self, what: impl Into<String>) {
        self.silent.insert(what.into());
    }

    fn push(&mut self, seen: Seen<'_>, advice: String, patched: bool) {
        self.differences.push(Difference {
            kind: seen.kind,
            path: seen.path.to_string(),
            subject: seen.subject,
            catalog: seen.catalog,
            found: seen.found,
            source: seen.source.clone(),
            advice,
            patched,
        });
    }
}
