//! A run together with its journal: what happens to the one is written to the other.
//!
//! Must write before it believes: an event that could not be written did not happen.

use postern_plan::run::{Event, Limits, Run, RunId, Standing};

use super::{ApplyError, now, recorded};
use crate::store::{NewEvent, RunRecord, Store};

/// A run whose events are written down
#[derive(Debug)]
pub struct Journalled {
    store: Store,
    record: RunRecord,
    run: Run,
    next: i64,
}

impl Journalled {
    /// A run as its journal tells it
    pub async fn open(store: &Store, id: &RunId, limits: Limits) -> Result<Self, ApplyError> {
        let record = store.run(id).await?;
        let events = store.events(id, 0).await?;
        let next = events.last().map_or(0, |last| last.seq + 1);
        let read_only = || ApplyError::ReadOnly(id.clone());
        let steps = record.steps.clone().ok_or_else(read_only)?;
        let known: Option<Vec<Event>> = events.into_iter().map(|e| e.event).collect();
        let known = known.ok_or_else(read_only)?;
        let run = Run::replay(steps, limits, &known).map_err(|_| read_only())?;
        Ok(Self {
            store: store.clone(),
            record,
            run,
            next,
        })
    }

    /// Its id
    pub fn id(&self) -> &RunId {
        &self.record.id
    }

    /// What was written down when it began
    pub fn record(&self) -> &RunRecord {
        &self.record
    }

    /// How far it has come
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// How it stands
    pub fn standing(&self) -> Standing {
        self.run.standing()
    }

    /// Writes an event down, then lets it happen
    pub async fn note(&mut self, event: &Event) -> Result<(), ApplyError> {
        let mut after = self.run.clone();
        after
            .observe(event)
            .map_err(|_| ApplyError::ReadOnly(self.record.id.clone()))?;
        let step = event.step().and_then(|step| self.run.steps.get(step));
        let new = NewEvent {
            seq: self.next,
            event,
            action: step
                .and_then(|s| s.call())
                .map(postern_plan::run::Call::action),
            standing: after.standing(),
        };
        let standing = after.standing();
        if standing != Standing::Going && standing != self.standing() {
            recorded::stood(&self.store, &self.record, standing, event).await?;
        }
        self.store.add_event(&self.record.id, &new, &now()).await?;
        self.next += 1;
        self.run = after;
        Ok(())
    }

    /// Lets happen what somebody asked for; whether anything was
    pub async fn take_asks(&mut self) -> Result<bool, ApplyError> {
        let asks = self.store.asked(&self.record.id).await?;
        for (seq, ask) in &asks {
            self.note(&ask.event()).await?;
            self.store.taken(&self.record.id, *seq).await?;
        }
        Ok(!asks.is_empty())
    }
}
