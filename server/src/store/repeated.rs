//! What was asked under a key of its sender's own, and what was answered.
//!
//! Must give a key to one asker at a time: the database tells who was first.

use sqlx::Row;

use super::{Store, StoreError};

/// An answer that is given again
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The status code
    pub status: i64,
    /// The media type
    pub kind: String,
    /// Where it leads; empty where it leads nowhere
    pub location: String,
    /// The body
    pub body: String,
}

/// What is known of a key
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It was free, and is whoever's asked
    Ours,
    /// It stands for this body, and the answer is not known
    UnderWay {
        /// The hash of the body
        body: String,
    },
    /// It stands for this body, which was answered
    Answered {
        /// The hash of the body
        body: String,
        /// What was answered
        answer: KeptAnswer,
    },
}

impl Store {
    /// Takes a key until then; times are in seconds of Unix time
    pub async fn claim(
        &self,
        name: &str,
        body: &str,
        now: i64,
        until: i64,
    ) -> Result<Claim, StoreError> {
        sqlx::query("DELETE FROM repeated_asks WHERE until <= $1")
            .bind(now)
            .execute(&self.pool)
            .await?;
        let taken = sqlx::query(
            "INSERT INTO repeated_asks (name, until, body, status, kind, location, answer) \
             VALUES ($1, $2, $3, 0, '', '', '')",
        )
        .bind(name)
        .bind(until)
        .bind(body)
        .execute(&self.pool)
        .await;
        match taken {
            Ok(_) => return Ok(Claim::Ours),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {}
            Err(error) => return Err(error.into()),
        }
        let row = sqlx::query("SELECT * FROM repeated_asks WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        // Whoever held it let go of it a moment ago, having done nothing: they are told to ask again.
        let Some(row) = row else {
            let body = body.to_owned();
            return Ok(Claim::UnderWay { body });
        };
        let body = row.try_get("body")?;
        let status = row.try_get("status")?;
        if status == 0 {
            return Ok(Claim::UnderWay { body });
        }
        let answer = KeptAnswer {
            status,
            kind: row.try_get("kind")?,
            location: row.try_get("location")?,
            body: row.try_get("answer")?,
        };
        Ok(Claim::Answered { body, answer })
    }

    /// Keeps what was answered
    pub async fn keep_answer(&self, name: &str, answer: &KeptAnswer) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE repeated_asks SET status = $1, kind = $2, location = $3, answer = $4 \
             WHERE name = $5",
        )
        .bind(answer.status)
        .bind(&answer.kind)
        .bind(&answer.location)
        .bind(&answer.body)
        .bind(name)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Lets go of a key under which nothing was done
    pub async fn let_go(&self, name: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM repeated_asks WHERE name = $1 AND status = 0")
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// How many keys are kept
    pub async fn claims(&self) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) AS claims FROM repeated_asks")
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get("claims")?)
    }
}
