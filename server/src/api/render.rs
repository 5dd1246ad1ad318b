//! `POST /api/v1/render?as=FORMAT`

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::guardrails::Guardrails;

use super::planned;
use super::refusals::Refusals;
use super::schema::request::RequestDocument;
use super::schema::words::{FormatWord, ZipBytes};
use crate::attachment::{attachment, format, split};
use crate::blocking::elsewhere;
use crate::error::{HttpError, Problem};
use crate::extract::{JsonText, QueryText};
use crate::routes::API_RENDER;

/// Render an artifact of a request's plan
///
/// One file comes as it is. `all`, and a format of several files, come as a ZIP, which is the same
/// bytes for the same request.
#[utoipa::path(
    post,
    path = API_RENDER.as_str(),
    operation_id = "render",
    tag = "plan",
    params(("as" = FormatWord, Query, description = "What to make of the plan")),
    request_body = RequestDocument,
    responses(
        (status = 200, description = "The artifact; `Content-Disposition` names it", content(
            (Object = "application/json"),
            (String = "application/yaml"),
            (String = "text/plain"),
            (String = "application/x-sh"),
            (ZipBytes = "application/zip"),
        )),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not declared as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The format is not known, or the body is no request", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(guardrails): State<Arc<Guardrails>>,
    QueryText(query): QueryText,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let (named, _) = split(parse_pairs(&query));
    let format = format(named.iter().map(String::as_str))?;
    elsewhere(move || attachment(&planned(&catalog, &guardrails, &text)?, format)).await
}
