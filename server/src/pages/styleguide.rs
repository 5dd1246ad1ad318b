//! Every component, to be looked at. Only builds for development have it.

use axum::response::Html;
use postern_app::document::document;
use postern_app::pages;

use crate::themed::Themed;

/// The page.
pub async fn get(Themed(shell): Themed) -> Html<String> {
    Html(document(&shell, pages::styleguide()))
}
