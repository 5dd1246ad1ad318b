//! Proposals as somebody may see them and decide upon them, for pages and for programs.
//!
//! Must let nobody say what their role does not, and must hold nothing itself: what is said goes
//! through [`Applying`].

use postern_app::person::Role;
use postern_plan::proposal::{Objection, ProposalId, Speaker, Wish};

use crate::apply::{
    ApplyError, Applying, DecideError, Guarded, MOST_TEXT, Outcome, Purpose, Submitted,
};
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError};
use crate::pages::apply::refused;
use crate::pages::live;
use crate::runs::NotBegun;
use crate::state::Door;
use crate::visitor::Visitor;

/// As many are looked through for those that somebody may see
const READ: i64 = 1_000;

/// The wishes in the order of their buttons
const WISHES: [Wish; 5] = [
    Wish::Begin,
    Wish::Approve,
    Wish::Reject,
    Wish::Comment,
    Wish::Withdraw,
];

/// Why a wish came to nothing
pub(crate) struct Setback {
    /// Whose fault it is
    pub(crate) kind: SetbackKind,
    /// A word for programs
    pub(crate) code: &'static str,
    /// Why, as a clause
    pub(crate) message: String,
    /// What to do, as a clause
    pub(crate) help: String,
}

/// Whether it could ever be
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetbackKind {
    /// Not as it was said, or not by whoever said it
    Wrong,
    /// Not as things are now
    Now,
}

/// A proposal that somebody may look at, and who they are
pub(crate) struct Seen<'a> {
    /// What carries it out
    pub(crate) applying: &'a Applying,
    /// Who looks
    pub(crate) speaker: Speaker,
    /// The proposal as it stands
    pub(crate) submitted: Submitted,
}

/// Runs and who speaks, where plans are submitted
pub(crate) fn submitting<'a>(door: &'a Door, visitor: &Visitor) -> Option<(&'a Applying, Speaker)> {
    door.applying.as_ref().zip(visitor.speaker())
}

/// The newest proposals that somebody may see
pub(crate) async fn listed(
    applying: &Applying,
    visitor: &Visitor,
) -> Result<Vec<Submitted>, HttpError> {
    let mut all = applying.all_submitted(READ).await.map_err(fault)?;
    all.retain(|one| visitor.may_in(Role::Viewer, &one.record.account));
    Ok(all)
}

/// One of them; as though it were not there where they may not look at its account
pub(crate) async fn seen<'a>(
    door: &'a Door,
    visitor: &Visitor,
    id: &str,
) -> Result<Seen<'a>, HttpError> {
    let (applying, speaker) = submitting(door, visitor).ok_or(HttpError::NotFound)?;
    let id: ProposalId = id.parse().map_err(|_| HttpError::NotFound)?;
    let submitted = applying.submitted(&id).await.map_err(fault)?;
    if !visitor.may_in(Role::Viewer, &submitted.record.account) {
        return Err(HttpError::NotFound);
    }
    Ok(Seen {
        applying,
        speaker,
        submitted,
    })
}

/// The word of a wish, in forms and bodies
pub(crate) fn word(wish: Wish) -> &'static str {
    match wish {
        Wish::Approve => "approve",
        Wish::Reject => "reject",
        Wish::Withdraw => "withdraw",
        Wish::Comment => "comment",
        Wish::Begin => "begin",
    }
}

/// The wish of a word
pub(crate) fn wish(wanted: &str) -> Option<Wish> {
    WISHES.into_iter().find(|wish| word(*wish) == wanted)
}

/// Why what was said cannot be taken, where it cannot, and what to do
pub(crate) fn too_long(said: &str) -> Option<(String, &'static str)> {
    let length = said.chars().count();
    (length > MOST_TEXT).then(|| {
        (
            format!("this has {length} characters, and {MOST_TEXT} are taken"),
            "say it shorter, or link to where it stands",
        )
    })
}

/// Submits what was looked at, or says what stands in the way
pub(crate) async fn submitted(
    applying: &Applying,
    guarded: &Guarded,
    purpose: Purpose,
    visitor: &Visitor,
    said: &str,
) -> Result<Result<ProposalId, NotBegun>, HttpError> {
    let Some(by) = visitor.speaker() else {
        return Ok(Err(NotBegun {
            code: "nobody-approves",
            message: "nobody signs in here, so nobody else can approve anything".to_owned(),
            fix: "apply the plan",
        }));
    };
    let submitted = applying.submit(guarded, purpose, &by, visitor.email(), said.trim());
    match submitted.await {
        Ok(id) => Ok(Ok(id)),
        Err(DecideError::Meanwhile) => Ok(Err(NotBegun {
            code: "meanwhile",
            message: "something else happened to what you submitted before".to_owned(),
            fix: "submit it again",
        })),
        Err(error) => Err(HttpError::internal(error)),
    }
}

