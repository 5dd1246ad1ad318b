//! Who calls: what stands in a statement's Principal.
//!
//! Must not accept what would never match: a session's ARN is refused with the role's as the fix.

use std::fmt;

use crate::arn::{Arn, Partition};
use crate::id::AccountId;

/// One caller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// Anyone, signed or not.
    Anyone,
    /// Every principal of an account.
    Account(AccountId),
    /// One role, user or federated user.
    Principal {
        /// Its ARN.
        arn: String,
        /// Its account.
        account: AccountId,
    },
    /// The principals of an account whose ARN matches a pattern.
    Pattern {
        /// The pattern, with `*` or `?` in its last part.
        arn: String,
        /// The account.
        account: AccountId,
    },
}

/// Why a text is no caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(super) struct CallerError {
    /// A lowercase clause.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

const HELP: &str = "use the ARN of a role or user, twelve digits for a whole account, or *";

impl Caller {
    /// Reads one caller for a partition.
    pub(super) fn parse(text: &str, partition: Partition) -> Result<Self, CallerError> {
        let fail = |message: &str, help: String| {
            Err(CallerError {
                message: message.to_owned(),
                help,
            })
        };
        if text == "*" {
            return Ok(Self::Anyone);
        }
        if let Ok(account) = text.parse() {
            return Ok(Self::Account(account));
        }
        let Ok(arn) = text.parse::<Arn>() else {
            return fail("not a caller", HELP.to_owned());
        };
        if text.chars().any(|c| !c.is_ascii_graphic() || c == '"') {
            return fail(
                "a caller's ARN is printable ASCII without spaces and double quotes",
                HELP.to_owned(),
            );
        }
        if arn.partition != partition.as_str() {
            let help = format!(
                "the Region is in partition {partition}: its ARNs begin with arn:{partition}:"
            );
            return fail(
                "a caller of another partition cannot reach this Region",
                help,
            );
        }
        let Ok(account) = arn.account.parse::<AccountId>() else {
            return fail(
                "a caller's ARN needs its twelve-digit account",
                "write the account in full; wildcards may stand only after it".to_owned(),
            );
        };
        let (kind, name) = arn
            .resource
            .split_once('/')
            .unwrap_or((arn.resource.as_str(), ""));
        match (arn.service.as_str(), kind) {
            ("iam", "root") if name.is_empty() => Ok(Self::Account(account)),
            ("sts", "assumed-role") => {
                let role = name.split('/').next().unwrap_or("");
                let help = format!(
                    "name the role: arn:{partition}:iam::{account}:role/{role}; a role made by IAM Identity Center has a path: \
                     role/aws-reserved/sso.amazonaws.com/…/{role}"
                );
                fail(
                    "this is the ARN of one session of a role; a policy names the role",
                    help,
                )
            }
            ("iam", "role" | "user") | ("sts", "federated-user") if !name.is_empty() => {
                if !arn.region.is_empty() {
                    return fail("an IAM ARN has no Region", HELP.to_owned());
                }
                let arn = text.to_owned();
                Ok(if name.contains(['*', '?']) {
                    Self::Pattern { arn, account }
                } else {
                    Self::Principal { arn, account }
                })
            }
            _ => fail(
                "not the ARN of a role, user or federated user",
                HELP.to_owned(),
            ),
        }
    }

    /// The account the caller belongs to, where there is one.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Anyone => None,
            Self::Account(account)
            | Self::Principal { account, .. }
            | Self::Pattern { account, .. } => Some(account),
        }
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("*"),
            Self::Account(account) => write!(f, "{account}"),
            Self::Principal { arn, .. } | Self::Pattern { arn, .. } => f.write_str(arn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Caller, CallerError> {
        Caller::parse(text, Partition::Aws)
    }

    #[test]
    fn callers_are_told_apart() {
        assert_eq!(parse("*"), Ok(Caller::Anyone));
        let account: AccountId = "111122223333".parse().unwrap();
        assert_eq!(parse("111122223333"), Ok(Caller::Account(account.clone())));
        assert_eq!(
            parse("arn:aws:iam::111122223333:root"),
            Ok(Caller::Account(account.clone()))
        );
        let arn = "arn:aws:iam::111122223333:role/path/app".to_owned();
        assert_eq!(
            parse(&arn),
            Ok(Caller::Principal {
                arn,
                account: account.clone()
            })
        );
        let arn = "arn:aws:iam::111122223333:role/team-*".to_owned();
        assert_eq!(parse(&arn), Ok(Caller::Pattern { arn, account }));
        assert!(parse("arn:aws:sts::111122223333:federated-user/bob").is_ok());
    }

    #[test]
    fn a_session_is_refused_with_the_role_as_the_fix() {
        let error = parse("arn:aws:sts::111122223333:assumed-role/app/i-0abc").unwrap_err();
        assert!(
            error.help.contains("arn:aws:iam::111122223333:role/app"),
            "{}",
            error.help
        );
        assert!(error.help.contains("has a path"));
    }

    #[test]
    fn what_cannot_match_is_refused() {
        for bad in [
            "",
            "app",
            "arn:aws-us-gov:iam::111122223333:role/a",
            "arn:aws:iam::*:role/a",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:group/a",
            "arn:aws:lambda:us-east-1:111122223333:function:f",
            "arn:aws:iam::111122223333:role/a b",
            "1111-2222-3333",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
