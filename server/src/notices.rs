//! Tells others what happened: each entry of the record that a target wants goes to its webhook or
//! its mailbox, in order, until it is taken or too old.
//!
//! Must tell nothing that is not on record, and must never keep anybody waiting who does something:
//! it reads the record behind everybody's back.

mod mail;
mod message;
mod webhook;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::log::chain;
use crate::record::{Act, Written};
use crate::roles::EnvironmentName;
use crate::store::{Store, StoreError, Telling};
use crate::web_address::WebAddress;

pub use mail::{Encryption, MailServer, Mailbox, Reached};
pub use message::Message;
pub use webhook::{SigningKey, SigningKeyError, Webhook};

/// How many entries are read at once
const BATCH: i64 = 50;

/// How long nobody else tells a target whose telling was taken; longer than one telling may take
const TAKEN: i64 = 60;

/// How old an entry may be to be told
const OLDEST: SignedDuration = SignedDuration::from_hours(24);

/// The pause after the first failure; doubled each time
const FIRST_PAUSE: i64 = 5;

/// The longest pause
const LONGEST_PAUSE: i64 = 3_600;

/// Between two looks at the record
const LOOK: Duration = Duration::from_secs(2);

/// A name for a webhook, such as `chat`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebhookName(EnvironmentName);

impl FromStr for WebhookName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.parse().map(Self)
    }
}

impl fmt::Display for WebhookName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whoever wants to know
#[derive(Clone, Debug)]
pub struct Target {
    /// What tells it apart from the others, and from itself after a change of its address
    pub name: String,
    /// What it is told
    pub acts: BTreeSet<Act>,
    /// Where it is told
    pub to: To,
}

/// Where somebody is told
#[derive(Clone, Debug)]
pub enum To {
    /// At an address of the web
    Webhook(Webhook),
    /// In a mailbox
    Mailbox(MailServer, Mailbox),
    /// In the mailbox of whoever submitted the proposal that it is about
    Author(MailServer),
}

/// Somebody was not told
#[derive(Debug, Error)]
pub enum TellError {
    /// The webhook could not be called
    #[error("the call was not answered")]
    Unanswered(#[source] reqwest::Error),
    /// The webhook did not take it
    #[error("it was answered with {0}")]
    NotTaken(u16),
    /// The mail could not be written
    #[error("the mail cannot be written")]
    Mail(#[source] lettre::error::Error),
    /// The mail server did not take it
    #[error("the mail server did not take it")]
    Smtp(#[source] lettre::transport::smtp::Error),
    /// What it is about cannot be read
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Tells every target
#[derive(Clone, Debug)]
pub struct Notices {
    store: Store,
    targets: Vec<Target>,
    public: WebAddress,
}

impl Notices {
    /// Tells these targets of this record, with links that begin with `public`
    pub fn new(store: Store, targets: Vec<Target>, public: WebAddress) -> Self {
        Self {
            store,
            targets,
            public,
        }
    }

    /// Nobody is told
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Tells them, for as long as the process lives
    pub async fn run(self) {
        loop {
            self.look().await;
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Tells each target once what it was not told yet
    pub async fn look(&self) {
        let told = self.targets.iter().map(|target| self.tell(target));
        let told = join_all(told).await;
        for (target, told) in self.targets.iter().zip(told) {
            if let Err(error) = told {
                tracing::error!(target = target.name, "not told: {}", chain(&error));
            }
        }
    }

    async fn tell(&self, target: &Target) -> Result<(), StoreError> {
        let seen = self.store.telling(&target.name).await?;
        if seen.due > seconds() {
            return Ok(());
        }
        let rows = self.store.record_from(seen.seq + 1, BATCH).await?;
        let until = seconds() + TAKEN;
        if rows.is_empty() || !self.store.take_telling(&target.name, seen, until).await? {
            return Ok(());
        }
        let mut now = seen;
        for row in rows {
            let wanted = row.read().filter(|entry| target.acts.contains(&entry.act));
            if let Some(entry) = wanted {
                if is_old(&entry.at) {
                    tracing::warn!(
                        target = target.name,
                        entry = entry.seq,
                        "too old to be told"
                    );
                } else if let Err(error) = self.say(target, &entry, &row.hash).await {
                    let tries = now.tries + 1;
                    let pause = pause(tries);
                    tracing::warn!(
                        target = target.name,
                        entry = entry.seq,
                        "not told, and tried again in {pause} seconds: {}",
                        chain(&error)
                    );
                    let due = seconds() + pause;
                    let failed = Telling { tries, due, ..now };
                    return self.store.keep_telling(&target.name, failed).await;
                }
            }
            now = Telling {
                seq: row.index.seq,
                tries: 0,
                due: seconds() + TAKEN,
            };
            // After each, so that a crash tells one entry twice at most.
            self.store.keep_telling(&target.name, now).await?;
        }
        let free = Telling { due: 0, ..now };
        self.store.keep_telling(&target.name, free).await
    }

    async fn say(&self, target: &Target, entry: &Written, hash: &str) -> Result<(), TellError> {
        let message = Message::of(entry, hash, &self.public);
        match &target.to {
            To::Webhook(webhook) => webhook.send(&message).await,
            To::Mailbox(server, mailbox) => server.send(mailbox, &message).await,
            To::Author(server) => match self.author(entry).await? {
                Some(mailbox) => server.send(&mailbox, &message).await,
                None => Ok(()),
            },
        }
    }

    /// The mailbox of whoever submitted what an entry is about; none where it is about no proposal,
    /// where their address is not known, or where they did it themselves
    async fn author(&self, entry: &Written) -> Result<Option<Mailbox>, StoreError> {
        let named = entry.details.get("proposal").unwrap_or(&entry.target);
        let Ok(id) = named.parse() else {
            return Ok(None);
        };
        let (proposal, _) = self.store.proposal(&id).await?;
        let own = proposal.author.shown == entry.who;
        Ok((!own).then(|| proposal.email.parse().ok()).flatten())
    }
}

fn is_old(at: &str) -> bool {
    let written: Option<Timestamp> = at.parse().ok();
    let now = Timestamp::try_from(SystemTime::now()).unwrap_or_default();
    written.is_some_and(|written| now.duration_since(written) > OLDEST)
}

fn pause(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(u32::MAX);
    let pause = FIRST_PAUSE.saturating_mul(2_i64.saturating_pow(doublings));
    pause.min(LONGEST_PAUSE)
}

fn seconds() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let all: Vec<i64> = (1..=12).map(pause).collect();
        assert_eq!(
            all,
            [5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600]
        );
        assert_eq!(pause(i64::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn what_is_a_day_old_is_not_news() {
        let ago = |hours: i64| {
            let then = Timestamp::now() - SignedDuration::from_hours(hours);
            is_old(&then.to_string())
        };
        assert!(!ago(23));
        assert!(ago(25));
    }
}
