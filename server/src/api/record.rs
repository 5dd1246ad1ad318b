//! `GET /api/v1/record`

use axum::extract::State;
use axum::response::Response;

use super::ordered::json;
use super::refusals::Refusals;
use super::schema::about::{EntryDocument, RecordDocument};
use crate::error::{HttpError, Problem};
use crate::extract::QueryText;
use crate::record::search::{Asked, found};
use crate::recorder::Recorder;
use crate::routes::API_RECORD;
use crate::visitor::Visitor;

/// As many as are answered at once
const MOST: usize = 100;

/// Search the record
///
/// Who asked for what, and what became of it: the newest entries first, a hundred at once. Whoever is
/// an admin of some accounts reads what is about those.
#[utoipa::path(
    get,
    path = API_RECORD.as_str(),
    operation_id = "record",
    tag = "record",
    params(
        ("act" = Option<String>, Query, description = "What was done, by its word"),
        ("who" = Option<String>, Query, description = "Part of who did it"),
        ("target" = Option<String>, Query, description = "Part of what it was done to"),
        ("account" = Option<String>, Query, description = "The account"),
        ("from" = Option<String>, Query, description = "The first day, or a time, RFC 3339"),
        ("to" = Option<String>, Query, description = "The day after the last, or a time"),
        ("before" = Option<i64>, Query, description = "The place of an entry: those before it"),
    ),
    responses(
        (status = 200, description = "The entries", body = RecordDocument),
        (status = 404, description = "No record is kept here", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The query is wrong", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn get(
    State(recorder): State<Recorder>,
    visitor: Visitor,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    let store = recorder.store().ok_or(HttpError::NotFound)?;
    let asked = Asked::read(&query)?;
    let (rows, more) = found(store, &asked, &visitor, MOST).await?;
    json(&RecordDocument {
        before: rows.last().filter(|_| more).map(|row| row.index.seq),
        entries: rows.iter().filter_map(EntryDocument::of).collect(),
    })
}
