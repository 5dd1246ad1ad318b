//! A copy of a SQLite store, taken while it is used, and a store made of such a copy.
//!
//! Must neither write over a file nor delete one that it did not make. PostgreSQL has its own ways.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::Row;
use thiserror::Error;

use super::open::{FILE, READ, address, alone, make_private, pool};
use super::{Keeper, Store, StoreError};

/// A backup cannot be taken, or made a store of
#[derive(Debug, Error)]
pub enum BackupError {
    /// The store is in PostgreSQL
    #[error("the store is in PostgreSQL, which has backups of its own")]
    Postgres,
    /// There is something already
    #[error("`{0}` is there already")]
    There(PathBuf),
    /// A file or a folder cannot be read or written
    #[error("`{0}` cannot be read or written")]
    File(PathBuf, #[source] io::Error),
    /// It is something else, or damaged
    #[error("`{0}` is no backup of a store of postern: {1}")]
    NotOurs(PathBuf, String),
    /// The store cannot be used
    #[error("the store cannot be used")]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes all that is committed into a file that is not there yet, for this user alone
    pub async fn back_up(&self, to: &Path) -> Result<(), BackupError> {
        if !matches!(self.keeper(), Keeper::Sqlite(_)) {
            return Err(BackupError::Postgres);
        }
        let unwritten = |error| BackupError::File(to.to_owned(), error);
        let part = beside(to, "part");
        // SQLite fills a file that is empty, and one that this user alone may read stays so.
        match private(&part) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(BackupError::There(part));
            }
            made => drop(made.map_err(unwritten)?),
        }
        let done = self.filled(&part, to).await;
        let _ = fs::remove_file(&part);
        done
    }

    async fn filled(&self, part: &Path, to: &Path) -> Result<(), BackupError> {
        sqlx::query("VACUUM INTO $1")
            .bind(part.to_string_lossy().as_ref())
            .execute(&self.pool)
            .await
            .map_err(StoreError::from)?;
        let unwritten = |error| BackupError::File(to.to_owned(), error);
        File::open(part)
            .and_then(|file| file.sync_all())
            .map_err(unwritten)?;
        // Unlike a rename, a link does not write over what is there.
        fs::hard_link(part, to).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::There(to.to_owned()),
            _ => unwritten(error),
        })
    }

    /// A store that is made of a backup, beside the folder where it is to be; see [`Restored::place`]
    pub async fn restored(from: &Path, folder: &Path) -> Result<Restored, BackupError> {
        let unusable = |error| BackupError::File(folder.to_owned(), error);
        make_private(folder).map_err(unusable)?;
        let aside = Aside(folder.join(format!("restoring-{}", std::process::id())));
        fs::create_dir(&aside.0).map_err(unusable)?;
        let unread = |error| BackupError::File(from.to_owned(), error);
        let file = aside.0.join(FILE);
        let mut copy = private(&file).map_err(unusable)?;
        let mut source = File::open(from).map_err(unread)?;
        io::copy(&mut source, &mut copy).map_err(unread)?;
        judged(&file)
            .await
            .map_err(|why| BackupError::NotOurs(from.to_owned(), why))?;
        Ok(Restored {
            store: Self::open(&aside.0).await?,
            aside,
            folder: folder.to_owned(),
        })
    }
}

/// A store beside the folder where it is to be; gone when dropped, unless it was placed
#[derive(Debug)]
pub struct Restored {
    store: Store,
    aside: Aside,
    folder: PathBuf,
}

/// A folder that is gone when dropped
#[derive(Debug)]
struct Aside(PathBuf);

impl Restored {
    /// The store, to look at it and to write into it
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Puts it where it is to be, where nothing is yet
    pub async fn place(self) -> Result<(), BackupError> {
        self.store.close().await;
        let to = self.folder.join(FILE);
        let unwritten = |error| BackupError::File(to.clone(), error);
        let _alone = alone(&self.folder).await.map_err(unwritten)?;
        fs::hard_link(self.aside.0.join(FILE), &to).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::There(to.clone()),
            _ => unwritten(error),
        })?;
        File::open(&self.folder)
            .and_then(|folder| folder.sync_all())
            .map_err(unwritten)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Whether it is a store of ours, and whole; why not otherwise
async fn judged(file: &Path) -> Result<(), String> {
    let opened = pool(&address(file), 1, READ).await;
    let pool = opened.map_err(|_| "it is no SQLite database".to_owned())?;
    let asked = async |words: &'static str| {
        let row = sqlx::query(words).fetch_one(&pool).await?;
        row.try_get::<String, _>(0)
    };
    let whole = asked("PRAGMA integrity_check").await;
    let ours = asked("SELECT description FROM _sqlx_migrations WHERE version = 1").await;
    pool.close().await;
    match (whole.as_deref(), ours.as_deref()) {
        (Ok("ok"), Ok("runs")) => Ok(()),
        (Ok("ok"), _) => Err("it holds something else".to_owned()),
        (Ok(_), _) => Err("it is damaged".to_owned()),
        (Err(_), _) => Err("it is no SQLite database".to_owned()),
    }
}

/// A new file for this user alone
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{ID, new_run};

    #[tokio::test]
    async fn what_comes_back_is_what_was_there_when_it_was_taken() {
        let id = std::process::id();
        let folder = std::env::temp_dir().join(format!("postern backup {id}"));
        let _ = fs::remove_dir_all(&folder);
        let store = Store::open(&folder.join("one")).await.unwrap();
        store
            .add_run(&new_run(ID), "2026-11-24T00:00:00Z")
            .await
            .unwrap();
        let copy = folder.join("copy.db");
        store.back_up(&copy).await.unwrap();
        let later = ID.replace('V', "W");
        store
            .add_run(&new_run(&later), "2026-11-24T00:00:01Z")
            .await
            .unwrap();
        // What was not yet taken over from the log is in the copy, and the store goes on.
        assert_eq!(store.runs(9).await.unwrap().len(), 2);
        store.close().await;

        let there = folder.join("two");
        Store::restored(&copy, &there)
            .await
            .unwrap()
            .place()
            .await
            .unwrap();
        let left: Vec<_> = fs::read_dir(&there).unwrap().flatten().collect();
        assert!(left.iter().all(|file| file.path().is_file()), "{left:?}");
        let store = Store::open(&there).await.unwrap();
        let runs = store.runs(9).await.unwrap();
        assert_eq!(runs.len(), 1);
        assert_eq!(runs.first().unwrap().id.as_str(), ID);
        store.close().await;

        let other = folder.join("other.db");
        let pool = pool(&address(&other), 1, "CREATE TABLE runs (id TEXT);")
            .await
            .unwrap();
        pool.close().await;
        let refused = Store::restored(&other, &folder.join("three")).await;
        assert!(
            matches!(refused, Err(BackupError::NotOurs(..))),
            "{refused:?}"
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
