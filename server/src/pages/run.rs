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
use postern_app::runs::{RunLine, RunStory};
use postern_app::{pages, routes};
use postern_plan::document::parse_pairs;
use postern_plan::run::{Limits, Run, RunId, Standing};

use crate::apply::{ApplyError, Applying, AskError};
use crate::error::{ErrorEntry, HttpError};
use crate::extract::{FormText, Path};
use crate::state::Door;
use crate::store::{Ask, RunRecord, StoreError};
use crate::themed::Themed;

/// As many as anybody looks through
const MOST: i64 = 200;

/// How often a run that another process carries on is looked at
const ELSEWHERE: Duration = Duration::from_secs(2);

/// The list.
pub async fn list(
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
) -> Result<Html<String>, HttpError> {
    let lines = match &door.applying {
        None => Vec::new(),
        Some(applying) => {
            let runs = applying.store().runs(MOST).await;
            let runs = runs.map_err(HttpError::internal)?;
            runs.iter().map(line).collect()
        }
    };
    Ok(Html(document(&shell, pages::runs(&lines))))
}

/// One run.
pub async fn get(
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    Path(id): Path<String>,
) -> Result<Html<String>, HttpError> {
    let (applying, id) = named(&door, &id)?;
    let story = story(applying, &id).await?;
    Ok(Html(document(&shell, pages::run(&story))))
}

/// What somebody asks of a run.
pub async fn post(
    State(door): State<Arc<Door>>,
    Path(id): Path<String>,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let (applying, id) = named(&door, &id)?;
    let pairs = parse_pairs(&text);
    let word = pairs.iter().rfind(|(name, _)| name == "ask");
    let ask = match word.map(|(_, value)| value.as_str()) {
        Some("cancel") => Ask::Cancel,
        Some("resume") => Ask::Resume,
        Some("rollback") => Ask::Rollback,
        _ => {
            let help = "Go back to the run's page and use its buttons.";
            let entry = ErrorEntry::whole("unknown-ask", "this cannot be asked of a run", help);
            return Err(HttpError::Invalid(vec![entry]));
        }
    };
    applying.ask(&id, ask).await.map_err(|error| match error {
        AskError::Refused(refusal) => HttpError::Invalid(vec![ErrorEntry::whole(
            "account",
            refusal.to_string(),
            "See that the credentials of this server are those of the run's account.",
        )]),
        AskError::Apply(ApplyError::Lock(held)) => HttpError::Invalid(vec![ErrorEntry::whole(
            "busy",
            held.to_string(),
            "Ask again when that run stands.",
        )]),
        AskError::Apply(error) => HttpError::internal(error),
    })?;
    let location = HeaderValue::try_from(routes::run(id.as_str())).map_err(HttpError::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// The part of the page that changes, whenever it does.
pub async fn events(
    State(door): State<Arc<Door>>,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Message, Infallible>>>, HttpError> {
    let (applying, id) = named(&door, &id)?;
    story(applying, &id).await?;
    let first = Some((applying.clone(), id, String::new()));
    let told = stream::unfold(first, |state| async move {
        let (applying, id, before) = state?;
        let mut happened = applying.listen();
        loop {
            let story = story(&applying, &id).await.ok()?;
            // A return in what AWS said would end a line of the stream.
            let now = fragment(pages::run_state(&story)).replace('\r', " ");
            if now != before {
                let message = Message::default().event("state").data(&now);
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

fn named<'a>(door: &'a Door, id: &str) -> Result<(&'a Applying, RunId), HttpError> {
    let applying = door.applying.as_ref().ok_or(HttpError::NotFound)?;
    let id = id.parse().map_err(|_| HttpError::NotFound)?;
    Ok((applying, id))
}

async fn story(applying: &Applying, id: &RunId) -> Result<RunStory, HttpError> {
    let store = applying.store();
    let record = store.run(id).await.map_err(|error| match error {
        StoreError::NoRun(_) => HttpError::NotFound,
        other => HttpError::internal(other),
    })?;
    let stored = store.events(id, 0).await.map_err(HttpError::internal)?;
    let known: Option<Vec<_>> = stored
        .into_iter()
        .map(|e| e.event.map(|event| (e.at, event)))
        .collect();
    let run = match (&record.steps, &known) {
        (Some(steps), Some(events)) => {
            let events = events.iter().map(|(_, event)| event);
            Run::replay(steps.clone(), Limits::default(), events).ok()
        }
        _ => None,
    };
    Ok(RunStory {
        line: line(&record),
        run,
        events: known.unwrap_or_default(),
    })
}

fn line(record: &RunRecord) -> RunLine {
    RunLine {
        id: record.id.to_string(),
        standing: record.standing.clone(),
        name: record.name.clone(),
        account: record.account.clone(),
        region: record.region.clone(),
        vpc: record.vpc.clone(),
        who: record.who.clone(),
        begun_at: record.begun_at.clone(),
        changed_at: record.changed_at.clone(),
    }
}
