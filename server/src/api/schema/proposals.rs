//! Plans that are submitted, and what is decided of them.

use postern_plan::proposal::{Event, Happened, Stage, Wish};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::plan::PlanDocument;
use super::request::RequestDocument;
use super::runs::DeletionDocument;
use crate::apply::Submitted;

/// What is submitted for others to approve
#[derive(ToSchema)]
pub struct SubmitBody {
    /// The request
    pub request: RequestDocument,
    /// The fingerprint of what was looked at: what `apply`, or `delete`, answered
    pub fingerprint: String,
    /// What a run of it is to do; `apply` unless told
    pub purpose: Option<AimWord>,
    /// The name in the request once more, where it is to be deleted
    pub confirm: Option<String>,
    /// What it is for; whoever approves reads it
    #[schema(max_length = 2000)]
    pub text: Option<String>,
}

/// What a run of a proposal is to do
#[derive(Clone, Copy, Debug, Default, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AimWord {
    /// To make what is planned
    #[default]
    Apply,
    /// To delete what the request made
    Delete,
}

/// How a proposal stands
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StageWord {
    /// It waits for approvals
    Open,
    /// It may be carried out
    Approved,
    /// Somebody rejected it
    Rejected,
    /// Its author took it back
    Withdrawn,
    /// It is another plan now
    SentBack,
    /// Its time was over
    Expired,
    /// A run of it began
    Begun,
}

/// What can be said of a proposal
#[derive(Clone, Copy, Debug, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WishWord {
    /// To carry it out
    Begin,
    /// To approve it
    Approve,
    /// To reject it, and say why
    Reject,
    /// To say something
    Comment,
    /// To take it back
    Withdraw,
}

/// What is said of a proposal
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideBody {
    /// What is to become of it
    pub wish: WishWord,
    /// What whoever decides says to it; a rejection and a comment say something
    #[schema(max_length = 2000)]
    pub text: Option<String>,
}

/// Proposals, the newest first
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalsDocument {
    /// The proposals
    pub proposals: Vec<ProposalSummary>,
    /// What to say as `before` to read on; null where these are all
    #[schema(required)]
    pub before: Option<String>,
}

/// What is known of any proposal
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalSummary {
    /// Its id
    pub id: String,
    /// How it stands
    pub stage: StageWord,
    /// What a run of it is to do
    pub purpose: AimWord,
    /// The name in its request
    pub name: String,
    /// Its account
    pub account: String,
    /// Its Region
    pub region: String,
    /// Its VPC
    pub vpc: String,
    /// Who submitted it
    pub who: String,
    /// When, RFC 3339
    pub submitted_at: String,
    /// When it expires, RFC 3339
    pub valid_until: String,
    /// How many more must approve it
    pub missing: u32,
}

/// One proposal, with what was submitted and all that happened to it
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalDocument {
    /// What is known of any proposal
    #[serde(flatten)]
    pub summary: ProposalSummary,
    /// What it rests on
    pub fingerprint: String,
    /// The request; null where another version of Postern wrote it
    #[schema(required, value_type = Option<RequestDocument>)]
    pub request: Option<Box<RawValue>>,
    /// What would be made, in the account as it was; null where it is deleted, and where this
    /// version of Postern makes something else of it
    #[schema(required, value_type = Option<PlanDocument>)]
    pub plan: Option<Box<RawValue>>,
    /// What would be deleted; null where nothing is, or where this version of Postern makes
    /// something else of it
    #[schema(required)]
    pub deletion: Option<DeletionDocument>,
    /// Those whose approval counts
    pub approvers: Vec<String>,
    /// What happened, the oldest first
    pub happened: Vec<HappenedDocument>,
    /// What whoever asks may say of it as it stands
    pub may: Vec<WishWord>,
    /// The id of its run, where it is carried out
    #[schema(required)]
    pub run: Option<String>,
}

/// Something that happened to a proposal
#[derive(Debug, Serialize, ToSchema)]
pub struct HappenedDocument {
    /// When, RFC 3339
    pub at: String,
    /// By whom
    pub who: String,
    /// What: `submitted`, `commented`, `approved`, `rejected`, `withdrawn`, `replaced`,
    /// `sent_back`, `expired` or `begun`
    pub kind: &'static str,
    /// What was said; empty where nothing was
    pub text: String,
    /// The proposal that took its place, where one did
    #[schema(required)]
    pub replaced_by: Option<String>,
}

impl From<Stage> for StageWord {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Open => Self::Open,
            Stage::Approved => Self::Approved,
            Stage::Rejected => Self::Rejected,
            Stage::Withdrawn => Self::Withdrawn,
            Stage::SentBack => Self::SentBack,
            Stage::Expired => Self::Expired,
            Stage::Begun => Self::Begun,
        }
    }
}

impl From<Wish> for WishWord {
    fn from(wish: Wish) -> Self {
        match wish {
            Wish::Begin => Self::Begin,
            Wish::Approve => Self::Approve,
            Wish::Reject => Self::Reject,
            Wish::Comment => Self::Comment,
            Wish::Withdraw => Self::Withdraw,
        }
    }
}

impl From<WishWord> for Wish {
    fn from(word: WishWord) -> Self {
        match word {
            WishWord::Begin => Self::Begin,
            WishWord::Approve => Self::Approve,
            WishWord::Reject => Self::Reject,
            WishWord::Comment => Self::Comment,
            WishWord::Withdraw => Self::Withdraw,
        }
    }
}

impl ProposalSummary {
    /// A proposal as it stands
    pub fn of(submitted: &Submitted) -> Self {
        let record = &submitted.record;
        Self {
            id: record.id.to_string(),
            stage: submitted.stage().into(),
            purpose: match submitted.purpose() {
                crate::apply::Purpose::Delete => AimWord::Delete,
                crate::apply::Purpose::Apply | crate::apply::Purpose::Rehearse => AimWord::Apply,
            },
            name: record.name.clone(),
            account: record.account.clone(),
            region: record.region.clone(),
            vpc: record.vpc.clone(),
            who: record.author.shown.clone(),
            submitted_at: record.submitted_at.clone(),
            valid_until: record.valid_until.clone(),
            missing: submitted.proposal.missing(submitted.terms.terms),
        }
    }
}

impl From<&Happened> for HappenedDocument {
    fn from(happened: &Happened) -> Self {
        Self {
            at: happened.at.clone(),
            who: happened.by.shown.clone(),
            kind: happened.event.kind(),
            text: happened.event.text().to_owned(),
            replaced_by: match &happened.event {
                Event::Replaced { by } => Some(by.to_string()),
                _ => None,
            },
        }
    }
}
