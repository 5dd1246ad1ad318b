//! Answers for one file of a build.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Assets;
use super::file::{File, Form};
use crate::error::HttpError;
use crate::extract::Path;

/// For a year, which is as long as caches listen; the address changes before the content does
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Serves one file
///
/// A page of the build before or after this one (two replicas during an update) still gets its
/// style, from this build, and no cache keeps the pair.
pub async fn get(
    State(assets): State<Arc<Assets>>,
    Path((build, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let file = assets.files.get(&name).ok_or(HttpError::NotFound)?;
    let caching = if build == assets.build {
        FOREVER
    } else {
        "no-store"
    };
    let (form, encoding) = chosen(file, &headers);
    let about = [
        (header::CACHE_CONTROL, caching),
        (header::ETAG, &form.tag),
        (header::VARY, "accept-encoding"),
    ];
    if is_held(&headers, &form.tag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let kind = [(header::CONTENT_TYPE, file.media_type)];
    Ok((about, kind, encoding, form.bytes.clone()).into_response())
}

type Encoding = Option<[(HeaderName, &'static str); 1]>;

fn chosen<'a>(file: &'a File, headers: &HeaderMap) -> (&'a Form, Encoding) {
    match &file.gzip {
        Some(gzip) if accepts_gzip(headers) => (gzip, Some([(header::CONTENT_ENCODING, "gzip")])),
        _ => (&file.plain, None),
    }
}

/// Whether `Accept-Encoding` names gzip and does not refuse it (`q=0`)
fn accepts_gzip(headers: &HeaderMap) -> bool {
    listed(headers, &header::ACCEPT_ENCODING).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let gzip = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q="))
            .any(|quality| quality.parse::<f32>().is_ok_and(|quality| quality <= 0.0));
        gzip && !refused
    })
}

/// Whether the client already holds the bytes that `tag` names
fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    listed(headers, &header::IF_NONE_MATCH)
        .any(|item| item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag)
}

fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}
