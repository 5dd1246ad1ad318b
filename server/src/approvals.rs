//! What it takes until plans are carried out, in each account, as the settings say.
//!
//! Must not know who somebody is nor what was submitted: that is a proposal's.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use jiff::SignedDuration;
use postern_plan::id::AccountId;
use postern_plan::proposal::{OwnWord, Terms};

/// What holds in every account, and what in those of some environments
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approvals {
    /// Where no environment says otherwise
    pub everywhere: AccountTerms,
    /// In the accounts of an environment
    pub environments: Vec<(BTreeSet<AccountId>, AccountTerms)>,
}

/// What holds in an account
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountTerms {
    /// Whether anything is carried out that nobody approved
    pub required: Required,
    /// Whose word counts, and how many it takes
    pub terms: Terms,
    /// How long a proposal waits before it expires
    pub valid: SignedDuration,
    /// When a proposal is carried out
    pub begins: Begins,
}

/// Whether it takes an approval
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Required {
    /// Whoever may have plans carried out needs none
    #[default]
    No,
    /// Nothing is carried out without
    Yes,
}

/// When what was approved is carried out
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Begins {
    /// When somebody who may have plans carried out says so
    #[default]
    WhenAsked,
    /// As soon as enough people approved it
    AtOnce,
}

impl Approvals {
    /// What holds in an account
    pub fn of(&self, account: &str) -> AccountTerms {
        let there = self
            .environments
            .iter()
            .find(|(accounts, _)| accounts.iter().any(|one| one.as_str() == account));
        there.map_or(self.everywhere, |(_, terms)| *terms)
    }
}

impl Default for AccountTerms {
    fn default() -> Self {
        Self {
            required: Required::No,
            terms: Terms {
                needed: NonZeroU32::MIN,
                own: OwnWord::Refused,
            },
            valid: SignedDuration::from_hours(24 * 7),
            begins: Begins::WhenAsked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_says_what_holds_in_its_accounts_alone() {
        let prod = AccountTerms {
            required: Required::Yes,
            ..AccountTerms::default()
        };
        let accounts = BTreeSet::from(["444455556666".parse().unwrap()]);
        let approvals = Approvals {
            environments: vec![(accounts, prod)],
            ..Approvals::default()
        };
        assert_eq!(approvals.of("444455556666").required, Required::Yes);
        assert_eq!(approvals.of("111122223333").required, Required::No);
    }
}
