//! A proposal as it stands, and what can come of a wish about it.
//!
//! Must hold what was stored, and decide nothing.

use postern_plan::catalog::Catalog;
use postern_plan::deletion::Deletion;
use postern_plan::inventory::Inventory;
use postern_plan::plan::Plan;
use postern_plan::proposal::{Happened, Objection, Proposal, Speaker, Stage};
use postern_plan::request::Request;
use postern_plan::run::RunId;
use thiserror::Error;

use super::{ApplyError, Purpose, Refusal};
use crate::approvals::AccountTerms;
use crate::record::{Act, Entry};
use crate::store::{ProposalRecord, StoreError};

/// A proposal as it stands
#[derive(Clone, Debug)]
pub struct Submitted {
    /// What was submitted
    pub record: ProposalRecord,
    /// What happened to it
    pub proposal: Proposal,
    /// What holds in its account
    pub terms: AccountTerms,
}

impl Submitted {
    pub(super) fn new(record: ProposalRecord, events: Vec<Happened>, terms: AccountTerms) -> Self {
        Self {
            proposal: Proposal {
                author: record.author.id.clone(),
                events,
            },
            record,
            terms,
        }
    }

    /// How it stands
    pub fn stage(&self) -> Stage {
        self.proposal.stage(self.terms.terms)
    }

    /// What a run of it is to do
    pub fn purpose(&self) -> Purpose {
        if self.record.purpose == Purpose::Delete.as_str() {
            Purpose::Delete
        } else {
            Purpose::Apply
        }
    }

    /// The request; none where another version of Postern wrote it
    pub fn request(&self, catalog: &Catalog) -> Option<Request> {
        Request::parse(catalog, &self.record.request).ok()
    }

    /// What was read of the account; none where another version of Postern wrote it
    pub fn inventory(&self) -> Option<Inventory> {
        let text = self.record.inventory.as_deref()?;
        Inventory::parse(text).ok()
    }

    /// Whether this plan is what was submitted
    pub fn is_plan(&self, plan: &Plan) -> bool {
        plan.id == self.record.plan && !plan.is_blocked()
    }

    /// Whether this deletion is what was submitted
    pub fn is_deletion(&self, deletion: &Deletion) -> bool {
        deletion.fingerprint() == self.record.fingerprint
    }

    pub(super) fn entry(&self, act: Act, by: &Speaker) -> Entry {
        let record = &self.record;
        let entry = Entry {
            plan: Some(record.plan.clone()),
            ..Entry::new(act, &by.shown, record.id.as_str()).in_account(&record.account)
        };
        entry
            .with("purpose", &record.purpose)
            .with("name", &record.name)
            .with("region", &record.region)
            .with("vpc", &record.vpc)
    }
}

/// What came of a wish
#[derive(Debug)]
pub enum Outcome {
    /// It is written down
    Done,
    /// What was submitted is another plan now, and went back to its author
    SentBack,
    /// It is carried out
    Begun(RunId),
}

/// Why nothing came of it
#[derive(Debug, Error)]
pub enum DecideError {
    /// It cannot be as the proposal stands
    #[error("{0}")]
    Objection(#[from] Objection),
    /// The account cannot be held against it
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The journal fails, or another run works on the VPC
    #[error("{0}")]
    Apply(ApplyError),
    /// Somebody else was faster
    #[error("something else happened to this proposal meanwhile")]
    Meanwhile,
    /// There is no such proposal
    #[error("there is no such proposal")]
    None,
    /// Another version of Postern wrote it
    #[error("another version of postern wrote this proposal, and it is only shown here")]
    ReadOnly,
}

impl From<ApplyError> for DecideError {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Store(error) => error.into(),
            other => Self::Apply(other),
        }
    }
}

impl From<StoreError> for DecideError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Meanwhile(_) => Self::Meanwhile,
            StoreError::NoProposal(_) => Self::None,
            other => Self::Apply(ApplyError::Store(other)),
        }
    }
}
