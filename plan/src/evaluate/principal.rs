//! Whether a caller is among the principals of a statement.
//!
//! Must not read wildcards in ARNs of principals: IAM takes none there but `*` alone.

use crate::arn::Arn;
use crate::evaluate::call::{Caller, Kind, Signer};
use crate::language::{Principals, Who, account_named};

/// One AWS principal of a policy.
#[derive(Debug, Clone)]
enum Named {
    /// Everyone of an account.
    Account(String),
    /// A role: itself and each of its sessions, which are known by its name without its path.
    Role { arn: Arn, name: String },
    /// Exactly this one.
    Exactly(Arn),
}

/// The principals of a statement, ready to be compared.
#[derive(Debug, Clone)]
pub(super) struct Principalship {
    anyone: bool,
    named: Vec<Named>,
    all_but: bool,
}

impl Principalship {
    pub(super) fn new(who: &Who) -> Self {
        let (principals, all_but): (&Principals, bool) = match who {
            Who::Principal(p) => (p, false),
            Who::NotPrincipal(p) => (p, true),
        };
        Self {
            anyone: principals.anyone,
            named: principals
                .aws
                .iter()
                .filter_map(|text| named(text))
                .collect(),
            all_but,
        }
    }

    /// The statement is for this caller.
    pub(super) fn holds(&self, caller: &Caller) -> bool {
        let among = self.anyone
            || match caller {
                Caller::Anonymous => false,
                Caller::Signed(signer) => self.named.iter().any(|n| n.is(signer)),
            };
        among != self.all_but
    }
}

/// A unique id (`AROA…`) is what is left of a principal that was deleted: it matches nobody.
/// Source: IAM User Guide, "AWS JSON policy elements: Principal".
fn named(text: &str) -> Option<Named> {
    if let Some(account) = account_named(text) {
        return Some(Named::Account(account.to_owned()));
    }
    let arn: Arn = text.parse().ok()?;
    if arn.service == "iam" && arn.resource.starts_with("role/") {
        let name = arn
            .resource
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        return Some(Named::Role { arn, name });
    }
    Some(Named::Exactly(arn))
}

impl Named {
    fn is(&self, signer: &Signer) -> bool {
        match (self, signer.kind()) {
            (Self::Account(account), _) => account == signer.account(),
            (Self::Role { arn, name }, Kind::Session { role }) => {
                arn.account == signer.account()
                    && arn.partition == signer.arn().partition
                    && name == role
            }
            (Self::Role { arn, .. } | Self::Exactly(arn), _) => arn == signer.arn(),
        }
    }
}
