//! `POST /api/v1/proposals`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::request::Request;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::delete::confirmed;
use super::ordered::{admitted, json, read, refusal, request, session};
use super::proposals::{document, said};
use super::refusals::{BodyRefusals, Refusals};
use super::schema::proposals::{AimWord, ProposalDocument, SubmitBody};
use crate::apply::{Applying, Guarded, Purpose};
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::JsonText;
use crate::proposals::{seen, submitted};
use crate::routes::{API_PROPOSALS, api_proposal};
use crate::state::Door;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    request: Box<RawValue>,
    fingerprint: String,
    purpose: Option<AimWord>,
    confirm: Option<String>,
    text: Option<String>,
}

/// Submit a plan for others to approve
///
/// Takes the fingerprint of what `apply` or `delete` answered, and exactly that is submitted, if the
/// account is still as it was. What whoever submits it submitted before for the same endpoints is
/// withdrawn.
#[utoipa::path(
    post,
    path = API_PROPOSALS.as_str(),
    operation_id = "submit",
    tag = "proposals",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of your own: what was done under it is answered again for a day, and not done again", pattern = "^[!-~]{1,255}$")),
    request_body = SubmitBody,
    responses(
        (status = 201, description = "The proposal; `Location` is where it can be read", body = ProposalDocument),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let body: Body = read(&text)?;
    let request = request(&catalog, &body.request)?;
    let text = said(body.text.as_deref())?;
    let visitor = &bounds.visitor;
    let applying = admitted(&door, visitor, &request, None).await?;
    let (purpose, guarded) = match body.purpose.unwrap_or_default() {
        AimWord::Apply => {
            let guarded = planned(applying, &bounds, &request, &body.fingerprint).await?;
            (Purpose::Apply, guarded)
        }
        AimWord::Delete => {
            let guarded = applying.looked(&request, session(visitor, None)).await;
            let guarded = guarded.map_err(|refused| refusal(&refused))?;
            let deletion = deletion(&catalog, &request, &guarded.inventory);
            if deletion.is_nothing() {
                return Err(nothing("there is nothing to delete"));
            }
            let confirm = body.confirm.as_deref();
            confirmed(&deletion, &request, &body.fingerprint, confirm)?;
            (Purpose::Delete, guarded)
        }
    };
    let id = match submitted(applying, &guarded, purpose, visitor, &text).await? {
        Ok(id) => id,
        Err(not) => {
            let entry = ErrorEntry::whole(not.code, not.message, not.fix);
            return Err(HttpError::Conflict(vec![entry]));
        }
    };
    let seen = seen(&door, visitor, id.as_str()).await?;
    let mut answer = json(&document(&catalog, &bounds, &seen)?)?;
    *answer.status_mut() = StatusCode::CREATED;
    let location = HeaderValue::try_from(api_proposal(id.as_str()));
    let location = location.map_err(HttpError::internal)?;
    answer.headers_mut().insert(header::LOCATION, location);
    Ok(answer)
}

async fn planned(
    applying: &Applying,
    bounds: &Bounds,
    request: &Request,
    fingerprint: &str,
) -> Result<Guarded, HttpError> {
    let session = session(&bounds.visitor, None);
    let guarded = applying.guard(&bounds.guardrails, request, session, Some(fingerprint));
    let guarded = guarded.await.map_err(|refused| refusal(&refused))?;
    if guarded.is_nothing() {
        return Err(nothing("everything stands as planned already"));
    }
    Ok(guarded)
}

fn nothing(message: &str) -> HttpError {
    let help = "Nothing needs to be approved.";
    HttpError::Conflict(vec![ErrorEntry::whole("nothing", message, help)])
}
