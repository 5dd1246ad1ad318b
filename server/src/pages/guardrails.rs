//! The page with the rules that hold.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;
use postern_app::document::document;
use postern_app::pages;
use postern_plan::guardrails::Guardrails;

use crate::themed::Themed;

/// The page.
pub async fn get(Themed(shell): Themed, State(guardrails): State<Arc<Guardrails>>) -> Html<String> {
    Html(document(&shell, pages::guardrails(&guardrails)))
}
