//! One request for many accounts as a page shows it: what was typed, and what became of each target.
//!
//! Must tell what was looked at from what was only planned.

use postern_plan::plan::{Note, Plan};

use crate::pages::Leave;

/// What became of a target.
#[derive(Clone, Debug)]
pub enum Came {
    /// It was planned; nobody looked at the account.
    Planned(Box<Plan>),
    /// Its account was read, and this would be done.
    Looked(Box<Plan>),
    /// Its account was read, and everything stands already.
    Nothing(Box<Plan>),
    /// Its account changed since it was looked at; this is the plan as it is now.
    Changed(Box<Plan>),
    /// A run began: its id.
    Begun(String),
    /// It was submitted for approval: the id of the proposal.
    Submitted(String),
    /// Nothing can begin there.
    Refused {
        /// A word for programs.
        code: String,
        /// What stands in the way.
        message: String,
        /// What to do.
        fix: String,
        /// The notes that block, where they do.
        notes: Vec<Note>,
    },
}

impl Came {
    /// The plan, where there is one to look at.
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Planned(plan)
            | Self::Looked(plan)
            | Self::Nothing(plan)
            | Self::Changed(plan) => Some(plan),
            Self::Begun(_) | Self::Submitted(_) | Self::Refused { .. } => None,
        }
    }

    /// What to send to have just this done, where something can be.
    pub fn fingerprint(&self) -> Option<&str> {
        match self {
            Self::Looked(plan) | Self::Changed(plan) if !plan.is_blocked() => {
                plan.fingerprint.as_deref()
            }
            _ => None,
        }
    }

    /// A word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Planned(_) => "planned",
            Self::Looked(_) => "looked",
            Self::Nothing(_) => "nothing",
            Self::Changed(_) => "changed",
            Self::Begun(_) => "begun",
            Self::Submitted(_) => "submitted",
            Self::Refused { .. } => "refused",
        }
    }
}

/// A target and what became of it.
#[derive(Clone, Debug)]
pub struct TargetLine {
    /// What it is called.
    pub name: String,
    /// Its account.
    pub account: String,
    /// Its Region.
    pub region: String,
    /// Its VPC.
    pub vpc: String,
    /// The query of the pages that show its request; none where it is too long for an address.
    pub query: Option<String>,
    /// What became of it.
    pub came: Came,
}

/// Something that is wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongText {
    /// The field: [`REQUEST`] or [`TARGETS`].
    pub field: &'static str,
    /// What is wrong and what to do, as a sentence.
    pub sentence: String,
}

/// The field with the request.
pub const REQUEST: &str = "request";

/// The field with the targets.
pub const TARGETS: &str = "targets";

/// The field that says what was looked at, as `name=fingerprint`.
pub const SEEN: &str = "seen";

/// Whether this server can look at accounts for whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// It carries out no plans.
    Never,
    /// It does, and they may ask for this.
    May(Leave),
}

/// The page.
#[derive(Clone, Debug)]
pub struct TargetsPage {
    /// The request as it was typed.
    pub request: String,
    /// The targets as they were typed.
    pub targets: String,
    /// What is wrong with either.
    pub wrong: Vec<WrongText>,
    /// What became of each target; none where nothing was asked yet.
    pub lines: Vec<TargetLine>,
    /// What can be asked next.
    pub looks: Looks,
}
