//! Identifiers that people paste: each is a type whose only door is `FromStr`.
//!
//! Must not know what an identifier is used for, and must never accept a value that AWS would call
//! malformed.

use std::fmt;
use std::str::FromStr;

/// Why a text is not the identifier it was meant to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{expected}")]
pub struct IdError {
    /// What the text should have been, as a lowercase clause.
    pub expected: &'static str,
    /// How a right one looks.
    pub help: &'static str,
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $valid:expr, $expected:literal, $help:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The identifier as AWS writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError { expected: $expected, help: $help })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

text_id!(
    /// The id of a VPC.
    VpcId, |t| resource_id(t, "vpc-"), "not the id of a VPC",
    "a VPC id is `vpc-` and 8 or 17 hexadecimal digits, for example vpc-0a1b2c3d4e5f60718"
);
text_id!(
    /// The id of a subnet.
    SubnetId, |t| resource_id(t, "subnet-"), "not the id of a subnet",
    "a subnet id is `subnet-` and 8 or 17 hexadecimal digits, for example subnet-0a1b2c3d4e5f60718"
);
text_id!(
    /// The id of a security group.
    SecurityGroupId, |t| resource_id(t, "sg-"), "not the id of a security group",
    "a security group id is `sg-` and 8 or 17 hexadecimal digits, for example sg-0a1b2c3d4e5f60718"
);
text_id!(
    /// The id of a managed prefix list.
    PrefixListId, |t| resource_id(t, "pl-"), "not the id of a prefix list",
    "a prefix list id is `pl-` and 8 or 17 hexadecimal digits, for example pl-0a1b2c3d4e5f60718"
);
text_id!(
    /// The id of a VPC endpoint.
    EndpointId, |t| resource_id(t, "vpce-"), "not the id of a VPC endpoint",
    "an endpoint id is `vpce-` and 8 or 17 hexadecimal digits, for example vpce-0a1b2c3d4e5f60718"
);
text_id!(
    /// The id of a route table.
    RouteTableId, |t| resource_id(t, "rtb-"), "not the id of a route table",
    "a route table id is `rtb-` and 8 or 17 hexadecimal digits, for example rtb-0a1b2c3d4e5f60718"
);
text_id!(
    /// The name of an S3 bucket: 3 to 63 of `a-z 0-9 . -`, beginning and ending with a letter or digit.
    BucketName, valid_bucket, "not the name of a bucket",
    "write the bucket's name alone, 3 to 63 of a-z, 0-9, - and ., for example agent-files"
);
text_id!(
    /// An AWS account id: twelve digits.
    AccountId, |t| t.len() == 12 && t.bytes().all(|b| b.is_ascii_digit()), "not an AWS account id",
    "an account id is twelve digits, without dashes or spaces"
);
text_id!(
    /// The name of a request: it names the resources and stands in their `Name` tags.
    /// 1 to 40 of `a-z 0-9 -`, beginning with a letter.
    Name, valid_name, "not a name for a request",
    "use 1 to 40 of a-z, 0-9 and -, beginning with a letter, for example agents-prod"
);
text_id!(
    /// A Region's code. The form is checked here; whether AgentCore is there is the catalog's word.
    Region, valid_region, "not the code of an AWS Region",
    "a Region code looks like us-east-1 or us-gov-west-1"
);

/// Values that stand where a page has no answer yet. They are shown as such and never applied.
pub(crate) mod placeholder {
    use super::{AccountId, Name, Region, SubnetId, VpcId};

    pub(crate) fn name() -> Name {
        Name("postern".to_owned())
    }

    pub(crate) fn region() -> Region {
        Region("us-east-1".to_owned())
    }

    /// The account of AWS's own examples.
    pub(crate) fn account() -> AccountId {
        AccountId("111122223333".to_owned())
    }

    pub(crate) fn vpc() -> VpcId {
        VpcId("vpc-00000000000000000".to_owned())
    }

    pub(crate) fn subnet() -> SubnetId {
        SubnetId("subnet-00000000000000000".to_owned())
    }
}

fn resource_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        (rest.len() == 8 || rest.len() == 17)
            && rest
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

fn valid_name(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The rules of the S3 user guide on names of general purpose buckets, but for reserved ends.
fn valid_bucket(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (3..=63).contains(&text.len())
        && text.bytes().all(|b| plain(b) || b == b'-' || b == b'.')
        && text.bytes().next().is_some_and(plain)
        && text.bytes().last().is_some_and(plain)
        && !text.contains("..")
}

impl Name {
    /// The name under which a request's workload endpoints are made and found. It may be longer than
    /// a name that is typed.
    pub(crate) fn of_workload(&self) -> Self {
        Self(format!("{}-workload", self.0))
    }
}

/// `us-east-1`, `us-gov-west-1`: a prefix of letters, one or two words, and a number.
fn valid_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let Some((number, words)) = parts.split_last() else {
        return false;
    };
    let Some((prefix, rest)) = words.split_first() else {
        return false;
    };
    prefix.len() == 2
        && (1..=2).contains(&rest.len())
        && words
            .iter()
            .all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase()))
        && (1..=2).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_ids_have_eight_or_seventeen_hex_digits() {
        for good in ["vpc-0a1b2c3d4e5f60718", "vpc-1a2b3c4d"] {
            assert_eq!(good.parse::<VpcId>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "vpc-",
            "vpc-0A1b2c3d4e5f60718",
            "subnet-1a2b3c4d",
            "vpc-1a2b3c4",
            "vpc-1a2b3c4d ",
        ] {
            assert!(bad.parse::<VpcId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn regions_are_checked_for_form_only() {
        for good in [
            "us-east-1",
            "us-gov-west-1",
            "xx-nowhere-9",
            "ap-southeast-7",
        ] {
            assert!(good.parse::<Region>().is_ok(), "{good}");
        }
        for bad in [
            "us-east",
            "useast1",
            "US-EAST-1",
            "us-east-1a",
            "us--1",
            "",
            "usa-east-1",
        ] {
            assert!(bad.parse::<Region>().is_err(), "{bad}");
        }
    }

    #[test]
    fn buckets_are_named_as_s3_has_it() {
        for good in ["abc", "agent-files", "a.b-c.9"] {
            assert!(good.parse::<BucketName>().is_ok(), "{good}");
        }
        for bad in [
            "ab",
            "-ab",
            "ab-",
            "Abc",
            "a..b",
            "a_b",
            "arn:aws:s3:::abc",
            "abc/*",
        ] {
            assert!(bad.parse::<BucketName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn names_begin_with_a_letter() {
        assert!("agents-prod".parse::<Name>().is_ok());
        for bad in ["", "1a", "-a", "A", "a_b", &"a".repeat(41)] {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }
}
