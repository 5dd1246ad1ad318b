//! `postern backup` and `postern restore`: a copy of what a folder keeps, and back.
//!
//! Must not write over anything, and must not let a store of yesterday go on by itself.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::account::{self, block_on, state_folder};
use super::audit::proven;
use super::given::{FileArgs, StateArgs};
use super::{CliError, output};
use crate::apply;
use crate::log::chain;
use crate::record::Proof;
use crate::store::{Ask, BackupError, Store};

/// Who asks runs to stop that were under way when the backup was taken
const WHO: &str = "postern restore";

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The file to write, which must not be there yet
    to: PathBuf,
    #[command(flatten)]
    file: FileArgs,
    #[command(flatten)]
    state: StateArgs,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// A file that `postern backup` wrote
    from: PathBuf,
    #[command(flatten)]
    file: FileArgs,
    #[command(flatten)]
    state: StateArgs,
}

pub(super) fn backup(args: &BackupArgs) -> Result<(), CliError> {
    let settings = args.file.settings()?;
    block_on(async {
        let store = args.state.open(&settings).await?;
        let proof = proven(&store, BTreeMap::new()).await?;
        store
            .back_up(&args.to)
            .await
            .map_err(|error| wrong(&error))?;
        let line = format!("{}: {}\n", args.to.display(), entries(&proof));
        output::print(line.as_bytes())
    })
}

pub(super) fn restore(args: &RestoreArgs) -> Result<(), CliError> {
    let settings = args.file.settings()?;
    if args.state.state.is_none() && settings.database().is_some() {
        return Err(wrong(&BackupError::Postgres));
    }
    let named = args.state.state.as_deref().map(std::path::Path::new);
    let folder = state_folder(named.or(settings.server.state.as_deref()))?;
    block_on(async {
        let restored = Store::restored(&args.from, &folder).await;
        let restored = restored.map_err(|error| wrong(&error))?;
        let proof = proven(restored.store(), BTreeMap::new()).await?;
        let text = format!(
            "{}: {}; people sign in anew, and {} stopped that went on then\n",
            folder.display(),
            entries(&proof),
            match stopped(restored.store()).await? {
                1 => "1 run is".to_owned(),
                runs => format!("{runs} runs are"),
            }
        );
        restored.place().await.map_err(|error| wrong(&error))?;
        output::print(text.as_bytes())
    })
}

/// What went on when the backup was taken may have ended since, and been taken back: it stops before
/// its next call, until somebody has looked. Whoever signed out since is not signed in again
async fn stopped(store: &Store) -> Result<usize, CliError> {
    let failed = |error| account::store(&error);
    store.end_sessions(i64::MAX).await.map_err(failed)?;
    let going = store.going().await.map_err(failed)?;
    for run in &going {
        let asked = apply::ask(store, run, Ask::Cancel, WHO).await;
        asked.map_err(failed)?;
    }
    Ok(going.len())
}

fn entries(proof: &Proof) -> String {
    match proof.entries() {
        1 => "1 entry of the record, as it was written".to_owned(),
        entries => format!("{entries} entries of the record, all as they were written"),
    }
}

fn wrong(error: &BackupError) -> CliError {
    let said = CliError::refused(chain(error));
    match error {
        BackupError::Postgres => said.help("use pg_dump, and point-in-time recovery"),
        BackupError::There(_) => {
            said.help("nothing is written over: name another, or move it away")
        }
        BackupError::File(..) => said.help("see that it is there, and that there is room"),
        BackupError::NotOurs(..) => said.help("name a file that `postern backup` wrote"),
        BackupError::Store(error) => account::store(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{Fresh, ID, new_run};

    #[tokio::test]
    async fn what_went_on_then_waits_until_somebody_has_looked() {
        let fresh = Fresh::new("stopped").await;
        let store = fresh.open().await;
        let run = new_run(ID);
        store.add_run(&run, "2026-11-24T00:00:00Z").await.unwrap();
        store.add_session("a", 9_999_999_999, "{}").await.unwrap();
        assert_eq!(stopped(&store).await.unwrap(), 1);
        let asked: Vec<Ask> = store
            .asked(&run.id)
            .await
            .unwrap()
            .into_iter()
            .map(|a| a.1)
            .collect();
        assert_eq!(asked, [Ask::Cancel]);
        assert_eq!(store.sessions().await.unwrap(), 0);
        let record = store.record_from(1, 9).await.unwrap();
        assert_eq!(record.first().unwrap().index.who, WHO);
        store.close().await;
    }
}