impl Seen<'_> {
    /// What they may do about it as it stands, in the order of the buttons
    pub(crate) fn wishes(&self, visitor: &Visitor) -> Vec<Wish> {
        let may = |wish: &Wish| self.may(visitor, *wish) && self.objection(*wish).is_none();
        WISHES.into_iter().filter(may).collect()
    }

    /// Why they cannot approve it, where they could otherwise
    pub(crate) fn unable(&self, visitor: &Visitor) -> Option<Objection> {
        let objection = self.objection(Wish::Approve);
        objection
            .filter(|_| self.may(visitor, Wish::Approve))
            .filter(|objection| matches!(objection, Objection::Own | Objection::Again))
    }

    /// Has it happen, if they have the role that it takes, or says why nothing came of it
    pub(crate) async fn decided(
        &self,
        door: &Door,
        bounds: &Bounds,
        wish: Wish,
        said: &str,
    ) -> Result<Result<Outcome, Setback>, HttpError> {
        let visitor = &bounds.visitor;
        let record = &self.submitted.record;
        self.must(visitor, wish)?;
        if let Some((message, help)) = too_long(said) {
            return Ok(Err(Setback {
                kind: SetbackKind::Wrong,
                code: "too-long",
                message,
                help: help.to_owned(),
            }));
        }
        // Where it cannot be as the proposal stands, the account need not be read.
        let (proposal, terms) = (&self.submitted.proposal, self.submitted.terms.terms);
        let may_be = proposal.allows(terms, &self.speaker.id, wish, said);
        if may_be.is_ok() && matches!(wish, Wish::Approve | Wish::Begin) {
            live::looked(&door.record, visitor, &record.account, &record.region).await?;
        }
        let guardrails = &bounds.guardrails;
        let came = self
            .applying
            .wish(guardrails, &record.id, wish, &self.speaker, said);
        match came.await {
            Ok(outcome) => Ok(Ok(outcome)),
            Err(error) => setback(error).map(Err),
        }
    }

    fn must(&self, visitor: &Visitor, wish: Wish) -> Result<(), HttpError> {
        let account = &self.submitted.record.account;
        match wish {
            Wish::Approve => {
                visitor.must(Role::Approver, account)?;
                visitor.must_have_signed_in()
            }
            Wish::Reject => visitor.must(Role::Approver, account),
            Wish::Begin => visitor.must(Role::Applier, account),
            // Whose it is is the proposal's to say.
            Wish::Withdraw => Ok(()),
            Wish::Comment if visitor.may_in(Role::Approver, account) => Ok(()),
            Wish::Comment => visitor.must(Role::Author, account),
        }
    }

    /// Whether they have what it takes
    fn may(&self, visitor: &Visitor, wish: Wish) -> bool {
        self.must(visitor, wish).is_ok()
    }

    fn objection(&self, wish: Wish) -> Option<Objection> {
        // What is said is not known yet.
        let said = "something";
        let Submitted {
            proposal, terms, ..
        } = &self.submitted;
        let allowed = proposal.allows(terms.terms, &self.speaker.id, wish, said);
        allowed.err()
    }
}

fn setback(error: DecideError) -> Result<Setback, HttpError> {
    let (kind, code, help) = match &error {
        DecideError::Objection(objection) => {
            (SetbackKind::Wrong, code(*objection), objection.help())
        }
        DecideError::Refused(refusal) => {
            let refused = refused(refusal);
            return Ok(Setback {
                kind: SetbackKind::Wrong,
                code: "account",
                message: error.to_string(),
                help: refused.fix,
            });
        }
        DecideError::Meanwhile => (
            SetbackKind::Now,
            "meanwhile",
            "look at it as it stands now, and decide again",
        ),
        DecideError::ReadOnly => (SetbackKind::Wrong, "read-only", "submit the plan again"),
        DecideError::Apply(ApplyError::Lock(_)) => (
            SetbackKind::Now,
            "busy",
            "the list of runs says which; come back when it stands",
        ),
        DecideError::Apply(_) | DecideError::None => return Err(fault(error)),
    };
    let message = match &error {
        DecideError::Apply(ApplyError::Lock(held)) => held.to_string(),
        other => other.to_string(),
    };
    Ok(Setback {
        kind,
        code,
        message,
        help: help.to_owned(),
    })
}

fn code(objection: Objection) -> &'static str {
    match objection {
        Objection::Over(_) => "over",
        Objection::Own => "own-plan",
        Objection::Again => "approved-already",
        Objection::Enough => "approved-enough",
        Objection::TooFew { .. } => "too-few-approvals",
        Objection::Others => "not-the-author",
        Objection::NoReason => "no-reason",
        Objection::Full => "too-many-entries",
    }
}

fn fault(error: DecideError) -> HttpError {
    match error {
        DecideError::None => HttpError::NotFound,
        other => HttpError::internal(other),
    }
}

impl Setback {
    /// The same for a program
    pub(crate) fn refusal(self) -> HttpError {
        let entries = vec![ErrorEntry::whole(self.code, self.message, self.help)];
        match self.kind {
            SetbackKind::Wrong => HttpError::Invalid(entries),
            SetbackKind::Now => HttpError::Conflict(entries),
        }
    }
}
