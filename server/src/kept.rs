//! What was made lately, by its hash, up to a number of bytes.
//!
//! Two shelves: when the upper one is full it becomes the lower one, and what lay there is dropped.
//! What is asked for moves up again. Must never hold more than was allowed.

use std::collections::HashMap;

/// What names one thing and no other: a SHA-256
pub(crate) type Hash = [u8; 32];

/// What was made lately
pub(crate) struct Kept<T> {
    upper: HashMap<Hash, (T, usize)>,
    lower: HashMap<Hash, (T, usize)>,
    upper_bytes: usize,
    shelf_bytes: usize,
}

impl<T: Clone> Kept<T> {
    /// Nothing yet, and at most this many bytes ever
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self {
            upper: HashMap::new(),
            lower: HashMap::new(),
            upper_bytes: 0,
            shelf_bytes: most_bytes / 2,
        }
    }

    /// What has this hash
    pub(crate) fn get(&mut self, hash: &Hash) -> Option<T> {
        if let Some((held, _)) = self.upper.get(hash) {
            return Some(held.clone());
        }
        let (held, bytes) = self.lower.remove(hash)?;
        self.put(*hash, held.clone(), bytes);
        Some(held)
    }

    /// Keeps what has this hash and takes so many bytes; what is larger than a shelf is not kept
    pub(crate) fn put(&mut self, hash: Hash, made: T, bytes: usize) {
        if bytes > self.shelf_bytes {
            return;
        }
        if self.upper_bytes + bytes > self.shelf_bytes {
            self.lower = std::mem::take(&mut self.upper);
            self.upper_bytes = 0;
        }
        if let Some((_, before)) = self.upper.insert(hash, (made, bytes)) {
            self.upper_bytes -= before;
        }
        self.upper_bytes += bytes;
    }

    /// How much there is
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.upper.len() + self.lower.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(number: u8) -> Hash {
        [number; 32]
    }

    #[test]
    fn it_never_grows_past_its_bytes_and_keeps_what_is_asked_for() {
        let mut kept = Kept::new(100);
        kept.put(hash(0), 0, 10);
        for number in 1..200 {
            kept.put(hash(number), number, 10);
            assert_eq!(kept.get(&hash(0)), Some(0), "asked for after {number}");
            assert!(kept.len() <= 10, "{} of 10", kept.len());
        }
        assert_eq!(kept.get(&hash(1)), None);
        assert_eq!(kept.get(&hash(199)), Some(199));
    }

    #[test]
    fn what_is_too_large_is_not_kept_and_what_is_there_twice_counts_once() {
        let mut kept = Kept::new(100);
        kept.put(hash(1), 1, 51);
        assert_eq!(kept.get(&hash(1)), None);
        for _ in 0..9 {
            kept.put(hash(2), 2, 20);
        }
        kept.put(hash(3), 3, 20);
        assert_eq!(kept.upper_bytes, 40);
        assert_eq!(kept.len(), 2);
    }
}
