//! Who is signed in: a row in the store for each browser, found by its cookie.
//!
//! The cookie holds a random name and nothing else, and the store only its hash. The name changes
//! when somebody signs in. Must not bring back what was ended, and must not let whoever is not
//! signed in take the store from those who are.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::http::request::Parts;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Error as SessionError, Id, Record};
use tower_sessions::session_store::{Error as RowError, Result as RowResult};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use super::Trouble;
use super::pending::{self, PATIENCE, Pending};
use crate::log::chain;
use crate::settings::sections::SignInSettings;
use crate::store::{Store, StoreError};
use crate::visitor::Person;

/// Browsers send a cookie of this name over TLS alone, to this host alone, for every path
pub const COOKIE: &str = "__Host-postern";

/// What has a browser forget the cookie: without `Secure` it would not
pub const FORGOTTEN: &str = "__Host-postern=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";

const PENDING: &str = "pending";
const SIGNED_IN: &str = "signed-in";

/// How often a session that is used is written again, in seconds
const TOUCHED: i64 = 60;

/// As many sessions as there may be, those that only began to sign in among them
const MOST: i64 = 50_000;

/// How long somebody who begins to sign in waits for others who do
const TURN: Duration = Duration::from_secs(2);

/// Sessions, and how long they last
#[derive(Clone, Debug)]
pub struct Sessions {
    rows: Rows,
    /// Sign-ins are begun one after another: nobody has to be known for that, and each is a write
    turn: Arc<Semaphore>,
}

/// Where sessions are kept, and until when
#[derive(Clone, Debug)]
pub struct Rows {
    store: Store,
    /// How long a session lasts in which nothing is asked for, in seconds
    idle: i64,
    /// How long a session lasts at most, in seconds
    longest: i64,
}

/// Somebody who signed in, and when
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SignedIn {
    person: Person,
    /// In seconds of Unix time
    begun: i64,
}

/// More people begin to sign in than this server takes
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("too many sign-ins are begun at once")]
struct Crowded;

impl Sessions {
    /// Sessions in this store
    pub fn new(store: Store, settings: &SignInSettings) -> Self {
        Self {
            rows: Rows {
                store,
                idle: i64::from(settings.idle_minutes.get()) * 60,
                longest: i64::from(settings.longest_hours.get()) * 3600,
            },
            turn: Arc::new(Semaphore::new(1)),
        }
    }

    /// What puts the session of a request beside it, and its cookie on the answer
    pub fn layer(&self) -> SessionManagerLayer<Rows> {
        SessionManagerLayer::new(self.rows.clone())
            .with_name(COOKIE)
            .with_http_only(true)
            .with_secure(true)
            // Strict would leave it out when somebody comes back from the provider.
            .with_same_site(SameSite::Lax)
            .with_path("/")
            // The browser forgets it when it is closed; how long it is good is the row's affair.
            .with_expiry(Expiry::OnSessionEnd)
    }

    /// Who is signed in in the browser of this request
    pub async fn person(&self, parts: &Parts) -> Result<Option<Person>, Trouble> {
        let Some(session) = parts.extensions.get::<Session>() else {
            return Ok(None);
        };
        match session.get::<SignedIn>(SIGNED_IN).await {
            Ok(found) => Ok(found.map(|signed_in| signed_in.person)),
            // What another version wrote is as though it had ended.
            Err(SessionError::SerdeJson(_)) => {
                session.flush().await.map_err(Trouble::fault)?;
                Ok(None)
            }
            Err(error) => Err(Trouble::fault(error)),
        }
    }

    /// Keeps a sign-in that was begun
    pub async fn begin(&self, session: &Session, pending: Pending) -> Result<(), Trouble> {
        let turn = timeout(TURN, self.turn.acquire()).await;
        let (Ok(Ok(_turn)), true) = (turn, self.has_room().await?) else {
            return Err(Trouble::Crowded(Arc::new(Crowded)));
        };
        let all = pending::with(begun(session).await?, pending);
        let kept = session.insert(PENDING, all).await;
        kept.map_err(Trouble::fault)?;
        session.save().await.map_err(Trouble::fault)
    }

    /// The sign-in with this state, which is over from now on whatever comes of it
    pub async fn take(&self, session: &Session, state: &str) -> Result<Pending, Trouble> {
        let (found, left) = pending::taken(begun(session).await?, state, now());
        let pending = found.ok_or(Trouble::NotBegun)?;
        let kept = session.insert(PENDING, left).await;
        kept.map_err(Trouble::fault)?;
        session.save().await.map_err(Trouble::fault)?;
        Ok(pending)
    }

    /// From now on this browser is this person's; the session gets another name, so that nobody who
    /// knew the one before is in it
    pub async fn sign_in(&self, session: &Session, person: Person) -> Result<(), Trouble> {
        session.cycle_id().await.map_err(Trouble::fault)?;
        let signed_in = SignedIn {
            person,
            begun: now(),
        };
        let written = session.insert(SIGNED_IN, signed_in).await;
        written.map_err(Trouble::fault)
    }

    /// The session is over
    pub async fn sign_out(&self, session: &Session) -> Result<(), Trouble> {
        session.flush().await.map_err(Trouble::fault)
    }

    /// Takes away what is over, now and then
    pub async fn sweep(self) {
        loop {
            if let Err(error) = self.rows.store.end_sessions(now()).await {
                tracing::warn!("sessions that are over stay: {}", chain(&error));
            }
            tokio::time::sleep(Duration::from_mins(1)).await;
        }
    }

    async fn has_room(&self) -> Result<bool, Trouble> {
        let sessions = self.rows.store.sessions().await.map_err(Trouble::fault)?;
        Ok(sessions < MOST)
    }
}

