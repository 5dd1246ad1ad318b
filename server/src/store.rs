//! What outlives the process: one SQLite file in the state folder.
//!
//! Must not know what a run means, and must never lose what it said was written: every commit is
//! on the disk before it returns.

mod asks;
mod runs;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, Executor, SqlSafeStr};
use thiserror::Error;

pub use asks::Ask;
pub use runs::{NewEvent, NewRun, RunRecord, StoredEvent};

/// The file in the state folder
pub const FILE: &str = "postern.db";

/// Each migration: its number, what it is about, and its text
const MIGRATIONS: &[(i64, &str, &str)] =
    &[(1, "runs", include_str!("../migrations/0001_runs.sql"))];

/// The store
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    folder: PathBuf,
}

/// The store cannot be used
#[derive(Debug, Error)]
pub enum StoreError {
    /// The folder cannot be made or written
    #[error("cannot use `{0}` to keep runs")]
    Folder(PathBuf, #[source] std::io::Error),
    /// The database cannot be read or written
    #[error("the journal cannot be read or written")]
    Database(#[from] sqlx::Error),
    /// The database is of a later version of Postern, or damaged
    #[error("the journal is not one that this version of postern can use")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// What is to be written cannot be put into words
    #[error("a run cannot be put into words")]
    Words(#[from] serde_json::Error),
    /// There is no such run
    #[error("there is no run `{0}`")]
    NoRun(String),
}

impl Store {
    /// Opens the store in a folder, which is made if need be, for this user alone
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let unusable = |error| StoreError::Folder(folder.to_owned(), error);
        make_private(folder).map_err(unusable)?;
        let folder = fs::canonicalize(folder).map_err(unusable)?;
        install_default_drivers();
        let pool = AnyPoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // FULL: a commit that returned has reached the disk, or a crash could make a
                    // call twice.
                    connection
                        .execute(
                            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
                             PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
                        )
                        .await?;
                    Ok(())
                })
            })
            .connect(&address(&folder.join(FILE)))
            .await?;
        let migrations = MIGRATIONS
            .iter()
            .map(|(number, about, text)| {
                let kind = MigrationType::Simple;
                Migration::new(*number, (*about).into(), kind, text.into_sql_str(), false)
            })
            .collect();
        Migrator::with_migrations(migrations).run(&pool).await?;
        Ok(Self { pool, folder })
    }

    /// The state folder
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes everything down and lets go of the file
    pub async fn close(self) {
        self.pool.close().await;
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

/// The file as an address, with what an address cannot hold percent-encoded
fn address(file: &Path) -> String {
    let mut address = "sqlite://".to_owned();
    for byte in file.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            address.push(char::from(*byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address.push_str("?mode=rwc");
    address
}

#[cfg(test)]
mod tests;
