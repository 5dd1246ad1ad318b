//! `GET /api/v1/runs`, `GET /api/v1/runs/{run}` and `POST /api/v1/runs/{run}`

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_plan::run::RunId;
use serde::Deserialize;

use super::ordered::{accepted, json, read};
use super::paging::{before, cut, limit, usual, wrong};
use super::refusals::{BodyRefusals, Refusals};
use super::schema::runs::{AskBody, RunDocument, RunsDocument};
use crate::error::{HttpError, Problem};
use crate::extract::{JsonText, Path, Query};
use crate::routes::{API_RUN, API_RUNS, RoutePath};
use crate::runs::{ask, asked, listed, named, seen, story};
use crate::state::Door;
use crate::visitor::Visitor;

/// Which runs are wanted
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default = "usual")]
    limit: String,
    before: Option<String>,
}

/// List runs
///
/// Those of accounts that whoever asks may look at, the newest first.
#[utoipa::path(
    get,
    path = API_RUNS.as_str(),
    operation_id = "runs",
    tag = "runs",
    params(
        ("limit" = Option<u16>, Query, description = "As many at most; 50 unless told", minimum = 1, maximum = 200),
        ("before" = Option<String>, Query, description = "The id of a run: those that were begun before it", pattern = "^run-[0-9A-HJKMNP-TV-Z]{26}$"),
    ),
    responses(
        (status = 200, description = "The runs", body = RunsDocument),
        (status = 422, description = "The query is wrong", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn list(
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, HttpError> {
    let before: Option<RunId> = before(wanted.before.as_deref())?;
    let limit = limit(&wanted.limit)?;
    let lines = listed(&door, &visitor, before.as_ref(), limit + 1).await?;
    let (lines, before) = cut(lines, limit, |line| line.id.clone());
    json(&RunsDocument {
        runs: lines.into_iter().map(Into::into).collect(),
        before,
    })
}

/// Read a run
///
/// Its steps, and everything that happened to it.
#[utoipa::path(
    get,
    path = API_RUN.pattern(),
    operation_id = "run",
    tag = "runs",
    params(("run" = String, Path, description = "The id of a run", example = "run-01ARZ3NDEKTSV4RRFFQ69G5FAV")),
    responses(
        (status = 200, description = "The run", body = RunDocument),
        (status = 404, description = "There is no such run, or none that whoever asks may look at", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn get(
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, HttpError> {
    let (applying, id) = named(&door, &id)?;
    let story = seen(story(applying, &id).await?, &visitor)?;
    json(&RunDocument::of(story).map_err(HttpError::internal)?)
}

/// Ask something of a run
///
/// Whoever carries it on hears it: the answer is the run as it stands meanwhile.
#[utoipa::path(
    post,
    path = API_RUN.pattern(),
    operation_id = "ask",
    tag = "runs",
    params(
        ("run" = String, Path, description = "The id of a run", example = "run-01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of your own: what was done under it is answered again for a day, and not done again", pattern = "^[!-~]{1,255}$"),
    ),
    request_body = AskBody,
    responses(
        (status = 202, description = "It was asked; `Location` is where the run can be watched", body = RunDocument),
        (status = 404, description = "There is no such run, or none that whoever asks may look at", body = Problem, content_type = "application/problem+json"),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn post(
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    Path(id): Path<String>,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let (applying, id) = named(&door, &id)?;
    let body: AskBody = read(&text)?;
    let Some(ask) = ask(&body.ask) else {
        return Err(wrong("ask", "this cannot be asked of a run"));
    };
    asked(applying, &id, ask, &visitor).await?;
    accepted(applying, &id).await
}
