//! How AWS is called: how long it may take, how often a reading is repeated, which role opens which
//! account.
//!
//! Must hold no credential, and must not show an external id.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::endpoints::Errand;
use crate::metrics::Metrics;
use crate::settings::value::ACCOUNT;

/// How AWS is called
#[derive(Clone, Debug)]
pub struct AwsConfig {
    /// For a connection to be made
    pub connect: Duration,
    /// For one attempt of a call
    pub attempt: Duration,
    /// For a reading with all its attempts
    pub reading: Duration,
    /// Attempts of a reading; a changing call has one
    pub attempts: u32,
    /// A file in the form of the AWS configuration, in place of the usual ones
    pub file: Option<PathBuf>,
    /// The roles of other accounts
    pub roles: SpokeRoles,
    /// Whether a session carries who asked as its source identity too
    pub source_identity: SourceIdentity,
    /// What counts the calls
    pub metrics: Metrics,
}

/// Which roles open which accounts
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpokeRoles {
    /// Those of single accounts
    pub named: BTreeMap<String, AccountRoles>,
    /// Those of the other accounts, with `{account}` where an account's id goes
    pub others: Option<AccountRoles>,
    /// Which these are; every one where it is empty
    pub others_of: BTreeSet<String>,
}

/// The roles that are assumed for an account
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRoles {
    /// The ARN of the one that reads
    pub look: String,
    /// The ARN of the one that carries runs out
    pub carry: String,
    /// The external id that they ask for
    pub external_id: Option<String>,
}

/// Whether a session carries who asked as its source identity, which stays where roles are chained
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceIdentity {
    /// It does: the roles must let it be set
    Set,
    /// It does not
    Unset,
}

impl SpokeRoles {
    /// The roles that open this account; none for an account that the credentials open by themselves
    pub fn of(&self, account: &str) -> Option<AccountRoles> {
        if let Some(roles) = self.named.get(account) {
            return Some(roles.clone());
        }
        let others = self.others.as_ref()?;
        let theirs = self.others_of.is_empty() || self.others_of.contains(account);
        theirs.then(|| AccountRoles {
            look: others.look.replace(ACCOUNT, account),
            carry: others.carry.replace(ACCOUNT, account),
            external_id: others.external_id.clone(),
        })
    }
}

impl AccountRoles {
    /// The ARN of the role for an errand
    pub fn arn(&self, errand: Errand) -> &str {
        match errand {
            Errand::Look => &self.look,
            Errand::Carry => &self.carry,
        }
    }
}

impl Default for AwsConfig {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(15),
            // Within the time that a page may take.
            reading: Duration::from_secs(25),
            attempts: 4,
            file: None,
            roles: SpokeRoles::default(),
            source_identity: SourceIdentity::Set,
            metrics: Metrics::default(),
        }
    }
}

impl fmt::Debug for AccountRoles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountRoles")
            .field("look", &self.look)
            .field("carry", &self.carry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(look: &str, carry: &str) -> AccountRoles {
        AccountRoles {
            look: look.to_owned(),
            carry: carry.to_owned(),
            external_id: Some("planted".to_owned()),
        }
    }

    #[test]
    fn an_account_has_its_own_roles_before_those_of_all() {
        let mut spokes = SpokeRoles {
            named: [("444455556666".to_owned(), roles("own-look", "own-carry"))].into(),
            others: Some(roles("{account}:look", "{account}:carry")),
            others_of: BTreeSet::new(),
        };
        let own = spokes.of("444455556666").unwrap();
        assert_eq!(own.arn(Errand::Carry), "own-carry");
        let other = spokes.of("777788889999").unwrap();
        assert_eq!(other.arn(Errand::Look), "777788889999:look");
        assert_eq!(other.arn(Errand::Carry), "777788889999:carry");
        spokes.others_of.insert("111122223333".to_owned());
        assert!(spokes.of("777788889999").is_none());
        assert!(spokes.of("111122223333").is_some());
    }

    #[test]
    fn an_external_id_is_not_shown() {
        assert!(!format!("{:?}", roles("look", "carry")).contains("planted"));
    }
}
