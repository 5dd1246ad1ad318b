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
mod proposed;
mod recorded;
mod rehearsal;
mod submitted;

use std::time::SystemTime;

use postern_plan::catalog::Catalog;
use postern_plan::proposal::Speaker;
use postern_plan::run::{Limits, RunId};
use thiserror::Error;

use crate::store::{NewRun, Store, StoreError, Together};

pub use applying::{Applying, AskError};
pub use drive::drive;
pub use guard::{Asked, Guarded, Refusal, guard, looked, open};
pub use journalled::Journalled;
pub use lock::{Lock, LockError, VpcPlace};
pub use pace::Pace;
pub use proposed::{MOST_TEXT, rests_on};
pub use recorded::ask;
pub use rehearsal::{Purpose, dry_runs};
pub use submitted::{DecideError, Outcome, Submitted};

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
    /// Another process may carry the run on by now
    #[error("another process may carry run `{0}` on by now")]
    Lost(RunId),
    /// Somebody must approve it first
    #[error("in account {0} a plan is carried out only once it was approved")]
    Unapproved(String),
    /// Nothing is left to be asked of the run
    #[error("run `{0}` is {1}")]
    Final(RunId, &'static str),
}

/// What is to be carried out, and for whom
#[derive(Clone, Copy, Debug)]
pub struct Ordered<'a> {
    /// What the run is to do
    pub purpose: Purpose,
    /// Who asked for it
    pub who: &'a str,
    /// The proposal that was approved, and who has it carried out; none where it takes none
    pub proposal: Option<(&'a Submitted, &'a Speaker)>,
}

/// Writes a run down, and takes its VPC's lock. Nothing was called yet
pub async fn begin(
    store: &Store,
    catalog: &Catalog,
    guarded: &Guarded,
    ordered: &Ordered<'_>,
) -> Result<(Journalled, Lock), ApplyError> {
    let plan = &guarded.plan;
    let request = &plan.request;
    let place = VpcPlace {
        account: request.account.as_str(),
        region: request.region.as_str(),
        vpc: request.placement.vpc.as_str(),
    };
    let lock = Lock::take(store, &place).await?;
    let id = new_id();
    let run = NewRun {
        steps: ordered.purpose.steps(catalog, guarded, &id),
        name: request.name.to_string(),
        account: request.account.to_string(),
        region: request.region.to_string(),
        vpc: request.placement.vpc.to_string(),
        plan: plan.id.clone(),
        who: ordered.who.to_owned(),
        request: request.to_toml(),
        id,
    };
    match ordered.proposal {
        None => {
            recorded::began(store, &run, ordered.purpose).await?;
            store.add_run(&run, &now()).await?;
        }
        Some((submitted, by)) => {
            let (happened, entry) = proposed::began(submitted, by, &run.id, &now());
            let decision = proposed::decision(submitted, &happened);
            let together = Together {
                proposal: None,
                decisions: &[(decision, entry)],
                run: Some(&run),
            };
            store.write(&together).await?;
        }
    }
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
