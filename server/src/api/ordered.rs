//! What a program asks to be carried out: a request, and what it looked at before.
//!
//! Must refuse what a page refuses, by the same guard and in the same words.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use postern_app::person::Role;
use postern_plan::catalog::Catalog;
use postern_plan::document::MAX_BYTES;
use postern_plan::request::Request;
use postern_plan::run::RunId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::schema::runs::RunDocument;
use crate::apply::{Applying, Guarded, Purpose, Refusal};
use crate::endpoints::Session;
use crate::error::{ErrorEntry, HttpError};
use crate::pages::apply::refused;
use crate::pages::live;
use crate::routes;
use crate::runs::{begun, story};
use crate::state::Door;
use crate::visitor::Visitor;

/// Where the request stands in a body
const REQUEST: &str = "request";

/// A body as `T`: 400 where it is not JSON, 422 where it is something else
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, HttpError> {
    serde_json::from_str(text).map_err(|error| {
        let help = "/openapi.json says what is read here.";
        let message = error.to_string();
        if error.is_data() {
            HttpError::Invalid(vec![ErrorEntry::whole("invalid-body", message, help)])
        } else {
            HttpError::Malformed(vec![ErrorEntry::whole("not-json", message, help)])
        }
    })
}

/// The request in a body, with every error of it
pub(super) fn request(catalog: &Catalog, raw: &RawValue) -> Result<Request, HttpError> {
    let text = raw.get();
    if text.len() > MAX_BYTES {
        return Err(HttpError::TooLarge { limit: MAX_BYTES });
    }
    if !text.starts_with('{') {
        let help = "Send the request document there, as /openapi.json describes it.";
        let entry = ErrorEntry::whole("not-a-table", "this is no request", help);
        let path = REQUEST.to_owned();
        return Err(HttpError::Invalid(vec![ErrorEntry { path, ..entry }]));
    }
    Request::parse(catalog, text).map_err(|errors| {
        let entries = errors.into_iter().map(|error| {
            let path = match error.path.as_str() {
                "" => REQUEST.to_owned(),
                path => format!("{REQUEST}.{path}"),
            };
            ErrorEntry {
                path,
                ..error.into()
            }
        });
        HttpError::Invalid(entries.collect())
    })
}

/// What carries plans out, once it is certain that whoever asks may, and on record that they looked
pub(super) async fn admitted<'a>(
    door: &'a Door,
    visitor: &Visitor,
    request: &Request,
    begins: Option<&str>,
) -> Result<&'a Applying, HttpError> {
    let Some(applying) = &door.applying else {
        return Err(HttpError::Conflict(vec![ErrorEntry::whole(
            "apply-off",
            "this server carries no plans out",
            "Render the plan and carry it out yourself, or ask whoever runs this server.",
        )]));
    };
    let (account, region) = (request.account.as_str(), request.region.as_str());
    let needed = begins.map_or(Role::Author, |_| Role::Applier);
    visitor.must(needed, account)?;
    live::looked(&door.record, visitor, account, region).await?;
    Ok(applying)
}

/// Who asks, and whether for what begins
pub(super) fn session(visitor: &Visitor, begins: Option<&str>) -> Session {
    let who = visitor.who();
    match begins {
        None => Session::looking(who.as_deref()),
        Some(_) => Session::carrying(who.as_deref()),
    }
}

/// Begins a run, and says where it is
pub(super) async fn carried(
    applying: &Applying,
    guarded: &Guarded,
    purpose: Purpose,
    visitor: &Visitor,
) -> Result<Response, HttpError> {
    match begun(applying, guarded, purpose, visitor).await? {
        Ok(id) => accepted(applying, &id).await,
        Err(not) => Err(HttpError::Conflict(vec![ErrorEntry::whole(
            not.code,
            not.message,
            not.fix,
        )])),
    }
}

/// The run as it stands, and where to look again
pub(super) async fn accepted(applying: &Applying, id: &RunId) -> Result<Response, HttpError> {
    let story = story(applying, id).await?;
    let mut answer = json(&RunDocument::of(story).map_err(HttpError::internal)?)?;
    *answer.status_mut() = StatusCode::ACCEPTED;
    let location = HeaderValue::try_from(routes::api_run(id.as_str()));
    let location = location.map_err(HttpError::internal)?;
    answer.headers_mut().insert(header::LOCATION, location);
    Ok(answer)
}

/// An answer in JSON
pub(super) fn json(document: &impl Serialize) -> Result<Response, HttpError> {
    let text = serde_json::to_string(document).map_err(HttpError::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text + "\n").into_response())
}

/// Why nothing can begin, for a program: notes one by one
pub(super) fn refusal(refusal: &Refusal) -> HttpError {
    let said = refused(refusal);
    if let Refusal::Blocked(notes) = refusal {
        let entries = notes.iter().map(|note| ErrorEntry {
            path: note.subject.clone(),
            ..ErrorEntry::whole(&note.code, &note.detail, &note.fix)
        });
        return HttpError::Invalid(entries.collect());
    }
    let entry = |code| {
        vec![ErrorEntry::whole(
            code,
            said.message.clone(),
            said.fix.clone(),
        )]
    };
    match refusal {
        Refusal::Changed(_) => HttpError::Conflict(entry("changed")),
        Refusal::Unreachable { .. } => HttpError::Invalid(entry("unreachable")),
        Refusal::OtherAccount { .. } => HttpError::Invalid(entry("other-account")),
        Refusal::Unread(_) | Refusal::Blocked(_) => HttpError::Invalid(entry("unread")),
    }
}
