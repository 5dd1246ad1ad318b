//! Runs of the web application: begun, carried on in the background, and gone on with after a
//! restart.
//!
//! Must never carry on a run that another process carries on: the VPC's lock tells.

use std::sync::Arc;

use postern_plan::catalog::Catalog;
use postern_plan::guardrails::{Guardrails, NONE};
use postern_plan::plan::Plan;
use postern_plan::preflight::DryRun;
use postern_plan::request::Request;
use postern_plan::run::{Limits, RunId, Standing};
use tokio::sync::watch;
use tracing::Instrument as _;

use super::{
    ApplyError, Asked, Guarded, Journalled, Lock, LockError, Ordered, Pace, Purpose, Refusal,
    begin, drive, dry_runs, guard, looked, open, recorded,
};
use crate::approvals::{Approvals, Required};
use crate::endpoints::{Accounts, Endpoints, Place, Session};
use crate::log::chain;
use crate::store::{Ask, Store};
use crate::traces;

/// How many of the newest runs may be of a plan that somebody looks at
const RECENT: i64 = 50;

/// What runs are carried out with
#[derive(Clone)]
pub struct Applying {
    pub(super) store: Store,
    accounts: Arc<dyn Accounts>,
    pub(super) catalog: Arc<Catalog>,
    pace: Pace,
    pub(super) approvals: Arc<Approvals>,
    /// Counts what happened to any run
    happened: watch::Sender<u64>,
}

impl Applying {
    /// Runs in this store, on these accounts
    pub fn new(
        store: Store,
        accounts: Arc<dyn Accounts>,
        catalog: Arc<Catalog>,
        pace: Pace,
    ) -> Self {
        Self {
            store,
            accounts,
            catalog,
            pace,
            approvals: Arc::default(),
            happened: watch::Sender::new(0),
        }
    }

    /// The same runs, and from now on other ways to reach accounts and other pauses
    ///
    /// A run that is carried on goes on as it began.
    #[must_use]
    pub fn with(&self, accounts: Arc<dyn Accounts>, pace: Pace) -> Self {
        Self {
            accounts,
            pace,
            ..self.clone()
        }
    }

    /// The same runs, and from now on it takes these approvals
    #[must_use]
    pub fn asking(&self, approvals: Approvals) -> Self {
        Self {
            approvals: Arc::new(approvals),
            ..self.clone()
        }
    }

