//! The pages that explain, for everybody.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;
use postern_app::document::document;
use postern_app::explained::Explained;
use postern_app::href::Href;
use postern_app::pages;

use crate::assets::Assets;
use crate::error::HttpError;
use crate::explained::{self, PICTURE};
use crate::extract::Path;
use crate::themed::Themed;

/// The list of them.
pub async fn list(Themed(shell): Themed, State(assets): State<Arc<Assets>>) -> Html<String> {
    let explained = explained::list(&picture(&assets));
    Html(document(&shell, pages::explain(explained)))
}

/// One of them.
pub async fn get(
    Themed(shell): Themed,
    State(assets): State<Arc<Assets>>,
    Path(word): Path<String>,
) -> Result<Html<String>, HttpError> {
    let explained: Option<Explained> = explained::page(&word, &picture(&assets));
    let explained = explained.ok_or(HttpError::NotFound)?;
    Ok(Html(document(&shell, pages::explain(explained))))
}

/// Where the picture is; a file that is not there tells more by its 404
fn picture(assets: &Assets) -> Href {
    let known = assets.href(PICTURE).and_then(|href| href.parse().ok());
    known.unwrap_or_else(|| Href::fixed("/assets/none/explain/doors.svg"))
}
