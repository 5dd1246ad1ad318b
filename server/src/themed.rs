//! The shell of pages in the colours that this browser chose.
//!
//! Must read one cookie and believe only our own words in it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use postern_app::document::Shell;
use postern_app::pages::THEME;
use postern_app::theme::Theme;

/// The shell of pages, for one request
#[derive(Debug)]
pub struct Themed(pub Arc<Shell>);

impl<S: Send + Sync> FromRequestParts<S> for Themed
where
    Arc<Shell>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let shell = Arc::<Shell>::from_ref(state);
        let chosen = chosen(&parts.headers);
        if chosen == shell.theme {
            return Ok(Self(shell));
        }
        let shell = Shell {
            theme: chosen,
            ..Shell::clone(&shell)
        };
        Ok(Self(Arc::new(shell)))
    }
}

/// The theme that the browser of these headers chose
pub(crate) fn chosen(headers: &HeaderMap) -> Theme {
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == THEME)
        .map_or(Theme::System, |(_, word)| Theme::of(word))
}
