//! The audit page. What is pasted may be long and private, so it travels by POST and in no address.
//!
//! Must store nothing of it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use postern_app::audit::Audit;
use postern_app::document::{Shell, document};
use postern_app::pages;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;

use crate::blocking::elsewhere;
use crate::error::HttpError;
use crate::extract::FormText;

/// The empty form.
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    State(shell): State<Arc<Shell>>,
) -> Html<String> {
    Html(document(&shell, pages::audit(&catalog, &Audit::default())))
}

/// The form with what was found; 422 when something of it cannot be read.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(shell): State<Arc<Shell>>,
    FormText(form): FormText,
) -> Result<impl IntoResponse, HttpError> {
    elsewhere(move || {
        let audit = Audit::read(&catalog, parse_pairs(&form));
        let status = if audit.is_refused() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let page = document(&shell, pages::audit(&catalog, &audit));
        Ok((status, Html(page)))
    })
    .await
}
