//! What people ask of a run that may be under way in another process.
//!
//! Must not carry anything out: whoever carries the run on takes what is asked.

use postern_plan::run::{Event, RunId};
use sqlx::Row;

use super::{Store, StoreError, TRIES, is_taken};

/// What can be asked of a run
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// To stop before the next call
    Cancel,
    /// To go on
    Resume,
    /// To undo what it made
    Rollback,
}

impl Ask {
    /// The word in the store
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Resume => "resume",
            Self::Rollback => "rollback",
        }
    }

    /// What happens to the run when it is taken
    pub fn event(self) -> Event {
        match self {
            Self::Cancel => Event::CancelAsked,
            Self::Resume => Event::ResumeAsked,
            Self::Rollback => Event::RollbackAsked,
        }
    }
}

impl Store {
    /// Writes down what somebody asks
    pub async fn ask(&self, run: &RunId, ask: Ask, who: &str, now: &str) -> Result<(), StoreError> {
        let mut tried = 0;
        loop {
            let asked = sqlx::query(
                "INSERT INTO run_asks (run, seq, at, who, ask, taken) \
                 SELECT $1, COUNT(*), $2, $3, $4, 0 FROM run_asks WHERE run = $5",
            )
            .bind(run.as_str())
            .bind(now)
            .bind(who)
            .bind(ask.as_str())
            .bind(run.as_str())
            .execute(&self.pool)
            .await;
            match asked {
                Ok(_) => return Ok(()),
                // Somebody else took the place.
                Err(error) if is_taken(&error) && tried < TRIES => tried += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// What was asked and not taken yet, the oldest first
    pub async fn asked(&self, run: &RunId) -> Result<Vec<(i64, Ask)>, StoreError> {
        let rows =
            sqlx::query("SELECT seq, ask FROM run_asks WHERE run = $1 AND taken = 0 ORDER BY seq")
                .bind(run.as_str())
                .fetch_all(&self.pool)
                .await?;
        let mut asks = Vec::with_capacity(rows.len());
        for row in &rows {
            let word: String = row.try_get("ask")?;
            let known = [Ask::Cancel, Ask::Resume, Ask::Rollback];
            if let Some(ask) = known.into_iter().find(|a| a.as_str() == word) {
                asks.push((row.try_get("seq")?, ask));
            }
        }
        Ok(asks)
    }

    /// Says that something that was asked was taken
    pub async fn taken(&self, run: &RunId, seq: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE run_asks SET taken = 1 WHERE run = $1 AND seq = $2")
            .bind(run.as_str())
            .bind(seq)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
