//! Proposals: the list, one of them, and what people do about it.
//!
//! Must show and decide only where whoever asks has the role in the proposal's account; whether it
//! can be as the proposal stands is the proposal's to say.

mod shown;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use postern_app::document::{Shell, document};
use postern_app::pages::{self, SAID, Submitting};
use postern_app::person::Role;
use postern_app::proposals::Setback;
use postern_app::routes;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::guardrails::Guardrails;
use postern_plan::proposal::{ProposalId, Speaker, Wish};

use super::live;
use crate::apply::{ApplyError, Applying, DecideError, MOST_TEXT, Outcome, Submitted};
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::{FormText, Path};
use crate::state::Door;
use crate::themed::Themed;
use crate::visitor::Visitor;

/// As many as anybody looks through
const MOST: usize = 200;

/// As many are looked through for those that somebody may see
const READ: i64 = 1_000;

/// The list.
pub async fn list(
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
) -> Result<Html<String>, HttpError> {
    let Some((applying, _)) = submitting(&door, &visitor) else {
        let page = pages::proposals(&[], Submitting::Off);
        return Ok(Html(document(&shell, page)));
    };
    let all = applying.all_submitted(READ).await.map_err(fault)?;
    let seen = |one: &&Submitted| visitor.may_in(Role::Viewer, &one.record.account);
    let lines: Vec<_> = all
        .iter()
        .filter(seen)
        .take(MOST)
        .map(shown::line)
        .collect();
    let page = pages::proposals(&lines, Submitting::On);
    Ok(Html(document(&shell, page)))
}

/// One of them.
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    Path(id): Path<String>,
) -> Result<Html<String>, HttpError> {
    let asked = Asked::of(&door, &bounds, &id).await?;
    Ok(Html(asked.page(&catalog, &shell, None)))
}

/// What somebody does about it.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    Path(id): Path<String>,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let asked = Asked::of(&door, &bounds, &id).await?;
    let pairs = parse_pairs(&text);
    let last = |wanted: &str| {
        let found = pairs.iter().rfind(|(name, _)| name == wanted);
        found.map_or("", |(_, value)| value.as_str())
    };
    let wish = wish(last("do"))?;
    let said = last(SAID).replace("\r\n", "\n");
    let visitor = &bounds.visitor;
    let account = asked.submitted.record.account.clone();
    match wish {
        Wish::Approve | Wish::Reject => visitor.must(Role::Approver, &account)?,
        Wish::Begin => visitor.must(Role::Applier, &account)?,
        // Whose it is is the proposal's to say.
        Wish::Withdraw => {}
        Wish::Comment if visitor.may_in(Role::Approver, &account) => {}
        Wish::Comment => visitor.must(Role::Author, &account)?,
    }
    if let Some((message, help)) = too_long(&said) {
        let setback = Setback {
            message,
            help: help.to_owned(),
            typed: said,
        };
        let page = asked.page(&catalog, &shell, Some(setback));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    // Where it cannot be as the proposal stands, the account need not be read.
    let (proposal, terms) = (&asked.submitted.proposal, asked.submitted.terms.terms);
    let may_be = proposal.allows(terms, &asked.speaker.id, wish, &said);
    if may_be.is_ok() && matches!(wish, Wish::Approve | Wish::Begin) {
        let region = &asked.submitted.record.region;
        live::looked(&door.record, visitor, &account, region).await?;
    }
    let (applying, speaker) = (asked.applying, &asked.speaker);
    let id = &asked.submitted.record.id;
    let came = applying.wish(&bounds.guardrails, id, wish, speaker, &said);
    let location = match came.await {
        Ok(Outcome::Begun(run)) => routes::run(run.as_str()),
        Ok(Outcome::Done | Outcome::SentBack) => routes::proposal(id.as_str()),
        Err(error) => {
            let (status, message, help) = setback(error)?;
            let setback = Setback {
                message,
                help,
                typed: said,
            };
            // As it stands by now.
            let asked = Asked::of(&door, &bounds, id.as_str()).await?;
            let page = asked.page(&catalog, &shell, Some(setback));
            return Ok((status, Html(page)).into_response());
        }
    };
    leads_to(&location)
}

