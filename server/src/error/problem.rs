//! The answer to a program: `application/problem+json` (RFC 9457) with `errors[]`.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ErrorEntry, HttpError};
use crate::middleware::RequestId;

/// What went wrong (RFC 9457)
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"type": "about:blank", "title": "Unprocessable Entity", "status": 422,
    "request_id": "0001", "errors": [{"path": "region", "code": "invalid-region",
    "message": "not a Region", "help": "Write it as in us-east-1."}]}))]
pub struct Problem {
    /// `about:blank`: the status says what kind of problem it is
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words
    title: &'static str,
    /// The status
    status: u16,
    /// The request's name in the server's log
    request_id: String,
    /// Everything that is wrong; empty when the fault is the server's
    errors: Vec<ErrorEntry>,
}

/// `error` as a problem document; a fault shows the request's id and nothing else
pub(crate) fn problem(error: &HttpError, request: &RequestId) -> Response {
    let status = error.status();
    let document = Problem {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        request_id: request.as_str().to_owned(),
        errors: error.entries(),
    };
    let mut response = match serde_json::to_vec(&document) {
        Ok(body) => (
            status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            body,
        )
            .into_response(),
        Err(_) => status.into_response(),
    };
    if let Some(challenge) = challenge(error) {
        let challenge = HeaderValue::from_static(challenge);
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// What a program is told that a token would do (RFC 6750, section 3)
fn challenge(error: &HttpError) -> Option<&'static str> {
    match error {
        HttpError::SignedOut(_) => Some("Bearer realm=\"postern\""),
        HttpError::BadToken => Some(
            "Bearer realm=\"postern\", error=\"invalid_token\", \
             error_description=\"the token is not good here, or not any more\"",
        ),
        HttpError::MayNot(_) | HttpError::TokenMayNot { .. } => {
            Some("Bearer realm=\"postern\", error=\"insufficient_scope\"")
        }
        _ => None,
    }
}
