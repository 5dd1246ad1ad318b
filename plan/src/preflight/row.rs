//! A row of the table.
//!
//! Must keep a row whole: a warning and a block have a fix, and nothing passes without evidence.

use serde::{Deserialize, Serialize};

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was looked at, and is as it should be.
    Pass,
    /// It may hurt, or some calls may not arrive.
    Warning,
    /// AWS will refuse it, or it cannot work.
    Blocked,
    /// It was not looked at, for the reason that the evidence gives.
    NotChecked,
}

impl Verdict {
    /// Every verdict, in the order in which pages show them.
    pub const ALL: &'static [Self] = &[Self::Blocked, Self::Warning, Self::NotChecked, Self::Pass];

    /// The word in a document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warning => "warning",
            Self::Blocked => "blocked",
            Self::NotChecked => "not_checked",
        }
    }

    /// The word for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pass => "Pass",
            Self::Warning => "Warning",
            Self::Blocked => "Blocked",
            Self::NotChecked => "Not checked",
        }
    }
}

/// One thing that was to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Stable; the code of the catalogue's rule where there is one.
    pub code: String,
    /// What was found.
    pub verdict: Verdict,
    /// What it is about: an endpoint's key, a subnet's id, `placement.vpc`, …
    pub subject: String,
    /// What was looked at.
    pub looked_at: String,
    /// What was seen, or why nothing was.
    pub evidence: String,
    /// What to do; always there for a warning and a block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// A command to copy, where one helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

impl Row {
    pub(super) fn with_fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    pub(super) fn with_command(mut self, command: Option<String>) -> Self {
        self.command = command;
        self
    }
}

/// How many rows have each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// [`Verdict::Pass`].
    pub pass: usize,
    /// [`Verdict::Warning`].
    pub warning: usize,
    /// [`Verdict::Blocked`].
    pub blocked: usize,
    /// [`Verdict::NotChecked`].
    pub not_checked: usize,
}

impl Tally {
    /// Counts rows.
    pub fn of(rows: &[Row]) -> Self {
        rows.iter().fold(Self::default(), |mut tally, row| {
            match row.verdict {
                Verdict::Pass => tally.pass += 1,
                Verdict::Warning => tally.warning += 1,
                Verdict::Blocked => tally.blocked += 1,
                Verdict::NotChecked => tally.not_checked += 1,
            }
            tally
        })
    }

    /// `3 passed, 1 warning, 12 not checked`, the blocked ones first where there are any.
    pub fn sentence(self) -> String {
        let warnings = if self.warning == 1 {
            "warning"
        } else {
            "warnings"
        };
        let mut parts = vec![
            format!("{} passed", self.pass),
            format!("{} {warnings}", self.warning),
            format!("{} not checked", self.not_checked),
        ];
        if self.blocked > 0 {
            parts.insert(0, format!("{} blocked", self.blocked));
        }
        parts.join(", ")
    }
}

/// A row before its verdict.
#[derive(Debug, Clone)]
pub(super) struct Question {
    code: &'static str,
    subject: String,
    looked_at: String,
}

impl Question {
    pub(super) fn new(
        code: &'static str,
        subject: impl Into<String>,
        looked_at: impl Into<String>,
    ) -> Self {
        Self {
            code,
            subject: subject.into(),
            looked_at: looked_at.into(),
        }
    }

    pub(super) fn pass(self, evidence: impl Into<String>) -> Row {
        self.row(Verdict::Pass, evidence.into(), None)
    }

    pub(super) fn warning(self, evidence: impl Into<String>, fix: impl Into<String>) -> Row {
        self.row(Verdict::Warning, evidence.into(), Some(fix.into()))
    }

    pub(super) fn blocked(self, evidence: impl Into<String>, fix: impl Into<String>) -> Row {
        self.row(Verdict::Blocked, evidence.into(), Some(fix.into()))
    }

    pub(super) fn not_checked(self, why: impl Into<String>) -> Row {
        self.row(Verdict::NotChecked, why.into(), None)
    }

    fn row(self, verdict: Verdict, evidence: String, fix: Option<String>) -> Row {
        Row {
            code: self.code.to_owned(),
            verdict,
            subject: self.subject,
            looked_at: self.looked_at,
            evidence,
            fix,
            command: None,
        }
    }
}
