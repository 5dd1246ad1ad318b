//! The tokens of programs: who made them, what they may do, until when.
//!
//! Must hold a hash of each secret and never the secret.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError};

/// A token as it is stored. Times are in seconds of Unix time
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its id, which is no secret
    pub id: String,
    /// What its maker calls it
    pub name: String,
    /// The id of whoever made it
    pub maker: String,
    /// Whoever made it, in JSON, with the groups that are known of them
    pub person: String,
    /// The most that it may do, as a word of a role
    pub role: String,
    /// Where, as words with spaces between; empty for wherever its maker may
    pub places: String,
    /// When it was made
    pub made: i64,
    /// Until when it is good
    pub until: i64,
    /// When it was last used; 0 for never
    pub used: i64,
    /// When it was revoked; 0 for never
    pub revoked: i64,
}

impl Store {
    /// A new token, of whose secret this is the hash
    pub async fn add_token(&self, token: &TokenRow, hash: &str) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO tokens (id, hash, name, maker, person, role, places, made, until, used, revoked) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(&token.id)
        .bind(hash)
        .bind(&token.name)
        .bind(&token.maker)
        .bind(&token.person)
        .bind(&token.role)
        .bind(&token.places)
        .bind(token.made)
        .bind(token.until)
        .bind(token.used)
        .bind(token.revoked)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The token of this hash, if it is good now
    pub async fn token_of(&self, hash: &str, now: i64) -> Result<Option<TokenRow>, StoreError> {
        let row =
            sqlx::query("SELECT * FROM tokens WHERE hash = $1 AND until > $2 AND revoked = 0")
                .bind(hash)
                .bind(now)
                .fetch_optional(&self.pool)
                .await?;
        row.as_ref().map(token).transpose()
    }

    /// A token by its id
    pub async fn token(&self, id: &str) -> Result<Option<TokenRow>, StoreError> {
        let row = sqlx::query("SELECT * FROM tokens WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(token).transpose()
    }

    /// The tokens of one person, or of everybody, the newest first
    pub async fn tokens(
        &self,
        maker: Option<&str>,
        most: i64,
    ) -> Result<Vec<TokenRow>, StoreError> {
        let whose = maker.unwrap_or_default();
        let rows = sqlx::query(
            "SELECT * FROM tokens WHERE maker = $1 OR $2 = '' ORDER BY id DESC LIMIT $3",
        )
        .bind(whose)
        .bind(whose)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(token).collect()
    }

    /// A token was used now; written down when it was not within `often` seconds
    pub async fn token_used(&self, id: &str, now: i64, often: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE tokens SET used = $1 WHERE id = $2 AND used <= $3")
            .bind(now)
            .bind(id)
            .bind(now - often)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Revokes a token; one that is revoked stays as it is
    pub async fn revoke_token(&self, id: &str, now: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE tokens SET revoked = $1 WHERE id = $2 AND revoked = 0")
            .bind(now)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What is known by now of whoever made tokens
    pub async fn know_maker(&self, maker: &str, person: &str) -> Result<(), StoreError> {
        // Nearly always there is nothing new, and reading keeps nobody from writing.
        let stale = sqlx::query("SELECT id FROM tokens WHERE maker = $1 AND person <> $2 LIMIT 1")
            .bind(maker)
            .bind(person)
            .fetch_optional(&self.pool)
            .await?;
        if stale.is_none() {
            return Ok(());
        }
        sqlx::query("UPDATE tokens SET person = $1 WHERE maker = $2 AND person <> $3")
            .bind(person)
            .bind(maker)
            .bind(person)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Takes away what ended before this time
    pub async fn forget_tokens(&self, before: i64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM tokens WHERE until < $1 OR (revoked > 0 AND revoked < $2)")
            .bind(before)
            .bind(before)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn token(row: &AnyRow) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        maker: row.try_get("maker")?,
        person: row.try_get("person")?,
        role: row.try_get("role")?,
        places: row.try_get("places")?,
        made: row.try_get("made")?,
        until: row.try_get("until")?,
        used: row.try_get("used")?,
        revoked: row.try_get("revoked")?,
    })
}
