//! A name for each request, so that a person's report finds its line in the log.
//!
//! Always ours: an id that comes in from outside is not read, or anybody could write into the log.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// The name of one request: sixteen hexadecimal digits
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

/// Where the names come from: a counter, hashed with a key that is random for each process, so
/// that they neither repeat after a restart nor tell how many requests there were
#[derive(Debug, Default)]
pub(super) struct RequestIds {
    key: RandomState,
    count: AtomicU64,
}

impl RequestId {
    /// The name as text
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl RequestIds {
    pub(super) fn next(&self) -> RequestId {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        RequestId(format!("{:016x}", self.key.hash_one(count)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_differ_within_a_process_and_between_two() {
        let (one, two) = (RequestIds::default(), RequestIds::default());
        let names: BTreeSet<String> = (0..1000)
            .flat_map(|_| [one.next().0, two.next().0])
            .collect();
        assert_eq!(names.len(), 2000);
        assert!(names.iter().all(|name| name.len() == 16));
    }
}
