//! Proposals: the list, one of them, and what people do about it.
//!
//! Must show and decide only where whoever asks has the role in the proposal's account
//! ([`crate::proposals`]); whether it can be as the proposal stands is the proposal's to say.

mod shown;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use postern_app::document::{Shell, document};
use postern_app::pages::{self, SAID, Submitting};
use postern_app::proposals;
use postern_app::routes;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;

use crate::apply::Outcome;
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::{FormText, Path};
use crate::proposals::{Seen, Setback, SetbackKind, listed, seen, submitting, wish};
use crate::state::Door;
use crate::themed::Themed;
use crate::visitor::Visitor;

/// As many as anybody looks through
const MOST: usize = 200;

/// The list.
pub async fn list(
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
) -> Result<Html<String>, HttpError> {
    let Some((applying, _)) = submitting(&door, &visitor) else {
        let page = pages::proposals(&[], Submitting::Off);
        return Ok(Html(document(&shell, page)));
    };
    let all = listed(applying, &visitor).await?;
    let lines: Vec<_> = all.iter().take(MOST).map(shown::line).collect();
    let page = pages::proposals(&lines, Submitting::On);
    Ok(Html(document(&shell, page)))
}

/// One of them.
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    Path(id): Path<String>,
) -> Result<Html<String>, HttpError> {
    let seen = seen(&door, &bounds.visitor, &id).await?;
    Ok(Html(page(&catalog, &shell, &bounds, &seen, None)))
}

/// What somebody does about it.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    Path(id): Path<String>,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let pairs = parse_pairs(&text);
    let last = |wanted: &str| {
        let found = pairs.iter().rfind(|(name, _)| name == wanted);
        found.map_or("", |(_, value)| value.as_str())
    };
    let proposal = seen(&door, &bounds.visitor, &id).await?;
    let Some(wish) = wish(last("do")) else {
        let help = "Go back to the proposal's page and use its buttons.";
        let message = "this cannot be done about a proposal";
        let entry = ErrorEntry::whole("unknown-wish", message, help);
        return Err(HttpError::Invalid(vec![entry]));
    };
    let said = last(SAID).replace("\r\n", "\n");
    let location = match proposal.decided(&door, &bounds, wish, &said).await? {
        Ok(Outcome::Begun(run)) => routes::run(run.as_str()),
        Ok(Outcome::Done | Outcome::SentBack) => routes::proposal(&id),
        Err(setback) => {
            let status = match setback.kind {
                SetbackKind::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
                SetbackKind::Now => StatusCode::CONFLICT,
            };
            let Setback { message, help, .. } = setback;
            let setback = proposals::Setback {
                message,
                help,
                typed: said,
            };
            // As it stands by now.
            let seen = seen(&door, &bounds.visitor, &id).await?;
            let page = page(&catalog, &shell, &bounds, &seen, Some(setback));
            return Ok((status, Html(page)).into_response());
        }
    };
    leads_to(&location)
}

/// An answer that leads on.
pub(super) fn leads_to(location: &str) -> Result<Response, HttpError> {
    let location = HeaderValue::try_from(location).map_err(HttpError::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

fn page(
    catalog: &Catalog,
    shell: &Shell,
    bounds: &Bounds,
    seen: &Seen<'_>,
    setback: Option<proposals::Setback>,
) -> String {
    let showing = shown::Showing {
        catalog,
        bounds,
        seen,
    };
    document(shell, showing.page(setback))
}
