//! Runs: the list, one run, one run as it goes, and what is asked of it.
//!
//! Must show the journal as it is, and must carry nothing on by being looked at.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream::{self, Stream};
use postern_app::document::{document, fragment};
use postern_app::{pages, routes};
use postern_plan::document::parse_pairs;
use postern_plan::run::Standing;
use tokio::time::Instant;

use crate::error::{ErrorEntry, HttpError};
use crate::extract::{FormText, Path, QueryText};
use crate::runs::{ask, asked, listed, named, seen, story};
use crate::state::Door;
use crate::themed::Themed;
use crate::visitor::Visitor;

/// As many as anybody looks through
const MOST: usize = 200;

/// How long a run is told of to whoever was let in once
const HEARD: Duration = Duration::from_mins(1);

/// How soon a browser asks again whose stream has ended
const AGAIN: Duration = Duration::from_millis(500);

/// How often a run that another process carries on is looked at
const ELSEWHERE: Duration = Duration::from_secs(2);

/// The list: the newest, or of these those that the address names.
pub async fn list(
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    QueryText(query): QueryText,
) -> Result<Html<String>, HttpError> {
    let mut lines = listed(&door, &visitor, None, MOST).await?;
    let pairs = parse_pairs(&query);
    let wanted: Vec<&str> = pairs
        .iter()
        .filter(|(name, _)| name == "run")
        .map(|(_, id)| id.as_str())
        .collect();
    if !wanted.is_empty() {
        lines.retain(|line| wanted.contains(&line.id.as_str()));
    }
    Ok(Html(document(&shell, pages::runs(&lines))))
}

/// One run.
pub async fn get(
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>, HttpError> {
    let (applying, id) = named(&door, &id)?;
    let story = seen(story(applying, &id).await?, &visitor)?;
    Ok(Html(document(&shell, pages::run(&story))))
}

/// What somebody asks of a run.
pub async fn post(
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    Path(id): Path<String>,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let (applying, id) = named(&door, &id)?;
    let pairs = parse_pairs(&text);
    let word = pairs.iter().rfind(|(name, _)| name == "ask");
    let Some(ask) = word.and_then(|(_, word)| ask(word)) else {
        let help = "Go back to the run's page and use its buttons.";
        let entry = ErrorEntry::whole("unknown-ask", "this cannot be asked of a run", help);
        return Err(HttpError::Invalid(vec![entry]));
    };
    asked(applying, &id, ask, &visitor).await?;
    let location = HeaderValue::try_from(routes::run(id.as_str())).map_err(HttpError::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// The part of the page that changes, whenever it does.
pub async fn events(
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Message, Infallible>>>, HttpError> {
    let (applying, id) = named(&door, &id)?;
    seen(story(applying, &id).await?, &visitor)?;
    let first = Some((applying.clone(), id, String::new()));
    // The browser asks again, and whoever signed out or lost a role is told.
    let end = Instant::now() + HEARD;
    let told = stream::unfold(first, move |state| async move {
        let (applying, id, before) = state?;
        let mut happened = applying.listen();
        loop {
            if Instant::now() >= end {
                return None;
            }
            let story = story(&applying, &id).await.ok()?;
            // A return in what AWS said would end a line of the stream.
            let now = fragment(pages::run_state(&story)).replace('\r', " ");
            if now != before {
                let message = Message::default().event("state").data(&now).retry(AGAIN);
                let goes_on = story.standing() == Some(Standing::Going);
                let next = goes_on.then_some((applying, id, now));
                return Some((Ok(message), next));
            }
            // Another process may carry the run on, and wakes nobody here.
            let _ = tokio::time::timeout(ELSEWHERE, happened.changed()).await;
        }
    });
    Ok(Sse::new(told).keep_alive(KeepAlive::default()))
}
