//! How much there is of what whoever watches the server wants to know.

use sqlx::Row as _;

use super::{Store, StoreError};
use crate::metrics::Stored;

impl Store {
    /// Counts the runs by how they stand, and the proposals that somebody is waited for
    pub async fn counted(&self) -> Result<Stored, StoreError> {
        let rows = sqlx::query(
            "SELECT standing, COUNT(*) AS number FROM runs GROUP BY standing ORDER BY standing",
        )
        .fetch_all(&self.pool)
        .await?;
        let standing =
            |row: &sqlx::any::AnyRow| Ok((row.try_get("standing")?, row.try_get("number")?));
        let runs: Result<_, sqlx::Error> = rows.iter().map(standing).collect();
        let waiting = sqlx::query("SELECT COUNT(*) AS number FROM proposals WHERE waiting = 1")
            .fetch_one(&self.pool)
            .await?;
        Ok(Stored {
            runs: runs?,
            waiting: waiting.try_get("number")?,
        })
    }
}
