//! Who is signed in in which browser.
//!
//! Must not know what a session holds, nor the name in its cookie: it is told a hash of that.

use sqlx::Row;

use super::{Store, StoreError};

impl Store {
    /// A new session. `until` is in seconds of Unix time
    pub async fn add_session(
        &self,
        name: &str,
        until: i64,
        record: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO sessions (name, until, record) VALUES ($1, $2, $3)")
            .bind(name)
            .bind(until)
            .bind(record)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Changes a session that is there; one that has ended stays so
    pub async fn keep_session(
        &self,
        name: &str,
        until: i64,
        record: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET until = $1, record = $2 WHERE name = $3")
            .bind(until)
            .bind(record)
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// A session that is there is good until then
    pub async fn touch_session(&self, name: &str, until: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET until = $1 WHERE name = $2")
            .bind(until)
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What a session holds that is not over, and until when it is good
    pub async fn session(&self, name: &str, now: i64) -> Result<Option<(String, i64)>, StoreError> {
        let row = sqlx::query("SELECT record, until FROM sessions WHERE name = $1 AND until > $2")
            .bind(name)
            .bind(now)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((row.try_get("record")?, row.try_get("until")?)))
    }

    /// How many sessions there are, those among them that are over and not yet taken away
    pub async fn sessions(&self) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) AS sessions FROM sessions")
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get("sessions")?)
    }

    /// Ends a session
    pub async fn end_session(&self, name: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE name = $1")
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Takes away what is over
    pub async fn end_sessions(&self, now: i64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE until <= $1")
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
