//! `POST /api/v1/delete`

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_plan::catalog::Catalog;
use postern_plan::deletion::{Deletion, deletion};
use postern_plan::request::Request;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ordered::{admitted, carried, json, read, refusal, request, session};
use super::refusals::{BodyRefusals, Refusals};
use super::schema::runs::{
    DeleteBody, DeletedEndpointDocument, DeletedGroupDocument, DeletionDocument, RunDocument,
};
use crate::apply::Purpose;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::JsonText;
use crate::routes::API_DELETE;
use crate::state::Door;
use crate::visitor::Visitor;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    request: Box<RawValue>,
    fingerprint: Option<String>,
    confirm: Option<String>,
}

/// Look at what a request made, or delete it
///
/// Without `fingerprint` what would be deleted is answered, and nothing begins; that takes the role
/// author. With the fingerprint of that answer, and the request's name as `confirm`, the run begins,
/// if the account is still as it was; that takes the role applier.
#[utoipa::path(
    post,
    path = API_DELETE.as_str(),
    operation_id = "delete",
    tag = "runs",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of your own: what was done under it is answered again for a day, and not done again", pattern = "^[!-~]{1,255}$")),
    request_body = DeleteBody,
    responses(
        (status = 200, description = "What would be deleted, with its fingerprint; nothing began", body = DeletionDocument),
        (status = 202, description = "The run, which began; `Location` is where it can be watched", body = RunDocument),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let body: Body = read(&text)?;
    let request = request(&catalog, &body.request)?;
    let seen = body.fingerprint.as_deref();
    let applying = admitted(&door, &visitor, &request, seen).await?;
    let guarded = applying.looked(&request, session(&visitor, seen)).await;
    let guarded = guarded.map_err(|refused| refusal(&refused))?;
    let deletion = deletion(&catalog, &request, &guarded.inventory);
    let Some(seen) = seen.filter(|_| !deletion.is_nothing()) else {
        return json(&document(&deletion));
    };
    confirmed(&deletion, &request, seen, body.confirm.as_deref())?;
    carried(applying, &guarded, Purpose::Delete, &visitor).await
}

/// Refused unless it is what was looked at, and its name was said
pub(super) fn confirmed(
    deletion: &Deletion,
    request: &Request,
    seen: &str,
    confirm: Option<&str>,
) -> Result<(), HttpError> {
    if confirm != Some(request.name.as_str()) {
        let help = format!("Send `{}`, the name in the request.", request.name);
        let entry = ErrorEntry::whole("not-confirmed", "the name is not confirmed", help);
        let path = "confirm".to_owned();
        return Err(HttpError::Invalid(vec![ErrorEntry { path, ..entry }]));
    }
    if seen != deletion.fingerprint() {
        return Err(HttpError::Conflict(vec![ErrorEntry::whole(
            "changed",
            "the account has changed since this was looked at",
            "Look at it again, and send its fingerprint.",
        )]));
    }
    Ok(())
}

pub(super) fn document(deletion: &Deletion) -> DeletionDocument {
    let endpoints = deletion
        .endpoints
        .iter()
        .map(|gone| DeletedEndpointDocument {
            key: gone.key.to_string(),
            id: gone.endpoint.id.clone(),
            effect: gone.effect.clone(),
        });
    let groups = deletion.groups.iter().map(|group| DeletedGroupDocument {
        id: group.id.clone(),
        name: group.name.clone(),
    });
    DeletionDocument {
        endpoints: endpoints.collect(),
        groups: groups.collect(),
        kept: deletion.kept.clone(),
        nothing: deletion.is_nothing(),
        fingerprint: deletion.fingerprint(),
    }
}
