//! The rules behind the notes: every code that a note may carry.
//!
//! Must not hold a note's detail: `check/*` writes what was seen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a note weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// AWS will refuse it, or it cannot work: the plan must not be applied as it is.
    Blocked,
    /// It may hurt.
    Warning,
    /// Good to know.
    Info,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blocked => "blocked",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

/// A rule: one code, and why it exists.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The machine code of its notes.
    pub code: String,
    /// The severity of its notes.
    pub severity: Severity,
    /// Other severities that some of its notes have; `when` says which.
    #[serde(default)]
    pub also: Vec<Severity>,
    /// One line for people.
    pub title: String,
    /// When it fires.
    pub when: String,
    /// What happens otherwise.
    pub why: String,
    /// What to do, in general; a note's own fix may say more.
    pub fix: String,
    /// Where the fact is from, and how sure it is.
    pub source: String,
    /// Needs an inventory to be judged.
    #[serde(default)]
    pub needs_inventory: bool,
}
