//! `GET /api/v1/proposals`, `GET /api/v1/proposals/{proposal}` and
//! `POST /api/v1/proposals/{proposal}`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use postern_plan::artifact::plan_json;
use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::proposal::{ProposalId, Wish};
use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};

use super::delete;
use super::ordered::{json, read};
use super::paging::{before, cut, limit, usual};
use super::refusals::{BodyRefusals, Refusals};
use super::schema::proposals::{
    DecideBody, HappenedDocument, ProposalDocument, ProposalSummary, ProposalsDocument, StageWord,
};
use crate::apply::{Outcome, Purpose, Submitted};
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError, Problem};
use crate::extract::{JsonText, Path, Query};
use crate::proposals::{Seen, Setback, listed, seen, submitting, too_long};
use crate::routes::{API_PROPOSAL, API_PROPOSALS, RoutePath, api_run};
use crate::state::Door;
use crate::visitor::Visitor;

/// Which proposals are wanted
#[derive(Debug, Deserialize)]
pub struct Wanted {
    stage: Option<StageWord>,
    account: Option<String>,
    name: Option<String>,
    who: Option<String>,
    #[serde(default = "usual")]
    limit: String,
    before: Option<String>,
}

impl Wanted {
    fn is_met_by(&self, one: &Submitted) -> bool {
        let record = &one.record;
        let holds = |part: &Option<String>, text: &str| {
            part.as_deref()
                .is_none_or(|part| text.to_lowercase().contains(&part.to_lowercase()))
        };
        self.stage
            .is_none_or(|stage| stage == StageWord::from(one.stage()))
            && self
                .account
                .as_ref()
                .is_none_or(|account| *account == record.account)
            && holds(&self.name, &record.name)
            && holds(&self.who, &record.author.shown)
    }
}