/// An answer that leads on.
pub(super) fn leads_to(location: &str) -> Result<Response, HttpError> {
    let location = HeaderValue::try_from(location).map_err(HttpError::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// Runs and who speaks, where plans are submitted.
pub(super) fn submitting<'a>(door: &'a Door, visitor: &Visitor) -> Option<(&'a Applying, Speaker)> {
    door.applying.as_ref().zip(visitor.speaker())
}

/// Why what was said cannot be taken, where it cannot, and what to do.
pub(super) fn too_long(said: &str) -> Option<(String, &'static str)> {
    let length = said.chars().count();
    (length > MOST_TEXT).then(|| {
        (
            format!("this has {length} characters, and {MOST_TEXT} are taken"),
            "say it shorter, or link to where it stands",
        )
    })
}

/// What somebody asked for, once it is certain that they may look at it.
struct Asked<'a> {
    applying: &'a Applying,
    speaker: Speaker,
    submitted: Submitted,
    visitor: &'a Visitor,
    guardrails: &'a Guardrails,
}

impl<'a> Asked<'a> {
    async fn of(door: &'a Door, bounds: &'a Bounds, id: &str) -> Result<Self, HttpError> {
        let visitor = &bounds.visitor;
        let (applying, speaker) = submitting(door, visitor).ok_or(HttpError::NotFound)?;
        let id: ProposalId = id.parse().map_err(|_| HttpError::NotFound)?;
        let submitted = applying.submitted(&id).await.map_err(fault)?;
        if !visitor.may_in(Role::Viewer, &submitted.record.account) {
            // As though it were not there.
            return Err(HttpError::NotFound);
        }
        Ok(Self {
            applying,
            speaker,
            submitted,
            visitor,
            guardrails: &bounds.guardrails,
        })
    }

    fn page(&self, catalog: &Catalog, shell: &Shell, setback: Option<Setback>) -> String {
        let showing = shown::Showing {
            catalog,
            guardrails: self.guardrails,
            visitor: self.visitor,
            speaker: &self.speaker,
        };
        document(shell, showing.page(&self.submitted, setback))
    }
}

fn wish(word: &str) -> Result<Wish, HttpError> {
    match word {
        "approve" => Ok(Wish::Approve),
        "reject" => Ok(Wish::Reject),
        "withdraw" => Ok(Wish::Withdraw),
        "comment" => Ok(Wish::Comment),
        "begin" => Ok(Wish::Begin),
        _ => {
            let help = "Go back to the proposal's page and use its buttons.";
            let message = "this cannot be done about a proposal";
            let entry = ErrorEntry::whole("unknown-wish", message, help);
            Err(HttpError::Invalid(vec![entry]))
        }
    }
}

/// The status, why nothing came of it, and what to do.
fn setback(error: DecideError) -> Result<(StatusCode, String, String), HttpError> {
    let (status, help) = match &error {
        DecideError::Objection(objection) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            objection.help().to_owned(),
        ),
        DecideError::Refused(refusal) => {
            let refused = super::apply::refused(refusal);
            (StatusCode::UNPROCESSABLE_ENTITY, refused.fix)
        }
        DecideError::Meanwhile => (
            StatusCode::CONFLICT,
            "look at it as it stands now, and decide again".to_owned(),
        ),
        DecideError::ReadOnly => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "submit the plan again".to_owned(),
        ),
        DecideError::Apply(ApplyError::Lock(_)) => (
            StatusCode::CONFLICT,
            "the list of runs says which; come back when it stands".to_owned(),
        ),
        DecideError::Apply(_) | DecideError::None => return Err(fault(error)),
    };
    let message = match &error {
        DecideError::Apply(ApplyError::Lock(held)) => held.to_string(),
        other => other.to_string(),
    };
    Ok((status, message, help))
}

fn fault(error: DecideError) -> HttpError {
    match error {
        DecideError::None => HttpError::NotFound,
        other => HttpError::internal(other),
    }
}
