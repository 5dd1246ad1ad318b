//! The first page.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use super::shell::document;
use crate::assets::Assets;

/// Shows it
pub async fn get(State(assets): State<Arc<Assets>>) -> Html<String> {
    document("Start", "<h1>Postern</h1>", &assets)
}
