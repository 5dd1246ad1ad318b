//! `POST /api/v1/plan`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use postern_plan::artifact::plan_json;
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;

use super::planned;
use super::refusals::Refusals;
use super::schema::plan::PlanDocument;
use super::schema::request::RequestDocument;
use crate::blocking::elsewhere;
use crate::error::{HttpError, Problem};
use crate::extract::JsonText;
use crate::routes::API_PLAN;

/// Plan a request
///
/// Says which endpoints a request comes to, with their policies, every note and the cost. Makes
/// nothing, and asks AWS nothing: what is known of the account is what `inventory` says.
#[utoipa::path(
    post,
    path = API_PLAN.as_str(),
    operation_id = "plan",
    tag = "plan",
    request_body = RequestDocument,
    responses(
        (status = 200, description = "The plan, as `postern plan --json` prints it", body = PlanDocument),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not declared as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body is JSON, and no request: everything that is wrong is listed", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(guardrails): State<Arc<Guardrails>>,
    JsonText(text): JsonText,
) -> Result<impl IntoResponse, HttpError> {
    let document = elsewhere(move || {
        let plan = planned(&catalog, &guardrails, &text)?;
        plan_json(&plan).map_err(HttpError::internal)
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, document.media_type)], document.text))
}
