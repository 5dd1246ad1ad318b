//! How much one person may ask in a time, so that what one of them sends, by mistake or on purpose,
//! keeps nobody else from an answer.
//!
//! Must count for people, not for addresses: everybody behind one proxy has the same. It counts in
//! this process alone; several servers let through as many times as much.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

/// How many people are known at once before those are forgotten who asked for nothing lately
const MANY: usize = 4_096;

/// How much each person may ask; every copy counts the same
#[derive(Clone, Default)]
pub struct Limits(Option<Arc<RateLimiter<String, HashMapStateStore<String>, DefaultClock>>>);

impl Limits {
    /// So many requests a minute, and so many at once before that counts
    pub fn new(per_minute: NonZeroU32, at_once: NonZeroU32) -> Self {
        let quota = Quota::per_minute(per_minute).allow_burst(at_once);
        Self(Some(Arc::new(RateLimiter::new(
            quota,
            HashMapStateStore::default(),
            DefaultClock::default(),
        ))))
    }

    /// Counts one more request of somebody; how long they have to wait where it is one too many
    pub fn one_more(&self, who: &str) -> Result<(), Duration> {
        let Some(limiter) = &self.0 else {
            return Ok(());
        };
        if limiter.len() > MANY {
            limiter.retain_recent();
        }
        let who = who.to_owned();
        limiter
            .check_key(&who)
            .map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Limits").field(&self.0.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn count(count: u32) -> NonZeroU32 {
        NonZeroU32::new(count).unwrap()
    }

    #[test]
    fn one_person_keeps_nobody_else_waiting() {
        let limits = Limits::new(count(1), count(3));
        for _ in 0..3 {
            assert_eq!(limits.one_more("ada"), Ok(()));
        }
        let wait = limits.clone().one_more("ada").unwrap_err();
        assert!(wait > Duration::from_secs(30) && wait <= Duration::from_mins(1));
        assert_eq!(limits.one_more("grace"), Ok(()));
    }

    #[test]
    fn without_limits_nobody_waits() {
        let limits = Limits::default();
        assert!((0..10_000).all(|_| limits.one_more("ada").is_ok()));
    }
}
