//! What scanners will say of a plan: one row for each check and what it looks at, and texts of
//! exceptions to paste.
//!
//! Must not let "not known" look like "passes", and must know no clock: dates are blanks.

use std::fmt;

use crate::catalog::{Place, Scanner};
use crate::request::EndpointKey;

/// What scanners will say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forecasts {
    /// The scanners, with how far each was tried.
    pub scanners: Vec<Scanner>,
    /// The day on which they were read.
    pub read: String,
    /// The rows, by scanner and check.
    pub all: Vec<Forecast>,
    /// One for what each scanner flags of one thing in one place.
    pub exceptions: Vec<Exception>,
}

/// What one check will say of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The scanner's word.
    pub scanner: String,
    /// The check's id.
    pub check: String,
    /// Its title.
    pub title: String,
    /// How much it weighs to the scanner, where it says.
    pub severity: Option<String>,
    /// Where it looks.
    pub place: Place,
    /// At what.
    pub subject: Subject,
    /// What it will say.
    pub verdict: Expected,
    /// Why.
    pub why: String,
    /// Why a `*` stands there, where one does.
    pub star: Option<String>,
    /// What would be narrower, or would pass, where there is something.
    pub alternative: Option<String>,
    /// What the scanner will name in the file, where it looks at a file and flags something.
    pub resources: Vec<String>,
}

/// What a check looks at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A statement of an endpoint's policy, by its Sid, else `#` and its place from 0.
    Statement {
        /// The endpoint.
        endpoint: EndpointKey,
        /// The statement.
        sid: String,
    },
    /// An endpoint.
    Endpoint(EndpointKey),
    /// The security group that is made.
    Group,
    /// The VPC.
    Vpc,
}

/// What a check will say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// It is a finding.
    Flagged,
    /// It hangs on what the plan does not know.
    NotKnown,
    /// It is none.
    Passes,
}

/// A text that says to a scanner what is accepted, by whom and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The scanner's word.
    pub scanner: String,
    /// Where it looks.
    pub place: Place,
    /// What it is about; for statements their endpoint.
    pub subject: Subject,
    /// The checks that it silences.
    pub checks: Vec<String>,
    /// Where to paste it, in words.
    pub goes: String,
    /// The text, with blanks to fill in; its comments are one line each and hold no backtick.
    pub text: String,
}

impl Expected {
    /// Every verdict, the gravest first.
    pub const ALL: [Self; 3] = [Self::Flagged, Self::NotKnown, Self::Passes];

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Flagged => "flagged",
            Self::NotKnown => "not known",
            Self::Passes => "passes",
        }
    }
}

impl Subject {
    /// Itself; of a statement its endpoint.
    #[must_use]
    pub fn whole(&self) -> Self {
        match self {
            Self::Statement { endpoint, .. } => Self::Endpoint(*endpoint),
            other => other.clone(),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement { endpoint, sid } => write!(f, "{endpoint}: {sid}"),
            Self::Endpoint(key) => write!(f, "the {key} endpoint"),
            Self::Group => f.write_str("the security group"),
            Self::Vpc => f.write_str("the VPC"),
        }
    }
}

impl Forecasts {
    /// The rows of a verdict.
    pub fn of(&self, verdict: Expected) -> impl Iterator<Item = &Forecast> {
        self.all.iter().filter(move |f| f.verdict == verdict)
    }

    /// A scanner's name.
    pub fn scanner<'s>(&'s self, id: &'s str) -> &'s str {
        let known = self.scanners.iter().find(|s| s.id == id);
        known.map_or(id, |s| s.title.as_str())
    }

    /// The flagged rows that an exception is for.
    pub fn behind<'s>(&'s self, exception: &'s Exception) -> impl Iterator<Item = &'s Forecast> {
        self.of(Expected::Flagged).filter(move |f| {
            f.scanner == exception.scanner
                && f.place == exception.place
                && f.subject.whole() == exception.subject
        })
    }
}
