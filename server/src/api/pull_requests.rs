//! `POST /api/v1/pull-requests`

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_plan::catalog::Catalog;
use postern_plan::envelope::Envelope;

use super::ordered::json;
use super::refusals::{BodyRefusals, Refusals};
use super::refused;
use super::schema::pull_requests::PullRequestDocument;
use super::schema::request::RequestDocument;
use crate::blocking::elsewhere;
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::JsonText;
use crate::pull_requests::asked::{Denied, asked, opened};
use crate::routes::API_PULL_REQUESTS;
use crate::state::Door;

/// Open a pull request with the files of a plan
///
/// In the repository that the settings of this server name, from a branch of Postern's own. Where one
/// is open for the same request it is brought up to date, and no second is opened. Takes the role
/// author in the request's account.
#[utoipa::path(
    post,
    path = API_PULL_REQUESTS.as_str(),
    operation_id = "pullRequest",
    tag = "pull requests",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of your own: what was done under it is answered again for a day, and not done again", pattern = "^[!-~]{1,255}$")),
    request_body = RequestDocument,
    responses(
        (status = 200, description = "What became of it", body = PullRequestDocument),
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
    let Some(pull_requests) = door.pull_requests.clone() else {
        return Err(HttpError::Conflict(vec![ErrorEntry::whole(
            "pull-requests-off",
            "this server opens no pull requests",
            "Render the plan and put it into a repository yourself, or ask whoever runs this server.",
        )]));
    };
    let visitor = bounds.visitor.clone();
    let making = Arc::clone(&pull_requests);
    let asked = elsewhere(move || {
        let Envelope { request, inventory } = Envelope::parse(&catalog, &text).map_err(refused)?;
        let inventory = inventory.as_ref();
        let plan = postern_plan::plan_within(&bounds.guardrails, &catalog, inventory, &request);
        asked(&making, &bounds.visitor, &plan, inventory).map_err(denied)
    })
    .await?;
    let came = opened(&pull_requests, &door.record, &visitor, &asked).await?;
    let came = came.map_err(|trouble| {
        let entry = ErrorEntry::whole(trouble.code(), trouble.to_string(), trouble.help());
        HttpError::Conflict(vec![entry])
    })?;
    json(&PullRequestDocument::from(came))
}

fn denied(denied: Denied) -> HttpError {
    match denied {
        Denied::Error(error) => error,
        Denied::Blocked(notes) => {
            let entries = notes.into_iter().map(|note| ErrorEntry {
                path: note.subject,
                ..ErrorEntry::whole(&note.code, note.detail, note.fix)
            });
            HttpError::Invalid(entries.collect())
        }
    }
}
