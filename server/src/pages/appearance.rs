//! The page where somebody chooses light or dark, and the cookie that keeps it.
//!
//! Must put nothing but one of our own words into the cookie.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use postern_app::document::document;
use postern_app::pages::{self, THEME};
use postern_app::routes;
use postern_app::theme::Theme;
use postern_plan::document::parse_pairs;

use crate::extract::FormText;
use crate::themed::Themed;

/// A year, in seconds
const KEPT: u32 = 31_536_000;

/// The page.
pub async fn get(Themed(shell): Themed) -> Html<String> {
    Html(document(&shell, pages::appearance(shell.theme)))
}

/// Keeps the choice, and shows the page in it.
pub async fn post(FormText(text): FormText) -> Response {
    let pairs = parse_pairs(&text);
    let word = pairs.iter().rfind(|(name, _)| name == THEME);
    let theme = Theme::of(word.map_or("", |(_, value)| value));
    let cookie = format!(
        "{THEME}={}; Path=/; Max-Age={KEPT}; SameSite=Lax; HttpOnly",
        theme.as_str()
    );
    let to = routes::APPEARANCE.href();
    let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, to)];
    (StatusCode::SEE_OTHER, headers).into_response()
}
