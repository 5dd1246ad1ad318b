//! Runs as somebody may see them and ask of them, for pages and for programs.
//!
//! Must show the journal as it is, and must carry nothing on by being looked at.

use postern_app::person::Role;
use postern_app::runs::{RunLine, RunStory};
use postern_plan::run::{Limits, Run, RunId};

use crate::apply::{ApplyError, Applying, AskError, Guarded, Purpose};
use crate::error::{ErrorEntry, HttpError};
use crate::state::Door;
use crate::store::{Ask, RunRecord, StoreError};
use crate::visitor::Visitor;

/// As many are looked through for those that somebody may see
const READ: i64 = 2_000;

/// Why a run is not begun, for whoever can do something about it
pub(crate) struct NotBegun {
    /// A word for programs
    pub(crate) code: &'static str,
    /// What stands in the way
    pub(crate) message: String,
    /// What to do
    pub(crate) fix: &'static str,
}

/// The newest runs that somebody may see
pub(crate) async fn listed(
    door: &Door,
    visitor: &Visitor,
    before: Option<&RunId>,
    most: usize,
) -> Result<Vec<RunLine>, HttpError> {
    let Some(applying) = &door.applying else {
        return Ok(Vec::new());
    };
    let runs = applying.store().runs(READ).await;
    let runs = runs.map_err(HttpError::internal)?;
    // Ids sort by time.
    let older = |run: &&RunRecord| before.is_none_or(|last| run.id.as_str() < last.as_str());
    let seen = |run: &&RunRecord| visitor.may_in(Role::Viewer, &run.account);
    let lines = runs.iter().filter(older).filter(seen).take(most);
    Ok(lines.map(line).collect())
}

/// What carries runs out, and the id of one
pub(crate) fn named<'a>(door: &'a Door, id: &str) -> Result<(&'a Applying, RunId), HttpError> {
    let applying = door.applying.as_ref().ok_or(HttpError::NotFound)?;
    let id = id.parse().map_err(|_| HttpError::NotFound)?;
    Ok((applying, id))
}

/// A run with all that happened to it
pub(crate) async fn story(applying: &Applying, id: &RunId) -> Result<RunStory, HttpError> {
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

/// The run, if whoever asks may look at its account; otherwise it is as though it were not there
pub(crate) fn seen(story: RunStory, visitor: &Visitor) -> Result<RunStory, HttpError> {
    if visitor.may_in(Role::Viewer, &story.line.account) {
        Ok(story)
    } else {
        Err(HttpError::NotFound)
    }
}

/// What can be asked of a run, by its word
pub(crate) fn ask(word: &str) -> Option<Ask> {
    let all = [Ask::Cancel, Ask::Resume, Ask::Rollback];
    all.into_iter().find(|ask| ask.as_str() == word)
}

/// Asks something of a run that whoever asks may see
pub(crate) async fn asked(
    applying: &Applying,
    id: &RunId,
    ask: Ask,
    visitor: &Visitor,
) -> Result<(), HttpError> {
    let story = seen(story(applying, id).await?, visitor)?;
    visitor.must(Role::Applier, &story.line.account)?;
    let asked = applying.ask(id, ask, visitor.who().as_deref()).await;
    asked.map_err(|error| match error {
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
        AskError::Apply(error @ (ApplyError::ReadOnly(_) | ApplyError::Final(..))) => {
            let help = "Look at the run, and make a new plan.";
            HttpError::Conflict(vec![ErrorEntry::whole("final", error.to_string(), help)])
        }
        AskError::Apply(error) => HttpError::internal(error),
    })
}

/// Begins a run, or says what stands in the way
pub(crate) async fn begun(
    applying: &Applying,
    guarded: &Guarded,
    purpose: Purpose,
    visitor: &Visitor,
) -> Result<Result<RunId, NotBegun>, HttpError> {
    let who = visitor.who();
    match applying.begin(guarded, purpose, who.as_deref()).await {
        Ok(id) => Ok(Ok(id)),
        Err(ApplyError::Lock(held)) => Ok(Err(NotBegun {
            code: "busy",
            message: held.to_string(),
            fix: "the list of runs says which; come back when it stands",
        })),
        Err(error @ ApplyError::Unapproved(_)) => Ok(Err(NotBegun {
            code: "unapproved",
            message: error.to_string(),
            fix: "look at the plan again, and submit it for approval",
        })),
        Err(error) => Err(HttpError::internal(error)),
    }
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
