//! A proposal and what happened to it, as the pages show them.
//!
//! Must hold what was written down, and what whoever looks may do about it.

use postern_plan::deletion::Deletion;
use postern_plan::proposal::{Happened, Stage, Wish};

use crate::answers::Answers;

/// One proposal in the list.
#[derive(Clone, Debug)]
pub struct ProposalLine {
    /// Its id.
    pub id: String,
    /// How it stands.
    pub stage: Stage,
    /// What a run of it is to do.
    pub aim: Aim,
    /// The name in its request.
    pub name: String,
    /// Its account.
    pub account: String,
    /// Its Region.
    pub region: String,
    /// Its VPC.
    pub vpc: String,
    /// Who submitted it.
    pub who: String,
    /// When, RFC 3339.
    pub submitted_at: String,
    /// When it expires, RFC 3339.
    pub valid_until: String,
    /// How many more must approve it.
    pub missing: u32,
}

/// What a run of a proposal is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To make what is planned.
    Apply,
    /// To delete what earlier plans made.
    Delete,
}

/// What somebody submitted, as it can be shown.
pub enum Proposed<'a> {
    /// Endpoints that are made or changed: the request beside what was read of the account then.
    Plan(&'a Answers<'a>),
    /// What is deleted.
    Deletion(&'a Answers<'a>, &'a Deletion),
    /// This version of Postern makes something else of what was submitted.
    Otherwise,
}

/// One proposal with everything that happened to it.
pub struct ProposalStory<'a> {
    /// What is known of any.
    pub line: ProposalLine,
    /// What was submitted.
    pub proposed: Proposed<'a>,
    /// What happened, the oldest first.
    pub happened: &'a [Happened],
    /// Those whose approval counts.
    pub approvers: Vec<String>,
    /// What whoever looks may do about it as it stands.
    pub wishes: Vec<Wish>,
    /// Why whoever looks cannot approve it, where they could otherwise, as a clause.
    pub unable: Option<String>,
    /// Its run, where it is carried out.
    pub run: Option<String>,
    /// What came of the press before, where nothing did.
    pub setback: Option<Setback>,
}

/// Why a press came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setback {
    /// Why, as a clause.
    pub message: String,
    /// What to do, as a clause.
    pub help: String,
    /// What was typed.
    pub typed: String,
}

impl Aim {
    /// As a page says it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Apply => "Apply",
            Self::Delete => "Delete",
        }
    }
}
