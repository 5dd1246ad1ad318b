//! `GET /openapi.json`: what the API takes and gives, generated from its handlers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa::OpenApi;

use super::schema::words::FormatWord;
use super::{ApiDocuments, CACHING};
use crate::fixed::Fixed;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Postern",
        description = "Private endpoints for Amazon Bedrock AgentCore: a request in, a plan and its artifacts out.",
    ),
    servers((url = "/", description = "This server")),
    paths(super::plan::post, super::render::post, super::evaluate::post, super::lint::post, super::catalog::get),
    // Nothing but a parameter names it.
    components(schemas(FormatWord)),
)]
struct Api;

/// Shows it
pub async fn get(State(documents): State<Arc<ApiDocuments>>, headers: HeaderMap) -> Response {
    documents.openapi.answer(&headers, CACHING)
}

pub(super) fn document() -> Result<Fixed, serde_json::Error> {
    let text = Api::openapi().to_pretty_json()?;
    Ok(Fixed::new("application/json", (text + "\n").into_bytes()))
}
