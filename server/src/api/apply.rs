//! `POST /api/v1/apply`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use postern_plan::artifact::plan_json;
use postern_plan::catalog::Catalog;
use postern_plan::preflight::with_permissions;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ordered::{admitted, carried, read, refusal, request, session};
use super::refusals::{BodyRefusals, Refusals};
use super::schema::plan::PlanDocument;
use super::schema::runs::{ApplyBody, RunDocument};
use crate::apply::Purpose;
use crate::bounds::Bounds;
use crate::error::HttpError;
use crate::extract::JsonText;
use crate::routes::API_APPLY;
use crate::state::Door;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    request: Box<RawValue>,
    fingerprint: Option<String>,
    purpose: Option<PurposeSaid>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PurposeSaid {
    Apply,
    Rehearse,
}

/// Look at a plan against the account, or carry it out
///
/// Reads the account and plans. Without `fingerprint` the plan is answered, and nothing begins; that
/// takes the role author. With the fingerprint of that answer the run begins, if the account is still
/// as it was; that takes the role applier. A plan that stands already makes nothing and is answered.
#[utoipa::path(
    post,
    path = API_APPLY.as_str(),
    operation_id = "apply",
    tag = "runs",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of your own: what was done under it is answered again for a day, and not done again", pattern = "^[!-~]{1,255}$")),
    request_body = ApplyBody,
    responses(
        (status = 200, description = "The plan, with its fingerprint; nothing began", body = PlanDocument),
        (status = 202, description = "The run, which began; `Location` is where it can be watched", body = RunDocument),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let body: Body = read(&text)?;
    let request = request(&catalog, &body.request)?;
    let seen = body.fingerprint.as_deref();
    let applying = admitted(&door, &bounds.visitor, &request, seen).await?;
    let session = session(&bounds.visitor, seen);
    let guarded = applying.guard(&bounds.guardrails, &request, session, seen);
    let guarded = guarded.await;
    let mut guarded = guarded.map_err(|refused| refusal(&refused))?;
    if seen.is_some() && !guarded.is_nothing() {
        let purpose = match body.purpose {
            Some(PurposeSaid::Rehearse) => Purpose::Rehearse,
            Some(PurposeSaid::Apply) | None => Purpose::Apply,
        };
        return carried(applying, &guarded, purpose, &bounds.visitor).await;
    }
    let tried = applying.dry_runs(&guarded.plan).await;
    let tried = tried.map_err(HttpError::internal)?;
    guarded.plan.preflight = with_permissions(&guarded.plan.preflight, &tried);
    let document = plan_json(&guarded.plan).map_err(HttpError::internal)?;
    Ok(([(header::CONTENT_TYPE, document.media_type)], document.text).into_response())
}
