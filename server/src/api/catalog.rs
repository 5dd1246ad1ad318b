//! `GET /api/v1/catalog`

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use postern_plan::catalog::Catalog;

use super::refusals::Refusals;
use super::schema::catalog::CatalogDocument;
use super::{ApiDocuments, CACHING};
use crate::fixed::Fixed;
use crate::routes::API_CATALOG;

/// Read the catalogue
///
/// What AWS offers, as far as Postern knows: endpoints, primitives with their planes, presets and
/// actions, Regions, condition keys, quotas, prices and the rules behind the notes, each with
/// source and date. It changes with a release of Postern alone.
#[utoipa::path(
    get,
    path = API_CATALOG.as_str(),
    operation_id = "catalog",
    tag = "catalog",
    responses(
        (status = 200, description = "The catalogue", body = CatalogDocument),
        (status = 304, description = "The client holds it already"),
        Refusals,
    ),
)]
pub async fn get(State(documents): State<Arc<ApiDocuments>>, headers: HeaderMap) -> Response {
    documents.catalog.answer(&headers, CACHING)
}

pub(super) fn document(catalog: &Catalog) -> Result<Fixed, serde_json::Error> {
    let document = serde_json::to_vec(&CatalogDocument::of(catalog))?;
    Ok(Fixed::new("application/json", document))
}
