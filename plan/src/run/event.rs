//! What happens to a run: everything that is journalled.
//!
//! Must hold no credential and nothing that was not observed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Until;
use super::cause::Cause;
use crate::inventory::Endpoint;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The call of a step is about to be sent. Journalled before it is.
    Begun {
        /// The step.
        step: usize,
    },
    /// The call of a step was answered, or will never be.
    Answered {
        /// The step.
        step: usize,
        /// What was said.
        answer: Answer,
        /// AWS's id for the request, where there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// A step whose outcome was not known was looked up.
    LookedUp {
        /// The step.
        step: usize,
        /// What was found.
        finding: Finding,
    },
    /// An endpoint that is waited for was looked at.
    Watched {
        /// The step that waits.
        step: usize,
        /// What was seen.
        sight: Sight,
    },
    /// What is there was compared with what should be.
    Compared {
        /// The step that compares.
        step: usize,
        /// What differs, in words.
        differences: Vec<String>,
        /// The names under which each endpoint answers, by the endpoint's key.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        names: BTreeMap<String, Vec<String>>,
    },
    /// Somebody asked to stop before the next call.
    CancelAsked,
    /// Somebody asked to go on.
    ResumeAsked,
    /// Somebody asked to undo what the run made.
    RollbackAsked,
}

impl Event {
    /// Its name in the journal.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "begun",
            Self::Answered { .. } => "answered",
            Self::LookedUp { .. } => "looked_up",
            Self::Watched { .. } => "watched",
            Self::Compared { .. } => "compared",
            Self::CancelAsked => "cancel_asked",
            Self::ResumeAsked => "resume_asked",
            Self::RollbackAsked => "rollback_asked",
        }
    }

    /// The step that it happened to, where it did to one.
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Begun { step }
            | Self::Answered { step, .. }
            | Self::LookedUp { step, .. }
            | Self::Watched { step, .. }
            | Self::Compared { step, .. } => Some(*step),
            Self::CancelAsked | Self::ResumeAsked | Self::RollbackAsked => None,
        }
    }
}

/// How a call was answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It was done; the id of what was made, where something was.
    Done(Option<String>),
    /// A dry run was: the call would have been done.
    WouldBeDone,
    /// It was not done, and would not be if it were sent again.
    Refused(Trouble),
    /// It was not done, and may be if it is sent again later.
    NotNow(Trouble),
    /// It may have been done.
    Unclear(Trouble),
}

/// What was found of a step whose outcome was not known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It was done; the id of what was made, where something was.
    Done(Option<String>),
    /// There is nothing of it.
    NotDone,
    /// It could not be looked up.
    Unreadable(Trouble),
}

/// What was seen of an endpoint that is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// It is on its way, in this state.
    Pending(String),
    /// It is as it is waited for.
    Reached,
    /// It will never be: its state, and what EC2 says.
    Lost(String),
    /// It was waited for as long as was set.
    TooLong(String),
    /// It could not be looked at.
    Unreadable(Trouble),
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Trouble {
    /// Why, as far as it can be told.
    pub cause: Cause,
    /// AWS's code, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What AWS said, or what happened to the connection.
    pub message: String,
}

impl Sight {
    /// What is seen of an endpoint that is there, or of none.
    /// Source: EC2 API Reference, the states of a VPC endpoint.
    pub fn of(there: Option<&Endpoint>, until: Until) -> Self {
        let state = there.map(|e| e.state.to_lowercase());
        match (until, state.as_deref()) {
            (Until::Available, Some("available")) | (Until::Gone, None | Some("deleted")) => {
                Self::Reached
            }
            (Until::Available, None) => Self::Lost("it is not there any more".to_owned()),
            (
                Until::Available,
                Some(state @ ("deleting" | "deleted" | "failed" | "rejected" | "expired")),
            ) => Self::Lost(format!("its state is {state}")),
            (_, Some(state)) => Self::Pending(state.to_owned()),
        }
    }
}
