//! The id of a proposal: `proposal-` and a ULID, so that ids sort by time.
//!
//! Must not make ids: that takes a clock and chance.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::IdError;

/// The id of a proposal
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProposalId(String);

impl ProposalId {
    /// As it is written
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProposalId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let crockford = |c: char| {
            c.is_ascii_digit() || c.is_ascii_uppercase() && !matches!(c, 'I' | 'L' | 'O' | 'U')
        };
        let ulid = text.strip_prefix("proposal-");
        if ulid.is_some_and(|u| u.len() == 26 && u.chars().all(crockford)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError {
                expected: "not the id of a proposal",
                help: "write it as the list of proposals does: `proposal-` and 26 letters and digits",
            })
        }
    }
}

impl TryFrom<String> for ProposalId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
            .map_err(|error: IdError| error.expected.to_owned())
    }
}

impl From<ProposalId> for String {
    fn from(id: ProposalId) -> Self {
        id.0
    }
}

impl fmt::Display for ProposalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_proposal_and_a_ulid() {
        assert!(
            "proposal-01ARZ3NDEKTSV4RRFFQ69G5FAV"
                .parse::<ProposalId>()
                .is_ok()
        );
        for wrong in [
            "",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "proposal-01arz3ndektsv4rrffq69g5fav",
            "proposal-01ARZ3NDEKTSV4RRFFQ69G5FAI",
            "proposal-../../etc",
        ] {
            assert!(wrong.parse::<ProposalId>().is_err(), "{wrong}");
        }
    }
}
