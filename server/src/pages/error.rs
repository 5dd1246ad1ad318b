//! The page that says what went wrong and offers a way out.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use postern_app::document::{Shell, document};
use postern_app::form::sentence;
use postern_app::pages::{Refusal, refusal, sent_too_late};

use crate::error::HttpError;
use crate::middleware::RequestId;
use crate::routes;

/// `error` as a page; a fault shows the request's id and nothing else
pub(crate) fn page(error: &HttpError, request: &RequestId, shell: &Shell) -> Response {
    if let HttpError::SignedOut(Some(sent)) = error {
        let page = sent_too_late(routes::below(&sent.path), sent.fields.clone());
        return (error.status(), Html(document(shell, page))).into_response();
    }
    // What an identity provider does not answer can be told.
    let fault = error.status() == StatusCode::INTERNAL_SERVER_ERROR;
    let lines = error.entries();
    let page = refusal(Refusal {
        status: error.status().as_u16(),
        title: error.title().to_owned(),
        lines: lines
            .iter()
            .filter(|_| !fault)
            .map(|e| sentence(&e.path, e.text.as_deref(), &e.message, &e.help))
            .collect(),
        request_id: fault.then(|| request.as_str().to_owned()),
    });
    (error.status(), Html(document(shell, page))).into_response()
}
