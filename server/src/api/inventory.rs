//! `POST /api/v1/inventory`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use postern_app::person::Role;
use postern_plan::id::{AccountId, IdError, Region};

use super::ordered::read;
use super::refusals::{BodyRefusals, Refusals};
use super::schema::about::LookBody;
use super::schema::inventory::InventoryDocument;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::JsonText;
use crate::pages::live;
use crate::routes::API_INVENTORY;
use crate::state::Door;
use crate::visitor::Visitor;

/// Read an account
///
/// What is there now, with the credentials of the server: what `postern inventory` prints, and what
/// `plan` takes as `inventory`. It is on record that it was read.
#[utoipa::path(
    post,
    path = API_INVENTORY.as_str(),
    operation_id = "inventory",
    tag = "runs",
    request_body = LookBody,
    responses(
        (status = 200, description = "What is there", body = InventoryDocument),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn post(
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let body: LookBody = read(&text)?;
    let wrong = [
        body.account
            .parse::<AccountId>()
            .err()
            .map(|e| ("account", e)),
        body.region.parse::<Region>().err().map(|e| ("region", e)),
    ];
    let wrong: Vec<ErrorEntry> = wrong.into_iter().flatten().map(malformed).collect();
    if !wrong.is_empty() {
        return Err(HttpError::Invalid(wrong));
    }
    visitor.must(Role::Viewer, &body.account)?;
    let pairs = [("account", &body.account), ("region", &body.region)];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.clone()));
    let document = live::look(&door, &visitor, &pairs).await.map_err(|error| {
        let path = String::new();
        HttpError::Invalid(vec![ErrorEntry {
            path,
            ..error.into()
        }])
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json")], document).into_response())
}

fn malformed((path, error): (&str, IdError)) -> ErrorEntry {
    ErrorEntry {
        path: path.to_owned(),
        ..ErrorEntry::whole("malformed", error.expected, error.help)
    }
}