/// List proposals
///
/// Those of accounts that whoever asks may look at, the newest first. None where nobody signs in.
#[utoipa::path(
    get,
    path = API_PROPOSALS.as_str(),
    operation_id = "proposals",
    tag = "proposals",
    params(
        ("stage" = Option<StageWord>, Query, description = "How they stand"),
        ("account" = Option<String>, Query, description = "Their account"),
        ("name" = Option<String>, Query, description = "Part of the name in their request"),
        ("who" = Option<String>, Query, description = "Part of who submitted them"),
        ("limit" = Option<u16>, Query, description = "As many at most; 50 unless told", minimum = 1, maximum = 200),
        ("before" = Option<String>, Query, description = "The id of a proposal: those that were submitted before it", pattern = "^proposal-[0-9A-HJKMNP-TV-Z]{26}$"),
    ),
    responses(
        (status = 200, description = "The proposals", body = ProposalsDocument),
        (status = 422, description = "The query is wrong", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn list(
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, HttpError> {
    let before: Option<ProposalId> = before(wanted.before.as_deref())?;
    let limit = limit(&wanted.limit)?;
    let all = match submitting(&door, &visitor) {
        Some((applying, _)) => listed(applying, &visitor).await?,
        None => Vec::new(),
    };
    // Ids sort by time.
    let older = |one: &&Submitted| {
        before
            .as_ref()
            .is_none_or(|last| one.record.id.as_str() < last.as_str())
    };
    let met = all.iter().filter(older).filter(|one| wanted.is_met_by(one));
    let met = met.take(limit + 1).map(ProposalSummary::of).collect();
    let (proposals, before) = cut(met, limit, |one: &ProposalSummary| one.id.clone());
    json(&ProposalsDocument { proposals, before })
}

/// Read a proposal
///
/// What was submitted, as it was then, and everything that was said of it.
#[utoipa::path(
    get,
    path = API_PROPOSAL.pattern(),
    operation_id = "proposal",
    tag = "proposals",
    params(("proposal" = String, Path, description = "The id of a proposal", example = "proposal-01ARZ3NDEKTSV4RRFFQ69G5FAV")),
    responses(
        (status = 200, description = "The proposal", body = ProposalDocument),
        (status = 404, description = "There is no such proposal, or none that whoever asks may look at", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    Path(id): Path<String>,
) -> Result<Response, HttpError> {
    let seen = seen(&door, &bounds.visitor, &id).await?;
    json(&document(&catalog, &bounds, &seen)?)
}

/// Decide upon a proposal
///
/// Whoever approves, and whoever carries out, has the account read anew: if it is not as it was, the
/// answer is the proposal, sent back. A token of this server approves nothing: that takes somebody
/// who signed in.
#[utoipa::path(
    post,
    path = API_PROPOSAL.pattern(),
    operation_id = "decide",
    tag = "proposals",
    params(
        ("proposal" = String, Path, description = "The id of a proposal", example = "proposal-01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of your own: what was done under it is answered again for a day, and not done again", pattern = "^[!-~]{1,255}$"),
    ),
    request_body = DecideBody,
    responses(
        (status = 200, description = "The proposal as it stands now", body = ProposalDocument),
        (status = 202, description = "The proposal, of which a run began; `Location` is where it can be watched", body = ProposalDocument),
        (status = 404, description = "There is no such proposal, or none that whoever asks may look at", body = Problem, content_type = "application/problem+json"),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    Path(id): Path<String>,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let proposal = seen(&door, &bounds.visitor, &id).await?;
    let body: DecideBody = read(&text)?;
    let text = said(body.text.as_deref())?;
    let decided = proposal.decided(&door, &bounds, body.wish.into(), &text);
    let outcome = decided.await?.map_err(Setback::refusal)?;
    // As it stands by now.
    let after = seen(&door, &bounds.visitor, &id).await?;
    let mut answer = json(&document(&catalog, &bounds, &after)?)?;
    if let Outcome::Begun(run) = outcome {
        *answer.status_mut() = StatusCode::ACCEPTED;
        let location = HeaderValue::try_from(api_run(run.as_str()));
        let location = location.map_err(HttpError::internal)?;
        answer.headers_mut().insert(header::LOCATION, location);
    }
    Ok(answer)
}

/// What somebody says, with the line breaks that are kept
pub(super) fn said(text: Option<&str>) -> Result<String, HttpError> {
    let text = text.unwrap_or_default().replace("\r\n", "\n");
    match too_long(&text) {
        None => Ok(text),
        Some((message, help)) => Err(HttpError::Invalid(vec![ErrorEntry {
            path: "text".to_owned(),
            ..ErrorEntry::whole("too-long", message, help)
        }])),
    }
}

/// A proposal for a program
pub(super) fn document(
    catalog: &Catalog,
    bounds: &Bounds,
    seen: &Seen<'_>,
) -> Result<ProposalDocument, HttpError> {
    let Seen { submitted, .. } = seen;
    let (request, inventory) = (submitted.request(catalog), submitted.inventory());
    let (mut plan, mut gone) = (None, None);
    if let (Some(request), Some(inventory)) = (&request, &inventory) {
        match submitted.purpose() {
            Purpose::Delete => {
                let deletion = deletion(catalog, request, inventory);
                gone = submitted
                    .is_deletion(&deletion)
                    .then(|| delete::document(&deletion));
            }
            Purpose::Apply | Purpose::Rehearse => {
                let made = postern_plan::plan_within(
                    &bounds.guardrails,
                    catalog,
                    Some(inventory),
                    request,
                );
                if submitted.is_plan(&made) {
                    let text = plan_json(&made).map_err(HttpError::internal)?.text;
                    let text = text.trim_end().to_owned();
                    plan = Some(RawValue::from_string(text).map_err(HttpError::internal)?);
                }
            }
        }
    }
    let shown = plan.is_some() || gone.is_some();
    let wishes = seen.wishes(&bounds.visitor).into_iter();
    let wishes = wishes.filter(|wish| shown || !matches!(wish, Wish::Approve | Wish::Begin));
    let (proposal, terms) = (&submitted.proposal, submitted.terms.terms);
    let approvers = proposal.approvers(terms).into_iter();
    Ok(ProposalDocument {
        summary: ProposalSummary::of(submitted),
        fingerprint: submitted.record.fingerprint.clone(),
        request: request
            .map(|_| in_json(&submitted.record.request))
            .transpose()?,
        plan,
        deletion: gone,
        approvers: approvers.map(|one| one.shown.clone()).collect(),
        happened: proposal.events.iter().map(HappenedDocument::from).collect(),
        may: wishes.map(Into::into).collect(),
        run: proposal.run().map(ToString::to_string),
    })
}

/// A request that is stored in TOML, in the form in which programs send it
fn in_json(request: &str) -> Result<Box<RawValue>, HttpError> {
    let table: toml::Table = request.parse().map_err(HttpError::internal)?;
    to_raw_value(&table).map_err(HttpError::internal)
}
