//! `POST /api/v1/lint`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use postern_plan::catalog::Catalog;
use postern_plan::lint::lint;
use postern_plan::request::EndpointKey;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::refusals::Refusals;
use super::schema::lint::{LintBody, ReportDocument};
use crate::blocking::elsewhere;
use crate::error::{ErrorEntry, HttpError, Problem};
use crate::extract::JsonText;
use crate::routes::API_LINT;

/// The body; the policy is kept as it was sent, so that lines and columns are the sender's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'b> {
    #[serde(borrow)]
    policy: &'b RawValue,
    endpoint: String,
}

/// Say what is wrong with an endpoint policy
///
/// Lines and columns are those of the policy: of the text where `policy` is text, else of the
/// object as it was sent.
#[utoipa::path(
    post,
    path = API_LINT.as_str(),
    operation_id = "lint",
    tag = "policy",
    request_body = LintBody,
    responses(
        (status = 200, description = "The findings, also for a policy that cannot be read", body = ReportDocument),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not declared as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body is JSON, and no policy with its endpoint", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    JsonText(text): JsonText,
) -> Result<impl IntoResponse, HttpError> {
    let report = elsewhere(move || {
        let (policy, endpoint) = read(&text)?;
        let report = lint(&catalog, &policy, endpoint);
        serde_json::to_string(&report).map_err(HttpError::internal)
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], report))
}

fn read(text: &str) -> Result<(String, EndpointKey), HttpError> {
    let body: Body<'_> = serde_json::from_str(text).map_err(|error| {
        let (message, help) = (
            error.to_string(),
            "send {\"policy\": …, \"endpoint\": \"data\"}",
        );
        if error.is_data() {
            HttpError::Invalid(vec![ErrorEntry::whole("invalid-body", message, help)])
        } else {
            HttpError::Malformed(vec![ErrorEntry::whole("not-json", message, help)])
        }
    })?;
    let endpoint = body.endpoint.parse::<EndpointKey>().map_err(|_| {
        let help = format!("known here: {}", EndpointKey::WORDS.join(", "));
        HttpError::Invalid(vec![ErrorEntry {
            path: "endpoint".to_owned(),
            text: Some(body.endpoint.clone()),
            ..ErrorEntry::whole("unknown-word", "not an endpoint", help)
        }])
    })?;
    let policy = body.policy.get();
    let inner: Option<String> = serde_json::from_str(policy).ok();
    Ok((inner.unwrap_or_else(|| policy.to_owned()), endpoint))
}