    /// Where runs are kept
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Wakes whenever something happens to a run of this process
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.happened.subscribe()
    }

    /// What must hold before a plan is carried out, these rules among it. A run takes a session
    /// that carries
    pub async fn guard(
        &self,
        guardrails: &Guardrails,
        request: &Request,
        session: Session,
        fingerprint: Option<&str>,
    ) -> Result<Guarded, Refusal> {
        let place = &place(request.account.as_str(), request.region.as_str(), session);
        let asked = Asked {
            request,
            place,
            guardrails,
        };
        guard(&*self.accounts, &self.catalog, &asked, fingerprint).await
    }

    /// The account as it is now, for what deletes. A run takes a session that carries
    pub async fn looked(&self, request: &Request, session: Session) -> Result<Guarded, Refusal> {
        let place = &place(request.account.as_str(), request.region.as_str(), session);
        // What deletes is not what the rules are about.
        let asked = Asked {
            request,
            place,
            guardrails: &NONE,
        };
        looked(&*self.accounts, &self.catalog, &asked).await
    }

    /// Writes a run down and carries it on in the background. `who` asked for it, as far as
    /// somebody signed in; otherwise it is whoever the credentials belong to. Refused where it takes
    /// an approval, but for what only tries
    pub async fn begin(
        &self,
        guarded: &Guarded,
        purpose: Purpose,
        who: Option<&str>,
    ) -> Result<RunId, ApplyError> {
        let account = guarded.plan.request.account.as_str();
        let required = self.approvals.of(account).required;
        if purpose != Purpose::Rehearse && required == Required::Yes {
            return Err(ApplyError::Unapproved(account.to_owned()));
        }
        let ordered = Ordered {
            purpose,
            who: who.unwrap_or(&guarded.caller.arn),
            proposal: None,
        };
        self.order(guarded, &ordered).await
    }

    /// Carries out what was ordered, in the background
    pub(super) async fn order(
        &self,
        guarded: &Guarded,
        ordered: &Ordered<'_>,
    ) -> Result<RunId, ApplyError> {
        let (run, lock) = begin(&self.store, &self.catalog, guarded, ordered).await?;
        let id = run.id().clone();
        self.carry(run, Arc::clone(&guarded.endpoints), lock);
        Ok(id)
    }

    /// What dry runs of this plan answered last; nothing where none were made
    pub async fn dry_runs(&self, plan: &Plan) -> Result<Vec<DryRun>, ApplyError> {
        let runs = self.store.runs(RECENT).await?;
        let Some(last) = runs.into_iter().find(|run| run.plan == plan.id) else {
            return Ok(Vec::new());
        };
        let run = Journalled::open(&self.store, &last.id, Limits::default()).await;
        Ok(run.map(|run| dry_runs(run.run())).unwrap_or_default())
    }

    /// Writes down what somebody asks, and sees that it is heard: by whoever carries the run on,
    /// else by carrying it on from here
    pub async fn ask(&self, id: &RunId, ask: Ask, who: Option<&str>) -> Result<(), AskError> {
        let who = who.unwrap_or("web");
        let run = Journalled::open(&self.store, id, Limits::default()).await?;
        if run.standing() == Standing::RolledBack {
            return Ok(());
        }
        let record = run.record();
        let lock = match Lock::take(&self.store, &record.place()).await {
            Ok(lock) => lock,
            // Whoever carries it on hears.
            Err(_) if run.standing() == Standing::Going => {
                return Ok(recorded::ask(&self.store, record, ask, who)
                    .await
                    .map_err(ApplyError::from)?);
            }
            // Another run works there: an ask that nobody hears now must not be heard much later.
            Err(held) => return Err(ApplyError::Lock(held).into()),
        };
        let session = Session::carrying(Some(who));
        let place = place(&record.account, &record.region, session);
        let (endpoints, _) = open(&*self.accounts, &place).await?;
        recorded::ask(&self.store, record, ask, who)
            .await
            .map_err(ApplyError::from)?;
        // Until the lock was taken somebody else may have carried it on.
        let run = Journalled::open(&self.store, id, Limits::default()).await?;
        self.carry(run, endpoints, lock);
        Ok(())
    }

    /// Carries on what was under way when the process before this one ended
    pub async fn recover(&self) -> Result<(), ApplyError> {
        for record in self.store.going().await? {
            let lock = match Lock::take(&self.store, &record.place()).await {
                Ok(lock) => lock,
                // Somebody carries it on.
                Err(LockError::Held(_)) => continue,
                Err(error) => {
                    tracing::warn!(run = %record.id, "not gone on with: {}", chain(&error));
                    continue;
                }
            };
            let run = match Journalled::open(&self.store, &record.id, Limits::default()).await {
                Ok(run) => run,
                Err(error) => {
                    tracing::warn!(run = %record.id, "not gone on with: {}", chain(&error));
                    continue;
                }
            };
            let session = Session::carrying(Some(&record.who));
            let place = place(&record.account, &record.region, session);
            match open(&*self.accounts, &place).await {
                Ok((endpoints, _)) => self.carry(run, endpoints, lock),
                Err(refusal) => tracing::warn!(run = %record.id, "not gone on with: {refusal}"),
            }
        }
        Ok(())
    }

    /// Wakes whoever listens
    pub(super) fn tell(&self) {
        self.happened.send_modify(|n| *n = n.wrapping_add(1));
    }

    fn carry(&self, mut run: Journalled, endpoints: Arc<dyn Endpoints>, lock: Lock) {
        let (pace, happened) = (self.pace, self.happened.clone());
        tokio::spawn(async move {
            let id = run.id().clone();
            let heard = |_: &Journalled, _: &_| happened.send_modify(|n| *n = n.wrapping_add(1));
            let driving = drive(&mut run, &*endpoints, &pace, heard);
            let driven = tokio::select! {
                driven = driving.instrument(traces::run(&id)) => driven,
                // As though the process had ended: what was called is looked up by whoever goes on.
                () = lock.lost() => Err(ApplyError::Lost(id.clone())),
            };
            match driven {
                Ok(standing) => {
                    tracing::info!(run = %id, standing = standing.as_str(), "run stands");
                }
                Err(error) => tracing::error!(run = %id, "run left: {}", chain(&error)),
            }
            drop(lock);
            happened.send_modify(|n| *n = n.wrapping_add(1));
        });
    }
}

/// What is asked of a run cannot be done
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The run cannot be carried on
    #[error("the run cannot be carried on")]
    Apply(#[from] ApplyError),
    /// Its account cannot be reached
    #[error("{0}")]
    Refused(#[from] Refusal),
}

fn place(account: &str, region: &str, session: Session) -> Place {
    Place {
        account: Some(account.to_owned()),
        region: region.to_owned(),
        profile: None,
        session,
    }
}
