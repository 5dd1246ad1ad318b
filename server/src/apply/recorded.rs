//! What the record says of runs: who began one, who asked something of it, how it stands.
//!
//! Must be written before what it says is done, but for how a run stands.

use postern_plan::run::{Event, RunId, Standing};

use super::{Purpose, now};
use crate::record::{Act, Entry};
use crate::store::{Ask, NewRun, RunRecord, Store, StoreError};

/// Asks something of a run, and records who did
pub async fn ask(store: &Store, run: &RunRecord, ask: Ask, who: &str) -> Result<(), StoreError> {
    let entry = about(Act::Asked, who, &run.id, &run.account, &run.plan).with("ask", ask.as_str());
    store.record(&entry, &now()).await?;
    store.ask(&run.id, ask, who, &now()).await
}

/// That a run is begun
pub(super) async fn began(store: &Store, run: &NewRun, purpose: Purpose) -> Result<(), StoreError> {
    let entry = about(Act::Began, &run.who, &run.id, &run.account, &run.plan)
        .with("purpose", purpose.as_str())
        .with("name", &run.name)
        .with("region", &run.region)
        .with("vpc", &run.vpc);
    store.record(&entry, &now()).await
}

/// How a run stands after an event that is about to be journalled, with every id that AWS gave a
/// request of it. A crash between the two says it twice rather than never
pub(super) async fn stood(
    store: &Store,
    run: &RunRecord,
    standing: Standing,
    last: &Event,
) -> Result<(), StoreError> {
    let stored = store.events(&run.id, 0).await?;
    let events = stored.iter().filter_map(|stored| stored.event.as_ref());
    let mut entry = about(Act::Stood, &run.who, &run.id, &run.account, &run.plan)
        .with("standing", standing.as_str());
    entry.requests = events.chain([last]).filter_map(request).collect();
    store.record(&entry, &now()).await
}

fn about(act: Act, who: &str, run: &RunId, account: &str, plan: &str) -> Entry {
    Entry {
        plan: Some(plan.to_owned()),
        ..Entry::new(act, who, run.as_str()).in_account(account)
    }
}

fn request(event: &Event) -> Option<String> {
    match event {
        Event::Answered { request_id, .. } => request_id.clone(),
        _ => None,
    }
}
