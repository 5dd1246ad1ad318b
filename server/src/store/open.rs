//! Opening the store: a SQLite file in a folder, or a PostgreSQL database.
//!
//! Must never say the address of a database: it may hold a password.

use std::fmt::Write as _;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, Executor, SqlSafeStr};

use super::{Keeper, Lines, Store, StoreError};
use crate::metrics::Metrics;
use crate::settings::secret::Secret;

/// The file in the state folder
pub const FILE: &str = "postern.db";

/// The file in the state folder that whoever opens the store has locked
const OPENING: &str = "postern.opening";

/// What a database that is not a file is reached by
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// FULL: a commit that returned has reached the disk, or a crash could make a call twice
const SQLITE: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

/// What only looks at a file
pub(super) const READ: &str = "PRAGMA query_only = ON;";

/// The same, whatever the database or the user is set to
const POSTGRES: &str =
    "SET synchronous_commit = on; SET default_transaction_isolation = 'read committed';";

/// Each migration: its number, what it is about, and its text
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "runs", include_str!("../../migrations/0001_runs.sql")),
    (
        2,
        "sessions",
        include_str!("../../migrations/0002_sessions.sql"),
    ),
    (
        3,
        "record",
        include_str!("../../migrations/0003_record.sql"),
    ),
    (
        4,
        "proposals",
        include_str!("../../migrations/0004_proposals.sql"),
    ),
    (
        5,
        "leases",
        include_str!("../../migrations/0005_leases.sql"),
    ),
    (
        6,
        "tokens",
        include_str!("../../migrations/0006_tokens.sql"),
    ),
    (
        7,
        "tellings",
        include_str!("../../migrations/0007_tellings.sql"),
    ),
];

/// A PostgreSQL database
#[derive(Clone, Debug)]
pub struct Database {
    /// Its address
    pub address: Secret,
    /// How long a run's lease lasts that nobody renews
    pub lease: Duration,
}

impl Store {
    /// Opens the store in a folder, which is made if need be, for this user alone
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let unusable = |error| StoreError::Folder(folder.to_owned(), error);
        make_private(folder).map_err(unusable)?;
        let folder = fs::canonicalize(folder).map_err(unusable)?;
        // PostgreSQL lets one bring the tables up to date at a time; with SQLite nobody sees to it.
        let _alone = alone(&folder).await.map_err(unusable)?;
        let pool = pool(&address(&folder.join(FILE)), 4, SQLITE).await?;
        Self::migrated(pool, Keeper::Sqlite(folder)).await
    }

    /// Opens the store in a PostgreSQL database, which others may use at the same time
    pub async fn connect(database: &Database) -> Result<Self, StoreError> {
        let lease = database.lease;
        let address = database.address.reveal();
        if !SCHEMES.iter().any(|scheme| address.starts_with(scheme)) {
            return Err(StoreError::NoDatabase);
        }
        let pool = pool(address, 8, POSTGRES).await?;
        Self::migrated(pool, Keeper::Postgres { lease }).await
    }

    async fn migrated(pool: AnyPool, keeper: Keeper) -> Result<Self, StoreError> {
        let migrations = MIGRATIONS
            .iter()
            .map(|(number, about, text)| {
                let kind = MigrationType::Simple;
                Migration::new(*number, (*about).into(), kind, text.into_sql_str(), false)
            })
            .collect();
        Migrator::with_migrations(migrations).run(&pool).await?;
        Ok(Self {
            pool,
            keeper,
            lines: Lines::default(),
            metrics: Metrics::default(),
        })
    }
}

pub(super) async fn pool(
    address: &str,
    most: u32,
    first: &'static str,
) -> Result<AnyPool, StoreError> {
    install_default_drivers();
    // What is wrong with an address may be told with the address.
    let options: AnyConnectOptions = address.parse().map_err(|_| StoreError::NoDatabase)?;
    let pool = AnyPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(first).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// Waits until nobody else opens the store of this folder, and keeps others waiting until dropped
pub(super) async fn alone(folder: &Path) -> std::io::Result<File> {
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.join(OPENING))?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(5)).await,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

#[cfg(unix)]
pub(super) fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
pub(super) fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

/// The file as an address, with what an address cannot hold percent-encoded
pub(super) fn address(file: &Path) -> String {
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
