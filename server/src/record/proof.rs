//! Whether a record is what was written: every entry in its place, unchanged, after the one before.
//!
//! Must only read, and must find the first thing that is not as it was.

use thiserror::Error;

use super::{Hash, Row};

/// How a record is not what was written
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Broken {
    /// An entry is missing, or stands twice
    #[error("entry {expected} is missing: entry {found} stands in its place")]
    Gap {
        /// The place that comes next
        expected: i64,
        /// The place that was found
        found: i64,
    },
    /// An entry names another one before it than there is
    #[error(
        "entry {0} does not follow the one before it: that one was changed, or put there later"
    )]
    Unchained(i64),
    /// An entry was changed
    #[error("entry {0} was changed: its text does not have its hash")]
    Changed(i64),
    /// The columns of an entry say something else than its text
    #[error("entry {0} was changed: it is found by other words than it says")]
    Misfiled(i64),
    /// An entry is not of this version
    #[error("entry {0} cannot be read by this version of postern")]
    Unreadable(i64),
    /// A line that was kept elsewhere is not here
    #[error("entry {0} is missing or was changed: a line that was kept elsewhere says otherwise")]
    Elsewhere(i64),
}

/// Proves a chain entry by entry, from the first on
#[derive(Clone, Debug)]
pub struct Proof {
    last: Hash,
    seq: i64,
}

impl Proof {
    /// Nothing is proven yet
    pub fn new() -> Self {
        Self {
            last: Hash(Hash::START.to_owned()),
            seq: 0,
        }
    }

    /// Takes in the next entry
    pub fn take(&mut self, row: &Row) -> Result<(), Broken> {
        let expected = self.seq + 1;
        let found = row.index.seq;
        if found != expected {
            return Err(Broken::Gap { expected, found });
        }
        if Hash::of(&row.text).0 != row.hash {
            return Err(Broken::Changed(found));
        }
        let written = row.read().ok_or(Broken::Unreadable(found))?;
        if written.before != self.last.0 {
            return Err(Broken::Unchained(found));
        }
        if written.index() != row.index {
            return Err(Broken::Misfiled(found));
        }
        self.last = Hash(row.hash.clone());
        self.seq = found;
        Ok(())
    }

    /// How many entries are proven
    pub fn entries(&self) -> i64 {
        self.seq
    }

    /// The hash of the last of them: whoever keeps it elsewhere knows later that none is missing
    pub fn last(&self) -> &Hash {
        &self.last
    }
}

impl Default for Proof {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::{Act, Entry};

    fn chain(whos: &[&str]) -> Vec<Row> {
        let mut last = Hash(Hash::START.to_owned());
        let mut rows = Vec::new();
        for (seq, who) in (1..).zip(whos) {
            let entry = Entry::new(Act::Began, *who, "run-1")
                .in_account("111122223333")
                .with("purpose", "apply");
            let row = entry
                .after(&last, seq, "2026-11-23T00:00:00Z")
                .row()
                .unwrap();
            last = Hash(row.hash.clone());
            rows.push(row);
        }
        rows
    }

    fn proven(rows: &[Row]) -> Result<i64, Broken> {
        let mut proof = Proof::new();
        for row in rows {
            proof.take(row)?;
        }
        Ok(proof.entries())
    }

    #[test]
    fn what_was_written_is_proven() {
        assert_eq!(proven(&chain(&["ada", "grace", "ada"])), Ok(3));
        assert_eq!(proven(&[]), Ok(0));
    }

    #[test]
    fn whatever_is_changed_is_found() {
        let right = chain(&["ada", "grace", "eve", "ada"]);
        let changed = |change: fn(&mut Vec<Row>)| {
            let mut rows = right.clone();
            change(&mut rows);
            proven(&rows).unwrap_err()
        };
        assert_eq!(
            changed(|rows| rows[1].text = rows[1].text.replace("grace", "eve")),
            Broken::Changed(2)
        );
        assert_eq!(
            changed(|rows| {
                rows[1].text = rows[1].text.replace("grace", "eve");
                rows[1].index.who = "eve".to_owned();
                rows[1].hash = Hash::of(&rows[1].text).0;
            }),
            Broken::Unchained(3)
        );
        assert_eq!(
            changed(|rows| rows[1].index.who = "ada".to_owned()),
            Broken::Misfiled(2)
        );
        assert_eq!(
            changed(|rows| drop(rows.remove(1))),
            Broken::Gap {
                expected: 2,
                found: 3
            }
        );
        assert_eq!(
            changed(|rows| rows.swap(1, 2)),
            Broken::Gap {
                expected: 2,
                found: 3
            }
        );
        assert_eq!(
            changed(|rows| {
                rows[3].text = "{}".to_owned();
                rows[3].hash = Hash::of("{}").0;
            }),
            Broken::Unreadable(4)
        );
    }

    #[test]
    fn a_line_is_the_entry_with_its_hash() {
        let rows = chain(&["ada"]);
        let line: serde_json::Value = serde_json::from_str(&rows[0].line()).unwrap();
        assert_eq!(line["who"], "ada");
        assert_eq!(line["hash"], rows[0].hash);
        assert_eq!(rows[0].hash.len(), 64);
    }

    #[test]
    fn the_hash_is_the_one_that_everybody_computes() {
        assert_eq!(
            Hash::of("abc").0,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    proptest! {
        #[test]
        fn any_words_read_back_and_are_proven(who in "\\PC{0,30}", word in "\\PC{0,30}") {
            let entry = Entry::new(Act::Refused, who, word.clone()).with(&word, "x");
            let first = entry.after(&Hash(Hash::START.to_owned()), 1, "now").row().unwrap();
            prop_assert_eq!(proven(std::slice::from_ref(&first)), Ok(1));
            prop_assert_eq!(first.line().lines().count(), 1);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&first.line()).is_ok());
        }
    }
}