impl Rows {
    /// Until when a session is good that is used now, in seconds of Unix time
    fn until(&self, record: &Record, now: i64) -> i64 {
        let signed_in = record.data.get(SIGNED_IN);
        match signed_in.and_then(|value| value.get("begun")?.as_i64()) {
            Some(begun) => (now + self.idle).min(begun + self.longest),
            None => now + PATIENCE,
        }
    }

    /// A session that is used lasts on. That this cannot be written down is no reason to refuse
    /// what is asked for
    async fn touch(&self, name: &str, record: &Record, until: i64) {
        let (now, often) = (now(), TOUCHED.min(self.idle / 2));
        let later = self.until(record, now);
        if record.data.contains_key(SIGNED_IN)
            && later - until >= often
            && let Err(error) = self.store.touch_session(name, later).await
        {
            tracing::warn!("a session does not last on: {}", chain(&error));
        }
    }
}

async fn begun(session: &Session) -> Result<Vec<Pending>, Trouble> {
    match session.get(PENDING).await {
        Ok(all) => Ok(all.unwrap_or_default()),
        Err(SessionError::SerdeJson(_)) => Ok(Vec::new()),
        Err(error) => Err(Trouble::fault(error)),
    }
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// A stranger who reads the store finds no cookie in it
fn name(id: &Id) -> String {
    let hash = Sha256::digest(id.to_string().as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(hash)
}

fn row_error(error: &StoreError) -> RowError {
    RowError::Backend(chain(error))
}

#[async_trait]
impl SessionStore for Rows {
    async fn create(&self, record: &mut Record) -> RowResult<()> {
        let (text, until) = (text(record)?, self.until(record, now()));
        // The name has 128 random bits: that it is there already will not happen, and is an error.
        let name = name(&record.id);
        let added = self.store.add_session(&name, until, &text).await;
        added.map_err(|error| row_error(&error))
    }

    async fn save(&self, record: &Record) -> RowResult<()> {
        let (text, until) = (text(record)?, self.until(record, now()));
        // Only what is there is changed: a request that was under way when somebody signed out must
        // not sign them in again.
        let name = name(&record.id);
        let kept = self.store.keep_session(&name, until, &text).await;
        kept.map_err(|error| row_error(&error))
    }

    async fn load(&self, id: &Id) -> RowResult<Option<Record>> {
        let name = name(id);
        let found = self.store.session(&name, now()).await;
        let Some((text, until)) = found.map_err(|error| row_error(&error))? else {
            return Ok(None);
        };
        // What another version wrote is as though it had ended.
        let Ok(record) = serde_json::from_str::<Record>(&text) else {
            return Ok(None);
        };
        self.touch(&name, &record, until).await;
        Ok(Some(Record { id: *id, ..record }))
    }

    async fn delete(&self, id: &Id) -> RowResult<()> {
        let ended = self.store.end_session(&name(id)).await;
        ended.map_err(|error| row_error(&error))
    }
}

/// The record without its name
fn text(record: &Record) -> RowResult<String> {
    let nameless = Record {
        id: Id(0),
        data: record.data.clone(),
        expiry_date: record.expiry_date,
    };
    serde_json::to_string(&nameless).map_err(|error| RowError::Encode(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;
    use tower_sessions::cookie::time::OffsetDateTime;

    use super::*;
    use crate::store::tests::Fresh;

    async fn rows(name: &str) -> Rows {
        // Its folder must stay for as long as the store is used.
        let fresh = Box::leak(Box::new(Fresh::new(name).await));
        Rows {
            store: fresh.open().await,
            idle: 3600,
            longest: 12 * 3600,
        }
    }

    fn record(signed_in: Option<i64>) -> Record {
        let signed_in = signed_in.map(|begun| (SIGNED_IN.to_owned(), json!({ "begun": begun })));
        Record {
            id: Id::default(),
            data: signed_in.into_iter().collect::<HashMap<_, _>>(),
            expiry_date: OffsetDateTime::now_utc(),
        }
    }

    #[tokio::test]
    async fn a_session_ends_when_it_is_idle_and_when_it_is_old() {
        let rows = rows("until").await;
        assert_eq!(rows.until(&record(Some(1000)), 1000), 1000 + 3600);
        let late = 1000 + 12 * 3600 - 60;
        assert_eq!(rows.until(&record(Some(1000)), late), late + 60);
        assert_eq!(rows.until(&record(None), 1000), 1000 + PATIENCE);
    }

    #[tokio::test]
    async fn what_is_used_lasts_on_and_what_is_over_is_not_there() {
        let rows = rows("lasts").await;
        let now = now();
        let mut used = record(Some(now - 1800));
        let name = name(&used.id);
        rows.create(&mut used).await.unwrap();
        rows.store.touch_session(&name, now + 100).await.unwrap();
        assert!(rows.load(&used.id).await.unwrap().is_some());
        let (_, until) = rows.store.session(&name, now).await.unwrap().unwrap();
        assert!(until >= now + 3600, "{until}");
        rows.store.touch_session(&name, now - 1).await.unwrap();
        assert!(rows.load(&used.id).await.unwrap().is_none());
        let mut old = record(Some(now - 12 * 3600));
        rows.create(&mut old).await.unwrap();
        assert!(rows.load(&old.id).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn the_store_holds_no_cookie() {
        let rows = rows("hash").await;
        let mut signed_in = record(Some(now()));
        rows.create(&mut signed_in).await.unwrap();
        let cookie = signed_in.id.to_string();
        assert_ne!(name(&signed_in.id), cookie);
        let (text, _) = rows
            .store
            .session(&name(&signed_in.id), 0)
            .await
            .unwrap()
            .unwrap();
        assert!(!text.contains(&cookie) && !text.contains(&signed_in.id.0.to_string()));
    }
}
