//! Who gets through: callers against calls, each cell answered by evaluating the plan's policies.
//!
//! Must not be read off the statements' origins: a proof that asks the planner proves nothing.

use crate::evaluate::Verdict;
use crate::request::EndpointKey;

/// The table of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The callers, those with grants first.
    pub callers: Vec<ProofCaller>,
    /// The calls, by endpoint; each has a cell for every caller.
    pub calls: Vec<ProofCall>,
}

/// Whether something was asked for, or stands next to what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A grant names it.
    Granted,
    /// No grant names it: it is there to be refused.
    Neighbour,
}

/// A caller, or several for whom all answers are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofCaller {
    /// Who, in words.
    pub label: String,
    /// The ARNs or accounts that stand in the request; none for callers without a signature.
    pub principals: Vec<String>,
    /// Whether a grant names them.
    pub standing: Standing,
}

/// Calls for which all answers are the same: each of the actions on each of the resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofCall {
    /// The endpoint that carries them.
    pub endpoint: EndpointKey,
    /// The actions, with their prefix.
    pub actions: Vec<String>,
    /// ARNs and patterns, or `*` for calls on no resource.
    pub resources: Vec<String>,
    /// Whether a grant names them.
    pub standing: Standing,
    /// The answers, in the order of the callers.
    pub cells: Vec<ProofCell>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofCell {
    /// What the endpoint's policy says.
    pub verdict: Verdict,
    /// The statement that says it; none when no statement is about the call.
    pub statement: Option<String>,
    /// How it stands to what was asked for.
    pub measure: Measure,
}

/// An answer beside what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// As asked: a granted call passes, any other does not.
    AsAsked,
    /// A granted call passes when the grant's conditions hold, and they hang on these keys.
    OnConditions(Vec<String>),
    /// No grant asks for it, and it passes, or may pass; why, in a sentence.
    Wider(String),
    /// A grant asks for it and it does not pass.
    Refused,
}

impl Measure {
    /// The word for it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::AsAsked => "as-asked",
            Self::OnConditions(_) => "on-conditions",
            Self::Wider(_) => "wider",
            Self::Refused => "refused",
        }
    }
}

impl Proof {
    /// The cells with their caller and call.
    pub fn cells(&self) -> impl Iterator<Item = (&ProofCaller, &ProofCall, &ProofCell)> {
        self.calls.iter().flat_map(|call| {
            let of_call = self.callers.iter().zip(&call.cells);
            of_call.map(move |(caller, cell)| (caller, call, cell))
        })
    }
}
