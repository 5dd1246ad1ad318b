//! Answers for one file of a build.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::Assets;
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
    Ok(file.answer(&headers, caching))
}
