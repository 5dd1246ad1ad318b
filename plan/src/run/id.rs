//! The id of a run: `run-` and a ULID, so that ids sort by time.
//!
//! Must not make ids: that takes a clock and chance.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::IdError;

/// The id of a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunId(String);

impl RunId {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RunId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let crockford = |c: char| {
            c.is_ascii_digit() || c.is_ascii_uppercase() && !matches!(c, 'I' | 'L' | 'O' | 'U')
        };
        let ulid = text.strip_prefix("run-");
        if ulid.is_some_and(|u| u.len() == 26 && u.chars().all(crockford)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError {
                expected: "not the id of a run",
                help: "write it as `postern runs` lists it: `run-` and 26 letters and digits",
            })
        }
    }
}

impl TryFrom<String> for RunId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
            .map_err(|error: IdError| error.expected.to_owned())
    }
}

impl From<RunId> for String {
    fn from(id: RunId) -> Self {
        id.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_run_and_a_ulid() {
        assert!("run-01ARZ3NDEKTSV4RRFFQ69G5FAV".parse::<RunId>().is_ok());
        for wrong in [
            "",
            "run-",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "run-01arz3ndektsv4rrffq69g5fav",
            "run-01ARZ3NDEKTSV4RRFFQ69G5FA",
            "run-01ARZ3NDEKTSV4RRFFQ69G5FAU",
            "run-../../../../../../../etc/p",
        ] {
            assert!(wrong.parse::<RunId>().is_err(), "{wrong}");
        }
    }
}
