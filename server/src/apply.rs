//! Carrying a plan out: guarded, journalled before every call, and able to go on after anything.
//!
//! What is done next is decided in `postern_plan::run`; here it is done. Must not call AWS but
//! through [`Endpoints`](crate::endpoints::Endpoints), and must not send a changing call whose step
//! is not journalled as begun.

mod applying;
mod drive;
mod guard;
mod journalled;
mod lock;
mod pace;
mod rehearsal;

use std::time::SystemTime;

use postern_plan::catalog::Catalog;
use postern_plan::run::{Limits, RunId};
use thiserror::Error;

use crate::store::{NewRun, Store, StoreError};

pub use applying::{Applying, AskError};
pub use drive::drive;
pub use guard::{Guarded, Refusal, guard, looked, open};
pub use journalled::Journalled;
pub use lock::{Lock, LockError};
pub use pace::Pace;
pub use rehearsal::{Purpose, dry_runs};

/// A run cannot be carried on
#[derive(Debug, Error)]
pub enum ApplyError {
    /// The journal fails
    #[error("the journal cannot be used")]
    Store(#[from] StoreError),
    /// Another run works on the same VPC
    #[error("another run works on this VPC")]
    Lock(#[from] LockError),
    /// Another version of Postern wrote the run
    #[error("run `{0}` was written by another version of postern, and is only shown here")]
    ReadOnly(RunId),
    /// Nothing is left to be asked of the run
    #[error("run `{0}` is {1}")]
    Final(RunId, &'static str),
}

/// Writes a run down, and takes its VPC's lock. Nothing was called yet
pub async fn begin(
    store: &Store,
    catalog: &Catalog,
    guarded: &Guarded,
    purpose: Purpose,
    who: &str,
) -> Result<(Journalled, Lock), ApplyError> {
    let plan = &guarded.plan;
    let request = &plan.request;
    let lock = Lock::take(
        store.folder(),
        request.account.as_str(),
        request.region.as_str(),
        request.placement.vpc.as_str(),
    )?;
    let id = new_id();
    let run = NewRun {
        steps: purpose.steps(catalog, guarded, &id),
        name: request.name.to_string(),
        account: request.account.to_string(),
        region: request.region.to_string(),
        vpc: request.placement.vpc.to_string(),
        plan: plan.id.clone(),
        who: who.to_owned(),
        request: request.to_toml(),
        id,
    };
    store.add_run(&run, &now()).await?;
    let journalled = Journalled::open(store, &run.id, Limits::default()).await?;
    Ok((journalled, lock))
}

/// The time now, RFC 3339, in whole seconds
pub fn now() -> String {
    let now = jiff::Timestamp::try_from(SystemTime::now()).unwrap_or_default();
    format!("{now:.0}")
}

fn new_id() -> RunId {
    loop {
        if let Ok(id) = format!("run-{}", ulid::Ulid::generate()).parse() {
            return id;
        }
    }
}
