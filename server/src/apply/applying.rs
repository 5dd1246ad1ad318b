//! Runs of the web application: begun, carried on in the background, and gone on with after a
//! restart.
//!
//! Must never carry on a run that another process carries on: the VPC's lock tells.

use std::sync::Arc;

use postern_plan::catalog::Catalog;
use postern_plan::plan::Plan;
use postern_plan::preflight::DryRun;
use postern_plan::request::Request;
use postern_plan::run::{Limits, RunId, Standing};
use tokio::sync::watch;

use super::{
    ApplyError, Guarded, Journalled, Lock, Pace, Purpose, Refusal, begin, drive, dry_runs, guard,
    looked, now, open,
};
use crate::endpoints::{Accounts, Endpoints, Place};
use crate::store::{Ask, Store};

/// How many of the newest runs may be of a plan that somebody looks at
const RECENT: i64 = 50;

/// What runs are carried out with
#[derive(Clone)]
pub struct Applying {
    store: Store,
    accounts: Arc<dyn Accounts>,
    catalog: Arc<Catalog>,
    pace: Pace,
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

    /// Where runs are kept
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Wakes whenever something happens to a run of this process
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.happened.subscribe()
    }

    /// What must hold before a plan is carried out
    pub async fn guard(
        &self,
        request: &Request,
        fingerprint: Option<&str>,
    ) -> Result<Guarded, Refusal> {
        let place = place(request.account.as_str(), request.region.as_str());
        guard(&*self.accounts, &self.catalog, request, &place, fingerprint).await
    }

    /// The account as it is now, for what deletes
    pub async fn looked(&self, request: &Request) -> Result<Guarded, Refusal> {
        let place = place(request.account.as_str(), request.region.as_str());
        looked(&*self.accounts, &self.catalog, request, &place).await
    }

    /// Writes a run down and carries it on in the background
    pub async fn begin(&self, guarded: &Guarded, purpose: Purpose) -> Result<RunId, ApplyError> {
        let (run, lock) = begin(
            &self.store,
            &self.catalog,
            guarded,
            purpose,
            &guarded.caller.arn,
        )
        .await?;
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
    pub async fn ask(&self, id: &RunId, ask: Ask) -> Result<(), AskError> {
        let run = Journalled::open(&self.store, id, Limits::default()).await?;
        if run.standing() == Standing::RolledBack {
            return Ok(());
        }
        let record = run.record();
        let lock = Lock::take(
            self.store.folder(),
            &record.account,
            &record.region,
            &record.vpc,
        );
        let lock = match lock {
            Ok(lock) => lock,
            // Whoever carries it on hears.
            Err(_) if run.standing() == Standing::Going => {
                return Ok(self
                    .store
                    .ask(id, ask, "web", &now())
                    .await
                    .map_err(ApplyError::from)?);
            }
            // Another run works there: an ask that nobody hears now must not be heard much later.
            Err(held) => return Err(ApplyError::Lock(held).into()),
        };
        let place = place(&record.account, &record.region);
        let (endpoints, _) = open(&*self.accounts, &place).await?;
        self.store
            .ask(id, ask, "web", &now())
            .await
            .map_err(ApplyError::from)?;
        // Until the lock was taken somebody else may have carried it on.
        let run = Journalled::open(&self.store, id, Limits::default()).await?;
        self.carry(run, endpoints, lock);
        Ok(())
    }

    /// Carries on what was under way when the process before this one ended
    pub async fn recover(&self) -> Result<(), ApplyError> {
        for record in self.store.runs(i64::from(u16::MAX)).await? {
            if record.standing != Standing::Going.as_str() {
                continue;
            }
            let lock = Lock::take(
                self.store.folder(),
                &record.account,
                &record.region,
                &record.vpc,
            );
            let run = Journalled::open(&self.store, &record.id, Limits::default()).await;
            let (Ok(lock), Ok(run)) = (lock, run) else {
                continue;
            };
            let place = place(&record.account, &record.region);
            match open(&*self.accounts, &place).await {
                Ok((endpoints, _)) => self.carry(run, endpoints, lock),
                Err(refusal) => tracing::warn!(run = %record.id, "not gone on with: {refusal}"),
            }
        }
        Ok(())
    }

    fn carry(&self, mut run: Journalled, endpoints: Arc<dyn Endpoints>, lock: Lock) {
        let (pace, happened) = (self.pace, self.happened.clone());
        tokio::spawn(async move {
            let id = run.id().clone();
            let heard = |_: &Journalled, _: &_| happened.send_modify(|n| *n = n.wrapping_add(1));
            match drive(&mut run, &*endpoints, &pace, heard).await {
                Ok(standing) => {
                    tracing::info!(run = %id, standing = standing.as_str(), "run stands");
                }
                Err(error) => tracing::error!(run = %id, "run left: {}", crate::log::chain(&error)),
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

fn place(account: &str, region: &str) -> Place {
    Place {
        account: Some(account.to_owned()),
        region: region.to_owned(),
        profile: None,
        session: "web".to_owned(),
    }
}
