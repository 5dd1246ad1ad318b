//! `GET /openapi.json`: what the API takes and gives, generated from its handlers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::server::ServerBuilder;
use utoipa::{Modify, OpenApi, openapi};

use super::schema::words::FormatWord;
use super::{ApiDocuments, CACHING, examples};
use crate::fixed::Fixed;
use crate::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Postern",
        description = "Private endpoints for Amazon Bedrock AgentCore: a request in, a plan and its artifacts out.",
    ),
    paths(
        super::plan::post, super::render::post, super::evaluate::post, super::lint::post, super::catalog::get,
        super::apply::post, super::delete::post, super::runs::list, super::runs::get, super::runs::post,
        super::proposals::list, super::submit::post, super::proposals::get, super::proposals::post,
        super::pull_requests::post, super::targets::plan, super::targets::render, super::targets::apply,
        super::inventory::post, super::record::get, super::about::guardrails, super::about::me,
    ),
    modifiers(&Bearer, &Here),
    // Where nobody has to sign in, and in a browser that is signed in, nothing else is needed.
    security((), ("bearer" = [])),
    // Nothing but a parameter names it.
    components(schemas(FormatWord)),
)]
struct Api;

/// How programs say who they are
struct Bearer;

/// Where this server is
struct Here;

impl Modify for Here {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let base = match routes::base() {
            "" => "/",
            base => base,
        };
        let here = ServerBuilder::new()
            .url(base)
            .description(Some("This server"));
        document.servers = Some(vec![here.build()]);
    }
}

impl Modify for Bearer {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let about = "A token that somebody made at /tokens, or an access token of the identity \
            provider for the audience of this server";
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(about))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// Shows it
pub async fn get(State(documents): State<Arc<ApiDocuments>>, headers: HeaderMap) -> Response {
    documents.openapi.answer(&headers, CACHING)
}

pub(super) fn document() -> Result<Fixed, serde_json::Error> {
    let mut document = Api::openapi();
    examples::show(&mut document)?;
    let text = document.to_pretty_json()?;
    Ok(Fixed::new("application/json", (text + "\n").into_bytes()))
}
