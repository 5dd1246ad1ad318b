//! What outlives the process: one SQLite file in the state folder, or a PostgreSQL database.
//!
//! Must not know what a run means, and must never lose what it said was written: every commit is
//! on the disk before it returns.

mod asks;
mod backup;
mod counted;
mod leases;
mod open;
mod proposals;
mod record;
mod repeated;
mod runs;
mod sessions;
mod tellings;
mod tokens;

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use sqlx::AnyPool;
use thiserror::Error;

use crate::metrics::Metrics;
use crate::record::{Act, Row, Written};

pub use asks::Ask;
pub use backup::{BackupError, Restored};
pub use leases::LeaseHold;
pub use open::{Database, FILE};
pub use proposals::{Decision, ProposalRecord, Together, Waiting};
pub use record::Wanted;
pub use repeated::{Claim, KeptAnswer};
pub use runs::{NewEvent, NewRun, RunRecord, StoredEvent};
pub use tellings::Telling;
pub use tokens::TokenRow;

/// The store
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    keeper: Keeper,
    lines: Lines,
    metrics: Metrics,
}

/// What keeps what is stored
#[derive(Clone, Debug)]
pub(crate) enum Keeper {
    /// A file in this folder, for the processes of one machine
    Sqlite(PathBuf),
    /// A database, for replicas on several
    Postgres {
        /// How long a lease lasts that nobody renews
        lease: Duration,
    },
}

/// Whether each entry of the record is said as a line on standard output
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// It is not
    #[default]
    Silent,
    /// It is
    Said,
}

/// The store cannot be used
#[derive(Debug, Error)]
pub enum StoreError {
    /// The folder cannot be made or written
    #[error("cannot use `{0}` to keep runs")]
    Folder(PathBuf, #[source] std::io::Error),
    /// The address is not one of a database that can be used
    #[error("the address of the database is not one that begins with postgres://")]
    NoDatabase,
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
    /// There is no such proposal
    #[error("there is no proposal `{0}`")]
    NoProposal(String),
    /// Somebody else was first
    #[error("something else happened to proposal `{0}` meanwhile")]
    Meanwhile(String),
}

impl Store {
    /// The same, which says each entry of the record, or does not
    #[must_use]
    pub fn with_lines(self, lines: Lines) -> Self {
        Self { lines, ..self }
    }

    /// The same, which counts each entry of the record here
    #[must_use]
    pub fn with_metrics(self, metrics: Metrics) -> Self {
        Self { metrics, ..self }
    }

    /// Whoever reads standard output may be gone; the entry is in the store all the same
    fn say(&self, row: &Row) {
        self.metrics
            .recorded(&row.index.act, standing(row).as_deref());
        if self.lines == Lines::Said {
            let _ = writeln!(std::io::stdout(), "{}", row.line());
        }
    }

    /// Whether the database answers
    pub async fn answers(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Whether other processes may carry its runs on
    pub fn is_shared(&self) -> bool {
        matches!(self.keeper, Keeper::Postgres { .. })
    }

    /// How long the lease of a run lasts that nobody renews, where other processes may carry runs on
    pub fn lease(&self) -> Option<Duration> {
        match self.keeper {
            Keeper::Sqlite(_) => None,
            Keeper::Postgres { lease } => Some(lease),
        }
    }

    /// What keeps it
    pub(crate) fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    /// Writes everything down and lets go of the file
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// How a run stands, where an entry says so
fn standing(row: &Row) -> Option<String> {
    if row.index.act != Act::Stood.as_str() {
        return None;
    }
    let written: Written = serde_json::from_str(&row.text).ok()?;
    written.details.get("standing").cloned()
}

/// How often a place is tried that others may take at the same time
const TRIES: u32 = 50;

/// Whether somebody else was faster
fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}

#[cfg(test)]
pub(crate) mod tests;
