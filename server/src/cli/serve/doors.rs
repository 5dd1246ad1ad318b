//! What of AWS the server may reach, as the settings say; made anew when they change.
//!
//! Must keep the one journal and the runs that are under way through all changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postern_plan::catalog::Catalog;

use super::super::{CliError, account};
use crate::apply::{Applying, Pace};
use crate::endpoints::Accounts;
use crate::endpoints::cached::{Cached, KEPT};
use crate::endpoints::demo::Demo;
use crate::log::chain as log_chain;
use crate::settings::Settings;
use crate::state::Door;

/// Makes doors, and knows what all of them share
pub(super) struct Doors {
    catalog: Arc<Catalog>,
    /// The folder for runs, where one was named at the start
    state: Option<PathBuf>,
    exposure: Exposure,
    /// The runs; none before plans are carried out for the first time
    applying: Option<Applying>,
}

/// Who can reach the port
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exposure {
    /// This machine
    Loopback,
    /// Others too
    Beyond,
}

impl Doors {
    pub(super) fn new(catalog: Arc<Catalog>, state: Option<PathBuf>, exposure: Exposure) -> Self {
        Self {
            catalog,
            state,
            exposure,
            applying: None,
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
        // Whoever reaches the port would read the account with this machine's credentials.
        if self.exposure == Exposure::Beyond {
            return Ok(Door::default());
        }
        match account::accounts(&self.catalog, settings) {
            Ok(accounts) => Ok(Door {
                accounts: Some(cached(accounts)),
                ..Door::default()
            }),
            Err(_) => Ok(Door::default()),
        }
    }

    async fn applying(&mut self, settings: &Settings) -> Result<Door, CliError> {
        let accounts = account::accounts(&self.catalog, settings)?;
        let applying = match &self.applying {
            Some(applying) => applying.with(Arc::clone(&accounts), settings.pace()),
            None => {
                let store = account::open(self.state.as_deref()).await?;
                let catalog = Arc::clone(&self.catalog);
                let applying =
                    Applying::new(store, Arc::clone(&accounts), catalog, settings.pace());
                recover(applying.clone());
                applying
            }
        };
        self.applying = Some(applying.clone());
        Ok(Door {
            accounts: Some(cached(accounts)),
            applying: Some(applying),
            banner: None,
        })
    }
}

/// What was under way when the process before this one ended goes on by itself: every step is
/// journalled, and what is not known is looked up first.
fn recover(applying: Applying) {
    tokio::spawn(async move {
        if let Err(error) = applying.recover().await {
            tracing::error!("runs that were under way are left: {}", log_chain(&error));
        }
    });
}

fn cached(accounts: Arc<dyn Accounts>) -> Arc<Cached> {
    Arc::new(Cached::new(accounts, KEPT))
}

/// The account of the demo, whose runs are kept where nobody looks for them
pub(super) async fn demo(catalog: &Arc<Catalog>, state: Option<&Path>) -> Result<Door, CliError> {
    let demo = Demo::new().map_err(|error| {
        CliError::refused(log_chain(&error)).help("this is a fault of postern: please report it")
    })?;
    let accounts: Arc<dyn Accounts> = Arc::new(demo);
    let passing = std::env::temp_dir().join(format!("postern-demo-{}", std::process::id()));
    let store = account::open(Some(state.unwrap_or(&passing))).await?;
    let pace = Pace {
        poll: Duration::from_secs(1),
        ..Pace::default()
    };
    Ok(Door {
        applying: Some(Applying::new(
            store,
            Arc::clone(&accounts),
            Arc::clone(catalog),
            pace,
        )),
        accounts: Some(cached(accounts)),
        banner: Some(
            "This is a demo: account 111122223333 in us-east-1 is made up, and nothing here reaches AWS.",
        ),
    })
}
