//! A sign-in that was begun and has not come back.
//!
//! Must be believed once, in the browser that began it, and for a few minutes.

use serde::{Deserialize, Serialize};

/// How long somebody may take at the identity provider, in seconds
pub const PATIENCE: i64 = 10 * 60;

/// How many may be under way in one browser, a tab each
const MOST: usize = 5;

/// What must be known when somebody comes back
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// What tells this sign-in apart
    pub state: String,
    /// What the ID token must hold
    pub nonce: String,
    /// What proves that the same server asks for the token
    pub verifier: String,
    /// Where they wanted to go
    pub next: String,
    /// When it was begun, in seconds of Unix time
    pub begun: i64,
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}

/// `all` with one more; the oldest go
pub fn with(mut all: Vec<Pending>, pending: Pending) -> Vec<Pending> {
    all.push(pending);
    let over = all.len().saturating_sub(MOST);
    all.drain(..over);
    all
}

/// The one with this state, if it is not too old, and those that are left
pub fn taken(all: Vec<Pending>, state: &str, now: i64) -> (Option<Pending>, Vec<Pending>) {
    let (mut found, left): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|pending| pending.state == state);
    let fresh = |pending: &Pending| now - pending.begun <= PATIENCE;
    (found.pop().filter(fresh), left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(state: &str, begun: i64) -> Pending {
        Pending {
            state: state.to_owned(),
            nonce: String::new(),
            verifier: String::new(),
            next: "/".to_owned(),
            begun,
        }
    }

    #[test]
    fn each_is_taken_once_and_in_time() {
        let all = with(with(Vec::new(), pending("a", 0)), pending("b", 100));
        let (a, left) = taken(all.clone(), "a", 10);
        assert_eq!(a, Some(pending("a", 0)));
        assert_eq!(left, [pending("b", 100)]);
        assert_eq!(taken(left, "a", 10).0, None);
        assert_eq!(taken(all.clone(), "c", 10).0, None);
        assert_eq!(taken(all, "a", PATIENCE + 1).0, None);
    }

    #[test]
    fn no_more_than_a_few_are_kept() {
        let mut all = Vec::new();
        for number in 0..20 {
            all = with(all, pending(&number.to_string(), number));
        }
        assert_eq!(all.len(), MOST);
        assert_eq!(all.last().unwrap().state, "19");
    }

    #[test]
    fn what_must_stay_secret_does_not_print_itself() {
        let mut secret = pending("s3cret", 0);
        secret.verifier = "s3cret".to_owned();
        assert!(!format!("{secret:?}").contains("s3cret"));
    }
}
