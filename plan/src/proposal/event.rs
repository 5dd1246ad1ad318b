//! What happens to a proposal: everything that is written down of it.
//!
//! Must hold no more than was said and done.

use serde::{Deserialize, Serialize};

use super::ProposalId;
use crate::run::RunId;

/// One thing that happened to a proposal
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Somebody submitted it
    Submitted {
        /// What they say to it; may be empty
        text: String,
    },
    /// Somebody said something
    Commented {
        /// What
        text: String,
    },
    /// Somebody approved it
    Approved {
        /// What they say to it; may be empty
        text: String,
    },
    /// Somebody rejected it
    Rejected {
        /// Why
        text: String,
    },
    /// Its author took it back
    Withdrawn,
    /// Its author submitted another for the same endpoints
    Replaced {
        /// The other
        by: ProposalId,
    },
    /// What it rests on is not as it was
    SentBack {
        /// What changed, as a clause
        why: String,
    },
    /// Its time was over
    Expired,
    /// A run of it began
    Begun {
        /// The run
        run: RunId,
    },
}

/// Who said or did something
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// What tells them apart from everybody else
    pub id: String,
    /// As they are shown
    pub shown: String,
}

/// Something that happened, by whom and when
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// By whom
    pub by: Speaker,
    /// When, RFC 3339
    pub at: String,
    /// What
    pub event: Event,
}

impl Event {
    /// Its name in the store
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Commented { .. } => "commented",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Replaced { .. } => "replaced",
            Self::SentBack { .. } => "sent_back",
            Self::Expired => "expired",
            Self::Begun { .. } => "begun",
        }
    }

    /// What somebody said to it; empty where nothing was said
    pub fn text(&self) -> &str {
        match self {
            Self::Submitted { text }
            | Self::Commented { text }
            | Self::Approved { text }
            | Self::Rejected { text } => text,
            Self::SentBack { why } => why,
            Self::Withdrawn | Self::Replaced { .. } | Self::Expired | Self::Begun { .. } => "",
        }
    }
}
