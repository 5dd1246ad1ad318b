//! What of AWS the server may reach, as the settings say; made anew when they change.
//!
//! Must keep the one journal and the runs that are under way through all changes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use postern_plan::catalog::Catalog;
use tokio::sync::OnceCell;

use super::super::{CliError, account};
use crate::apply::{Applying, Pace};
use crate::approvals::Approvals;
use crate::endpoints::Accounts;
use crate::endpoints::cached::{Cached, KEPT};
use crate::endpoints::demo::Demo;
use crate::log::chain as log_chain;
use crate::metrics::Metrics;
use crate::pull_requests::PullRequests;
use crate::recorder::Recorder;
use crate::settings::Settings;
use crate::state::Door;
use crate::store::{Database, Lines, Store};

/// Makes doors, and knows what all of them share
pub(super) struct Doors {
    catalog: Arc<Catalog>,
    store: Keeping,
    metrics: Metrics,
    exposure: Exposure,
    /// The runs; none before plans are carried out for the first time
    applying: Option<Applying>,
    /// Where pull requests are opened
    pull_requests: Option<Arc<PullRequests>>,
}

/// Who can reach the port
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exposure {
    /// Somebody on this machine, or somebody who signed in
    Known,
    /// Others too
    Beyond,
}

/// The one store of this process, opened when it is first needed
#[derive(Clone)]
pub(super) struct Keeping {
    database: Option<Database>,
    folder: Option<PathBuf>,
    lines: Lines,
    metrics: Metrics,
    store: Arc<OnceCell<Store>>,
}

impl Keeping {
    /// The store of this database or else of this folder; of the usual one where none was named
    pub(super) fn new(
        database: Option<Database>,
        folder: Option<PathBuf>,
        lines: Lines,
        metrics: Metrics,
    ) -> Self {
        Self {
            database,
            folder,
            lines,
            metrics,
            store: Arc::default(),
        }
    }

    /// The same store with connections of its own
    pub(super) async fn apart(&self) -> Result<Store, CliError> {
        match &self.database {
            Some(database) => account::connect(database).await,
            None => account::open(self.folder.as_deref()).await,
        }
    }

    /// The store
    pub(super) async fn store(&self) -> Result<Store, CliError> {
        let store = self.store.get_or_try_init(|| self.apart()).await?;
        Ok(store
            .clone()
            .with_lines(self.lines)
            .with_metrics(self.metrics.clone()))
    }
}

impl Doors {
    pub(super) fn new(catalog: Arc<Catalog>, store: Keeping, exposure: Exposure) -> Self {
        Self {
            catalog,
            metrics: store.metrics.clone(),
            store,
            exposure,
            applying: None,
            pull_requests: None,
        }
    }

    /// The same, with where pull requests are opened
    pub(super) fn opening(self, pull_requests: Option<PullRequests>) -> Self {
        Self {
            pull_requests: pull_requests.map(Arc::new),
            ..self
        }
    }

    /// Who can reach the port
    pub(super) fn exposure(&self) -> Exposure {
        self.exposure
    }

    /// What may be reached with these settings
    pub(super) async fn open(&mut self, settings: &Settings) -> Result<Door, CliError> {
        if settings.apply.enabled {
            return self.applying(settings).await;
        }
        let record = if settings.signs_in() {
            Recorder::new(Some(self.store.store().await?))
        } else {
            Recorder::default()
        };
        // Whoever reaches the port would read the account with this machine's credentials.
        let accounts = match self.exposure {
            Exposure::Beyond => None,
            Exposure::Known => self.accounts(settings).ok(),
        };
        Ok(Door {
            accounts: accounts.map(cached),
            record,
            pull_requests: self.pull_requests.clone(),
            ..Door::default()
        })
    }

    fn accounts(&self, settings: &Settings) -> Result<Arc<dyn Accounts>, CliError> {
        account::accounts(&self.catalog, settings, self.metrics.clone())
    }

    async fn applying(&mut self, settings: &Settings) -> Result<Door, CliError> {
        let accounts = self.accounts(settings)?;
        let applying = match &self.applying {
            Some(applying) => applying
                .with(Arc::clone(&accounts), settings.pace())
                .asking(settings.approvals()),
            None => {
                let store = self.store.store().await?;
                let catalog = Arc::clone(&self.catalog);
                let applying =
                    Applying::new(store, Arc::clone(&accounts), catalog, settings.pace())
                        .asking(settings.approvals());
                recover(applying.clone());
                tokio::spawn(expire(applying.clone()));
                applying
            }
        };
        self.applying = Some(applying.clone());
        Ok(Door {
            accounts: Some(cached(accounts)),
            record: Recorder::new(Some(applying.store().clone())),
            applying: Some(applying),
            pull_requests: self.pull_requests.clone(),
            banner: None,
        })
    }
}

/// What was under way when the process before this one ended goes on by itself: every step is
/// journalled, and what is not known is looked up first.
fn recover(applying: Applying) {
    tokio::spawn(async move {
        loop {
            if let Err(error) = applying.recover().await {
                tracing::error!("runs that were under way are left: {}", log_chain(&error));
            }
            // Where others carry runs on too, one of them may end without a word.
            let Some(lease) = applying.store().lease() else {
                return;
            };
            tokio::time::sleep(lease / 6).await;
        }
    });
}

/// Proposals expire though nobody looks at them
async fn expire(applying: Applying) {
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    loop {
        minutes.tick().await;
        if let Err(error) = applying.expire().await {
            tracing::error!("proposals do not expire: {}", log_chain(&error));
        }
    }
}

fn cached(accounts: Arc<dyn Accounts>) -> Arc<Cached> {
    Arc::new(Cached::new(accounts, KEPT))
}

/// Where the runs of a demo are kept: where nobody looks for them, unless a folder was named
pub(super) fn demo_folder(state: Option<PathBuf>) -> PathBuf {
    let passing = || std::env::temp_dir().join(format!("postern-demo-{}", std::process::id()));
    state.unwrap_or_else(passing)
}

/// The account of the demo
pub(super) async fn demo(
    catalog: &Arc<Catalog>,
    keeping: &Keeping,
    approvals: Approvals,
) -> Result<Door, CliError> {
    let demo = Demo::new().map_err(|error| {
        CliError::refused(log_chain(&error)).help("this is a fault of postern: please report it")
    })?;
    let accounts: Arc<dyn Accounts> = Arc::new(demo);
    let store = keeping.store().await?;
    let pace = Pace {
        poll: Duration::from_secs(1),
        ..Pace::default()
    };
    let record = Recorder::new(Some(store.clone()));
    let applying = Applying::new(store, Arc::clone(&accounts), Arc::clone(catalog), pace);
    let applying = applying.asking(approvals);
    tokio::spawn(expire(applying.clone()));
    Ok(Door {
        record,
        applying: Some(applying),
        accounts: Some(cached(accounts)),
        // The demo keeps to itself.
        pull_requests: None,
        banner: Some(
            "This is a demo: account 111122223333 in us-east-1 is made up, and nothing here reaches AWS.",
        ),
    })
}
