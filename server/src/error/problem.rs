//! The answer to a program: `application/problem+json` (RFC 9457) with `errors[]`.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{ErrorEntry, HttpError};
use crate::middleware::RequestId;

/// `error` as a problem document; a fault shows the request's id and nothing else
pub(crate) fn problem(error: &HttpError, request: &RequestId) -> Response {
    let status = error.status();
    let document = Document {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        request_id: request.as_str(),
        errors: error.entries(),
    };
    match serde_json::to_vec(&document) {
        Ok(body) => (
            status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            body,
        )
            .into_response(),
        Err(_) => status.into_response(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    request_id: &'a str,
    errors: Vec<ErrorEntry>,
}
