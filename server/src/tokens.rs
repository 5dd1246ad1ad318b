//! Tokens for programs: made by somebody who signed in, shown once, and never more than they are.
//!
//! Must keep a hash and never the secret. What a token may do is what its maker may do by the
//! groups that are known of them, and no more than the token says.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use openidconnect::CsrfToken;
use postern_app::person::Role;
use postern_plan::id::AccountId;
use sha2::{Digest, Sha256};

use crate::record::hex;
use crate::roles::EnvironmentName;
use crate::settings::secret::Secret;
use crate::store::{Store, StoreError, TokenRow};
use crate::visitor::Person;

/// What every token begins with, so that a scanner of repositories knows one
pub const PREFIX: &str = "postern_";

/// Random bytes of a secret: 256 bits
const BYTES: u32 = 32;

/// As many tokens of one person as are good at once
pub const MOST: usize = 50;

/// As many as a page lists
pub const LISTED: i64 = 500;

/// How long a token that has ended is still listed, in seconds
const REMEMBERED: i64 = 90 * DAY;

/// How often it is written down that a token is used, in seconds
const OFTEN: i64 = 60;

/// Seconds of a day
pub const DAY: i64 = 24 * 3600;

/// How many days a token is good at most
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongestDays(pub u32);

impl Default for LongestDays {
    fn default() -> Self {
        Self(90)
    }
}

/// What its maker calls a token: plain words, since the record names it beside its maker
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenName(String);

/// Where a token may do something
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In one account
    Account(AccountId),
    /// In the accounts of an environment, as the settings name them when the token is used
    Environment(EnvironmentName),
}

/// What a token may do at most
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The role
    pub role: Role,
    /// Where; wherever its maker may, if it is empty
    pub places: BTreeSet<Place>,
}

/// A token, without its secret. Times are in seconds of Unix time
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its id
    pub id: String,
    /// What its maker calls it
    pub name: String,
    /// Who made it, with the groups that are known of them
    pub maker: Person,
    /// What it may do at most
    pub scope: Scope,
    /// When it was made
    pub made: i64,
    /// Until when it is good
    pub until: i64,
    /// When it was last used
    pub used: Option<i64>,
    /// When it was revoked
    pub revoked: Option<i64>,
}

/// A token that is to be made
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// Its name
    pub name: TokenName,
    /// What it may do at most
    pub scope: Scope,
    /// How many days it is good
    pub days: u32,
}

/// The secret of a new token: shown once
pub fn secret() -> Secret {
    Secret::new(format!(
        "{PREFIX}{}",
        CsrfToken::new_random_len(BYTES).secret()
    ))
}

/// Makes a token; its secret is known to nobody but whoever is told now
pub async fn make(
    store: &Store,
    maker: &Person,
    new: &NewToken,
    now: i64,
) -> Result<(Token, Secret), StoreError> {
    let secret = secret();
    let token = Token {
        id: format!("token-{}", ulid::Ulid::generate()),
        name: new.name.to_string(),
        maker: maker.clone(),
        scope: new.scope.clone(),
        made: now,
        until: now + i64::from(new.days) * DAY,
        used: None,
        revoked: None,
    };
    store.forget_tokens(now - REMEMBERED).await?;
    store
        .add_token(&token.row()?, &hash(secret.reveal()))
        .await?;
    Ok((token, secret))
}

/// The token of this secret, if it is good now, which is written down
pub async fn used(store: &Store, secret: &str, now: i64) -> Result<Option<Token>, StoreError> {
    // What is compared is a hash in an index: how long that takes tells nothing of the secret.
    let Some(row) = store.token_of(&hash(secret), now).await? else {
        return Ok(None);
    };
    if row.used <= now - OFTEN {
        store.token_used(&row.id, now, OFTEN).await?;
    }
    Ok(Token::of(row))
}

/// What is known by now of whoever made tokens: from now on they may what these groups may
pub async fn know(store: &Store, maker: &Person) -> Result<(), StoreError> {
    let person = serde_json::to_string(maker)?;
    store.know_maker(&maker.id, &person).await
}

fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

impl Token {
    /// As it was stored; none where another version of Postern wrote it in words that are not known
    pub fn of(row: TokenRow) -> Option<Self> {
        let places: Result<_, ()> = row.places.split_whitespace().map(str::parse).collect();
        let at = |time: i64| (time > 0).then_some(time);
        Some(Self {
            maker: serde_json::from_str(&row.person).ok()?,
            scope: Scope {
                role: role(&row.role)?,
                places: places.ok()?,
            },
            id: row.id,
            name: row.name,
            made: row.made,
            until: row.until,
            used: at(row.used),
            revoked: at(row.revoked),
        })
    }

    /// Whether it is good at a time
    pub fn is_good(&self, now: i64) -> bool {
        self.revoked.is_none() && self.until > now
    }

    fn row(&self) -> Result<TokenRow, serde_json::Error> {
        Ok(TokenRow {
            id: self.id.clone(),
            name: self.name.clone(),
            maker: self.maker.id.clone(),
            person: serde_json::to_string(&self.maker)?,
            role: self.scope.role.as_str().to_owned(),
            places: self.scope.words(),
            made: self.made,
            until: self.until,
            used: self.used.unwrap_or_default(),
            revoked: self.revoked.unwrap_or_default(),
        })
    }
}

impl Scope {
    /// Where, as words with spaces between
    pub fn words(&self) -> String {
        let words: Vec<String> = self.places.iter().map(ToString::to_string).collect();
        words.join(" ")
    }
}

/// The role of a word
pub fn role(word: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.as_str() == word)
}

impl FromStr for TokenName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let name = text.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
        let right = (1..=60).contains(&name.len()) && name.chars().all(plain);
        right.then(|| Self(name.to_owned())).ok_or(())
    }
}

impl fmt::Display for TokenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.parse() {
            Ok(account) => Ok(Self::Account(account)),
            Err(_) => text.parse().map(Self::Environment),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(account) => write!(f, "{account}"),
            Self::Environment(name) => write!(f, "{name}"),
        }
    }
}

#[cfg(test)]
mod tests;
