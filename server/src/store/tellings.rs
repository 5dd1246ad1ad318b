//! How far each target was told of the record.
//!
//! Must let one process at a time tell a target: whoever moves its due time first does.

use sqlx::Row as _;

use super::record::last_entry;
use super::{Store, StoreError};

/// How far a target was told
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The last entry that it was told, or was not to be told
    pub seq: i64,
    /// How often the next was tried
    pub tries: i64,
    /// When it is told next, in seconds of Unix time
    pub due: i64,
}

impl Store {
    /// How far a target was told. One that is new is told what happens from now on
    pub async fn telling(&self, target: &str) -> Result<Telling, StoreError> {
        loop {
            let row = sqlx::query("SELECT seq, tries, due FROM tellings WHERE target = $1")
                .bind(target)
                .fetch_optional(&self.pool)
                .await?;
            if let Some(row) = row {
                return Ok(Telling {
                    seq: row.try_get("seq")?,
                    tries: row.try_get("tries")?,
                    due: row.try_get("due")?,
                });
            }
            let (seq, _) = last_entry(&self.pool).await?;
            sqlx::query(
                "INSERT INTO tellings (target, seq, tries, due) VALUES ($1, $2, 0, 0) \
                 ON CONFLICT (target) DO NOTHING",
            )
            .bind(target)
            .bind(seq)
            .execute(&self.pool)
            .await?;
        }
    }

    /// Takes the telling of a target until then; whether nobody else did
    pub async fn take_telling(
        &self,
        target: &str,
        seen: Telling,
        until: i64,
    ) -> Result<bool, StoreError> {
        let taken =
            sqlx::query("UPDATE tellings SET due = $1 WHERE target = $2 AND due = $3 AND seq = $4")
                .bind(until)
                .bind(target)
                .bind(seen.due)
                .bind(seen.seq)
                .execute(&self.pool)
                .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Writes down how far a target was told, for whoever took its telling
    pub async fn keep_telling(&self, target: &str, now: Telling) -> Result<(), StoreError> {
        sqlx::query("UPDATE tellings SET seq = $1, tries = $2, due = $3 WHERE target = $4")
            .bind(now.seq)
            .bind(now.tries)
            .bind(now.due)
            .bind(target)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
