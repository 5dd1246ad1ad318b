//! What the commands that reach an account have in common: settings, credentials, the state folder.
//!
//! Must not reach anything by itself.

use std::env;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use postern_plan::catalog::Catalog;
use postern_plan::request::Request;

use super::given::{FileArgs, StateArgs};
use super::{CliError, planned, render};
use crate::apply::{ApplyError, Refusal};
use crate::endpoints::{Accounts, Errand, Place, Session};
use crate::log::chain;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::store::{Database, Store, StoreError};

/// How an account is reached
#[derive(Debug, Args)]
pub(super) struct AccountArgs {
    #[command(flatten)]
    file: FileArgs,
    /// The profile of the AWS configuration
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

/// Everything that is needed to reach accounts
pub(super) struct Reach {
    pub(super) catalog: Arc<Catalog>,
    pub(super) settings: Settings,
    pub(super) accounts: Arc<dyn Accounts>,
    profile: Option<String>,
}

impl AccountArgs {
    pub(super) fn reach(&self) -> Result<Reach, CliError> {
        let catalog = Arc::new(planned::catalog()?);
        let settings = self.file.settings()?;
        Ok(Reach {
            accounts: accounts(&catalog, &settings, Metrics::default())?,
            catalog,
            settings,
            profile: self.profile.clone(),
        })
    }
}

#[cfg(feature = "aws")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "without the feature there are none"
)]
pub(super) fn accounts(
    catalog: &Arc<Catalog>,
    settings: &Settings,
    metrics: Metrics,
) -> Result<Arc<dyn Accounts>, CliError> {
    use crate::endpoints::ec2::{AwsAccounts, AwsConfig};
    let config = AwsConfig {
        metrics,
        ..settings.aws()
    };
    let accounts = AwsAccounts::new(catalog, config);
    Ok(Arc::new(accounts))
}

#[cfg(not(feature = "aws"))]
pub(super) fn accounts(
    _: &Arc<Catalog>,
    _: &Settings,
    _: Metrics,
) -> Result<Arc<dyn Accounts>, CliError> {
    Err(CliError::refused("this postern was built without AWS")
        .help("build it with the feature `aws`, which is on unless turned off"))
}

impl Reach {
    /// Where a request is carried out, or looked at
    pub(super) fn place(&self, request: &Request, errand: Errand) -> Place {
        self.at(request.account.as_str(), request.region.as_str(), errand)
    }

    /// The account of the credentials, in a Region
    pub(super) fn own(&self, region: &str) -> Place {
        Place {
            account: None,
            region: region.to_owned(),
            profile: self.profile.clone(),
            session: session(Errand::Look),
        }
    }

    /// An account in a Region
    pub(super) fn at(&self, account: &str, region: &str, errand: Errand) -> Place {
        Place {
            account: Some(account.to_owned()),
            region: region.to_owned(),
            profile: self.profile.clone(),
            session: session(errand),
        }
    }
}

/// Who sits here, for the session's name of an assumed role
fn session(errand: Errand) -> Session {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter();
    let who = named
        .filter_map(|name| env::var(name).ok())
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "cli".to_owned());
    Session { who, errand }
}

impl StateArgs {
    /// The folder of the command line, else that of the settings, else the usual one
    pub(super) async fn open(&self, settings: &Settings) -> Result<Store, CliError> {
        match (&self.state, settings.database()) {
            (None, Some(database)) => connect(&database).await,
            (named, _) => {
                let named = named.as_deref().map(Path::new);
                open(named.or(settings.server.state.as_deref())).await
            }
        }
    }
}

/// The runs in the folder that was named, else in the usual one
pub(super) async fn open(named: Option<&Path>) -> Result<Store, CliError> {
    let folder = state_folder(named)?;
    Store::open(&folder).await.map_err(|error| store(&error))
}

/// The runs in a database
pub(super) async fn connect(database: &Database) -> Result<Store, CliError> {
    let opened = Store::connect(database).await;
    opened.map_err(|error| store(&error))
}

/// The folder that was named, else the usual one
pub(super) fn state_folder(named: Option<&Path>) -> Result<PathBuf, CliError> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let set = |name: &str| {
        env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    set("XDG_STATE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local/state")))
        .map(|base| base.join("postern"))
        .ok_or_else(|| {
            CliError::usage(
                "there is no place to keep runs: neither XDG_STATE_HOME nor HOME is set",
            )
            .help("name a folder with --state DIR")
        })
}

pub(super) fn store(error: &StoreError) -> CliError {
    CliError::refused(chain(error)).help(match error {
        StoreError::NoRun(_) => "`postern runs` lists those that there are",
        StoreError::NoProposal(_) => "the page of proposals lists those that there are",
        StoreError::Meanwhile(_) => "look at it as it stands now, and try again",
        StoreError::Migration(_) => {
            "use the version of postern that wrote it, or another --state DIR"
        }
        StoreError::NoDatabase => {
            "write it as in DATABASE_URL=postgres://user:password@host/database"
        }
        StoreError::Folder(..) | StoreError::Database(_) | StoreError::Words(_) => {
            "see that the folder can be written and has room, or name another with --state DIR"
        }
    })
}

pub(super) fn apply(error: &ApplyError) -> CliError {
    match error {
        ApplyError::Store(error) => store(error),
        ApplyError::Lock(error) => CliError::refused(chain(error))
            .help("`postern runs` lists them; wait for it, or cancel it where it runs"),
        ApplyError::ReadOnly(_) => {
            CliError::refused(error.to_string()).help("use the version of postern that wrote it")
        }
        ApplyError::Lost(_) => CliError::parked(error.to_string())
            .help("`postern resume` goes on, unless another process does"),
        ApplyError::Final(..) | ApplyError::Unapproved(_) => CliError::refused(error.to_string()),
    }
}

pub(super) fn refusal(refusal: &Refusal) -> CliError {
    let error = CliError::refused(refusal.to_string());
    match refusal {
        Refusal::Unreachable { trouble, .. } => error.help(trouble.cause.fix()),
        Refusal::OtherAccount { .. } => {
            error.help("use credentials of that account, or name a role for it under [accounts] in the file of --config")
        }
        Refusal::Unread(_) => error.help("use credentials that may read it"),
        Refusal::Changed(_) => error.help("look at the plan again"),
        Refusal::Blocked(notes) => error
            .help("do what is said below, and apply again")
            .and(notes.iter().map(render::complaint)),
    }
}

/// Runs what waits, on one thread
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::refused(format!("cannot start: {error}")))?
        .block_on(work)
}
