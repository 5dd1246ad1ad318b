//! A plan that somebody submitted, and what others said of it, as a pure state machine.
//!
//! What was submitted never changes; what happens to it only adds up. Must read no clock, and must
//! not know who holds which role: it knows people apart, and whose word counts.

mod event;
mod id;

use std::num::NonZeroU32;

use thiserror::Error;

use crate::run::RunId;

pub use event::{Event, Happened, Speaker};
pub use id::ProposalId;

/// What it takes until a proposal may be carried out
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How many people must approve
    pub needed: NonZeroU32,
    /// Whether the author counts among them
    pub own: OwnWord,
}

/// Whether the word of whoever submitted a proposal counts
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OwnWord {
    /// Somebody else must approve
    #[default]
    Refused,
    /// It counts as anybody's
    Counted,
}

/// How a proposal stands
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It waits for somebody to approve or reject it
    Open,
    /// Enough people approved it; it may be carried out
    Approved,
    /// Somebody rejected it
    Rejected,
    /// Its author took it back
    Withdrawn,
    /// What it rests on changed, so that it is another plan now
    SentBack,
    /// Nobody decided, or nobody carried it out, in time
    Expired,
    /// A run of it began
    Begun,
}

/// What somebody wants to do about a proposal
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To say something
    Comment,
    /// To approve it
    Approve,
    /// To reject it
    Reject,
    /// To take it back
    Withdraw,
    /// To carry it out
    Begin,
}

/// Why it cannot be
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Objection {
    /// Nothing is decided of it any more
    #[error("this proposal is {}", .0.as_str())]
    Over(Stage),
    /// It takes somebody else
    #[error("whoever submitted a plan cannot approve it")]
    Own,
    /// They did already
    #[error("you approved it already")]
    Again,
    /// Enough people did
    #[error("enough people approved it already")]
    Enough,
    /// Too few people did
    #[error("{missing} more must approve it first")]
    TooFew {
        /// How many
        missing: u32,
    },
    /// Only its author may
    #[error("only whoever submitted it can take it back")]
    Others,
    /// Whoever rejects says why
    #[error("nothing says why")]
    NoReason,
    /// It has as many entries as one may have
    #[error("nothing more can be said of this proposal")]
    Full,
}

/// A proposal with everything that happened to it
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What tells its author apart
    pub author: String,
    /// What happened, the oldest first
    pub events: Vec<Happened>,
}

/// As many entries as a proposal may have
pub const MOST_EVENTS: usize = 200;

impl Stage {
    /// Every stage
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::SentBack,
        Self::Expired,
        Self::Begun,
    ];

    /// The word in the store and on pages
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::SentBack => "sent back",
            Self::Expired => "expired",
            Self::Begun => "begun",
        }
    }

    /// Nothing is decided of it any more
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Open | Self::Approved)
    }
}

impl Proposal {
    /// Those who approved, each once, as far as their word counts
    pub fn approvers(&self, terms: Terms) -> Vec<&Speaker> {
        let mut all: Vec<&Speaker> = Vec::new();
        for happened in &self.events {
            let speaker = &happened.by;
            let counts = terms.own == OwnWord::Counted || speaker.id != self.author;
            if matches!(happened.event, Event::Approved { .. })
                && counts
                && !all.iter().any(|known| known.id == speaker.id)
            {
                all.push(speaker);
            }
        }
        all
    }

    /// How many more must approve it
    pub fn missing(&self, terms: Terms) -> u32 {
        let there = u32::try_from(self.approvers(terms).len()).unwrap_or(u32::MAX);
        terms.needed.get().saturating_sub(there)
    }

    /// How it stands
    pub fn stage(&self, terms: Terms) -> Stage {
        // What ends a proposal ends it for good.
        let end = self
            .events
            .iter()
            .find_map(|happened| match happened.event {
                Event::Rejected { .. } => Some(Stage::Rejected),
                Event::Withdrawn | Event::Replaced { .. } => Some(Stage::Withdrawn),
                Event::SentBack { .. } => Some(Stage::SentBack),
                Event::Expired => Some(Stage::Expired),
                Event::Begun { .. } => Some(Stage::Begun),
                Event::Submitted { .. } | Event::Commented { .. } | Event::Approved { .. } => None,
            });
        match end {
            Some(end) => end,
            None if self.missing(terms) == 0 => Stage::Approved,
            None => Stage::Open,
        }
    }

    /// The run of it
    pub fn run(&self) -> Option<&RunId> {
        self.events
            .iter()
            .find_map(|happened| match &happened.event {
                Event::Begun { run } => Some(run),
                _ => None,
            })
    }

    /// Refused unless `who` may do this now, as far as it is not a matter of roles. `text` is what
    /// they say to it
    pub fn allows(&self, terms: Terms, who: &str, wish: Wish, text: &str) -> Result<(), Objection> {
        let stage = self.stage(terms);
        if wish != Wish::Comment && stage.is_over() {
            return Err(Objection::Over(stage));
        }
        let said = !text.trim().is_empty();
        let again = || {
            let of_theirs = |one: &&Happened| one.by.id == who;
            let mut theirs = self.events.iter().filter(of_theirs);
            theirs.any(|one| matches!(one.event, Event::Approved { .. }))
        };
        match wish {
            Wish::Comment if self.events.len() >= MOST_EVENTS => Err(Objection::Full),
            Wish::Comment | Wish::Reject if !said => Err(Objection::NoReason),
            Wish::Approve if terms.own == OwnWord::Refused && who == self.author => {
                Err(Objection::Own)
            }
            Wish::Approve if again() => Err(Objection::Again),
            Wish::Approve if stage == Stage::Approved => Err(Objection::Enough),
            Wish::Withdraw if who != self.author => Err(Objection::Others),
            Wish::Begin if stage != Stage::Approved => Err(Objection::TooFew {
                missing: self.missing(terms),
            }),
            Wish::Comment | Wish::Approve | Wish::Reject | Wish::Withdraw | Wish::Begin => Ok(()),
        }
    }
}

impl Objection {
    /// What to do
    pub fn help(self) -> &'static str {
        match self {
            Self::Over(_) => "submit the plan again, as it is now",
            Self::Own => "ask somebody else who may approve",
            Self::Again => "somebody else must approve it too",
            Self::Enough => "it waits to be carried out",
            Self::TooFew { .. } => "wait until enough people have approved it",
            Self::Others => "reject it, or ask its author to take it back",
            Self::NoReason => "write a sentence, so that its author knows what to do",
            Self::Full => "submit the plan again",
        }
    }
}

#[cfg(test)]
mod tests;
