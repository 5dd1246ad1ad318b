//! The record as pages show it: what is searched for, and the entries that were found.
//!
//! Must hold what was written, and nothing that was guessed.

/// What is searched for; each is empty where anything will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// A word of an act.
    pub act: String,
    /// Part of a name.
    pub who: String,
    /// Part of a run, a Region or a route.
    pub target: String,
    /// An account.
    pub account: String,
    /// The first day, as `2026-11-23`.
    pub from: String,
    /// The day after the last, as `2026-11-24`.
    pub to: String,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    /// Its place.
    pub seq: i64,
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub who: String,
    /// What was done: a word of the record.
    pub act: String,
    /// To what.
    pub target: String,
    /// The account; empty where it is about none.
    pub account: String,
    /// What else is known, a line each, as `purpose: apply`.
    pub details: Vec<String>,
    /// The address of what it is about, where that has one.
    pub href: Option<String>,
}

/// A page of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordPage {
    /// What is searched for.
    pub search: Search,
    /// The acts that there are.
    pub acts: Vec<&'static str>,
    /// The entries, the newest first.
    pub lines: Vec<RecordLine>,
    /// The query of an address that searches for the same, percent-encoded.
    pub query: String,
    /// The query of the page with older entries; none where these are all.
    pub older: Option<String>,
    /// Whether a record is kept at all.
    pub kept: Kept,
}

/// Whether a record is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// It is.
    Yes,
    /// Nobody signs in and nothing is carried out: there is nothing to record.
    #[default]
    No,
}
