//! An account as Postern reads and changes it, in domain words.
//!
//! Must not name an SDK: that is `endpoints/ec2`'s alone.

pub mod cached;
pub mod demo;
mod done;
#[cfg(feature = "aws")]
pub mod ec2;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use postern_plan::inventory::{Endpoint, Inventory};
use postern_plan::run::{Answer, Finding, Mode, ReadyCall, Trouble};

/// An answer that is on its way
pub type OnItsWay<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One account in one Region
///
/// No method retries a changing call: what becomes of a call is the run's to decide.
pub trait Endpoints: Send + Sync {
    /// Who the credentials belong to
    fn caller(&self) -> OnItsWay<'_, Result<Caller, Trouble>>;

    /// Reads what is there, all of the Region or one VPC. What cannot be read is a gap of the
    /// inventory, never an error
    fn inventory<'a>(&'a self, vpc: Option<&'a str>) -> OnItsWay<'a, Inventory>;

    /// Sends one changing call, once
    fn call<'a>(&'a self, call: &'a ReadyCall, mode: Mode) -> OnItsWay<'a, Answered>;

    /// Finds out whether a call was done: by the tag `postern:run` where it makes something, by
    /// what is there where it alters something
    fn look_up<'a>(&'a self, call: &'a ReadyCall) -> OnItsWay<'a, Finding>;

    /// One endpoint; none where there is none
    fn endpoint<'a>(&'a self, id: &'a str) -> OnItsWay<'a, Result<Option<Endpoint>, Trouble>>;
}

/// Opens accounts
pub trait Accounts: Send + Sync {
    /// One account in one Region
    fn open<'a>(&'a self, place: &'a Place) -> OnItsWay<'a, Result<Arc<dyn Endpoints>, Trouble>>;
}

/// Where to look
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The account; none for that of the credentials
    pub account: Option<String>,
    /// The Region
    pub region: String,
    /// The profile of the AWS configuration; none for the usual one
    pub profile: Option<String>,
    /// Who asks and what for, where a role is assumed
    pub session: Session,
}

/// Who an account is opened for, and what for
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Session {
    /// What tells them apart, as it is written down
    pub who: String,
    /// What for
    pub errand: Errand,
}

/// What an account is opened for
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Errand {
    /// To read what is there
    Look,
    /// To carry a run out, which its dry runs belong to
    Carry,
}

impl Session {
    /// Who asks where nobody has to sign in
    const NOBODY: &str = "web";

    /// To read what is there; nobody where nobody has to sign in
    pub fn looking(who: Option<&str>) -> Self {
        Self::of(who, Errand::Look)
    }

    /// To carry a run out; nobody where nobody has to sign in
    pub fn carrying(who: Option<&str>) -> Self {
        Self::of(who, Errand::Carry)
    }

    fn of(who: Option<&str>, errand: Errand) -> Self {
        Self {
            who: who.unwrap_or(Self::NOBODY).to_owned(),
            errand,
        }
    }
}

/// Who the credentials belong to
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account
    pub account: String,
    /// The ARN
    pub arn: String,
}

/// How a call was answered
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What was said
    pub answer: Answer,
    /// AWS's id for the request, where there was one
    pub request_id: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.account {
            Some(account) => write!(f, "account {account} in {}", self.region),
            None => f.write_str(&self.region),
        }
    }
}
