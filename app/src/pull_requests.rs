//! A pull request and what became of it, as the pages show it.
//!
//! Must know nothing of who keeps the repository.

use crate::pages::Refused;

/// Whether this server opens pull requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PullRequesting {
    /// It does not.
    #[default]
    Off,
    /// It does.
    On,
}

/// What became of one that somebody asked for.
pub enum Became<'a> {
    /// This server opens none.
    Off,
    /// Something stands in the way.
    Refused(Refused<'a>),
    /// It is there.
    There(Pulled),
}

/// A pull request that is there, or need not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// What was done, in a sentence.
    pub said: &'static str,
    /// Its address and number; none where nothing is to be asked for.
    pub pull_request: Option<(String, u64)>,
    /// The repository.
    pub repository: String,
    /// The branch.
    pub branch: String,
    /// The commit at its end.
    pub commit: String,
}
