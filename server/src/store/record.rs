//! The record in the store.
//!
//! Must only ever add: two that add at once meet at the place, and one of them takes the next.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row as _};

use super::{Store, StoreError, TRIES, is_taken};
use crate::record::{Entry, Hash, Index, Row};

/// Which entries are looked for
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A word of the act; empty for any
    pub act: String,
    /// Part of who; empty for anybody
    pub who: String,
    /// Part of the target; empty for any
    pub target: String,
    /// The account; empty for any
    pub account: String,
    /// Not before this time, RFC 3339 or its beginning; empty for the first
    pub from: String,
    /// Before this time; empty for the last
    pub to: String,
}

impl Store {
    /// Writes an entry down, and says it where lines are wanted
    pub async fn record(&self, entry: &Entry, now: &str) -> Result<(), StoreError> {
        let mut tried = 0;
        loop {
            let (seq, before) = last_entry(&self.pool).await?;
            let row = entry.after(&before, seq + 1, now).row()?;
            match add_entry(&self.pool, &row).await {
                Ok(()) => {
                    self.say(&row);
                    return Ok(());
                }
                // Somebody else took the place.
                Err(error) if is_taken(&error) && tried < TRIES => {
                    tried += 1;
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The newest entries before a place, the newest first
    pub async fn recorded(
        &self,
        wanted: &Wanted,
        before: i64,
        most: i64,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM record WHERE seq < $1 AND (act = $2 OR $3 = '') \
             AND LOWER(who) LIKE LOWER($4) ESCAPE '!' AND LOWER(target) LIKE LOWER($5) ESCAPE '!' \
             AND (account = $6 OR $7 = '') AND at >= $8 AND (at < $9 OR $10 = '') \
             ORDER BY seq DESC LIMIT $11",
        )
        .bind(before)
        .bind(&wanted.act)
        .bind(&wanted.act)
        .bind(part(&wanted.who))
        .bind(part(&wanted.target))
        .bind(&wanted.account)
        .bind(&wanted.account)
        .bind(&wanted.from)
        .bind(&wanted.to)
        .bind(&wanted.to)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(row).collect()
    }

    /// The entries from a place on, the oldest first
    pub async fn record_from(&self, seq: i64, most: i64) -> Result<Vec<Row>, StoreError> {
        let rows = sqlx::query("SELECT * FROM record WHERE seq >= $1 ORDER BY seq LIMIT $2")
            .bind(seq)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(row).collect()
    }
}

/// The place and the hash of the newest entry
pub(super) async fn last_entry<'e>(
    executor: impl Executor<'e, Database = Any>,
) -> Result<(i64, Hash), sqlx::Error> {
    let last = sqlx::query("SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1")
        .fetch_optional(executor)
        .await?;
    match last {
        None => Ok((0, Hash(Hash::START.to_owned()))),
        Some(last) => Ok((last.try_get("seq")?, Hash(last.try_get("hash")?))),
    }
}

/// Adds an entry at its place, which must be the next one
pub(super) async fn add_entry<'e>(
    executor: impl Executor<'e, Database = Any>,
    row: &Row,
) -> Result<(), sqlx::Error> {
    let Index {
        seq,
        at,
        act,
        who,
        target,
        account,
    } = &row.index;
    sqlx::query(
        "INSERT INTO record (seq, at, act, who, target, account, entry, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(seq)
    .bind(at)
    .bind(act)
    .bind(who)
    .bind(target)
    .bind(account)
    .bind(&row.text)
    .bind(&row.hash)
    .execute(executor)
    .await?;
    Ok(())
}

/// What `LIKE` finds wherever it stands, with the characters that mean something to it taken as
/// they are
fn part(text: &str) -> String {
    let plain = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{plain}%")
}

fn row(row: &AnyRow) -> Result<Row, StoreError> {
    Ok(Row {
        text: row.try_get("entry")?,
        hash: row.try_get("hash")?,
        index: Index {
            seq: row.try_get("seq")?,
            at: row.try_get("at")?,
            act: row.try_get("act")?,
            who: row.try_get("who")?,
            target: row.try_get("target")?,
            account: row.try_get("account")?,
        },
    })
}
