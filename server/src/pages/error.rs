//! The page that says what went wrong and offers a way out.

use axum::response::{Html, IntoResponse, Response};
use postern_app::document::{Shell, document};
use postern_app::form::sentence;
use postern_app::pages::{Refusal, refusal};

use crate::error::HttpError;
use crate::middleware::RequestId;

/// `error` as a page; a fault shows the request's id and nothing else
pub(crate) fn page(error: &HttpError, request: &RequestId, shell: &Shell) -> Response {
    let fault = error.status().is_server_error();
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
