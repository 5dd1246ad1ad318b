//! Who else is given the endpoints' names: a VPC, perhaps of another account.
//!
//! Must not name a Region: zones are shared within the request's own.

use std::fmt;
use std::str::FromStr;

use crate::id::{AccountId, IdError, VpcId};

/// The most VPCs that a request shares names with: what is written for each stays readable.
pub(crate) const MOST: usize = 50;

/// One entry of `share_dns_with`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShareWith {
    /// The VPC.
    pub vpc: VpcId,
    /// The account that owns it, where it was said.
    pub account: Option<AccountId>,
}

const ERROR: IdError = IdError {
    expected: "not a VPC",
    help: "use a VPC's id such as vpc-0a1b2c3d4e5f60718, with its account and a slash before it where another account owns it: 444455556666/vpc-0a1b2c3d4e5f60718",
};

impl ShareWith {
    /// The account that owns it, where that is not `own`.
    pub(crate) fn other_than(&self, own: &AccountId) -> Option<&AccountId> {
        self.account.as_ref().filter(|account| *account != own)
    }
}

impl fmt::Display for ShareWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.account {
            Some(account) => write!(f, "{account}/{}", self.vpc),
            None => write!(f, "{}", self.vpc),
        }
    }
}

impl FromStr for ShareWith {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (account, vpc) = match text.split_once('/') {
            Some((account, vpc)) => (Some(account.parse()?), vpc),
            None => (None, text),
        };
        Ok(Self {
            vpc: vpc.parse().map_err(|_| ERROR)?,
            account,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vpc_may_have_its_account_before_it() {
        for good in ["vpc-0a1b2c3d4e5f60718", "444455556666/vpc-1a2b3c4d"] {
            assert_eq!(good.parse::<ShareWith>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "subnet-1a2b3c4d",
            "4444/vpc-1a2b3c4d",
            "444455556666/",
            "444455556666/vpc-1a2b3c4d/us-east-1",
            "/vpc-1a2b3c4d",
        ] {
            assert!(bad.parse::<ShareWith>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_request_s_own_account_is_no_other() {
        let own: AccountId = "111122223333".parse().unwrap();
        let of = |text: &str| text.parse::<ShareWith>().unwrap();
        assert_eq!(of("vpc-1a2b3c4d").other_than(&own), None);
        assert_eq!(of("111122223333/vpc-1a2b3c4d").other_than(&own), None);
        assert!(of("444455556666/vpc-1a2b3c4d").other_than(&own).is_some());
    }
}
