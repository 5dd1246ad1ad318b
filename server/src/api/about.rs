//! `GET /api/v1/me` and `GET /api/v1/guardrails`

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_plan::guardrails::Guardrails;

use super::ordered::json;
use super::refusals::Refusals;
use super::schema::about::{GuardrailsDocument, MeDocument};
use crate::error::HttpError;
use crate::routes::{API_GUARDRAILS, API_ME};
use crate::visitor::Visitor;

/// Say who asks
///
/// And what they may do, as far as their groups and the token say.
#[utoipa::path(
    get,
    path = API_ME.as_str(),
    operation_id = "me",
    tag = "about",
    responses(
        (status = 200, description = "Who asks", body = MeDocument),
        Refusals,
    ),
)]
pub async fn me(visitor: Visitor) -> Result<Response, HttpError> {
    json(&MeDocument::of(&visitor))
}

/// Read the guardrails
///
/// The rules on what may be asked for, each with its reason and its owner.
#[utoipa::path(
    get,
    path = API_GUARDRAILS.as_str(),
    operation_id = "guardrails",
    tag = "about",
    responses(
        (status = 200, description = "The rules that hold", body = GuardrailsDocument),
        Refusals,
    ),
)]
pub async fn guardrails(State(guardrails): State<Arc<Guardrails>>) -> Result<Response, HttpError> {
    json(&GuardrailsDocument::of(&guardrails))
}
