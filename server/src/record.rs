//! The record: who asked for what, when, and what became of it; each entry holds the hash of the
//! one before.
//!
//! Must only ever grow, and must hold neither a secret nor what was typed beside the point. That
//! nobody changed it is proven by its chain; that nobody cut its end, by lines that were kept
//! elsewhere.

mod proof;
pub(crate) mod search;

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use proof::{Broken, Proof};

/// What somebody did, or what became of it
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Signed in
    SignedIn,
    /// Signed out
    SignedOut,
    /// Made a token for a program
    TokenMade,
    /// Revoked a token
    TokenRevoked,
    /// Asked for what they may not do
    Refused,
    /// Had this server read an account
    Looked,
    /// Began a run: written before anything of it is done
    Began,
    /// Asked something of a run: to stop, to go on, to take back
    Asked,
    /// A run stands: done, failed, stopped or taken back
    Stood,
    /// Submitted a plan for others to approve
    Proposed,
    /// Said something of a proposal
    Commented,
    /// Approved a proposal
    Approved,
    /// Rejected one
    Rejected,
    /// Took one back, or put another in its place
    Withdrawn,
    /// Found that what a proposal rests on had changed
    SentBack,
    /// Found a proposal whose time was over
    Expired,
    /// Had a pull request opened, and what came of it
    PullRequest,
}

/// What is to be written down
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was done
    pub act: Act,
    /// By whom
    pub who: String,
    /// To what: a run, an account, a route
    pub target: String,
    /// The account that it is about, where it is about one
    pub account: Option<String>,
    /// The plan's id, where it is about one
    pub plan: Option<String>,
    /// The ids that AWS gave its requests
    pub requests: Vec<String>,
    /// What else is worth knowing, by a word for each
    pub details: BTreeMap<String, String>,
}

/// An entry as it is hashed: the text in the store is this in JSON
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its place, from 1, without gaps
    pub seq: i64,
    /// When, RFC 3339
    pub at: String,
    /// What was done
    pub act: Act,
    /// By whom
    pub who: String,
    /// To what
    pub target: String,
    /// The account
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The plan's id
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The ids that AWS gave its requests
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<String>,
    /// What else is worth knowing
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
    /// The hash of the entry before; of the first, [`Hash::START`]
    pub before: String,
}

/// A row of the store
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The entry as it was hashed
    pub text: String,
    /// Its hash
    pub hash: String,
    /// What is searched by: the place, the time, the act, who, the target and the account
    pub index: Index,
}

/// The columns that are searched by; each says what the text says
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its place
    pub seq: i64,
    /// When
    pub at: String,
    /// What was done
    pub act: String,
    /// By whom
    pub who: String,
    /// To what
    pub target: String,
    /// The account; empty where it is about none
    pub account: String,
}

/// The hash of an entry, in hexadecimal
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hash(pub String);

impl Act {
    /// The word for it
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::TokenMade => "token-made",
            Self::TokenRevoked => "token-revoked",
            Self::Refused => "refused",
            Self::Looked => "looked",
            Self::Began => "began",
            Self::Asked => "asked",
            Self::Stood => "stood",
            Self::Proposed => "proposed",
            Self::Commented => "commented",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::SentBack => "sent-back",
            Self::Expired => "expired",
            Self::PullRequest => "pull-request",
        }
    }

    /// Every act
    pub const ALL: [Self; 17] = [
        Self::SignedIn,
        Self::SignedOut,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::Refused,
        Self::Looked,
        Self::Began,
        Self::Asked,
        Self::Stood,
        Self::Proposed,
        Self::Commented,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::SentBack,
        Self::Expired,
        Self::PullRequest,
    ];
}

impl Act {
    /// What others are told unless they say otherwise: proposals, and runs
    pub const NEWS: [Self; 9] = [
        Self::Proposed,
        Self::Commented,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::SentBack,
        Self::Expired,
        Self::Began,
        Self::Stood,
    ];
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Entry {
    /// Somebody did something to something
    pub fn new(act: Act, who: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            act,
            who: who.into(),
            target: target.into(),
            account: None,
            plan: None,
            requests: Vec::new(),
            details: BTreeMap::new(),
        }
    }

    /// The same, about this account
    #[must_use]
    pub fn in_account(mut self, account: &str) -> Self {
        self.account = Some(account.to_owned());
        self
    }

    /// The same with one more thing worth knowing
    #[must_use]
    pub fn with(mut self, word: &str, value: impl Into<String>) -> Self {
        self.details.insert(word.to_owned(), value.into());
        self
    }

    /// The same as the next entry of a chain
    pub fn after(&self, before: &Hash, seq: i64, at: &str) -> Written {
        Written {
            seq,
            at: at.to_owned(),
            act: self.act,
            who: self.who.clone(),
            target: self.target.clone(),
            account: self.account.clone(),
            plan: self.plan.clone(),
            requests: self.requests.clone(),
            details: self.details.clone(),
            before: before.0.clone(),
        }
    }
}

impl Written {
    /// As it is stored
    pub fn row(&self) -> Result<Row, serde_json::Error> {
        let text = serde_json::to_string(self)?;
        Ok(Row {
            hash: Hash::of(&text).0,
            text,
            index: self.index(),
        })
    }

    fn index(&self) -> Index {
        Index {
            seq: self.seq,
            at: self.at.clone(),
            act: self.act.as_str().to_owned(),
            who: self.who.clone(),
            target: self.target.clone(),
            account: self.account.clone().unwrap_or_default(),
        }
    }
}

impl Row {
    /// The line of this entry for whoever keeps lines elsewhere: the entry, and its hash
    pub fn line(&self) -> String {
        let entry = self.text.strip_suffix('}').unwrap_or(&self.text);
        format!("{entry},\"hash\":\"{}\"}}", self.hash)
    }

    /// What it says; none where another version of Postern wrote it
    pub fn read(&self) -> Option<Written> {
        serde_json::from_str(&self.text).ok()
    }
}

impl Hash {
    /// What stands before the first entry
    pub const START: &'static str = "";

    /// Of an entry's text, which holds the hash of the one before
    pub fn of(text: &str) -> Self {
        Self(hex(&Sha256::digest(text.as_bytes())))
    }
}

/// Bytes as hexadecimal digits
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
